"""From a row of numbers to the probability that an editor accepts the change.

Boosted trees, trained by `repair train decision` and kept as readable JSON (the columns of a tree's
nodes level by level, -1 for a leaf, and in the same order what inner nodes compare with and what
leaves are worth), give a score; a table
for each kind of change turns the score into a calibrated probability (isotonic regression on
documents the trees never saw).
"""

from __future__ import annotations

import os

from repair.prepared import kept
from repair.spelling.features import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    Array = Any
    _Packed = tuple[list[str], int, int, bytes, bytes, bytes, list[Any]]
    _Tree = Mapping[str, Sequence[float]]

FILE = "decision.json"
_AT_ONCE = 64  # rows; keeps the working set in the processor's cache
_FIRST_TREES, _HOPELESS = 150, -3.5
"""Log odds after so many trees from which the rest of them is asked; those below stay below."""

_COLUMN_BITS, _RANK_BITS = 8, 10
_COLUMN, _RANK = (1 << _COLUMN_BITS) - 1, (1 << _RANK_BITS) - 1
_LEAF = -1  # the column of a leaf in the file
"""A node in one number: its column, the rank of its limit among those of the column, and above
them where its left child is in the tree. The right child is the next one. A leaf is its own left
child, and no value is above its limit."""


class Decision:
    """A trained decision model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self._take(_packed(model))

    def _take(self, packed: _Packed) -> None:
        import numpy

        columns, self._depth, size, nodes, value, limits, calibration = packed
        _check(columns)
        self._nodes = numpy.frombuffer(nodes, numpy.int32)
        self._value = numpy.frombuffer(value, numpy.float32)
        self._limits = numpy.frombuffer(limits, numpy.uint64)
        columns_at = numpy.arange(len(columns), dtype=numpy.uint64) << numpy.uint64(32)
        self._columns_at = columns_at
        self._ranks_from = numpy.searchsorted(self._limits, columns_at).astype(numpy.int32)
        self._roots = numpy.arange(0, len(self._nodes), size, dtype=numpy.int32)
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
            decision._take(kept("decision-4", [path], read))
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
        ranks = ranks.astype(numpy.int32) - self._ranks_from
        found = self._summed(ranks, self._roots[:_FIRST_TREES])
        hopeful = numpy.flatnonzero(found > _HOPELESS)
        if len(hopeful):
            found[hopeful] += self._summed(ranks[hopeful], self._roots[_FIRST_TREES:])
        return found

    def _summed(self, ranks: Array, roots: Array) -> Array:
        """What the leaves that rows reach in some of the trees are worth together."""
        import numpy

        found = numpy.zeros(len(ranks))
        if not len(roots):
            return found
        width = ranks.shape[1]
        for start in range(0, len(ranks), _AT_ONCE):
            part = ranks[start : start + _AT_ONCE]
            cells = part.ravel()
            first = (numpy.arange(len(part), dtype=numpy.int32) * width)[:, None]
            place: Array = roots
            node: Array = self._nodes[place]  # for all rows the same
            for step in range(self._depth):
                if step:
                    node = self._nodes.take(place)
                read = cells.take((node & _COLUMN) + first)
                above = read > ((node >> _COLUMN_BITS) & _RANK)
                place = roots + (node >> (_COLUMN_BITS + _RANK_BITS)) + above
            leaves = self._value.take(place)
            found[start : start + _AT_ONCE] = leaves.sum(axis=1, dtype=numpy.float64)
        return found

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
    """The model as plain values: columns, depth, nodes of the largest tree, the nodes of all trees
    and what their leaves are worth as bytes, the limits sorted by column and size as bytes, and
    calibration tables.

    Raises:
        ValueError: for other columns, and more of them or of limits than a node can name.
    """
    import numpy

    trees: Sequence[_Tree] = model["trees"]
    names = model["columns"]
    _check(names)
    size = max(len(tree["column"]) for tree in trees)
    used: list[set[float]] = [set() for _ in names]
    for tree in trees:
        inner = (int(column) for column in tree["column"] if column != _LEAF)
        for column, limit in zip(inner, tree["limit"], strict=True):
            used[column].add(float(numpy.float32(limit)))
    if len(names) > _COLUMN + 1 or max(map(len, used)) > _RANK:
        raise ValueError("the decision model has too many columns or limits")
    ranks = [{limit: rank for rank, limit in enumerate(sorted(limits))} for limits in used]
    nodes = numpy.zeros((len(trees), size), numpy.int32)
    value = numpy.zeros((len(trees), size), numpy.float32)
    deepest = 0
    for number, tree in enumerate(trees):
        limits, values, depths = iter(tree["limit"]), iter(tree["value"]), [0]
        for place, column in enumerate(map(int, tree["column"])):
            rank, child = _RANK, place
            if column == _LEAF:
                column = 0
                value[number, place] = next(values)
            else:
                rank = ranks[column][float(numpy.float32(next(limits)))]
                child = len(depths)
                depths += [depths[place] + 1] * 2
            nodes[number, place] = (child << _RANK_BITS | rank) << _COLUMN_BITS | column
        deepest = max(deepest, *depths)
    calibration = [
        (int(kind), table["score"], table["probability"])
        for kind, table in model["calibration"].items()
    ]
    bounds = [
        _ordered(numpy.array(sorted(one), numpy.float32)) | numpy.uint64(column << 32)
        for column, one in enumerate(used)
    ]
    packed = nodes.tobytes(), value.tobytes(), numpy.concatenate(bounds).tobytes()
    return (names, deepest, size, *packed, calibration)


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
