"""Finding the words near a damaged form without a big index.

Every candidate word has a signature of 64 bits: which letters it has, and which it has twice. An
edit changes few of them, so comparing the signature of a form with those of all words of about its
length (one pass of numpy) leaves a few hundred words, and only those are measured exactly.
"""

from __future__ import annotations

from bisect import bisect_left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """Words by length with their signatures; made once, read by any number of threads.

    Args:
        words: as keys, the shorter ones first.
        known: the words' signatures (64-bit integers) if they are known already.
    """

    def __init__(self, words: Mapping[str, object], known: bytes | None = None) -> None:
        import numpy

        self.words = list(words)
        self._known = words
        self._signatures = numpy.frombuffer(known or signatures_of(self.words), dtype=numpy.uint64)
        longest = len(self.words[-1]) if words else 0
        starts = [bisect_left(self.words, size, key=len) for size in range(longest + 1)]
        self._starts = [*starts, len(self.words), len(self.words)]

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def beside(self, form: str) -> list[str]:
        """Words exactly one edit (or one swap of neighbours) from a lower-case form."""
        cuts = [(form[:at], form[at:]) for at in range(len(form) + 1)]
        tried = [left + right[1:] for left, right in cuts[:-1]]
        tried += [left + right[1] + right[0] + right[2:] for left, right in cuts[:-2]]
        for left, right in cuts:
            tried += [left + letter + right for letter in _INSERTED]
        for left, right in cuts[:-1]:
            rest = right[1:]
            tried += [left + letter + rest for letter in _INSERTED]
        found = set(filter(self._known.__contains__, tried))
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
        places = numpy.flatnonzero(numpy.bitwise_count(theirs ^ mine) <= 2 * distance)
        likely = theirs[places]
        common = likely & mine
        missing = numpy.bitwise_count(likely ^ common)
        surplus = numpy.bitwise_count(mine ^ common)
        places = places[(missing <= distance) & (surplus <= distance)]
        words = self.words
        near = [words[place] for place in (places + low).tolist()]
        found = process.extract(
            form, near, scorer=OSA.distance, score_cutoff=distance, limit=None
        )
        return [(word, int(edits)) for word, edits, _ in found]


def signatures_of(words: Sequence[str]) -> bytes:
    """Signatures of many words, 64 bits each; letters outside a-z do not count."""
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
