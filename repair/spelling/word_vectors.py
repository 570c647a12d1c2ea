"""How well words fit among those around them, beyond the reach of n-grams.

A log-bilinear model (Mnih and Hinton, 2007, in the two-sided, vector form of Mnih and Kavukcuoglu,
2013): the vectors of the five words on each side, weighted by their place, add up to a prediction
that is compared with the vector of the word in question. It shares what it learns between words
that are used alike, so it still has something to say where no trigram was ever counted or where a
neighbour is itself damaged.

The file `word_vectors.bin` is a line of JSON (the header) and the arrays that it lists.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from repair.spelling.headed import opened
from repair.spelling.language_model import folded, hash_of
from repair.spelling.plain_model import BOUNDARY, NAME, NUMBER, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

FILE = "word_vectors.bin"
KIND = "repair word vectors 1"
REACH = 5
"""Words looked at on each side."""

CLASSES = (UNKNOWN, BOUNDARY, NUMBER, NAME)
"""What the first vectors stand for, before those of the words."""

_AT_ONCE = 256  # contexts added up together
_REMEMBERED = 200_000  # words whose numbers are kept

STRANGE = -9.0
"""The score of a word without a vector."""


class WordVectors:
    """Scores of words in their places; open it with `WordVectors.open`."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._hashes = arrays["hashes"]  # of the words, sorted; parallel to the rows below
        self._rows = arrays["rows"]  # number of the vector of each of them
        self._around = arrays["around"]  # (words, dimensions) int8: as a neighbour
        self._around_scale = arrays["around_scale"]
        self._asked = arrays["asked"]  # (words, dimensions) int8: as the word in question
        self._asked_scale = arrays["asked_scale"]
        self._bias = arrays["bias"]
        self._places = arrays["places"]  # (2 * REACH, dimensions): weight of each place
        self._known: dict[str, int] = {}

    @classmethod
    def open(cls, folder: str) -> WordVectors:
        """The vectors in `folder`, mapped into memory read-only.

        Raises:
            FileNotFoundError, ValueError: naming the file and the command that makes it.
        """
        import numpy as np

        path = os.path.join(folder, FILE)
        header, whole = opened(path, KIND, "word vectors", "repair train vectors")
        at = 0
        arrays = {}
        for name, kind, shape in header["arrays"]:
            size = int(np.prod(shape)) * np.dtype(kind).itemsize
            arrays[name] = whole[at : at + size].view(kind).reshape(shape)
            at += size
        return cls(arrays)

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The number of each word's vector; a word without one has 0, as all unknown words."""
        import numpy as np

        known = self._known
        if len(known) > _REMEMBERED:
            known = self._known = {}  # another thread may still read the old ones
        fresh = [word for word in dict.fromkeys(words) if word not in known]
        if fresh:
            codes = np.fromiter((hash_of(folded(w)) for w in fresh), np.uint32, len(fresh))
            at = np.minimum(np.searchsorted(self._hashes, codes), len(self._hashes) - 1)
            found = np.where(self._hashes[at] == codes, self._rows[at], 0)
            known.update(zip(fresh, found.tolist(), strict=True))
        return [known[word] for word in words]

    def scores(self, contexts: NDArray[Any], owners: NDArray[Any], asked: NDArray[Any]) -> Any:
        """Log-odds (nats) of each asked word, in its context, against a word drawn by chance.

        Args:
            contexts: int array (contexts, 2 * REACH) of vector numbers, left to right; -1 where
                the text ends.
            owners: int array; the row of `contexts` in which each word is asked.
            asked: int array of vector numbers, parallel to `owners`.
        """
        import numpy as np

        sums = np.zeros((len(contexts), self._around.shape[1]), np.float32)
        for start in range(0, len(contexts), _AT_ONCE):
            rows = contexts[start : start + _AT_ONCE]
            scale = np.where(rows >= 0, self._around_scale[rows], np.float32(0))
            around = self._around[rows] * (scale[:, :, None] * self._places)
            sums[start : start + _AT_ONCE] = around.sum(axis=1)
        own = self._asked[asked].astype(np.float32)
        fit = np.einsum("ij,ij->i", own, sums[owners]) * self._asked_scale[asked]
        return np.where(asked == 0, np.float32(STRANGE), fit + self._bias[asked])
