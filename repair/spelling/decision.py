"""From a row of numbers to the probability that an editor accepts the change.

Boosted trees, trained by `repair train decision` and kept as readable JSON, give a score; a table
for each kind of change turns the score into a calibrated probability (isotonic regression on
documents the trees never saw).
"""

from __future__ import annotations

import os

from repair.spelling.features import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Array = Any

FILE = "decision.json"


class Decision:
    """A trained decision model."""

    def __init__(self, model: dict[str, Any]) -> None:
        import numpy

        if tuple(model["columns"]) != NAMES:
            raise ValueError("the decision model was trained on other columns")
        trees = model["trees"]
        size = max(len(tree["column"]) for tree in trees)
        shape = (len(trees), size)
        self._column = numpy.zeros(shape, dtype=numpy.intp)
        self._limit = numpy.zeros(shape, dtype=numpy.float64)
        self._left = numpy.zeros(shape, dtype=numpy.intp)
        self._right = numpy.zeros(shape, dtype=numpy.intp)
        self._value = numpy.zeros(shape, dtype=numpy.float64)
        for place, tree in enumerate(trees):
            count = len(tree["column"])
            self._column[place, :count] = tree["column"]
            self._limit[place, :count] = tree["limit"]
            self._left[place, :count] = tree["left"]
            self._right[place, :count] = tree["right"]
            self._value[place, :count] = tree["value"]
        self._depth = int(model["depth"])
        self._calibration = {
            int(kind): (numpy.array(table["score"]), numpy.array(table["probability"]))
            for kind, table in model["calibration"].items()
        }
        self._offsets = (numpy.arange(len(trees)) * size)[None, :]

    @classmethod
    def open(cls, folder: str) -> Decision | None:
        """The model of a language's folder, or None when none has been trained."""
        import json

        path = os.path.join(folder, FILE)
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8") as file:
            try:
                return cls(json.load(file))
            except (KeyError, ValueError) as error:
                raise ValueError(
                    f"{path}: {error}; train it again with `repair train decision`."
                ) from error

    def scores(self, rows: Sequence[Sequence[float]]) -> Array:
        """Log odds before calibration, one for each row."""
        import numpy

        table = numpy.asarray(rows, dtype=numpy.float64)
        column, limit = self._column.ravel(), self._limit.ravel()
        left, right, value = self._left.ravel(), self._right.ravel(), self._value.ravel()
        found = numpy.empty(len(table))
        for start in range(0, len(table), 2000):  # keeps the working set in the processor's cache
            part = table[start : start + 2000]
            number = numpy.arange(len(part))[:, None]
            node = numpy.broadcast_to(self._offsets, (len(part), self._offsets.shape[1])).copy()
            for _ in range(self._depth):
                go_left = part[number, column[node]] <= limit[node]
                node = numpy.where(go_left, left[node], right[node]) + self._offsets
            found[start : start + 2000] = value[node].sum(axis=1)
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
