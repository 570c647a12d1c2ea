"""What the words around a place say about a candidate: language model scores of whole windows."""

from __future__ import annotations

from itertools import chain

from repair.records import NamedTuple
from repair.spelling.neighbours import spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from repair.spelling.language_model import Encoded, LanguageModel

    Array = Any

NO_WORD = ""
"""Fills up the words before a place when there are less than two."""


class Fit(NamedTuple):
    """Log probabilities (nats) of some words in their place."""

    total: float  # of the words and the two after them
    first: float  # of the first word after those before it
    after: float  # of the words that follow
    least: float  # of the least likely of the words
    seams: int  # how many of the pairs of neighbours at the two edges the model knows


Query = tuple[int, int, int]
"""The numbers of three phrases: two words before the place, those in it, those after it."""


class Context:
    """Phrases of one document by number, and how well they fit together.

    "." stands for the end of a sentence.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._encoded: Encoded | None = None
        self._fresh: list[str] = []
        self._words = {NO_WORD: -1}
        self._phrases: dict[tuple[str, ...], int] = {}
        self._meant: dict[tuple[str, ...], int] = {}
        self._flat: list[int] = []  # the words of all phrases, one phrase after another
        self._starts: list[int] = []

    def phrase(self, words: tuple[str, ...]) -> int:
        """The number of some words."""
        number = self._phrases.get(words)
        if number is None:
            number = self._phrases[words] = len(self._starts)
            self._starts.append(len(self._flat))
            for word in words:
                at = self._words.get(word)
                if at is None:
                    at = self._words[word] = len(self._words) - 1
                    self._fresh.append(word)
                self._flat.append(at)
        return number

    def meant(self, words: tuple[str, ...]) -> int:
        """The number of the words of a candidate."""
        number = self._meant.get(words)
        if number is None:
            number = self._meant[words] = self.phrase(meant(words))
        return number

    def before(self, words: tuple[str, ...]) -> int:
        """The number of up to two words before a place."""
        return self.phrase(words if len(words) == 2 else (NO_WORD, NO_WORD, *words)[-2:])

    def fits(self, queries: Sequence[Query]) -> Fits:
        """How well the words of each query fit between their neighbours; one call for many."""
        import numpy

        flat = chain.from_iterable(queries)
        asked = numpy.fromiter(flat, numpy.int64, 3 * len(queries)).reshape(-1, 3)
        bounds = numpy.array([*self._starts, len(self._flat)])
        starts, sizes = bounds[asked], numpy.diff(bounds)[asked]
        places, begins = _laid_out(starts.ravel(), sizes.ravel())
        words = numpy.array(self._flat)[places]
        scores, seen = self._model.logprob_along(self._words_encoded(), words, begins[::3])
        return Fits(scores, seen, begins[1::3], begins[2::3], sizes)

    def _words_encoded(self) -> Encoded:
        """All words as the model sees them; each is looked up once."""
        if self._fresh or self._encoded is None:
            fresh = self._model.encode(self._fresh)
            self._fresh = []
            old = self._encoded
            if old is not None:
                fresh = old.joined(fresh)
            self._encoded = fresh
        return self._encoded


class Fits:
    """The answers to many queries, as columns."""

    def __init__(
        self, scores: Array, seen: Array, own: Array, after: Array, sizes: Array
    ) -> None:
        """`own` and `after` say where the words in each place, and after it, begin."""
        import numpy

        size, following = sizes[:, 1], sizes[:, 2]
        scores = numpy.append(scores.astype(float), 0.0)
        seen = numpy.append(seen, False)
        self._after = _reduced(numpy.add, scores, after, following)
        self.totals = _reduced(numpy.add, scores, own, size) + self._after
        self._first = numpy.where(size > 0, scores[own], 0.0)
        self._least = _reduced(numpy.minimum, scores, own, size)
        # Pairs at the edges; without words in the place there are none.
        self._seams = (size > 0) * (seen[own] * 1 + (seen[after] & (following > 0)))

    def __getitem__(self, number: int) -> Fit:
        return Fit(
            float(self.totals[number]),
            float(self._first[number]),
            float(self._after[number]),
            float(self._least[number]),
            int(self._seams[number]),
        )


def meant(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a candidate, as the language model knows them."""
    if all(word.isalpha() for word in words):
        return words
    return tuple(part for word in words for part in spoken(word))


def _laid_out(starts: Array, sizes: Array) -> tuple[Array, Array]:
    """The places of runs of neighbours, run after run, and where each run begins among them."""
    import numpy

    ends = numpy.cumsum(sizes)
    begins = ends - sizes
    return numpy.repeat(starts - begins, sizes) + numpy.arange(ends[-1]), begins


def _reduced(operation: Any, values: Array, begins: Array, sizes: Array) -> Array:
    """What an operation makes of each run of neighbours; 0 for an empty one.

    Sums of a few 32-bit values are exact as 64-bit ones, so their order does not matter.
    """
    import numpy

    bounds = numpy.stack((begins, begins + sizes), axis=1).ravel()
    return numpy.where(sizes > 0, operation.reduceat(values, bounds)[::2], 0.0)
