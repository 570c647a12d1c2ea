"""From a row of numbers to the probability that an editor accepts the change.

Boosted trees, trained by `repair train decision` and kept as readable JSON, give a score; a table
for each kind of change turns the score into a calibrated probability (isotonic regression on
documents the trees never saw).
"""

from __future__ import annotations

import os

from repair.prepared import kept
from repair.spelling.features import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Array = Any
    _Packed = tuple[list[str], int, int, bytes, bytes, bytes, bytes, list[Any]]

FILE = "decision.json"
_AT_ONCE = 256  # rows; keeps the working set in the processor's cache


class Decision:
    """A trained decision model."""

    def __init__(self, model: dict[str, Any]) -> None:
        self._take(_packed(model))

    def _take(self, packed: _Packed) -> None:
        import numpy

        columns, self._depth, size, column, limit, following, value, calibration = packed
        if tuple(columns) != NAMES:
            raise ValueError("the decision model was trained on other columns")
        self._column = numpy.frombuffer(column, numpy.int32)
        self._limit = numpy.frombuffer(limit, numpy.float32)
        self._following = numpy.frombuffer(following, numpy.int32)
        self._value = numpy.frombuffer(value)
        self._roots = numpy.arange(0, len(self._column), size, dtype=numpy.int32)
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
            decision._take(kept("decision-1", [path], read))
        except (KeyError, ValueError) as error:
            raise ValueError(
                f"{path}: {error}; train it again with `repair train decision`."
            ) from error
        return decision

    def scores(self, rows: Sequence[Sequence[float]]) -> Array:
        """Log odds before calibration, one for each row."""
        import numpy

        table = numpy.ascontiguousarray(rows, dtype=numpy.float32)
        found = numpy.empty(len(table))
        width = table.shape[1]
        for start in range(0, len(table), _AT_ONCE):
            part = table[start : start + _AT_ONCE]
            cells = part.ravel()
            first = (numpy.arange(len(part), dtype=numpy.int32) * width)[:, None]
            node = numpy.broadcast_to(self._roots, (len(part), len(self._roots))).copy()
            for _ in range(self._depth):
                read = cells.take(self._column.take(node) + first)
                node = self._following.take(2 * node + (read <= self._limit.take(node)))
            found[start : start + _AT_ONCE] = self._value.take(node).sum(axis=1)
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
    (column, limit, where it leads to right and left, value) as bytes, and calibration tables."""
    import numpy

    trees = model["trees"]
    size = max(len(tree["column"]) for tree in trees)
    shape = (len(trees), size)
    column = numpy.zeros(shape, numpy.int32)
    limit = numpy.zeros(shape, numpy.float32)
    following = numpy.zeros((*shape, 2), numpy.int32)
    value = numpy.zeros(shape)
    for place, tree in enumerate(trees):
        count = len(tree["column"])
        column[place, :count] = tree["column"]
        limit[place, :count] = tree["limit"]
        following[place, :count, 0] = tree["right"]
        following[place, :count, 1] = tree["left"]
        value[place, :count] = tree["value"]
    following += (numpy.arange(len(trees), dtype=numpy.int32) * size)[:, None, None]
    calibration = [
        (int(kind), table["score"], table["probability"])
        for kind, table in model["calibration"].items()
    ]
    parts = (column, limit, following, value)
    nodes = tuple(part.tobytes() for part in parts)
    return (model["columns"], int(model["depth"]), size, *nodes, calibration)
