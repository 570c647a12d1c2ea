"""Fitting the weights of the estimate on texts whose truth is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from repair.quality.estimate import _LEAST, Weights
from repair.quality.features import Features, Measured

_TAIL = 0.05  # of the measured-to-estimated factors outside each end of an interval
_FLOOR = 0.01  # rates below this are not fitted relatively closer


class Known(NamedTuple):
    """A text with its features and its true error rates."""

    collection: str
    measured: Measured
    cer: float
    wer: float


class Fitted(NamedTuple):
    """Weights, and what they did on collections they had not seen."""

    weights: Weights
    unseen: Mapping[str, tuple[float, float]]  # collection -> true rate, estimated rate
    covered: float  # share of unseen texts inside the document interval of the others


def fit(texts: Sequence[Known], rate: str) -> Fitted:
    """Fit weights for "cer" or "wer", with intervals from leaving out one collection at a time."""
    collections = sorted({text.collection for text in texts})
    factors: dict[str, list[float]] = {}
    unseen = {}
    for left_out in collections:
        base, weights = _solve([t for t in texts if t.collection != left_out], rate)
        found = Weights(base, weights, (1, 1), (1, 1))
        inside = [t for t in texts if t.collection == left_out]
        factors[left_out] = [
            (_truth(t, rate) + _LEAST) / (found.value(t.measured.features) + _LEAST) for t in inside
        ]
        sizes = [_size(t, rate) for t in inside]
        true = sum(s * _truth(t, rate) for s, t in zip(sizes, inside, strict=True)) / sum(sizes)
        guessed = sum(
            s * found.value(t.measured.features) for s, t in zip(sizes, inside, strict=True)
        ) / sum(sizes)
        unseen[left_out] = (true, guessed)
    document = _ends(factors.values())
    ratios = sorted((true + _LEAST) / (guessed + _LEAST) for true, guessed in unseen.values())
    base, weights = _solve(texts, rate)
    fitted = Weights(base, weights, document, (ratios[0], ratios[-1]))
    return Fitted(fitted, unseen, _coverage(factors))


def _ends(factors: Collection[Sequence[float]]) -> tuple[float, float]:
    """Quantiles of the factors, every collection weighing the same however many texts it has."""
    weighted = sorted((f, 1 / len(group)) for group in factors for f in group)
    total = sum(weight for _, weight in weighted)
    low, high, seen = weighted[0][0], weighted[-1][0], 0.0
    for factor, weight in weighted:
        if seen <= _TAIL * total:
            low = factor
        seen += weight
        if seen >= (1 - _TAIL) * total:
            high = factor
            break
    return low, high


def _coverage(factors: Mapping[str, Sequence[float]]) -> float:
    """How often an interval from the other collections holds a text of an unseen one."""
    shares = []
    for left_out, inside in factors.items():
        low, high = _ends([group for name, group in factors.items() if name != left_out])
        shares.append(sum(low <= factor <= high for factor in inside) / len(inside))
    return sum(shares) / len(shares)


def _solve(texts: Sequence[Known], rate: str) -> tuple[float, dict[str, float]]:
    """Weights of 0 or more; errors count relatively, and every collection the same."""
    import numpy
    from scipy.optimize import nnls

    counts: dict[str, int] = {}
    for text in texts:
        counts[text.collection] = counts.get(text.collection, 0) + 1
    truth = numpy.array([_truth(text, rate) for text in texts])
    rows = numpy.array([[1.0, *text.measured.features] for text in texts])
    size = numpy.array([min(1.0, text.measured.words / 500) for text in texts])
    share = numpy.array([1.0 / counts[text.collection] for text in texts])
    weight = numpy.sqrt(size * share / (truth + _FLOOR))
    solution, _ = nnls(rows * weight[:, None], truth * weight)
    base, *weights = (round(float(value), 5) for value in solution)
    return base, dict(zip(Features._fields, weights, strict=True))


def _truth(text: Known, rate: str) -> float:
    return text.cer if rate == "cer" else text.wer


def _size(text: Known, rate: str) -> int:
    return text.measured.characters if rate == "cer" else text.measured.words
