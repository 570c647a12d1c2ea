"""What can go wrong with many files, each error a sentence that says what to do next."""

from __future__ import annotations


class BatchError(Exception):
    """The run cannot go on; the message is a sentence for the user."""


class InputError(BatchError):
    """One input cannot be read; the others can go on."""


class MissingExtra(BatchError):
    """An optional package is not installed."""

    def __init__(self, doing: str, package: str, extra: str) -> None:
        super().__init__(
            f"{doing} needs {package}: in the folder repair was installed from, run "
            f"pip install '.[{extra}]'."
        )
