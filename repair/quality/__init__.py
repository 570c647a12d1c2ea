"""Text quality: estimated error rates, signs of damage, and where they come from."""

from __future__ import annotations

from repair.quality.estimate import Estimate, Rate, estimate
from repair.quality.features import Features, Measured, measure_features
from repair.quality.score import Collection, TextScore, score_text

__all__ = [
    "Collection",
    "Estimate",
    "Features",
    "Measured",
    "Rate",
    "TextScore",
    "estimate",
    "measure_features",
    "score_text",
]
