"""The whole flow on one screen: protect, find, settle, and again until nothing new is found."""

from __future__ import annotations

import gc

from repair import rules
from repair.model import (
    APPLY_THRESHOLD,
    MIN_CONFIDENCE,
    PROPOSED,
    Document,
    Edit,
    Finding,
    Mark,
    Result,
    Span,
    Suggestion,
)
from repair.ranking.recogniser import weighed
from repair.ranking.settle import settle
from repair.text import ignores
from repair.text.edits import apply
from repair.text.noise import inherit
from repair.text.prose import read
from repair.text.protect import is_number
from repair.text.tokens import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from repair.knowledge import Knowledge
    from repair.text.prose import Prose

PASSES, PASSES_UNASKED = 2, 3
"""How often a text is read at most, for proposals and for edits made unasked: one repair may
uncover the next. A third reading changed about one in 400 proposals for records of bench/ocr."""

LONG = 100_000
"""Characters from which a text is read once for proposals: what a repair uncovers is found when
it is made."""

_LONE_DIGITS = frozenset("10")

_CASE_RULES = frozenset({"name", "name-consistency", "mojibake", "odd-space"})
"""Rules that may touch a name in its right form: they know it, or work below the word."""


def check_document(
    document: Document,
    knowledge: Knowledge,
    *,
    min_confidence: float = MIN_CONFIDENCE,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
) -> Result:
    """Every proposal at or above `min_confidence`, and every mark, in `document`'s coordinates.

    Raises:
        repair.rules.UnknownRule: when `select` or `ignore` names no rule.
    """
    chosen = rules.chosen(select, ignore)
    collecting = gc.isenabled()
    gc.disable()  # what is made here is freed as it goes; looking for circles took a fifth longer
    try:
        if prose := read(document):
            return _checked_prose(document, prose, knowledge, chosen, min_confidence)
        return _checked(document, knowledge, chosen, min_confidence)
    finally:
        if collecting:
            gc.enable()


def _checked_prose(
    document: Document,
    prose: Prose,
    knowledge: Knowledge,
    chosen: Sequence[str],
    min_confidence: float,
) -> Result:
    """What is found in the prose of a file with markup, where it stands in the file."""
    result = _checked(prose.document, knowledge, chosen, min_confidence)
    allowed = ignores.read(document.text)  # comments of the markup may say what is to be ignored
    return Result(document, tuple(filter(allowed, prose.in_the_file(result.findings))))


def _checked(
    document: Document, knowledge: Knowledge, chosen: Sequence[str], min_confidence: float
) -> Result:
    """The findings of as many readings as find anything new."""
    findings = _read_once(document, knowledge, chosen, min_confidence)
    for _ in range(_passes(document, min_confidence) - 1):
        # What is read next does not depend on how much of the doubtful a person wants to see.
        edits = Result(document, findings).edits(max(min_confidence, MIN_CONFIDENCE))
        if not edits:
            break
        repaired = Document(apply(document.text, edits), document.name, _moved(document, edits))
        inherit(repaired, document, knowledge)
        again = _read_once(repaired, knowledge, chosen, min_confidence)
        later = [f for f in again if f.suggestions]
        if not later:
            break
        findings = _merged(document, findings, edits, later)
    return Result(document, findings)


def _passes(document: Document, min_confidence: float) -> int:
    """How often a document is read at most."""
    if min_confidence >= APPLY_THRESHOLD:
        return PASSES_UNASKED
    return 1 if len(document.text) > LONG else PASSES


def _read_once(
    document: Document, knowledge: Knowledge, chosen: Sequence[str], min_confidence: float
) -> tuple[Finding, ...]:
    """One pass of the chosen rules over the text."""
    every = (f for name in chosen for f in rules.rule(name).find(document, knowledge))
    found = [
        finding
        for finding in weighed(every, document, knowledge)
        if not finding.suggestions
        or (finding.confidence >= min_confidence and finding.after != finding.before)
    ]
    if not found:
        return ()
    right = knowledge.lexicon.right_spans(document, [finding.span for finding in found])
    allowed = ignores.read(document.text)
    return settle(
        finding
        for finding in found
        if allowed(finding)
        and not (finding.suggestions and document.is_protected(finding.span))
        and not _changes_number(finding)
        and (finding.rule in _CASE_RULES or not _changes_name(finding, right))
    )


def _changes_name(finding: Finding, right: Sequence[Span]) -> bool:
    """Whether the finding alters letters of a name that stands in its right form."""
    if not finding.suggestions or finding.before.strip() == (finding.after or "").strip():
        return False
    from bisect import bisect_left

    # `right` is sorted and its spans are apart: those that overlap stand in a row.
    after = finding.after or ""
    for i in range(max(0, bisect_left(right, finding.span) - 1), len(right)):
        span = right[i]
        if span.start >= finding.span.end:
            break
        inside = slice(max(0, span.start - finding.span.start), span.end - finding.span.start)
        if span.overlaps(finding.span) and finding.before[inside] not in after:
            return True
    return False


