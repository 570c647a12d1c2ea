"""From signs of damage to an error rate with an interval, with weights fitted on known texts.

The rate is a sum of the features with weights of 0 or more (non-negative least squares), so more
signs never mean a better text. The intervals are quantiles of measured over estimated rates on
collections that had no part in the fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from repair.quality.features import Features, Measured

if TYPE_CHECKING:
    from repair.knowledge import Knowledge

TABLE = "quality"
"""Name of the table in the language's folder."""

_LEAST = 0.001
"""Added to measured and estimated rates before they are compared, so that zeros can be."""


class Rate(NamedTuple):
    """An estimated error rate and the range it lies in nine times out of ten."""

    value: float
    low: float
    high: float


class Estimate(NamedTuple):
    """Estimated error rates of a text."""

    cer: Rate
    wer: Rate


class Weights(NamedTuple):
    """Fitted weights for one rate."""

    base: float
    weights: Mapping[str, float]  # by feature
    document: tuple[float, float]  # factors to the ends of the interval of one text
    collection: tuple[float, float]  # and of a whole collection

    def value(self, features: Features) -> float:
        """The estimated rate."""
        named = features._asdict()
        signs: float = sum(weight * named[name] for name, weight in self.weights.items())
        return min(1.0, self.base + signs)

    def rate(self, value: float, factors: tuple[float, float]) -> Rate:
        """The rate with its interval."""
        low, high = (min(1.0, max(0.0, (value + _LEAST) * factor - _LEAST)) for factor in factors)
        return Rate(value, low, high)


def estimate(measured: Measured, knowledge: Knowledge) -> Estimate:
    """Error rates of one text.

    Raises:
        FileNotFoundError: when the language has no fitted weights.
    """
    weights = load_weights(knowledge)
    return Estimate(
        *(w.rate(w.value(measured.features), w.document) for w in (weights["cer"], weights["wer"]))
    )


def estimate_collection(texts: Sequence[Measured], knowledge: Knowledge) -> Estimate:
    """Error rates of many texts together, each counting by its length."""
    weights = load_weights(knowledge)
    rates = []
    for name, sizes in (
        ("cer", [text.characters for text in texts]),
        ("wer", [text.words for text in texts]),
    ):
        found = weights[name]
        total = sum(
            size * found.value(text.features) for size, text in zip(sizes, texts, strict=True)
        )
        value = total / max(1, sum(sizes))
        rates.append(found.rate(value, found.document if len(texts) == 1 else found.collection))
    return Estimate(*rates)


def load_weights(knowledge: Knowledge) -> dict[str, Weights]:
    """The fitted weights of the language, for "cer" and "wer"."""
    table: dict[str, Any] = knowledge.table(TABLE)
    return {
        name: Weights(
            table[name]["base"],
            table[name]["weights"],
            (table[name]["document"][0], table[name]["document"][1]),
            (table[name]["collection"][0], table[name]["collection"][1]),
        )
        for name in ("cer", "wer")
    }
