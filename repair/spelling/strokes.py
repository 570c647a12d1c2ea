"""Finding words that look like a damaged form although many of their letters differ.

A worn or blotted letter comes apart into its strokes, and a reader puts the strokes together
differently: `inisappiopriatlon` is four edits from `misappropriation`, too many to search for, yet
made of the same strokes. Words are compared by the strokes of their letters: those with the same
ones, or with one more, one less or another, are near.
"""

from __future__ import annotations

from operator import itemgetter
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Array = Any

_STROKES = {
    **dict.fromkeys("iltrjf1!|", "i"),
    **dict.fromkeys("ceo60", "c"),
    **dict.fromkeys("nuvhkb", "ii"),
    **dict.fromkeys("mw", "iii"),
    "d": "ci",
}
"""What letters come apart into; all others stand for themselves. Chosen on the documents to choose
on: one more letter taken for strokes found fewer right words, or many more wrong ones."""

_SIGNS = {"ii": "\1", "iii": "\2", "ci": "\3"}
_TABLE = str.maketrans({letter: _SIGNS.get(drawn, drawn) for letter, drawn in _STROKES.items()})
"""Letters of several strokes become a sign first: one for one is by far the quickest."""

_LEAST, _LEAST_APART = 4, 6
"""Letters from which a form is looked up, and from which a stroke more, less or other is: shorter
forms look like too many words."""


def strokes(word: str) -> str:
    """The strokes of a lower-case word, from left to right."""
    drawn = word.translate(_TABLE)
    for several, sign in _SIGNS.items():
        drawn = drawn.replace(sign, several)
    return drawn


class StrokeIndex:
    """Words by their strokes; made once, read by any number of threads.

    Two drawings one stroke apart become the same when each loses one stroke or none, so words are
    found by hashes of what is left of them.

    Args:
        words: all words, an array of them.
        parts: what `parts_of` made of them.
    """

    def __init__(self, words: Array, parts: Parts) -> None:
        import numpy

        self._words = words
        self._hashes = numpy.frombuffer(parts[0], dtype=numpy.uint32)
        self._places = numpy.frombuffer(parts[1], dtype=numpy.int32)

    def near(self, form: str) -> list[tuple[str, int]]:
        """Words made of the strokes of a lower-case form, or of one more, less or other (1).

        Of short forms only those with the same strokes.
        """
        import numpy
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        size = len(form)
        if size < _LEAST:
            return []
        drawn = strokes(form)
        most = 0 if size < _LEAST_APART else 1
        wanted = numpy.array(_shortened(drawn) if most else [_hash(drawn)], numpy.uint32)
        ranges = zip(
            numpy.searchsorted(self._hashes, wanted).tolist(),
            numpy.searchsorted(self._hashes, wanted, side="right").tolist(),
            strict=True,
        )
        places = {place for low, high in ranges for place in self._places[low:high].tolist()}
        words = self._words.take(sorted(places)).tolist()
        theirs = strokes("\n".join(words)).split("\n") if words else []
        found = process.extract(
            drawn, theirs, scorer=Levenshtein.distance, score_cutoff=most, limit=None
        )
        return [(words[at], int(apart)) for _, apart, at in sorted(found, key=itemgetter(2))]


Parts = tuple[bytes, bytes]
"""Sorted 32-bit hashes of the words' strokes and of these without one of them, and the places of
the words they are from."""


def parts_of(words: Sequence[str]) -> Parts:
    """The parts for an index of words."""
    import numpy

    made = [_shortened(strokes(word)) for word in words]
    hashes = numpy.fromiter((code for codes in made for code in codes), numpy.uint32)
    places = numpy.repeat(numpy.arange(len(made), dtype=numpy.int32), list(map(len, made)))
    order = numpy.argsort(hashes, kind="stable")
    return hashes[order].tobytes(), places[order].tobytes()


def strokes_apart(observed: str, intended: str, most: int) -> int:
    """By how many strokes of their letters two strings differ, at most `most`."""
    distance = _distance or _loaded()
    drawn = strokes(observed.lower()), strokes(intended.lower())
    return min(most, distance(*drawn, score_cutoff=most - 1))


_distance: Callable[..., int] | None = None


def _loaded() -> Callable[..., int]:
    """The distance of two strings, loaded with the first two that are compared."""
    global _distance
    from rapidfuzz.distance import Levenshtein

    _distance = Levenshtein.distance
    return _distance


def _shortened(drawn: str) -> list[int]:
    """Hashes of a drawing and of all that is left of it without one stroke."""
    left = {drawn, *(drawn[:at] + drawn[at + 1 :] for at in range(len(drawn)))}
    return [_hash(text) for text in sorted(left)]


def _hash(drawn: str) -> int:
    return crc32(drawn.encode("utf-8", "surrogatepass"))
