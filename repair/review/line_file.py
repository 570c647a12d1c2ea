"""Append-only files of JSON lines that survive crashes, merges and several writers at once.

A line is written whole, under a lock, and flushed to the disk before the call returns. A torn last
line (the power went, the disk was full) is skipped by the reader and closed off by the next
writer, so it never swallows the line that follows.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from repair.formats.files import WriteError, flush_folder

try:
    import fcntl
except ImportError:  # Windows: no advisory locks, one process at a time
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def locked(descriptor: int) -> Iterator[None]:
    """Hold the only writing lock on an open file or folder; waits for whoever has it."""
    if fcntl is None:
        yield
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextlib.contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """Let nobody else rewrite files of `folder` meanwhile."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with locked(descriptor):
            yield
    finally:
        os.close(descriptor)


def encode(row: Mapping[str, Any]) -> bytes:
    """One line: readable where it can be, escaped where the text holds lone surrogates."""
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode() + b"\n"


def append(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add `rows` to the file, all of them on the disk when this returns. Raises `WriteError`."""
    data = b"".join(map(encode, rows))
    if not data:
        return
    is_new = not path.exists()
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            with locked(descriptor):
                _write_whole(descriptor, data)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise WriteError(
            f"{path} could not be written ({error.strerror or error}); what you just decided is "
            "not saved. Check free space and permissions, then go on."
        ) from error
    if is_new:
        flush_folder(path.parent)


def _write_whole(descriptor: int, data: bytes) -> None:
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        data = b"\n" + data  # close off a torn line
    written = 0
    try:
        while written < len(data):
            written += os.write(descriptor, data[written:])
        os.fsync(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def read(path: Path) -> Iterator[dict[str, Any]]:
    """All whole rows of the file, in order; torn lines and merge marks are skipped."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return
    for line in data.split(b"\n"):
        if line.startswith(b"{"):
            with contextlib.suppress(ValueError):
                row = json.loads(line)
                if isinstance(row, dict):
                    yield row
