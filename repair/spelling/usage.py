"""How common words are outside the corpora, so that a word they do not hold still has a standing.

The vocabulary and the models are counted in older and official texts. This table knows how often
a word stands in books, subtitles, news and on the web of English and of the languages that English
texts quote, and whether the largest list of words holds it at all: `holp` and `iphone` are words.

The file `usage.bin` is a line of JSON (the header) and the cells of a `hashed_table`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from zlib import crc32

from repair.records import NamedTuple
from repair.spelling.headed import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

FILE = "usage.bin"
KIND = "repair usage 1"
LEAST, STEP = 1.0, 0.25
"""The lowest Zipf value (log10 of occurrences in a billion words) and the width of a class."""

CLASSES = 31
FOREIGN = (0.0, 3.5, 4.5, 5.5)
"""Zipf values that stand for the classes of a foreign word's."""

FINGERPRINT = 7  # bits

_VALUE = 16 - FINGERPRINT
_REMEMBERED = 200_000  # words


class Standing(NamedTuple):
    """What is known of a word."""

    zipf: float
    """log10 of occurrences in a billion words of English; 0 when there are hardly any."""
    foreign: float
    """The same in that of several other languages where it is commonest."""
    listed: bool
    """Whether a large English word list holds it in lower case."""
    listed_name: bool
    """Whether the list holds it with a capital."""

    def as_written(self, word: str) -> int:
        """2 when the list holds the word in this case, 1 when only in lower case, else 0."""
        if not word[:1].isupper():
            return 2 if self.listed else 0
        return 2 if self.listed_name else int(self.listed)


UNHEARD = Standing(0.0, 0.0, False, False)


class Usage:
    """Standings of words; open it with `Usage.open`."""

    def __init__(self, shape: tuple[int, int, int], cells: NDArray[Any]) -> None:
        self._shape = shape
        self._cells = cells
        self._known: dict[str, Standing] = {}

    @classmethod
    def open(cls, folder: str) -> Usage:
        """The table in `folder`, mapped into memory read-only.

        Raises:
            FileNotFoundError, ValueError: naming the file and the command that makes it.
        """
        path = os.path.join(folder, FILE)
        header, cells = opened(path, KIND, "frequencies of usage", "repair train usage")
        return cls(tuple(header["shape"]), cells.view("<u2"))

    def note(self, words: Iterable[str]) -> None:
        """Look up all `words` that are not known yet at once, which is quicker than one by one."""
        known = self._known
        if len(known) > _REMEMBERED:
            known = self._known = {}  # another thread may still read the old ones
        fresh = [word for word in dict.fromkeys(words) if word not in known]
        if fresh:
            known.update(zip(fresh, self._looked_up(fresh), strict=True))

    def of(self, word: str) -> Standing:
        """The standing of a lower-case word; a possessive has that of its owner."""
        found = self._known.get(word)
        if found is None:
            self.note((word,))
            found = self._known.get(word, UNHEARD)
        if found is UNHEARD and word.endswith(("'s", "’s")):
            return self.of(word[:-2])
        return found

    def _looked_up(self, words: list[str]) -> list[Standing]:
        import numpy as np

        from repair.spelling.hashed_table import Shape, fingerprints, places

        keys = np.fromiter(map(key_of, words), np.uint64, len(words))
        first, second, third = places(keys, Shape(*self._shape))
        cells = self._cells[first] ^ self._cells[second] ^ self._cells[third]
        held = (cells >> _VALUE) == fingerprints(keys, FINGERPRINT)
        codes = np.where(held, cells & ((1 << _VALUE) - 1), 0).tolist()
        return [_STANDINGS[code] for code in codes]


def key_of(word: str) -> int:
    """The 64-bit number under which a lower-case word is kept."""
    data = word.replace("’", "'").encode("utf-8", "surrogatepass")
    return crc32(data) | crc32(data[::-1]) << 32


def code_of(zipf: float, foreign: float, listed: bool, listed_name: bool) -> int:
    """The number, below 512, that stands for a standing."""
    level = min(CLASSES, int((zipf - LEAST) / STEP) + 1) if zipf >= LEAST else 0
    other = sum(foreign >= least for least in (0.5, 4.0, 5.0))
    return level | other << 5 | listed << 7 | listed_name << 8


def _standing(code: int) -> Standing:
    level = code & 31
    zipf = LEAST + STEP * (level - 1) if level else 0.0
    return Standing(zipf, FOREIGN[code >> 5 & 3], bool(code & 128), bool(code & 256))


_STANDINGS: Mapping[int, Standing] = {
    0: UNHEARD,
    **{code: _standing(code) for code in range(1, 1 << _VALUE)},
}
