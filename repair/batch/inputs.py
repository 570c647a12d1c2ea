"""Which files a run reads: files, folders and globs, each once and in a fixed order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from repair.batch.errors import BatchError
from repair.batch.streams import split_suffix

LINES, PARQUET, TEXT = "lines", "parquet", "text"

_KINDS = {".jsonl": LINES, ".ndjson": LINES, ".parquet": PARQUET}
_TEXT_SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".srt", ".vtt",
     ".hocr", ".rst", ".tex", ".docx"}
)  # fmt: skip


class Input(NamedTuple):
    """One file of the collection."""

    path: str
    relative: str  # from the root of the run, with forward slashes; the name of its output
    kind: str  # LINES, PARQUET or TEXT
    size: int  # bytes on the disk
    changed: int  # modification time in nanoseconds

    @property
    def compression(self) -> str:
        """ ".gz", ".zst" or nothing."""
        return split_suffix(Path(self.path))[1]

    @property
    def source(self) -> str:
        """Where it comes from: texts of one folder, rows of one table share their damage."""
        return self.relative if self.kind != TEXT else os.path.dirname(self.relative)


def find_inputs(patterns: Iterable[str]) -> list[Input]:
    """All files the patterns name, sorted by their path from the common root.

    Of a folder, the files with a suffix that can be read; a file named itself is always taken.

    Raises:
        BatchError: when a pattern names nothing.
    """
    files: set[str] = set()
    roots = []
    for pattern in patterns:
        found = [pattern] if os.path.exists(pattern) else sorted(glob.glob(pattern, recursive=True))
        if not found:
            raise BatchError(f"{pattern} names no file or folder; check the spelling.")
        for path in map(os.path.abspath, found):
            if os.path.isdir(path):
                roots.append(path)
                files.update(_files_in(path))
            else:
                roots.append(os.path.dirname(path))
                files.add(path)
    if not files:
        known = ", ".join(sorted({*_KINDS, *_TEXT_SUFFIXES}))
        raise BatchError(f"There is no file to read; in folders these suffixes are read: {known}.")
    root = os.path.commonpath(roots)
    inputs = [_input(path, root) for path in files]
    return sorted(inputs, key=lambda found: found.relative)


def _files_in(folder: str) -> Iterable[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            suffix = split_suffix(Path(name))[0]
            if not name.startswith(".") and (suffix in _KINDS or suffix in _TEXT_SUFFIXES):
                yield os.path.join(parent, name)


def _input(path: str, root: str) -> Input:
    try:
        status = os.stat(path)
        size, changed = status.st_size, status.st_mtime_ns
    except OSError:
        size = changed = 0  # said when it is read
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    kind = _KINDS.get(split_suffix(Path(path))[0], TEXT)
    return Input(path, relative, kind, size, changed)
