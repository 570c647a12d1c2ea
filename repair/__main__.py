"""`python -m repair` is the `repair` command."""

from repair.cli.start import main

main()
