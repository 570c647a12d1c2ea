"""Counting bigrams and trigrams of number arrays, with bounded memory.

An n-gram is one 64-bit number: its words' numbers, 18 bits each, leftmost first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 18
"""Bits of a word's number."""

BREAK, BOUNDARY, UNKNOWN, NUMBER, NAME, FIRST_WORD = range(6)
"""Numbers that are no words: no context, end of a sentence, and the classes."""

LIMIT = 45_000_000
"""Distinct n-grams held; beyond it those seen once are dropped."""


class Counts(NamedTuple):
    """Distinct n-grams, sorted, with occurrences and weighted occurrences."""

    keys: NDArray[np.uint64]
    seen: NDArray[np.int32]
    weight: NDArray[np.float32]


def empty() -> Counts:
    """No counts."""
    return Counts(np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.float32))


def bigrams(numbers: NDArray[np.int32]) -> NDArray[np.uint64]:
    """The bigrams of a text; none reaches over a break, none predicts what ends nothing."""
    words = numbers.astype(np.uint64)
    left, right = words[:-1], words[1:]
    keys: NDArray[np.uint64] = left << np.uint64(BITS) | right
    keys = keys[(left != BREAK) & (right != BREAK)]
    return keys


def trigrams(numbers: NDArray[np.int32]) -> NDArray[np.uint64]:
    """The trigrams of a text; none has the end of a sentence in its middle."""
    words = numbers.astype(np.uint64)
    a, b, c = words[:-2], words[1:-1], words[2:]
    inside = (a != BREAK) & (b > BOUNDARY) & (c != BREAK)
    keys: NDArray[np.uint64] = a << np.uint64(2 * BITS) | b << np.uint64(BITS) | c
    keys = keys[inside]
    return keys


def added(counts: Counts, keys: NDArray[np.uint64], weight: float) -> Counts:
    """`counts` with every key of `keys` counted once more, at `weight`."""
    new, seen = np.unique(keys, return_counts=True)
    return merged(counts, Counts(new, seen.astype(np.int32), (seen * weight).astype(np.float32)))


def merged(one: Counts, other: Counts) -> Counts:
    """Both counts put together; when they are too many, without n-grams seen once."""
    keys = np.concatenate([one.keys, other.keys])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    if not len(keys):
        return one
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    seen = np.add.reduceat(np.concatenate([one.seen, other.seen])[order], first)
    weight = np.add.reduceat(np.concatenate([one.weight, other.weight])[order], first)
    result = Counts(keys[first], seen, weight)
    return result if len(result.keys) <= LIMIT else kept(result, result.seen > 1)


def kept(counts: Counts, mask: NDArray[np.bool_]) -> Counts:
    """The counts at which `mask` is true."""
    return Counts(counts.keys[mask], counts.seen[mask], counts.weight[mask])
