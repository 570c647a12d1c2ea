"""The entry point of the `repair` command."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    from repair.cli.group import command

    command.main(args=arguments if arguments is not None else sys.argv[1:], prog_name="repair")


if __name__ == "__main__":
    main()
