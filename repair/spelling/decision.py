"""From a row of numbers to the probability that an editor accepts the change.

Boosted trees, trained by `repair train decision` and kept as readable JSON (the columns of a tree's
nodes level by level, -1 for a leaf, and in the same order what inner nodes compare with and what
leaves are worth), give a score; a table
for each kind of change turns the score into a calibrated probability (isotonic regression on
documents the trees never saw).
"""

from __future__ import annotations

import os
from array import array

from repair.prepared import kept
from repair.spelling.features import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    Array = Any
    _Packed = tuple[list[str], int, int, bytes, bytes, bytes, list[Any]]
    _Node = tuple[int, int, int, int, float]
    _Tree = Mapping[str, Sequence[float]]

FILE = "decision.json"
_ROWS_AT_ONCE, _AT_ONCE = 64, 16_384
"""Rows, and rows times trees, whose working set stays in the processor's cache."""

_LEAFLESS = 8
"""Levels that most rows go down in most trees; after them those that have come to a leaf are left
out."""

_FIRST_TREES, _HOPELESS = 150, -3.5
"""Log odds after so many trees from which the rest of them is asked; those below stay below."""

_COLUMN_BITS, _RANK_BITS = 8, 10
_COLUMN, _RANK = (1 << _COLUMN_BITS) - 1, (1 << _RANK_BITS) - 1
_LIMIT = (1 << _COLUMN_BITS + _RANK_BITS) - 1  # whose lower bits, the column, change no order
_LEAF = -1  # the column of a leaf in the file
"""A node in one number: its column, the rank of its limit among those of the column, and above
them where its left child is. The right child is the next one. A leaf is its own left child, and no
value is above its limit. The nodes of all trees lie level by level, those of one level tree by
tree: rows that are led through many trees at once find them close together."""


