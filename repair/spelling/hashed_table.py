"""A read-only table from 64-bit keys to small numbers that does not hold its keys.

The value of a key is the exclusive or of three cells whose places its hash gives, as in a binary
fuse filter (Graf and Lemire, "Binary Fuse Filters", 2022) with the value beside the fingerprint:
about 1.13 cells a key, and three array reads, all of them vectorised. A key that was never put in
passes for one that was with probability 2**-fingerprint bits.
"""

from __future__ import annotations

from math import floor, log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

_MIX = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)  # MurmurHash3's finalizer
_SHIFT = np.uint64(33)
_ATTEMPTS = 30


class Shape(NamedTuple):
    """How the cells of a table are laid out; with the cells it is the whole table."""

    seed: int
    segments: int
    length: int  # cells in a segment, a power of two

    @property
    def cells(self) -> int:
        """How many cells the table has."""
        return (self.segments + 2) * self.length


def mixed(keys: Keys) -> Keys:
    """The keys with all their bits spread over all bits."""
    keys = keys ^ (keys >> _SHIFT)
    for factor in _MIX:
        keys *= factor
        keys ^= keys >> _SHIFT
    return keys


def places(keys: Keys, shape: Shape) -> tuple[NDArray[np.int64], ...]:
    """The three cells of every key."""
    hashes = mixed(keys + np.uint64(shape.seed))
    high = hashes >> np.uint64(32)
    start = ((high * np.uint64(shape.segments)) >> np.uint64(32)).astype(np.int64) * shape.length
    mask = np.uint64(shape.length - 1)
    return (
        start + ((hashes >> np.uint64(36)) & mask).astype(np.int64),
        start + shape.length + ((hashes >> np.uint64(18)) & mask).astype(np.int64),
        start + 2 * shape.length + (hashes & mask).astype(np.int64),
    )


def fingerprints(keys: Keys, bits: int) -> Keys:
    """A number of so many bits by which a key is recognised."""
    return (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)


def build(keys: Keys, values: Keys) -> tuple[Shape, Keys]:
    """The table that gives each of the distinct `keys` its value.

    Raises:
        ValueError: when keys are not distinct.
    """
    if len(np.unique(keys)) != len(keys):
        raise ValueError("the keys of a hashed table must be distinct")
    for seed in range(1, _ATTEMPTS):
        shape = _shape(len(keys), seed)
        cells = _solved(places(keys, shape), values, shape)
        if cells is not None:
            return shape, cells
    raise ValueError(f"no table found for {len(keys)} keys")  # practically impossible


def _shape(count: int, seed: int) -> Shape:
    """Segment length and table size as the authors of the method found them to work."""
    count = max(count, 2)
    length = 1 << min(18, max(2, floor(log(count) / log(3.33) + 2.25)))
    factor = max(1.125, 0.875 + 0.25 * log(1e6) / log(count)) * (1 + 0.01 * (seed - 1))
    segments = max(1, -(-round(count * factor) // length) - 2)
    if count < 100_000:
        segments += 2
    return Shape(seed, segments, length)


def _solved(where: tuple[NDArray[np.int64], ...], values: Keys, shape: Shape) -> Keys | None:
    """Cells that give every key its value, by peeling; None when the keys are entangled."""
    count = len(values)
    degree = np.zeros(shape.cells, np.int32)
    owner = np.zeros(shape.cells, np.int64)  # exclusive or of the keys that use a cell
    numbers = np.arange(count)
    for cells in where:
        degree += np.bincount(cells, minlength=shape.cells).astype(np.int32)
        np.bitwise_xor.at(owner, cells, numbers)
    order: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    free = np.flatnonzero(degree == 1)
    peeled = 0
    while len(free):
        chosen, first = np.unique(owner[free], return_index=True)
        order.append((chosen, free[first]))
        peeled += len(chosen)
        touched = np.concatenate([cells[chosen] for cells in where])
        np.subtract.at(degree, touched, 1)
        np.bitwise_xor.at(owner, touched, np.tile(chosen, 3))
        touched = np.unique(touched)
        free = touched[degree[touched] == 1]
    if peeled < count:
        return None
    table = np.zeros(shape.cells, np.uint64)
    for chosen, cell in reversed(order):
        total = values[chosen]
        for cells in where:
            total = total ^ table[cells[chosen]]  # the key's own cell is still zero
        table[cell] = total
    return table
