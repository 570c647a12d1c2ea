"""The evidence of a whole collection: its own words, and what its sources read for what.

Counted by `repair batch` before it repairs anything (see `repair.batch.counting`). Words of the
collection's own are candidates like any other; what a source reads for what moves the odds.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from math import exp, log, log1p

from repair.records import NamedTuple
from repair.spelling.differences import Difference
from repair.spelling.kinds import RULES

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

NAMES = ("difference_shown", "difference_unseen")
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
                row = evidence_for(hypothesis, evidence)
                hypothesis.probability = self.adjusted(hypothesis.probability, row)

    def adjusted(self, probability: float, row: Sequence[float]) -> float:
        """The probability of a change given its evidence, see `evidence_for`."""
        moved = sum(weight * value for weight, value in zip(self._weights, row, strict=True))
        if not moved:
            return probability
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, log_odds(probability) + moved))))


def evidence_for(hypothesis: Hypothesis, evidence: Evidence) -> tuple[float, ...]:
    """What a source's evidence says about a hypothesis, as a row of numbers.

    Only letters read for others are counted, so about spaces and capitals there is no evidence.
    """
    candidate = hypothesis.candidate
    if RULES[candidate.kind] != "spelling" or not candidate.found:
        return 0.0, 0.0
    shown = min(evidence.differences.get(difference, 0) for difference in candidate.found)
    return log1p(shown), float(shown == 0)


def log_odds(probability: float) -> float:
    """Natural log of the odds; certain probabilities are taken as nearly certain."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return log(p / (1 - p))