class Decision:
    """A trained decision model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self._take(_packed(model))

    def _take(self, packed: _Packed) -> None:
        import numpy

        columns, self._depth, trees, nodes, value, limits, calibration = packed
        _check(columns)
        self._nodes = numpy.frombuffer(nodes, numpy.int64)
        self._value = numpy.frombuffer(value, numpy.float32)
        self._limits = numpy.frombuffer(limits, numpy.uint64)
        columns_at = numpy.arange(len(columns), dtype=numpy.uint64) << numpy.uint64(32)
        self._columns_at = columns_at
        self._ranks_from = numpy.searchsorted(self._limits, columns_at)
        self._trees = trees
        self._calibration = {
            kind: (numpy.array(scores), numpy.array(probabilities))
            for kind, scores, probabilities in calibration
        }

    @classmethod
    def open(cls, folder: str) -> Decision | None:
        """The model of a language's folder, or None when none has been trained."""
        import json

        path = os.path.join(folder, FILE)
        if not os.path.exists(path):
            return None

        def read() -> _Packed:
            with open(path, encoding="utf-8") as file:
                return _packed(json.load(file))

        decision = cls.__new__(cls)
        try:
            decision._take(kept("decision-5", [path], read))
        except (KeyError, ValueError) as error:
            raise ValueError(
                f"{path}: {error}; train it again with `repair train decision`."
            ) from error
        return decision

    def scores(self, rows: Sequence[Sequence[float]]) -> Array:
        """Log odds before calibration, one for each row."""
        import numpy

        table = numpy.asarray(rows, dtype=numpy.float32)
        ranks = numpy.searchsorted(self._limits, _ordered(table) | self._columns_at)
        cells = (ranks - self._ranks_from) << _COLUMN_BITS
        found = self._summed(cells, 0, _FIRST_TREES)
        hopeful = numpy.flatnonzero(found > _HOPELESS)
        if len(hopeful):
            found[hopeful] += self._summed(cells[hopeful], _FIRST_TREES, self._trees)
        return found

    def _summed(self, cells: Array, first: int, end: int) -> Array:
        """What the leaves that rows reach in the trees from `first` on are worth together."""
        import numpy

        found = numpy.zeros(len(cells))
        for start in range(0, len(cells), _ROWS_AT_ONCE):
            part = cells[start : start + _ROWS_AT_ONCE]
            step = _AT_ONCE // len(part)
            leaves = [
                self._leaves(part, tree, min(tree + step, end, self._trees))
                for tree in range(first, min(end, self._trees), step)
            ]
            if leaves:
                worth = numpy.concatenate(leaves, axis=1)
                found[start : start + _ROWS_AT_ONCE] = worth.sum(axis=1, dtype=numpy.float64)
        return found

    def _leaves(self, cells: Array, first: int, end: int) -> Array:
        """What the leaf is worth that each row reaches in each of some trees.

        Args:
            cells: the ranks of the rows' values, where `_LIMIT` has those of the limits.
        """
        import numpy

        size, width = end - first, cells.shape[1]
        rows = numpy.repeat(numpy.arange(len(cells)) * width, size)
        cells = cells.ravel()
        places = numpy.tile(numpy.arange(first, end), len(cells) // width)
        self._lead(places, rows, cells, _LEAFLESS)
        inner = (self._nodes.take(places) & _LIMIT < _RANK << _COLUMN_BITS).nonzero()[0]
        deeper = places[inner]
        self._lead(deeper, rows[inner], cells, self._depth - _LEAFLESS)
        places[inner] = deeper
        return self._value.take(places).reshape(-1, size)

    def _lead(self, places: Array, rows: Array, cells: Array, levels: int) -> None:
        """Go down some levels of the trees: from each place to that of one of its children.

        Args:
            places: changed in place.
            rows: where the cells of the row begin that each place is of.
        """
        import numpy

        node, asked, read = (numpy.empty_like(places) for _ in range(3))
        for _ in range(levels):
            self._nodes.take(places, out=node, mode="clip")
            numpy.bitwise_and(node, _COLUMN, out=asked)
            asked += rows
            cells.take(asked, out=read, mode="clip")
            numpy.bitwise_and(node, _LIMIT, out=asked)
            asked -= read
            asked >>= 63  # -1 where the value is above its limit
            numpy.right_shift(node, _COLUMN_BITS + _RANK_BITS, out=places)
            places -= asked

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability that each change is right."""
        import numpy

        if len(rows) == 0:
            return []
        scores = self.scores(rows)
        result = 1.0 / (1.0 + numpy.exp(-scores))
        kinds = numpy.array([row[0] for row in rows], dtype=int)
        for kind, (known, probability) in self._calibration.items():
            mask = kinds == kind
            if mask.any():
                result[mask] = numpy.interp(scores[mask], known, probability)
        return [float(p) for p in result]


def _packed(model: dict[str, Any]) -> _Packed:
    """The model as plain values: columns, depth, number of trees, the nodes of all trees and what
    their leaves are worth as bytes, the limits sorted by column and size as bytes, and calibration
    tables.

    Raises:
        ValueError: for other columns, and more of them or of limits than a node can name.
    """
    import numpy

    trees: Sequence[_Tree] = model["trees"]
    names = model["columns"]
    _check(names)
    used: list[set[float]] = [set() for _ in names]
    for tree in trees:
        inner = (int(column) for column in tree["column"] if column != _LEAF)
        for column, limit in zip(inner, tree["limit"], strict=True):
            used[column].add(float(numpy.float32(limit)))
    if len(names) > _COLUMN + 1 or max(map(len, used)) > _RANK:
        raise ValueError("the decision model has too many columns or limits")
    ranks = [{limit: rank for rank, limit in enumerate(sorted(limits))} for limits in used]
    whole, value = array("q"), array("f")  # all of `_Node` but its worth, which stands apart
    for tree in trees:
        start = len(value)
        for depth, child, rank, column, worth in _nodes(tree, ranks):
            whole.extend((depth, start + child, rank, column))
            value.append(worth)
    depths, children, rank_of, column_of = numpy.frombuffer(whole, numpy.int64).reshape(-1, 4).T
    order = numpy.argsort(depths, kind="stable")
    place = numpy.empty_like(order)
    place[order] = numpy.arange(len(order))
    nodes = (place[children] << _RANK_BITS | rank_of) << _COLUMN_BITS | column_of
    values = numpy.frombuffer(value, numpy.float32)[order]
    calibration = [
        (int(kind), table["score"], table["probability"])
        for kind, table in model["calibration"].items()
    ]
    bounds = [
        _ordered(numpy.array(sorted(one), numpy.float32)) | numpy.uint64(column << 32)
        for column, one in enumerate(used)
    ]
    packed = nodes[order].tobytes(), values.tobytes(), numpy.concatenate(bounds).tobytes()
    return (names, int(depths.max()), len(trees), *packed, calibration)


def _nodes(tree: _Tree, ranks: list[dict[float, int]]) -> Iterator[_Node]:
    """Each node of a tree: its depth, its left child's place, the rank of its limit, its column,
    and what it is worth."""
    import numpy

    limits, values, depths = iter(tree["limit"]), iter(tree["value"]), [0]
    for place, column in enumerate(map(int, tree["column"])):
        if column == _LEAF:
            yield depths[place], place, _RANK, 0, next(values)
        else:
            rank = ranks[column][float(numpy.float32(next(limits)))]
            yield depths[place], len(depths), rank, column, 0.0
            depths += [depths[place] + 1] * 2


def _check(columns: Sequence[str]) -> None:
    if tuple(columns) != NAMES:
        raise ValueError("the decision model was trained on other columns")


def _ordered(numbers: Array) -> Array:
    """32-bit floats as whole numbers in the same order."""
    import numpy

    bits = (numbers + numpy.float32(0)).view(numpy.uint32)  # -0 is 0
    negative = bits >> numpy.uint32(31) == 1
    sign = numpy.where(negative, numpy.uint32(0xFFFFFFFF), numpy.uint32(0x80000000))
    return (bits ^ sign).astype(numpy.uint64)
