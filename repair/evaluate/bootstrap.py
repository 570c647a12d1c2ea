"""Percentile bootstrap: how far a rate may be chance, resampling whole documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repair.evaluate.measures import Measures


def intervals(
    documents: Mapping[str, Measures], resamples: int = 1000, level: float = 0.95, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """The interval of every rate of `Measures.rates` when documents are drawn with replacement."""
    import random

    import numpy

    if not documents or resamples < 1:
        return {}
    generator = random.Random(seed)
    table = numpy.array(list(documents.values()), dtype=numpy.int64)
    rows = range(len(table))
    drawn: list[dict[str, float]] = []
    for _ in range(resamples):
        sample = generator.choices(rows, k=len(table))
        drawn.append(Measures(*(int(x) for x in table[sample].sum(axis=0))).rates())
    return {name: _interval([rates[name] for rates in drawn], level) for name in drawn[0]}


def _interval(values: Sequence[float], level: float) -> tuple[float, float]:
    ordered = sorted(values)
    tail = (1 - level) / 2
    last = len(ordered) - 1
    return ordered[int(tail * last)], ordered[int((1 - tail) * last)]
