"""The evidence of a whole collection: its own words, and what its sources read for what.

Counted by `repair batch` before it repairs anything (see `repair.batch.counting`). The engine takes
it as if the document were as long as what was counted of its source.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from math import exp, log, log1p
from typing import NamedTuple

from repair.spelling.differences import Difference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.hypotheses import Hypothesis
    from repair.spelling.reading import Reading


class Evidence(NamedTuple):
    """What was counted of one source."""

    words: Mapping[str, int]  # lower-case words without punctuation, and how often they stood
    differences: Mapping[Difference, int]  # how many different words showed each difference


NOTHING = Evidence({}, {})

TABLE = "witness"
"""Name of the table of weights in the language's folder."""

NAMES = ("odds", "difference_shown", "candidate_counted", "observed_counted", "base")
"""The columns of the evidence, and what is added for everybody."""


class Witness(NamedTuple):
    """Counts over a collection."""

    words: Mapping[str, int]  # its own words, which no vocabulary has, in their right case
    sources: Mapping[str, Evidence]

    def of(self, name: str) -> Evidence:
        """The evidence for the document called `name`."""
        return self.sources.get(source_of(name), NOTHING)


def source_of(name: str) -> str:
    """Where a document comes from: the table of a row (`table#row`), else the folder of a file."""
    table, sign, _ = name.rpartition("#")
    return table if sign else os.path.dirname(name)


class Trust:
    """How much the collection's evidence moves a probability: weights of log odds."""

    def __init__(self, table: Mapping[str, float]) -> None:
        self._weights = [table[name] for name in NAMES]

    def adjusted(self, row: Sequence[float]) -> float:
        """The probability of a change whose evidence is `row`, see `evidence_for`."""
        score = sum(w * x for w, x in zip(self._weights, (*row, 1.0), strict=True))
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))


def evidence_for(reading: Reading, hypothesis: Hypothesis, evidence: Evidence) -> tuple[float, ...]:
    """What a source's evidence says about a hypothesis, as a row of numbers."""
    candidate, window = hypothesis.candidate, hypothesis.window
    key = reading.form(window.first).key if window.first == window.last else ""
    shown = min((evidence.differences.get(d, 0) for d in candidate.found), default=0)
    counted = min((evidence.words.get(word, 0) for word in candidate.words), default=0)
    return (
        log_odds(hypothesis.probability),
        log1p(shown),
        log1p(counted),
        log1p(evidence.words.get(key, 0)),
    )


def log_odds(probability: float) -> float:
    """Natural log of the odds; certain probabilities are taken as nearly certain."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return log(p / (1 - p))
