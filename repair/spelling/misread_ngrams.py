"""Leaving out n-grams that only misread pages hold: `bad been`, where others have `had been`.

A corpus that came out of a scanner counts its own misreadings. A pair of words seen in no other
corpus is taken for one when a lookalike of one of its words makes a pair many times commoner.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from repair.spelling.count_ngrams import BITS, FIRST_WORD, Counts, kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_MASK = np.uint64((1 << BITS) - 1)
_WHOLE = np.uint64((1 << 2 * BITS) - 1)


def without_misread(
    pairs: Counts, triples: Counts, sound: Counts, words: Sequence[str], recipe: dict[str, Any]
) -> tuple[Counts, Counts]:
    """The counts without pairs that look misread, and without the triples that hold one.

    `sound` are the pairs of the corpora that were not scanned; number i + FIRST_WORD is that of
    words[i]; `recipe` tells which letters are lookalikes and how many times commoner is too much.
    """
    doubted = np.flatnonzero(~_among(pairs.keys, sound.keys))
    alike = _lookalikes(words, recipe["letters"])
    left = (pairs.keys[doubted] >> np.uint64(BITS)).astype(np.int64)
    right = (pairs.keys[doubted] & _MASK).astype(np.int64)
    limit = pairs.weight[doubted] * recipe["times"]
    wrong = np.zeros(len(doubted), bool)
    for column in range(alike.shape[1]):
        for side, other, shift in ((left, right, BITS), (right, left, 0)):
            likely = alike[side, column]
            key = likely.astype(np.uint64) << np.uint64(shift)
            key |= other.astype(np.uint64) << np.uint64(BITS - shift)
            wrong |= (likely > 0) & (_weights(pairs, key) > limit)
    misread = pairs.keys[doubted[wrong]]
    pairs = kept(pairs, ~_among(pairs.keys, misread))
    inside = _among(triples.keys >> np.uint64(BITS), misread)
    inside |= _among(triples.keys & _WHOLE, misread)
    return pairs, kept(triples, ~inside)


def _lookalikes(words: Sequence[str], letters: Sequence[str]) -> NDArray[np.int64]:
    """For each number the numbers of the words that one misreading makes of it; 0 where none."""
    numbers = {word: number for number, word in enumerate(words, FIRST_WORD)}
    swaps = [tuple(pair.split(" ")) for pair in letters]
    swaps += [(second, first) for first, second in swaps]
    found: defaultdict[int, list[int]] = defaultdict(list)
    for word, number in numbers.items():
        for old, new in swaps:
            at = word.find(old)
            while at >= 0:
                other = numbers.get(word[:at] + new + word[at + len(old) :])
                if other is not None and other not in found[number]:
                    found[number].append(other)
                at = word.find(old, at + 1)
    table = np.zeros((FIRST_WORD + len(words), max(map(len, found.values()), default=1)), np.int64)
    for number, others in found.items():
        table[number, : len(others)] = others
    return table


def _among(keys: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of the keys are among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(keys), bool)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: NDArray[np.bool_] = known[at] == keys
    return found


def _weights(counts: Counts, keys: NDArray[np.uint64]) -> NDArray[np.float32]:
    """The weight of each key, 0 where it was not counted."""
    at = np.minimum(np.searchsorted(counts.keys, keys), len(counts.keys) - 1)
    return np.where(counts.keys[at] == keys, counts.weight[at], np.float32(0))
