"""Streaming a training corpus as arrays of token numbers, with bounded memory.

A corpus is a text file, `.txt` or `.txt.xz`. A token is a run of letters (with inner
apostrophes; a trailing hyphen is kept as a sign that the word goes on), a number, a stop that
ends a sentence, or a line end. Other punctuation is left out: the words on both sides of a comma
are neighbours, and that keeps a model useful where punctuation is damaged.
"""

from __future__ import annotations

import lzma
import os
import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    import numpy as np

CHUNK = 4_000_000
"""Characters read at a time."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*-?|\d[\d.,]*|[.!?]|\n")


class TokenTable:
    """Numbers of distinct tokens, in the order of their first appearance."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self, text: str) -> np.ndarray:
        """The tokens of `text` as an array of numbers; new tokens get the next ones."""
        import numpy as np

        tokens = _TOKEN.findall(text.replace("’", "'"))
        return np.fromiter(map(self._numbers.__getitem__, tokens), np.int32, len(tokens))

    @property
    def tokens(self) -> list[str]:
        """The distinct tokens by number."""
        return list(self._numbers)


def chunks(path: str, first_line: int = 1) -> Iterator[str]:
    """The text of `path` from line `first_line` on, in pieces that end at a line end.

    Raises:
        OSError: when the file cannot be read.
        UnicodeDecodeError: when it is not UTF-8.
    """
    with _open(path) as stream:
        for _ in range(first_line - 1):
            stream.readline()
        while lines := stream.readlines(CHUNK):
            yield "".join(lines)


def _open(path: str) -> TextIO:
    if path.endswith(".xz"):
        return lzma.open(path, "rt", encoding="utf-8", newline="\n")
    return open(path, encoding="utf-8", newline="\n")


def name(path: str) -> str:
    """A corpus's name: its file name without folder and suffixes."""
    return os.path.basename(path).split(".", 1)[0]


def write(path: str, data: bytes) -> None:
    """Put `data` at `path` in one step: who has the old file mapped keeps it whole.

    Raises:
        OSError: when the folder cannot be written to.
    """
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    fresh = f"{path}.{os.getpid()}.new"
    try:
        with open(fresh, "wb") as file:
            file.write(data)
        os.replace(fresh, path)
    except OSError:
        if os.path.exists(fresh):
            os.remove(fresh)
        raise
