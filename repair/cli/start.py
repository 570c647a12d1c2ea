"""The entry point of the `repair` command."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_closed_streams()
    if sys.dont_write_bytecode and arguments is None:
        _keep_bytecode_elsewhere()
    try:
        if given and given[0] in ("fix", "check"):
            code = _short_way(given)
            if code is not None:
                _leave(code) if arguments is None else sys.exit(code)
        _long_way(given)
    except KeyboardInterrupt:
        from repair.cli.messages import INTERRUPTED

        sys.exit(INTERRUPTED)


def _open_closed_streams() -> None:
    """Give the streams a caller has closed (`>&-`) to nowhere, before a file takes their number."""
    import os

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, for the whole run
            setattr(sys, name, stream)


def _short_way(arguments: list[str]) -> int | None:
    """The exit code when all files are clean; so short a run needs no garbage collected."""
    import gc

    from repair.cli.quick import quick

    gc.disable()
    try:
        return quick(arguments)
    finally:
        gc.enable()


def _leave(code: int) -> NoReturn:
    """End the process at once: everything is written, and taking the interpreter apart takes
    half as long as starting it."""
    import os

    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _keep_bytecode_elsewhere() -> None:
    """Keep bytecode in the user's cache folder when it must not lie beside the sources.

    Compiling repair anew at every start would take six times as long as starting Python.
    """
    import os

    from repair.folders import cache_folder

    beside = __spec__.cached if __spec__ else None
    if sys.pycache_prefix is None and not (beside and os.path.exists(beside)):
        sys.pycache_prefix = os.path.join(cache_folder(), "bytecode")
        sys.dont_write_bytecode = False


def _long_way(arguments: list[str]) -> None:
    """The whole command line; click's own errors exit with 2, as every error does."""
    import click

    from repair.cli.group import command
    from repair.cli.messages import ERROR, OutputClosed, OutputFailed, fail

    try:
        code = command.main(args=arguments, prog_name="repair", standalone_mode=False)
    except OutputClosed:
        sys.exit(ERROR)
    except (OutputFailed, OSError) as error:
        fail(str(error))
        sys.exit(ERROR)
    except click.ClickException as error:
        error.show()
        sys.exit(ERROR)
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
