"""The short way for the commonest call: a few small files that turn out to be clean.

Recognises plain command lines only, and answers only when there is nothing to report; everything
else goes the long way, which loads the whole command line and gives the same answer. The work
itself is done by the same functions, so there is nothing to keep in step but the options below.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SILENT = frozenset({"--check", "--diff"})
_KNOWN = frozenset({"--check", "--diff", "-w", "--write-changes", "-q", "--quiet"})

_FILES = 16
_BYTES = 256 * 1024
"""Longer runs can afford the long way."""


def quick(arguments: Sequence[str]) -> int | None:
    """The exit code when all files are clean and nothing but plain options is given; else None."""
    command, *rest = arguments
    options = {argument for argument in rest if argument.startswith("-")}
    paths = [argument for argument in rest if not argument.startswith("-")]
    if command == "check":
        options.add("--check")
    if not paths or len(paths) > _FILES or options - _KNOWN or _contradict(options):
        return None
    if not all(os.path.isfile(path) and os.path.getsize(path) <= _BYTES for path in paths):
        return None
    if len({os.path.realpath(path) for path in paths}) < len(paths):
        return None
    return _clean(paths, options)


def _contradict(options: set[str]) -> bool:
    return bool(options & {"-w", "--write-changes"} and options & _SILENT)


def _clean(paths: list[str], options: set[str]) -> int | None:
    """0, with the closing line printed, when nothing is found in any of the files."""
    from repair.folders import cache_folder
    from repair.prepared import prepared

    prepared.load(cache_folder())
    from repair.api import check
    from repair.cli import messages
    from repair.cli.reading import keep, open_file
    from repair.config import exists
    from repair.outputs.closing import Counts, closing

    if any(exists(folder) for folder in {os.path.dirname(os.path.abspath(p)) for p in paths}):
        return None
    try:
        for path in paths:
            source = open_file(path, _BYTES)
            keep(source)
            if not source.source.valid:
                return None
            if check(source.source.document).findings:
                return None
    except Exception:  # whatever it is, the long way meets it too and says it properly
        return None
    if not options & {"-q", "--quiet"}:
        line = closing(Counts(files=len(paths)))
        try:
            messages.say(line) if options & _SILENT else messages.put(line + "\n")
        except messages.OutputClosed:
            return messages.ERROR
        except messages.OutputFailed as error:
            messages.fail(str(error))
            return messages.ERROR
    prepared.save()
    return messages.NOTHING
