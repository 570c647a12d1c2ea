"""Where findings overlap, one wins: the set with the greatest sum of confidence.

Bare marks (findings without a suggestion) change nothing and therefore live beside anything
but an identical mark.
"""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repair.model import Finding


def settle(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sorted findings without overlapping proposals; the order of the input does not matter."""
    unique = sorted(set(findings), key=lambda f: (f.span, f.rule, f.after or "", -f.confidence))
    marks = [f for f in unique if not f.suggestions]
    proposals = _best_disjoint([f for f in unique if f.suggestions])
    return tuple(sorted([*marks, *proposals], key=lambda f: (f.span, f.rule)))


def _best_disjoint(proposals: list[Finding]) -> list[Finding]:
    """Weighted interval scheduling; a tie goes to the earlier and then the shorter finding."""
    if len(proposals) < 2:
        return proposals
    ordered = sorted(proposals, key=lambda f: (_end(f), f.span.start))
    ends = [_end(f) for f in ordered]
    best: list[float] = [0.0]
    taken: list[bool] = []
    before: list[int] = []
    for i, finding in enumerate(ordered):
        k = bisect_right(ends, finding.span.start, 0, i)
        # A span of no width would otherwise sit twice at one place.
        while k and ordered[k - 1].span == finding.span:
            k -= 1
        # Two removals that touch are two readings of one doubt: the space before a stop, the stop.
        while k and _touch(ordered[k - 1], finding):
            k -= 1
        weight = best[k] + finding.confidence
        take = weight > best[i] + 1e-12
        best.append(weight if take else best[i])
        taken.append(take)
        before.append(k)
    chosen, i = [], len(ordered)
    while i:
        if taken[i - 1]:
            chosen.append(ordered[i - 1])
            i = before[i - 1]
        else:
            i -= 1
    return chosen


def _touch(first: Finding, second: Finding) -> bool:
    """Whether two removals stand side by side."""
    return first.span.end == second.span.start and first.after == second.after == ""


def _end(finding: Finding) -> int:
    return finding.span.end
