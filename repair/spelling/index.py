"""Finding the words near a damaged form without a big index.

Every candidate word has a signature of 64 bits: which letters it has, and which it has twice. An
edit changes few of them, so comparing the signature of a form with those of all words of about its
length (one pass of numpy) leaves a few hundred words, and only those are measured exactly.

Two strings one edit apart become the same when each loses one letter or none: words are looked up
by the hash of what is left of them, so only the few that share it with a form are compared.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from zlib import crc32

from repair.spelling import strokes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    Array = Any

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_INSERTED = frozenset(_ALPHABET + "'")
_ONCE = {letter: 1 << place for place, letter in enumerate(_ALPHABET)}
_TWICE = {letter: 1 << (26 + place) for place, letter in enumerate(_ALPHABET)}
_THRICE = {letter: 1 << (52 + place) for place, letter in enumerate("aeiounrstlcm")}

_HASH_BITS = 13
"""Bits of a hash that do not choose its bucket: there are nearly as many buckets as there are
shortened words."""


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
    """Words by length with their signatures; made once, read by any number of threads.

    Args:
        words: as keys, the shorter ones first.
        parts: the other parts if they are known already.
        drawn: gives what the index of their strokes is made of, when it is first asked.
    """

    def __init__(
        self,
        words: Mapping[str, object],
        parts: Parts | None = None,
        drawn: Callable[[], strokes.Parts] | None = None,
    ) -> None:
        import numpy

        self.words = list(words)
        self._array = numpy.array(self.words, dtype=object)  # far quicker to take many words from
        self.known = words
        signatures, bounds, places = parts or parts_of(self.words)
        self._drawn = drawn or (lambda: strokes.parts_of(self.words))
        self._signatures = numpy.frombuffer(signatures, dtype=numpy.uint64)
        self._bounds, self._places = memoryview(bounds).cast("I"), memoryview(places).cast("I")
        longest = len(self.words[-1]) if words else 0
        starts = [bisect_left(self.words, size, key=len) for size in range(longest + 1)]
        self._starts = [*starts, len(self.words), len(self.words)]

    @cached_property
    def strokes(self) -> strokes.StrokeIndex:
        """The same words by the strokes of their letters."""
        return strokes.StrokeIndex(self._array, self._drawn())

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self.known

    def beside(self, form: str) -> list[str]:
        """Words exactly one edit (or one swap of neighbours) from a lower-case form."""
        known, size = self.known, len(form)
        found = {word for word in self._longer(form, size + 1) if _has_one_more(word, form)}
        for at in range(size):
            left, right = form[:at], form[at + 1 :]
            rest = f"{left}{right}"
            if rest in known:
                found.add(rest)
            swapped = f"{left}{right[:1]}{form[at]}{right[1:]}"
            if swapped in known:
                found.add(swapped)
            for word in self._longer(rest, size):
                if word.startswith(left) and word.endswith(right) and word[at] in _INSERTED:
                    found.add(word)
        found.discard(form)
        return sorted(found)

    def _longer(self, rest: str, size: int) -> list[str]:
        """The words of a size that are `rest` with one more letter somewhere, and a few others."""
        code = crc32(rest.encode("utf-8", "surrogatepass")) >> _HASH_BITS
        words = self.words
        places = self._places[self._bounds[code] : self._bounds[code + 1]]
        return [word for place in places if len(word := words[place]) == size]

    def near(self, form: str, distance: int) -> list[tuple[str, int]]:
        """Words within `distance` edits (swaps of neighbours count one) of a lower-case form."""
        import numpy
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        mine = numpy.uint64(signature(form))
        places = self._likely(mine, len(form), distance)
        theirs = self._signatures[places]
        common = theirs & mine
        missing = numpy.bitwise_count(theirs ^ common)
        surplus = numpy.bitwise_count(mine ^ common)
        places = places[(missing <= distance) & (surplus <= distance)]
        near = self._array.take(places).tolist()
        found = process.extract(form, near, scorer=OSA.distance, score_cutoff=distance, limit=None)
        return [(word, int(edits)) for word, edits, _ in found]

    def _likely(self, signature: Array, size: int, distance: int) -> Array:
        """The places of words whose signatures may be `distance` edits from that of a form.

        Each substitution changes two letters, an insertion or deletion one; those that the
        difference in length asks for leave the fewer substitutions.
        """
        import numpy

        starts = self._starts
        found = [numpy.empty(0, numpy.int64)]
        for length in range(max(0, size - distance), min(len(starts) - 1, size + distance + 1)):
            words = slice(starts[length], starts[length + 1])
            unlike = numpy.bitwise_count(self._signatures[words] ^ signature)
            most = 2 * distance - abs(length - size)
            found.append((unlike <= most).nonzero()[0] + starts[length])
        return numpy.concatenate(found)


def _has_one_more(word: str, form: str) -> bool:
    """Whether a word with one more letter than a form is that form with a letter put in."""
    for at, letter in enumerate(word):
        if form[at : at + 1] != letter:
            return letter in _INSERTED and word[at + 1 :] == form[at:]
    return False


Parts = tuple[bytes, bytes, bytes]
"""What an index is made of besides its words, as whole numbers: their signatures, 64 bits each;
and for each bucket of hashes where, among the 32-bit places of words that follow, those begin that
without one of their letters have such a hash."""


def parts_of(words: Sequence[str]) -> Parts:
    """The parts for an index of words."""
    import numpy

    buckets, places = array("I"), array("I")
    for place, word in enumerate(words):
        rests = {word[:at] + word[at + 1 :] for at in range(len(word))}
        buckets.extend([crc32(r.encode("utf-8", "surrogatepass")) >> _HASH_BITS for r in rests])
        places.extend([place] * len(rests))
    codes = numpy.frombuffer(buckets, numpy.uint32)
    order = numpy.argsort(codes, kind="stable")
    bounds = numpy.searchsorted(codes[order], numpy.arange((1 << 32 - _HASH_BITS) + 1))
    sorted_places = numpy.frombuffer(places, numpy.uint32)[order]
    return _signatures(words), bounds.astype(numpy.uint32).tobytes(), sorted_places.tobytes()


def _signatures(words: Sequence[str]) -> bytes:
    """Signatures of many words; letters outside a-z do not count."""
    import numpy

    if not words:
        return b""
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
    return bits.tobytes()
