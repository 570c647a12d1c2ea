"""What became of every right and wrong word: kept or broken, fixed, misfixed or missed.

The source is the pivot. Aligned to the truth it falls into units: right words, and errors
(substitutions, joins, splits, missing and spurious text). Aligned to the hypothesis, each unit
shows what the repair did to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from repair.evaluate.alignment import Block, align, boundaries

_NEIGHBOURS = 3  # segments over which one insertion may be placed differently by two alignments


class Outcomes(NamedTuple):
    """Counts of units; ``fixed + misfixed + missed == errors`` and ``kept + broken == correct``."""

    correct: int = 0
    errors: int = 0
    kept: int = 0
    broken: int = 0
    fixed: int = 0
    missed: int = 0
    misfixed: int = 0
    misfixed_closer: int = 0  # misfixed, but with fewer wrong characters than before
    inserted: int = 0  # words put where the truth has none
    missing_units: int = 0  # errors where the source has nothing
    spurious_units: int = 0  # errors where the truth has nothing


class Example(NamedTuple):
    """One unit and what became of it."""

    outcome: str
    source: str
    truth: str
    hypothesis: str


class _Segment(NamedTuple):
    """A stretch between boundaries that all three texts share, as token indices."""

    source: slice
    truth: slice
    hypothesis: slice


def outcomes(
    source: Sequence[str],
    truth: Sequence[str],
    hypothesis: Sequence[str],
    examples: list[Example] | None = None,
) -> Outcomes:
    """Count what the hypothesis did to the units of the source; examples are added to the list."""
    units = align(source, truth)
    segments = _segments(source, truth, hypothesis, units)
    solved = _solved(segments, truth, hypothesis)
    counts = dict.fromkeys(Outcomes._fields, 0)
    following = 0
    for segment, is_solved in zip(segments, solved, strict=True):
        here: list[Block] = []
        while following < len(units) and _inside(units[following], segment):
            here.append(units[following])
            following += 1
        if not here and segment.source.start == segment.source.stop:
            if not is_solved:
                added = hypothesis[segment.hypothesis]
                counts["inserted"] += len(added)
                if examples is not None:
                    around = source[max(0, segment.source.start - 2) : segment.source.start + 2]
                    examples.append(Example("inserted", " ".join(around), "", " ".join(added)))
            continue
        judge = _Judge(segment, source, truth, hypothesis, is_solved, len(here))
        for unit in here:
            right = source[unit.start : unit.end] == truth[unit.other_start : unit.other_end]
            outcome = judge.outcome(unit, right)
            counts["correct" if right else "errors"] += 1
            counts["missing_units"] += unit.start == unit.end
            counts["spurious_units"] += unit.other_start == unit.other_end
            counts[outcome] += 1
            counts["misfixed_closer"] += outcome == "misfixed" and judge.is_closer
            if examples is not None and outcome != "kept":
                before = " ".join(source[unit.start : unit.end])
                wanted = " ".join(truth[unit.other_start : unit.other_end])
                examples.append(Example(outcome, before, wanted, judge.text))
    return Outcomes(**counts)


def _inside(unit: Block, segment: _Segment) -> bool:
    return bool(unit.end <= segment.source.stop and unit.other_end <= segment.truth.stop)


def _segments(
    source: Sequence[str], truth: Sequence[str], hypothesis: Sequence[str], units: list[Block]
) -> list[_Segment]:
    to_truth = boundaries(units, len(source), len(truth))
    to_hypothesis = boundaries(align(source, hypothesis), len(source), len(hypothesis))
    shared = sorted(to_truth.keys() & to_hypothesis.keys())
    segments = []
    for place, following in zip(shared, [*shared[1:], None], strict=True):
        _, _, truth_before, truth_after = to_truth[place]
        _, _, hypothesis_before, hypothesis_after = to_hypothesis[place]
        if truth_before != truth_after or hypothesis_before != hypothesis_after:
            segments.append(
                _Segment(
                    slice(place, place),
                    slice(truth_before, truth_after),
                    slice(hypothesis_before, hypothesis_after),
                )
            )
        if following is not None:
            segments.append(
                _Segment(
                    slice(place, following),
                    slice(truth_after, to_truth[following].other_start),
                    slice(hypothesis_after, to_hypothesis[following].other_start),
                )
            )
    return segments


def _solved(
    segments: list[_Segment], truth: Sequence[str], hypothesis: Sequence[str]
) -> list[bool]:
    """Whether the hypothesis says what the truth says, segment by segment.

    Two alignments may place the same insertion on different neighbours, so a run of a few
    segments that agrees as a whole counts as agreeing.
    """
    solved = [truth[s.truth] == hypothesis[s.hypothesis] for s in segments]
    for first in range(len(segments)):
        if solved[first]:
            continue
        for last in range(first + 1, min(first + 1 + _NEIGHBOURS, len(segments))):
            wanted = truth[segments[first].truth.start : segments[last].truth.stop]
            got = hypothesis[segments[first].hypothesis.start : segments[last].hypothesis.stop]
            if wanted == got:
                solved[first : last + 1] = [True] * (last + 1 - first)
                break
    return solved


class _Judge:
    """Settles what the hypothesis did to the units of one segment."""

    def __init__(
        self,
        segment: _Segment,
        source: Sequence[str],
        truth: Sequence[str],
        hypothesis: Sequence[str],
        solved: bool,
        units: int,
    ) -> None:
        self._segment = segment
        self._source = source[segment.source]
        self._truth = truth[segment.truth]
        self._hypothesis = hypothesis[segment.hypothesis]
        self._solved = solved
        self._untouched = self._hypothesis == self._source
        self._mixed = not solved and units > 1 and not self._untouched
        self._truth_reached: set[int] = set()
        self._source_left: set[int] = set()
        if self._mixed:
            self._truth_reached = _matched_in_second(self._hypothesis, self._truth)
            self._source_left = _matched_in_second(self._hypothesis, self._source, swap=True)

    @property
    def text(self) -> str:
        """What the hypothesis has in this segment."""
        return " ".join(self._hypothesis)

    @property
    def is_closer(self) -> bool:
        """Whether the segment has fewer wrong characters than the source had."""
        from rapidfuzz.distance import Levenshtein

        wanted = " ".join(self._truth)
        before = Levenshtein.distance(" ".join(self._source), wanted)
        return Levenshtein.distance(self.text, wanted) < before

    def outcome(self, unit: Block, right: bool) -> str:
        """The name of what happened to the unit."""
        if self._solved:
            return "kept" if right else "fixed"
        if self._untouched:
            return "kept" if right else "missed"
        if not self._mixed:
            return "broken" if right else "misfixed"
        reached = self._reached(unit)
        if right:
            return "kept" if reached else "broken"
        nothing_wanted = unit.other_start == unit.other_end
        nothing_there = unit.start == unit.end
        if reached and not nothing_wanted:
            return "fixed"
        if self._left_alone(unit) and not nothing_there:
            return "missed"
        if nothing_wanted:
            return "fixed"
        return "missed" if nothing_there else "misfixed"

    def _reached(self, unit: Block) -> bool:
        offset = self._segment.truth.start
        wanted = range(unit.other_start - offset, unit.other_end - offset)
        return self._truth_reached.issuperset(wanted)

    def _left_alone(self, unit: Block) -> bool:
        offset = self._segment.source.start
        return self._source_left.issuperset(range(unit.start - offset, unit.end - offset))


def _matched_in_second(
    hypothesis: Sequence[str], other: Sequence[str], *, swap: bool = False
) -> set[int]:
    """Indices of `other` that the alignment with the hypothesis leaves equal."""
    from rapidfuzz.distance import Levenshtein

    if swap:
        pairs = Levenshtein.opcodes(other, hypothesis)
        return {i for p in pairs if p.tag == "equal" for i in range(p.src_start, p.src_end)}
    pairs = Levenshtein.opcodes(hypothesis, other)
    return {i for p in pairs if p.tag == "equal" for i in range(p.dest_start, p.dest_end)}
