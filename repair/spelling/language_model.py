"""How likely words follow each other: a backoff trigram model, mapped into memory.

Words are folded to lower case; numbers, unknown words and rare names are classes. N-grams are
kept in hashed tables (`hashed_table`) with quantised natural-log probabilities, so that opening
the model reads nothing and a lookup of many windows at once is a few array operations.

The file `language_model.bin` is a line for `plain_model`, a line of JSON (the header), and the
arrays that it lists.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from repair.spelling.plain_model import BOUNDARY as BOUNDARY
from repair.spelling.plain_model import FILE as FILE
from repair.spelling.plain_model import MAGIC, NAME, NUMBER, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Indexes = NDArray[np.int64]

NO_WORD = -1
"""An index that stands for an unknown context: nothing is known of the word to the left."""

_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
UNIGRAM_PRINT, NGRAM_PRINT = 15, 10
"""Bits of the fingerprints; the unigrams' sixteenth bit says that a word is one of the names."""


class Encoded(NamedTuple):
    """Words as the model sees them; all arrays run parallel to the words given."""

    hashes: NDArray[np.uint64]  # of the word or the class it belongs to
    unigram: Floats  # log probability of the word or its class
    backoff: Floats  # log weight of falling back from this context
    extra: Floats  # log probability of the word within its class, else 0

    def joined(self, more: Encoded) -> Encoded:
        """These words and more of them."""
        import numpy as np

        return Encoded(
            np.concatenate((self.hashes, more.hashes)),
            np.concatenate((self.unigram, more.unigram)),
            np.concatenate((self.backoff, more.backoff)),
            np.concatenate((self.extra, more.extra)),
        )

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which of the words the model holds (numbers and boundaries count as held)."""
        mask: NDArray[np.bool_] = self.hashes != hash_of(UNKNOWN)
        return mask


def hash_of(word: str) -> int:
    """The 32-bit hash under which a folded word is kept."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def folded(word: str) -> str:
    """`word` as the model holds it: lower case, numbers and stops as classes."""
    if word.isascii() and word.isalpha():
        return word.lower()
    if any("0" <= c <= "9" for c in word):
        return NUMBER
    if word in (".", "!", "?", BOUNDARY):
        return BOUNDARY
    return word.lower().replace("’", "'")


