"""The journal of what was written, for `repair undo`, and the audit log, which is the same file.

`.repair/audit.jsonl` gets one line for every file *before* the file is replaced (a write-ahead
log): who accepted which changes, when, by which rule, and the edits themselves. The file as it was
is kept in `.repair/journal/` until enough newer applies have been made.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from repair.formats.files import write_atomically
from repair.model import Edit, Span
from repair.review import ReviewError, line_file
from repair.review.folder import prepare_folder
from repair.review.line_file import folder_locked
from repair.text.identity import bytes_hash

AUDIT = "audit.jsonl"
BLOBS = "journal"

KEPT_RUNS = 50
"""Applies that can be undone; older copies are removed."""


class Made(NamedTuple):
    """An edit that was made, and on whose word."""

    edit: Edit  # in the coordinates of the text before
    change: str  # the change's id
    by: str
    time: str


class Entry(NamedTuple):
    """One file of one apply."""

    run: str
    time: str
    file: str
    text_before: str  # hashes
    text_after: str
    bytes_before: str
    bytes_after: str
    made: tuple[Made, ...]


class Journal:
    """The journal in a `.repair` folder; file names are relative to the folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.abspath(folder))
        self.root = self.folder.parent
        self._entries: list[Entry] = []
        self._size = -1
        self.run = f"{_now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"

    def write_ahead(self, entry: Entry, old: bytes) -> None:
        """Remember what is about to be written; must return before the file is replaced."""
        prepare_folder(self.folder)
        (self.folder / BLOBS).mkdir(exist_ok=True)
        write_atomically(self._blob(entry), zlib.compress(old))
        line_file.append(self.folder / AUDIT, [_to_row(entry)])

    def entries(self) -> list[Entry]:
        """What was written and not taken back, oldest first."""
        with contextlib.suppress(FileNotFoundError):
            size = (self.folder / AUDIT).stat().st_size
            if size != self._size:  # somebody, perhaps another process, wrote since
                self._entries, self._size = self._read(), size
        return self._entries

    def _read(self) -> list[Entry]:
        entries: dict[tuple[str, str], Entry] = {}
        for row in line_file.read(self.folder / AUDIT):
            with contextlib.suppress(KeyError, TypeError, ValueError):
                if row["action"] == "apply":
                    entry = _from_row(row)
                    entries[entry.run, entry.file] = entry
                elif row["action"] == "undo":
                    entries.pop((row["run"], row["file"]), None)
        return list(entries.values())

    def way(self, file: str, source: str, target: str) -> list[Sequence[Made]] | None:
        """The edits that led from the text hashed `source` to `target`; None if not by us."""
        steps: list[Sequence[Made]] = []
        at = source
        for entry in self.entries():
            if entry.file == file and entry.text_before == at:
                steps.append(entry.made)
                at = entry.text_after
                if at == target:
                    return steps
        return None

    def undo(self, by: str) -> tuple[list[Entry], list[str]]:
        """Restore what the last apply changed: what was restored, and sentences for the others.

        Raises `ReviewError` when there is nothing to undo.
        """
        entries = [e for e in self.entries() if self._blob(e).exists()]
        if not entries:
            raise ReviewError(f"There is nothing to undo: no apply is recorded in {self.folder}.")
        restored, refused = [], []
        for entry in [e for e in entries if e.run == entries[-1].run]:
            problem = self._restore(entry, by)
            if problem:
                refused.append(problem)
            else:
                restored.append(entry)
        return restored, refused

    def prune(self) -> None:
        """Drop the copies of applies that nobody is going to undo any more."""
        with contextlib.suppress(OSError):
            runs = sorted(
                {
                    p.name.rpartition(".")[0].rpartition(".")[0]
                    for p in (self.folder / BLOBS).iterdir()
                }
            )
            for run in runs[:-KEPT_RUNS]:
                for blob in (self.folder / BLOBS).glob(f"{run}.*"):
                    blob.unlink()

    def _restore(self, entry: Entry, by: str) -> str | None:
        path = self.root / entry.file
        try:
            with folder_locked(Path(os.path.realpath(path)).parent):
                current = bytes_hash(path.read_bytes())
                if current == entry.bytes_after:
                    old = zlib.decompress(self._blob(entry).read_bytes())
                    if bytes_hash(old) != entry.bytes_before:
                        raise zlib.error("the copy is damaged")
                    write_atomically(path, old)
                elif current != entry.bytes_before:  # else a crash kept it from being written
                    return (
                        f"{entry.file} was edited since it was applied, so it is left alone. "
                        "Undo those edits first, or mend the file by hand."
                    )
        except (OSError, zlib.error) as error:
            return f"{entry.file} cannot be restored: {error}."
        line_file.append(
            self.folder / AUDIT,
            [
                {
                    "action": "undo",
                    "run": entry.run,
                    "time": f"{_now():%FT%T.%f%z}",
                    "by": by,
                    "file": entry.file,
                    "bytes": [entry.bytes_after, entry.bytes_before],
                }
            ],
        )
        return None

    def _blob(self, entry: Entry) -> Path:
        name = bytes_hash(entry.file.encode("utf-8", "surrogateescape"))[7:23]
        return self.folder / BLOBS / f"{entry.run}.{name}.z"


def _now() -> datetime:
    return datetime.now(UTC)


def _to_row(entry: Entry) -> dict[str, Any]:
    return {
        "action": "apply",
        "run": entry.run,
        "time": entry.time,
        "file": entry.file,
        "text": [entry.text_before, entry.text_after],
        "bytes": [entry.bytes_before, entry.bytes_after],
        "changes": [
            {
                "id": made.change,
                "rule": made.edit.rule,
                "span": list(made.edit.span),
                "before": made.edit.before,
                "after": made.edit.after,
                "confidence": round(made.edit.confidence, 4),
                "reason": made.edit.reason,
                "by": made.by,
                "time": made.time,
            }
            for made in entry.made
        ],
    }


def _from_row(row: dict[str, Any]) -> Entry:
    made = tuple(
        Made(
            Edit(Span(*c["span"]), c["before"], c["after"], c["rule"], c["confidence"]),
            c["id"],
            c["by"],
            c["time"],
        )
        for c in row["changes"]
    )
    (text_before, text_after), (bytes_before, bytes_after) = row["text"], row["bytes"]
    return Entry(
        row["run"],
        row["time"],
        row["file"],
        text_before,
        text_after,
        bytes_before,
        bytes_after,
        made,
    )
