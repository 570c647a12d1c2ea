"""Writing safe repairs so that `repair undo` can take them back; loaded when there are some."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from repair.cli.messages import say
from repair.cli.reading import InputError, Opened
from repair.model import Edit, Result
from repair.outputs.visible import plain
from repair.review.change import changes_of
from repair.review.folder import FOLDER, find_folder, folders_above
from repair.review.journal import POLICY, Journal, JournalError, Made
from repair.review.line_file import folder_locked


def write(source: Opened, after: Opened, safe: Result, edits: Iterable[Edit], run: str) -> str:
    """Replace a file by what it is `after` the edits; returns the folder with its journal.

    The journal lies where `repair undo` looks for it, else (that folder cannot be written) beside
    the file.

    Raises:
        InputError: when the file has changed since it was read.
        WriteError: when it cannot be written, or what it was cannot be kept; it is unchanged.
    """
    path = Path(source.path)
    made = _made(safe, edits)
    texts = source.source.document.text, after.source.document.text
    with folder_locked(Path(os.path.realpath(path)).parent):
        if not _is_unchanged(path, source.data):
            raise InputError(
                f"{source.path} changed while it was being checked and was not written; run again."
            )
        problem: JournalError | None = None
        for folder in _folders(path):
            try:
                Journal(folder, run).replace(path, (source.data, after.data), texts, made)
            except JournalError as error:
                problem = problem or error
            else:
                return str(folder)
    assert problem is not None
    raise problem


def _made(safe: Result, edits: Iterable[Edit]) -> tuple[Made, ...]:
    ids = {c.span: c.id for c in changes_of(safe.document, safe.proposals)}
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    return tuple(Made(edit, ids[edit.span], POLICY, now) for edit in edits)


def _is_unchanged(path: Path, data: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(data) + 1) == data
    except OSError:
        return False


def _folders(path: Path) -> Iterable[Path]:
    """Where the journal may be kept, best first."""
    usual = find_folder() or Path(FOLDER).absolute()
    return dict.fromkeys((usual, Path(os.path.abspath(path)).parent / FOLDER))


def finish(journals: Iterable[str]) -> None:
    """Drop copies that are too old, and say how to undo what `repair undo` alone does not find."""
    known = set(folders_above())
    for folder in sorted(map(Path, set(journals))):
        Journal(folder).prune()
        if folder not in known:
            root = plain(str(folder.parent))
            say(f"What was written in {root} is taken back by `repair undo --root {root}`.")
