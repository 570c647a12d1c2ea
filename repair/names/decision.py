"""From evidence to a calibrated probability that an editor would accept the name."""

from __future__ import annotations

from bisect import bisect_right
from math import exp

from repair.names.tables import decision_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def probability(numbers: Sequence[float], extra: float = 0.0) -> float:
    """The probability for the evidence `numbers` (in the order of `evidence.FEATURES`).

    Args:
        extra: log-odds of evidence the learned model never saw, such as cues of the lexicon.
    """
    table = decision_table()
    odds = table["bias"] + extra
    for tree in table["trees"]:
        odds += _leaf(tree, numbers)
    return _calibrated(odds, table["calibration"])


def _leaf(tree: list[Any], numbers: Sequence[float]) -> float:
    """The value of the leaf the numbers fall into: a node is [feature, limit, low, high]."""
    while isinstance(tree, list):
        tree = tree[2] if numbers[tree[0]] <= tree[1] else tree[3]
    return float(tree)


def _calibrated(odds: float, steps: Sequence[Sequence[float]]) -> float:
    """Log-odds through the measured points (log-odds, probability), straight between them."""
    if not steps:
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))
    at = bisect_right(steps, odds, key=lambda step: step[0])
    if at == 0:
        return float(steps[0][1])
    if at == len(steps):
        return float(steps[-1][1])
    (low, p), (high, q) = steps[at - 1], steps[at]
    return float(p + (q - p) * (odds - low) / (high - low)) if high > low else float(q)
