"""Judging single changes: was this edit right, and is the rule behind it to be trusted?"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from repair.evaluate.alignment import align
from repair.evaluate.measures import Record
from repair.evaluate.normalize import fold, join_accepted
from repair.evaluate.outcomes import outcomes
from repair.model import Edit

_TOKEN = re.compile(r"\S+")


class JudgedChange(NamedTuple):
    """A change and whether the truth bears it out."""

    edit: Edit
    verdict: str  # "right", "wrong" (an error stays an error), "harmful" (a right word broken)
    wanted: str  # what the truth has there


class RuleScore(NamedTuple):
    """How often a rule's changes were right."""

    rule: str
    changes: int
    right: int
    harmful: int
    confidence: float  # mean stated confidence

    @property
    def precision(self) -> float:
        """Share of the changes that were right."""
        return self.right / self.changes if self.changes else 0.0


def judge(record: Record, edits: Sequence[Edit]) -> list[JudgedChange]:
    """Judge every edit of ``record.source`` on its own, as if no other had been made.

    A change is right when it makes at least one wrong word right and no word worse.
    """
    text = record.source if record.source is not None else record.hypothesis
    joins = record.accepted_joins
    places = [match.span() for match in _TOKEN.finditer(text)]
    starts, ends = [start for start, _ in places], [end for _, end in places]
    source = [_plain(text[start:end], joins) for start, end in places]
    truth = [_plain(token, joins) for token in record.truth.split()]
    blocks = align(source, truth)
    block_starts, block_ends = [b.start for b in blocks], [b.end for b in blocks]
    judged = []
    for edit in edits:
        first = bisect_left(ends, edit.span.start)
        last = bisect_right(starts, edit.span.end)
        low = max(0, bisect_right(block_ends, max(0, first - 1)) - 1)
        high = min(len(blocks), bisect_left(block_starts, last + 1) + 1)
        window = blocks[low:high]
        if not window or not places:
            judged.append(JudgedChange(edit, "wrong", ""))
            continue
        first, last = window[0].start, window[-1].end
        begin = starts[first] if first < len(starts) else len(text)
        finish = ends[last - 1] if last > first else begin
        begin, finish = min(begin, edit.span.start), max(finish, edit.span.end)
        changed = text[begin : edit.span.start] + edit.after + text[edit.span.end : finish]
        wanted = truth[window[0].other_start : window[-1].other_end]
        after = [_plain(token, joins) for token in changed.split()]
        counts = outcomes(source[first:last], wanted, after)
        if counts.broken or counts.inserted:
            verdict = "harmful"
        else:
            verdict = "right" if counts.fixed and not counts.misfixed else "wrong"
        judged.append(JudgedChange(edit, verdict, " ".join(wanted)))
    return judged


def by_rule(changes: Iterable[JudgedChange]) -> list[RuleScore]:
    """One line per rule, the rule with most changes first."""
    groups: dict[str, list[JudgedChange]] = {}
    for change in changes:
        groups.setdefault(change.edit.rule or "(none)", []).append(change)
    scores = [
        RuleScore(
            rule,
            len(group),
            sum(change.verdict == "right" for change in group),
            sum(change.verdict == "harmful" for change in group),
            sum(change.edit.confidence for change in group) / len(group),
        )
        for rule, group in groups.items()
    ]
    return sorted(scores, key=lambda score: (-score.changes, score.rule))


def _plain(token: str, joins: frozenset[str]) -> str:
    return fold(join_accepted(token, joins))