def keys_of(*words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One 64-bit key for each n-gram of words given by their hashes, leftmost first."""
    import numpy as np

    from repair.spelling.hashed_table import mixed

    key = words[0] * np.uint64(_FACTORS[0])
    for factor, word in zip(_FACTORS[1:], words[1:], strict=False):
        key = mixed(key) + word * np.uint64(factor)
    return mixed(key)


class LanguageModel:
    """A model of word sequences; open it with `LanguageModel.open`."""

    def __init__(self, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        from repair.spelling.hashed_table import Shape

        self.header = header
        self._arrays = arrays
        self._shapes = {name: Shape(*shape) for name, shape in header["shapes"].items()}

    @classmethod
    def open(cls, folder: str) -> LanguageModel:
        """The model in `folder`, mapped into memory read-only.

        Raises:
            FileNotFoundError, ValueError: naming the file and the command that makes it.
        """
        import json

        import numpy as np

        path = os.path.join(folder, FILE)
        try:
            with open(path, "rb") as file:
                magic = file.readline()
                header = json.loads(file.readline())
                start = file.tell()
        except FileNotFoundError as error:
            raise FileNotFoundError(
                f"{path}: there is no language model; build it with `repair train lm`."
            ) from error
        except ValueError as error:
            raise ValueError(
                f"{path}: not a language model; rebuild it with `repair train lm`."
            ) from error
        if not magic.startswith(MAGIC.encode()):
            raise ValueError(f"{path}: made by another version; rebuild it with `repair train lm`.")
        arrays, at = {}, start
        whole = np.asarray(np.memmap(path, np.uint8, "r"))  # a plain array is quicker to index
        for name, kind, size in header["arrays"]:
            width = np.dtype(kind).itemsize
            arrays[name] = whole[at : at + size * width].view(kind)
            at += size * width
        return cls(header, arrays)

    def encode(self, words: Sequence[str]) -> Encoded:
        """`words` looked up once, to be used by their indexes in `logprob` and `score_rows`."""
        import numpy as np

        forms = [folded(word) for word in words]
        hashes = np.fromiter(map(hash_of, forms), np.uint64, len(forms))
        found, named, unigram, backoff = self._unigrams(hashes)
        owners = [i for i in np.flatnonzero(~found) if forms[i].endswith("'s")]
        if owners:  # a possessive stands for its owner
            hashes[owners] = [hash_of(forms[i][:-2]) for i in owners]
            found[owners], named[owners], unigram[owners], backoff[owners] = self._unigrams(
                hashes[owners]
            )
        classes, class_unigram, class_backoff = self._classes
        extra = np.where(named, unigram, np.float32(0))
        extra[~found] = self.header["unknown_word"]
        for members, one in ((~found, 0), (found & named, 1)):
            hashes[members] = classes[one]
            unigram[members] = class_unigram[one]
            backoff[members] = class_backoff[one]
        return Encoded(hashes, unigram, backoff, extra.astype(np.float32))

    def logprob(self, encoded: Encoded, left2: Indexes, left1: Indexes, word: Indexes) -> Floats:
        """Natural-log probability of each `word` after `left2 left1`, element by element.

        All three are indexes into `encoded`; `NO_WORD` on the left means nothing is known there.
        """
        import numpy as np

        words = np.stack((left2, left1, word), axis=1).ravel()
        return self.logprob_along(encoded, words, np.arange(0, len(words), 3))[0][2::3]

    def logprob_along(
        self, encoded: Encoded, words: Indexes, begins: Indexes
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """The same for the words of sequences that lie one after another, and which words make a
        pair the model holds with the one before them.

        Args:
            words: indexes into `encoded`; `NO_WORD` where nothing is known.
            begins: where each sequence begins; its first two words are only context, and what
                is given for them means nothing.
        """
        import numpy as np

        hashes = encoded.hashes[words]
        result = encoded.unigram[words]
        paired = np.ones(len(words), bool)
        paired[begins] = False
        paired[1:] &= words[:-1] >= 0
        at = np.flatnonzero(paired)
        found, cells, where = self._pairs(hashes[at - 1], hashes[at])
        value = self._arrays["bigram_values"][cells & np.uint16((1 << (16 - NGRAM_PRINT)) - 1)]
        result[at] = np.where(found, value, result[at] + encoded.backoff[words[at - 1]])
        seen = np.zeros(len(words), bool)
        seen[at] = found
        # No context reaches over the end of a sentence, and an unknown one changes nothing.
        goes_on = np.append(paired[1:], False)[at]
        contexts = np.flatnonzero(found & (hashes[at] != hash_of(BOUNDARY)) & goes_on)
        weights = self._xor("bigram_backoff", tuple(cells[contexts] for cells in where))
        at = at[contexts] + 1
        found, value = self._trigrams(hashes[at - 2], hashes[at - 1], hashes[at])
        result[at] = np.where(found, value, result[at] + self._arrays["backoff_values"][weights])
        return (result + encoded.extra[words]).astype(np.float32), seen

    def knows_pair(self, encoded: Encoded, left: Indexes, word: Indexes) -> NDArray[np.bool_]:
        """Whether the model holds each pair of neighbours, given by indexes into `encoded`."""
        return self._pairs(encoded.hashes[left], encoded.hashes[word])[0]

    def score_rows(self, encoded: Encoded, rows: Indexes, first: int = 2) -> Floats:
        """Log probability of every row of word indexes, from its column `first` on, summed."""
        import numpy as np

        total = np.zeros(len(rows), np.float32)
        nothing = np.full(len(rows), NO_WORD)
        for column in range(first, rows.shape[1]):
            left2 = rows[:, column - 2] if column >= 2 else nothing
            left1 = rows[:, column - 1] if column >= 1 else nothing
            word = rows[:, column]
            here = word >= 0
            total[here] += self.logprob(encoded, left2[here], left1[here], word[here])
        return total

    def score(self, words: Sequence[str]) -> list[float]:
        """Natural-log probability of each word given up to two words to its left.

        The first word is taken to begin a sentence; ".", "!" and "?" end one.
        """
        import numpy as np

        if not words:
            return []
        encoded = self.encode([BOUNDARY, *words])
        at = np.arange(1, len(words) + 1)
        left2 = np.where(at >= 2, at - 2, NO_WORD)
        scores: list[float] = self.logprob(encoded, left2, at - 1, at).tolist()
        return scores

    @cached_property
    def _classes(self) -> tuple[NDArray[np.uint64], Floats, Floats]:
        """Hash, log probability and backoff of the classes of unknown words and of names."""
        import numpy as np

        classes = np.array([hash_of(UNKNOWN), hash_of(NAME)], np.uint64)
        return classes, *self._unigrams(classes)[2:]

    def _unigrams(
        self, hashes: NDArray[np.uint64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Floats, Floats]:
        import numpy as np

        keys = keys_of(hashes)
        cells = self._cells("unigram", keys)
        wanted = self._prints(keys, UNIGRAM_PRINT)
        found = (cells >> np.uint32(17)) == wanted
        named = found & ((cells >> np.uint32(16)) & np.uint32(1)).astype(bool)
        probability = self._arrays["unigram_values"][(cells >> np.uint32(8)) & np.uint32(0xFF)]
        backoff = self._arrays["backoff_values"][cells & np.uint32(0xFF)]
        return found, named, probability, np.where(found, backoff, np.float32(0))

    def _pairs(
        self, left: NDArray[np.uint64], word: NDArray[np.uint64]
    ) -> tuple[NDArray[np.bool_], NDArray[Any], tuple[Indexes, ...]]:
        """Which pairs the model holds, what stands in the table for them, and where."""
        import numpy as np

        from repair.spelling.hashed_table import places

        keys = keys_of(left, word)
        where = places(keys, self._shapes["bigram"])
        cells = self._xor("bigram", where)
        found = (cells >> np.uint16(16 - NGRAM_PRINT)) == self._prints(keys, NGRAM_PRINT)
        return found, cells, where

    def _trigrams(
        self, left2: NDArray[np.uint64], left1: NDArray[np.uint64], word: NDArray[np.uint64]
    ) -> tuple[NDArray[np.bool_], Floats]:
        import numpy as np

        keys = keys_of(left2, left1, word)
        cells = self._cells("trigram", keys)
        found = (cells >> np.uint16(16 - NGRAM_PRINT)) == self._prints(keys, NGRAM_PRINT)
        values = self._arrays["trigram_values"][cells & np.uint16((1 << (16 - NGRAM_PRINT)) - 1)]
        return found, values

    def _cells(self, table: str, keys: NDArray[np.uint64]) -> NDArray[Any]:
        from repair.spelling.hashed_table import places

        return self._xor(table, places(keys, self._shapes[table]))

    def _xor(self, table: str, where: tuple[Indexes, ...]) -> NDArray[Any]:
        cells = self._arrays[table]
        result: NDArray[Any] = cells[where[0]] ^ cells[where[1]] ^ cells[where[2]]
        return result

    @staticmethod
    def _prints(keys: NDArray[np.uint64], bits: int) -> NDArray[np.uint64]:
        from repair.spelling.hashed_table import fingerprints

        return fingerprints(keys, bits)
