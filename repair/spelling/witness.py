"""The evidence of a whole collection: its own words, and what its sources read for what.

Counted by `repair batch` before it repairs anything (see `repair.batch.counting`). The engine takes
it as if the document were as long as what was counted of its source.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from math import exp, log, log1p

from repair.records import NamedTuple
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

NAMES = ("difference_shown", "difference_unseen", "candidate_counted", "observed_counted")
"""The columns of the evidence."""


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


class Hearing:
    """Lets the collection's evidence move probabilities, by weights of the log odds."""

    def __init__(self, witness: Witness, weights: Mapping[str, float]) -> None:
        self._witness = witness
        self._weights = [weights[name] for name in NAMES]

    def adjust(self, reading: Reading, found: list[Hypothesis]) -> None:
        """Move the probabilities of a document's hypotheses."""
        evidence = self._witness.of(reading.document.name)
        if evidence.words:
            for hypothesis in found:
                row = evidence_for(reading, hypothesis, evidence)
                hypothesis.probability = self.adjusted(hypothesis.probability, row)

    def adjusted(self, probability: float, row: Sequence[float]) -> float:
        """The probability of a change given its evidence, see `evidence_for`."""
        moved = sum(weight * value for weight, value in zip(self._weights, row, strict=True))
        if not moved:
            return probability
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, log_odds(probability) + moved))))


def evidence_for(reading: Reading, hypothesis: Hypothesis, evidence: Evidence) -> tuple[float, ...]:
    """What a source's evidence says about a hypothesis, as a row of numbers."""
    candidate, window = hypothesis.candidate, hypothesis.window
    key = reading.form(window.first).key if window.first == window.last else ""
    shown = min((evidence.differences.get(d, 0) for d in candidate.found), default=0)
    counted = min((evidence.words.get(word, 0) for word in candidate.words), default=0)
    return (
        log1p(shown),
        float(shown == 0),
        log1p(counted),
        log1p(evidence.words.get(key, 0)),
    )


def log_odds(probability: float) -> float:
    """Natural log of the odds; certain probabilities are taken as nearly certain."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return log(p / (1 - p))
