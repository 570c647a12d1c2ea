"""The journal of what was written, for `repair undo`, and the audit log, which is the same file.

`.repair/audit.jsonl` gets one line for every file *before* the file is replaced (a write-ahead
log): who accepted which changes, when, by which rule, and the edits themselves. The file as it was
is kept in `.repair/journal/` until enough newer applies have been made.

What was written unasked is nobody's word and goes to no audit log: each such run has a log of its
own beside the copies, and is forgotten with them. So `repair fix -w` as a git hook changes no file
that git knows of but those it repairs.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from repair.formats.files import WriteError, write_atomically
from repair.model import Edit, Span
from repair.review import ReviewError, line_file
from repair.review.folder import prepare_folder
from repair.review.line_file import folder_locked
from repair.review.runs import new_run
from repair.text.identity import bytes_hash, text_hash

AUDIT = "audit.jsonl"
BLOBS = "journal"
UNASKED = "runs"  # in BLOBS: the logs of what was written unasked

POLICY = "policy"
"""On whose word an edit was made that nobody was asked about."""

KEPT_RUNS = 50
"""Applies that can be undone; older copies are removed."""


class JournalError(WriteError):
    """What is about to be written cannot be remembered, so it was not written."""


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

    def __init__(self, folder: Path, unasked_run: str = "") -> None:
        """`unasked_run` names the run that writes here without asking, which may be several
        processes; without it people approved what is written."""
        self.folder = Path(os.path.abspath(folder))
        self.root = self.folder.parent
        self.run = unasked_run or new_run()
        self._is_asked = not unasked_run
        self._entries: list[Entry] = []
        self._sizes: dict[Path, int] = {}

    def replace(
        self,
        path: Path,
        data: tuple[bytes, bytes],
        text: tuple[str, str],
        made: tuple[Made, ...],
    ) -> None:
        """Put the second of `data` where the first stands, so that it can be taken back.

        The caller sees to it that nobody else writes the file meanwhile. Raises `JournalError`
        when it cannot be remembered, else `WriteError`; the file is then as it was.
        """
        entry = Entry(
            self.run,
            _now().isoformat(timespec="microseconds"),
            os.path.relpath(path, self.root),
            text_hash(text[0]),
            text_hash(text[1]),
            bytes_hash(data[0]),
            bytes_hash(data[1]),
            made,
        )
        try:
            self._write_ahead(entry, data[0])
        except OSError as error:
            cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
            raise JournalError(
                f"{path} was not written, because {self.folder} cannot keep for `repair undo` what "
                f"it is now ({cause.strerror or cause}). Check free space and permissions, then "
                "run again."
            ) from error
        try:
            write_atomically(path, data[1])
        except WriteError:
            with contextlib.suppress(OSError):
                self._take_back(entry, POLICY)
            raise

    def _write_ahead(self, entry: Entry, old: bytes) -> None:
        """Remember what is about to be written; must return before the file is replaced."""
        prepare_folder(self.folder, is_shared=self._is_asked)
        (self.folder / BLOBS).mkdir(exist_ok=True)
        write_atomically(self._blob(entry), zlib.compress(old))
        log = self.folder / AUDIT
        if not self._is_asked:
            log = self._unasked_log(self.run)
            log.parent.mkdir(exist_ok=True)
        line_file.append(log, [_to_row(entry)])

    def entries(self) -> list[Entry]:
        """What was written and not taken back, oldest first."""
        sizes = {}
        for log in self._logs():
            with contextlib.suppress(FileNotFoundError):
                sizes[log] = log.stat().st_size
        if sizes != self._sizes:  # somebody, perhaps another process, wrote since
            self._entries, self._sizes = self._read(), sizes
        return self._entries

    def undoable(self) -> list[Entry]:
        """The entries of which there still is a copy, oldest first."""
        return [entry for entry in self.entries() if self._blob(entry).exists()]

    def _logs(self) -> Iterator[Path]:
        yield self.folder / AUDIT
        yield from sorted((self.folder / BLOBS / UNASKED).glob("*.jsonl"))

    def _unasked_log(self, run: str) -> Path:
        return self.folder / BLOBS / UNASKED / f"{run}.jsonl"

    def _read(self) -> list[Entry]:
        entries: dict[tuple[str, str], Entry] = {}
        for row in chain.from_iterable(map(line_file.read, self._logs())):
            with contextlib.suppress(KeyError, TypeError, ValueError):
                if row["action"] == "apply":
                    entry = _from_row(row)
                    entries[entry.run, entry.file] = entry
                elif row["action"] == "undo":
                    entries.pop((row["run"], row["file"]), None)
        return sorted(entries.values(), key=lambda entry: entry.time)

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
        entries = self.undoable()
        if not entries:
            raise ReviewError(
                f"There is nothing to undo: {self.folder} remembers nothing that was written."
            )
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
            blobs = list((self.folder / BLOBS).glob("*.z"))
            runs = sorted({_run_of(blob) for blob in blobs})
            dropped = frozenset(runs[:-KEPT_RUNS])
            for blob in blobs:
                if _run_of(blob) in dropped:
                    blob.unlink(missing_ok=True)
            for run in dropped:
                self._unasked_log(run).unlink(missing_ok=True)

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
        self._take_back(entry, by)
        return None

    def _take_back(self, entry: Entry, by: str) -> None:
        """Write down that the entry no longer holds, where it was written down."""
        log = self._unasked_log(entry.run)
        line_file.append(
            log if log.exists() else self.folder / AUDIT,
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

    def _blob(self, entry: Entry) -> Path:
        name = bytes_hash(entry.file.encode("utf-8", "surrogateescape"))[7:23]
        return self.folder / BLOBS / f"{entry.run}.{name}.z"


def _run_of(blob: Path) -> str:
    return blob.name.partition(".")[0]


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
