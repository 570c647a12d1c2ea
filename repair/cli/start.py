"""The entry point of the `repair` command."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in ("fix", "check"):
        from repair.cli.quick import quick

        code = quick(given)
        if code is not None:
            sys.exit(code)
    from repair.cli.group import command

    command.main(args=given, prog_name="repair")


if __name__ == "__main__":
    main()
