"""Results as text: one module per output, each with `render(…) -> str`. Prints nothing."""
