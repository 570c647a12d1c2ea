"""Finding the words near a damaged form without a big index.

Every candidate word has a signature of 64 bits: which letters it has, and which it has twice. An
edit changes few of them, so comparing the signature of a form with those of all words of about its
length (one pass of numpy) leaves a few hundred words, and only those are measured exactly.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Array = Any

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_INSERTED = _ALPHABET + "'"
_ONCE = {letter: 1 << place for place, letter in enumerate(_ALPHABET)}
_TWICE = {letter: 1 << (26 + place) for place, letter in enumerate(_ALPHABET)}
_THRICE = {letter: 1 << (52 + place) for place, letter in enumerate("aeiounrstlcm")}

def signature(word: str) -> int:
    """64 bits telling which letters a lower-case word has once, twice and three times."""
    bits = 0
    for letter in set(word):
        once = _ONCE.get(letter)
        if once:
            bits |= once
            times = word.count(letter)
            if times > 1:
                bits |= _TWICE[letter]
                if times > 2:
                    bits |= _THRICE.get(letter, 0)
    return bits


class WordIndex:
    """Words by length with their signatures; made once, read by any number of threads."""

    def __init__(self, words: Iterable[str]) -> None:
        import numpy

        ordered = sorted(set(words), key=len)
        self.words = ordered
        self._known = {word: place for place, word in enumerate(ordered)}
        self._signatures = _signatures(ordered)
        lengths = numpy.fromiter(map(len, ordered), dtype=numpy.int32, count=len(ordered))
        longest = int(lengths[-1]) if ordered else 0
        self._starts = numpy.searchsorted(lengths, numpy.arange(longest + 3)).tolist()

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def beside(self, form: str) -> list[str]:
        """Words exactly one edit (or one swap of neighbours) from a lower-case form."""
        known = self._known
        cuts = [(form[:at], form[at:]) for at in range(len(form) + 1)]
        found = {left + right[1:] for left, right in cuts if right and left + right[1:] in known}
        found.update(
            word
            for left, right in cuts[:-2]
            if (word := left + right[1] + right[0] + right[2:]) in known
        )
        for letter in _INSERTED:
            found.update(
                word for left, right in cuts if (word := left + letter + right) in known
            )
            found.update(
                word for left, right in cuts[:-1] if (word := left + letter + right[1:]) in known
            )
        found.discard(form)
        return sorted(found)

    def near(self, form: str, distance: int) -> list[tuple[str, int]]:
        """Words within `distance` edits (swaps of neighbours count one) of a lower-case form."""
        import numpy
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        size = len(form)
        last = len(self._starts) - 1
        low = self._starts[min(last, max(0, size - distance))]
        high = self._starts[min(last, size + distance + 1)]
        if low >= high:
            return []
        mine = numpy.uint64(signature(form))
        theirs = self._signatures[low:high]
        common = theirs & mine
        missing = numpy.bitwise_count(theirs ^ common)
        surplus = numpy.bitwise_count(mine ^ common)
        places = numpy.flatnonzero((missing <= distance) & (surplus <= distance))
        words = self.words
        near = [words[place] for place in (places + low).tolist()]
        found = process.extract(
            form, near, scorer=OSA.distance, score_cutoff=distance, limit=None
        )
        return [(word, int(edits)) for word, edits, _ in found]


def _signatures(words: list[str]) -> Array:
    """Signatures of many words; letters outside a-z do not count."""
    import numpy

    if not words:
        return numpy.zeros(0, dtype=numpy.uint64)
    joined = "\n".join(words) + "\n"
    codes = numpy.frombuffer(joined.encode("latin-1", "replace"), dtype=numpy.uint8)
    ends = numpy.flatnonzero(codes == 10)
    owner = numpy.zeros(len(codes), dtype=numpy.int32)
    owner[ends[:-1] + 1] = 1
    owner = numpy.cumsum(owner, dtype=numpy.int32)
    letters = (codes >= 97) & (codes <= 122)
    times = numpy.bincount(
        owner[letters] * 26 + (codes[letters] - 97), minlength=len(words) * 26
    ).reshape(len(words), 26)
    bits = numpy.zeros(len(words), dtype=numpy.uint64)
    for place, letter in enumerate(_ALPHABET):
        column = times[:, place]
        bits |= numpy.where(column > 0, numpy.uint64(_ONCE[letter]), numpy.uint64(0))
        bits |= numpy.where(column > 1, numpy.uint64(_TWICE[letter]), numpy.uint64(0))
        thrice = _THRICE.get(letter)
        if thrice:
            bits |= numpy.where(column > 2, numpy.uint64(thrice), numpy.uint64(0))
    return bits
