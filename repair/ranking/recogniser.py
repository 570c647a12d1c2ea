"""What the recogniser's own confidence says of a proposal, where the file carries it.

A word that no dictionary holds is damaged, however sure the recogniser was of it. Of a word of the
language nothing but its surroundings speaks for damage, so there it counts how often words of such
a confidence were wrong: the log-odds of the counts in `recogniser.toml` are added to the others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import exp, log

from repair.model import Document, Evidence, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from repair.knowledge import Knowledge
    from repair.model import Mark

KIND = "confidence"
"""Kind of the marks that hold a recogniser's confidence."""

MOST = 0.97
"""What no proposal is lifted beyond: nothing is made safe by somebody else's word."""


def weighed(
    findings: Iterable[Finding], document: Document, knowledge: Knowledge
) -> Iterator[Finding]:
    """The findings, those that change words of the language weighed by how sure they were read."""
    marks = sorted(mark for mark in document.marks if mark.kind == KIND and mark.value is not None)
    if not marks:
        yield from findings
        return
    ends = [mark.span.end for mark in marks]
    starts = [mark.span.start for mark in marks]
    for finding in findings:
        touched = marks[
            bisect_right(ends, finding.span.start) : bisect_left(starts, finding.span.end)
        ]
        if touched and finding.suggestions and _changes_known_words(finding, knowledge):
            yield _weighed(finding, touched, knowledge.table("recogniser"))
        else:
            yield finding


def _changes_known_words(finding: Finding, knowledge: Knowledge) -> bool:
    """Whether letters of words that may well be right are changed."""
    before, after = finding.before, finding.after or ""
    letters = "".join(filter(str.isalpha, before)).lower()
    if not letters or letters == "".join(filter(str.isalpha, after)).lower():
        return False
    return not knowledge.vocabulary.unknown(before.split())


def _weighed(finding: Finding, marks: Sequence[Mark], table: dict[str, Any]) -> Finding:
    """The finding with the confidence it has once the recogniser is heard."""
    least = min(marks, key=lambda mark: mark.value or 0.0)
    value = least.value or 0.0
    counts = table.get(least.note, table["print"])
    wrong, right = counts["wrong"], counts["right"]
    place = min(bisect_right(counts["below"], value), len(wrong) - 1)
    odds = log((wrong[place] + 1) / (right[place] + 1)) - log(sum(wrong) / sum(right))
    share = 100 * wrong[place] / (wrong[place] + right[place])
    said = f"the recogniser was {100 * value:.0f} % sure; {share:.0f} % of such words are wrong"
    suggestions = tuple(
        suggestion._replace(
            confidence=_moved(suggestion.confidence, odds),
            evidence=(*suggestion.evidence, Evidence("recogniser", said, value)),
        )
        for suggestion in finding.suggestions
    )
    return finding._replace(suggestions=suggestions)


def _moved(confidence: float, odds: float) -> float:
    """A probability whose log-odds are changed, never lifted beyond `MOST`."""
    if not 0.0 < confidence < 1.0:
        return confidence
    moved = 1.0 / (1.0 + exp(-(log(confidence / (1.0 - confidence)) + odds)))
    return min(moved, max(confidence, MOST))