def _changes_number(finding: Finding) -> bool:
    """Whether a number, date or amount that stands in the finding is gone after the repair."""
    if not finding.suggestions or not any(c.isdigit() for c in finding.before):
        return False
    if finding.rule == "spelling" and finding.before.strip(",") in _LONE_DIGITS:
        return False  # the pronoun, in a text where other words are damaged: only ever proposed
    kept = [bare(run) for run in (finding.after or "").split()]
    return any(
        is_number(number) and number not in kept for number in map(bare, finding.before.split())
    )


def _moved(document: Document, edits: Sequence[Edit]) -> tuple[Mark, ...]:
    """The marks where they stand after `edits`, and the names these put in; marks an edit touches
    are dropped."""
    from bisect import bisect_right
    from itertools import accumulate

    ends = [edit.span.end for edit in edits]
    shifts = [0, *accumulate(len(edit.after) - len(edit.before) for edit in edits)]
    starts = [edit.span.start + shift for edit, shift in zip(edits, shifts, strict=False)]
    moved = [
        Mark(Span(start, start + len(edit.after)), PROPOSED)
        for edit, start in zip(edits, starts, strict=True)
        if edit.rule == "name" and edit.before.lower() != edit.after.lower()
    ]
    for mark in document.marks:
        before = bisect_right(ends, mark.span.start)
        if not any(edit.span.overlaps(mark.span) for edit in edits[before : before + 1]):
            start, end = (offset + shifts[before] for offset in mark.span)
            moved.append(mark._replace(span=Span(start, end)))
    return tuple(moved)


def _merged(
    document: Document,
    findings: tuple[Finding, ...],
    edits: Sequence[Edit],
    later: Sequence[Finding],
) -> tuple[Finding, ...]:
    """The findings of both passes in the coordinates of the original text.

    A later finding that touches an earlier repair is joined to it, with the lower confidence of
    the two; one that stands elsewhere is a proposal of its own.
    """
    made = {edit.span: edit for edit in edits}
    place: dict[Span, Finding] = {f.span: f for f in findings if f.span in made and f.suggestions}
    others = [f for f in findings if not (f.span in made and f.suggestions)]
    outputs, shift = [], 0  # where each repair stands in the repaired text
    for edit in edits:
        start = edit.span.start + shift
        outputs.append((Span(start, start + len(edit.after)), edit))
        shift += len(edit.after) - len(edit.before)
    for finding in later:
        touched = [(span, edit) for span, edit in outputs if _meets(span, finding.span)]
        moved_back = sum(
            len(e.after) - len(e.before)
            for s, e in outputs
            if s.end <= finding.span.start and not _meets(s, finding.span)
        )
        if not touched:
            span = Span(finding.span.start - moved_back, finding.span.end - moved_back)
            if document.text[span.start : span.end] == finding.before:
                others.append(finding._replace(span=span))
            continue
        joined = _joined(document, finding, touched, moved_back, place)
        if joined is not None:
            for _, edit in touched:
                place.pop(edit.span, None)
            others.append(joined)
    return settle([*others, *place.values()])


def _meets(repaired: Span, span: Span) -> bool:
    return repaired.overlaps(span) or (
        repaired.start == repaired.end and span.start <= repaired.start <= span.end
    )


def _joined(
    document: Document,
    finding: Finding,
    touched: list[tuple[Span, Edit]],
    moved_back: int,
    place: dict[Span, Finding],
) -> Finding | None:
    """One finding that does the touched repairs and then `finding`; None if they are gone."""
    if any(edit.span not in place for _, edit in touched):
        return None
    start = min(finding.span.start, touched[0][0].start)
    end = max(finding.span.end, touched[-1][0].end)
    grown = sum(len(e.after) - len(e.before) for _, e in touched)
    span = Span(start - moved_back, end - moved_back - grown)
    before = document.text[span.start : span.end]
    local = [
        e._replace(span=Span(e.span.start - span.start, e.span.end - span.start))
        for _, e in touched
    ]
    middle = apply(before, local)
    cut = Span(finding.span.start - start, finding.span.end - start)
    if middle[cut.start : cut.end] != finding.before:
        return None
    first = place[touched[0][1].span]
    confidence = min(finding.confidence, *(e.confidence for _, e in touched))
    return Finding(
        first.rule,
        span,
        before,
        f"{first.reason} Then: {finding.reason}",
        (
            Suggestion(
                middle[: cut.start] + (finding.after or "") + middle[cut.end :],
                confidence,
                (*first.evidence, *finding.evidence),
            ),
        ),
        first.source or finding.source,
    )
