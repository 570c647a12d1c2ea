"""Is a confidence of 0.9 right nine times in ten? Bins, expected error and Brier score."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from repair.evaluate.changes import JudgedChange

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
"""Bins are finer where decisions are taken: at 0.5 (shown) and 0.99 (applied unasked)."""


class Bin(NamedTuple):
    """Changes whose stated confidence lies in ``[low, high)``; the last bin is closed."""

    low: float
    high: float
    changes: int
    confidence: float  # mean stated confidence
    right: float  # share that was right


class Reliability(NamedTuple):
    """Calibration of stated confidences."""

    bins: tuple[Bin, ...]
    expected_error: float  # mean gap of stated and measured, weighted by changes (ECE)
    brier: float  # mean squared error of the confidence as a forecast


def reliability(changes: Iterable[JudgedChange]) -> Reliability:
    """Compare stated confidence with the share of changes that were right."""
    judged = [(c.edit.confidence, c.verdict == "right") for c in changes]
    bins = []
    for low, high in pairwise(EDGES):
        inside = [pair for pair in judged if low <= pair[0] < high or pair[0] == high == EDGES[-1]]
        if inside:
            stated = sum(confidence for confidence, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), stated, share))
    if not judged:
        return Reliability((), 0.0, 0.0)
    gap = sum(b.changes * abs(b.confidence - b.right) for b in bins) / len(judged)
    brier = sum((confidence - right) ** 2 for confidence, right in judged) / len(judged)
    return Reliability(tuple(bins), gap, brier)
