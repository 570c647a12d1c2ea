"""The journal of a run: what has been found so far, in order, safe against crashes.

An append-only file of entries: a header line of JSON, then as many bytes of change-set lines as
it says. Entries stand in the order of inputs and pieces, whoever worked on them, so the journal
of a resumed run is the journal of an unbroken one. A torn end is cut off when it is opened.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from repair.model import Document
from repair.review import changeset
from repair.review.change import Change
from repair.review.line_file import encode

_FLUSH_SECONDS = 2.0


class Entry:
    """What came of one piece, or with `end` set, of one whole input."""

    def __init__(
        self,
        input_index: int,
        number: int,
        *,
        errors: list[tuple[int, str]] | None = None,
        end: bool = False,
        failure: str = "",
        source: str = "",
    ) -> None:
        self.input = input_index
        self.number = number  # of the piece; of an end, the number of pieces
        self.errors = errors if errors is not None else []  # row and sentence
        self.end = end
        self.failure = failure  # why nothing more came of the input
        self.source = source  # hash of a text that was read in parts
        self.offset = 0  # where the part of a long text begins, in code points
        self.documents = 0
        self.damaged = 0  # documents with a proposal
        self.words = 0
        self.characters = 0
        self.rules: dict[str, list[int]] = {}  # proposals, and of them accepted
        self.rows: list[int] = []  # for each change, the row it stands in
        self.body = b""  # the changes, as lines of a change set

    def add(self, row: int, document: Document, changes: list[Change]) -> None:
        """Count a document and keep its changes."""
        self.documents += 1
        self.damaged += bool(changes)
        self.words += sum(document.forms.values())
        self.characters += len(document.text)
        for change in changes:
            counts = self.rules.setdefault(change.rule, [0, 0])
            counts[0] += 1
            counts[1] += change.decision == "accepted"
            self.rows.append(row)
        if changes:
            self.body += b"".join(encode(changeset.to_row(change)) for change in changes)

    @property
    def proposals(self) -> int:
        """How many changes there are."""
        return len(self.rows)

    def changes(self) -> list[Change]:
        """The changes, read back."""
        return [changeset.from_row(json.loads(line)) for line in self.body.splitlines()]

    def to_bytes(self) -> bytes:
        """Header line and body."""
        header = {key: value for key, value in self.__dict__.items() if value and key != "body"}
        header.update(input=self.input, number=self.number, bytes=len(self.body))
        header["check"] = zlib.crc32(self.body)
        return json.dumps(header, sort_keys=True).encode() + b"\n" + self.body


class Journal:
    """The file of entries; opening it cuts off a torn end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.inputs_done = 0  # inputs whose end is written
        self.pieces_done = 0  # pieces of the input after them
        whole = 0
        if path.exists():
            for entry, end in _entries(path, 0, None):
                whole = end
                if entry.end:
                    self.inputs_done, self.pieces_done = entry.input + 1, 0
                else:
                    self.pieces_done = entry.number + 1
        self._file = path.open("ab")
        self._file.truncate(whole)
        self._size = whole
        self._flushed = time.monotonic()

    def append(self, entry: Entry) -> None:
        """Add an entry; it survives a crash of this process at once, of the machine soon."""
        data = entry.to_bytes()
        self._file.write(data)
        self._file.flush()
        self._size += len(data)
        if time.monotonic() - self._flushed > _FLUSH_SECONDS:
            os.fsync(self._file.fileno())
            self._flushed = time.monotonic()

    @property
    def size(self) -> int:
        """Bytes written so far: where the next entry begins."""
        return self._size

    def close(self) -> None:
        """Flush to the disk and close."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


def entries(path: Path, start: int = 0, end: int | None = None) -> Iterator[Entry]:
    """The entries between two offsets, one at a time."""
    for entry, _ in _entries(path, start, end):
        yield entry


def placed_entries(path: Path) -> Iterator[tuple[Entry, int]]:
    """All entries, each with the offset of its end."""
    return _entries(path, 0, None)


def _entries(path: Path, start: int, end: int | None) -> Iterator[tuple[Entry, int]]:
    """Whole entries, each with the offset of its end."""
    with path.open("rb") as file:
        file.seek(start)
        at = start
        while end is None or at < end:
            line = file.readline()
            header = _header(line)
            if header is None:
                return
            body = file.read(header.pop("bytes"))
            if zlib.crc32(body) != header.pop("check"):
                return
            entry = Entry(0, 0)
            entry.__dict__.update(header, body=body)
            at += len(line) + len(body)
            yield entry, at


def _header(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        header: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    return header
