"""From judged hypotheses to findings: one proposal for a place, with its reasons in words."""

from __future__ import annotations

import re

from repair.model import Finding, Suggestion
from repair.spelling.features import NAMES
from repair.spelling.kinds import CASE, JOINED, MARK, RULES, SPELLING, STOP, STRAY_LETTER
from repair.spelling.near_words import PREFIXES
from repair.spelling.reasons import evidence, reason
from repair.text.casing import style_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.hypotheses import Hypothesis
    from repair.spelling.reading import Reading

_ALTERNATIVES = 3
_KNOWN, _PATTERN = NAMES.index("form_known"), NAMES.index("pattern")  # 0: in lower case
_BITS = NAMES.index("bits_near")
_NUMBER_AT_MOST = 0.98
_DOUBTS = frozenset((JOINED, CASE, STOP))
"""Kinds that change a run which is right by itself on the strength of its neighbours alone: verse
has capitals after its commas, a dash without spaces looks like a hyphen."""

_LEAST_DOUBT = 0.75
"""Asked of these and of every other known word: of their changes between .5 and this one in three
was wrong on the documents to learn from and to choose on, and one in five broke what was right,
where of unknown words it was one in thirty."""

_LEAST_NAME = 0.65
"""The same for unknown words with capitals, which may be names, and signs beside known words: one
in eight."""

_LEAST_IN_FORMULA, _FORMULA = 0.9, 4
"""The same for a sign of sums or a capital that would go where so many of the eight runs around are
as short: of 19 such changes in papers 18 were wrong, elsewhere a quarter."""

_LEAST_QUOTED = 0.9
"""The same for one of two quotation marks that enclose text: below it 27 of 85 were right."""

_LEAST_PREFIXED, _PREFIXED = 0.9, re.compile(r"\W*([^\W\d_]+)-[^\W\d_]")
"""The same for the hyphen after a prefix or a single letter (`co-operative`, `e-mail`), a way of
writing as often as what is left of a line's end: below it 13 of 23 were right, above it all 61."""

_CASELESS = re.compile(r"[\"'“‘(\[]*[0-9l|!](?=[a-z])")
_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?][\"'”’)\]]*$")

_OF_FORMULAS = frozenset("=+<>~*/|^")

_HALVES = re.compile(r"\W*[^\W\d_a-z][^\W\d_]*-[^\W\d_]")

_LEAST_IN_SOUND = 0.6
"""The same in a text with hardly any other damage: most unknown words there are right."""


def proposals(
    reading: Reading, judged: list[Hypothesis], least: float
) -> tuple[Finding, ...]:
    """Disjoint findings, the surest hypotheses first, sorted by place."""
    by_window: dict[tuple[int, int], list[Hypothesis]] = {}
    for hypothesis in judged:
        if hypothesis.probability >= max(least, _asked_of(reading, hypothesis)):
            window = hypothesis.window
            by_window.setdefault((window.first, window.last), []).append(hypothesis)
    groups = [sorted(group, key=lambda h: -h.probability) for group in by_window.values()]
    groups.sort(key=lambda group: (-group[0].probability, group[0].window.first))
    taken: set[int] = set()
    found = []
    for group in groups:
        window = group[0].window
        places = range(window.first, window.last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(_finding(reading, group))
    if style_of(reading.document) == "lower":
        found = [lowered for finding in found if (lowered := _without_capitals(finding))]
    return tuple(sorted(found, key=lambda f: f.span))


def _without_capitals(finding: Finding) -> Finding | None:
    """The finding as a text without capitals wants it; None where nothing else would change."""
    if finding.after is None or finding.after.lower() == finding.before:
        return None
    suggestions = tuple(s._replace(replacement=s.replacement.lower()) for s in finding.suggestions)
    return finding._replace(suggestions=suggestions)


def _stated(hypothesis: Hypothesis, before: str) -> float:
    """The probability, below what is ever done unasked when a number would change, a letter or
    two would go that may stand for something, or half of a name (`Jun-seok`) is no word."""
    replacement = hypothesis.candidate.replacement
    lone_number = before.strip(",").isdigit() and not replacement.isdigit()
    letters = before.strip().isalpha() and not replacement
    half_a_name = _HALVES.match(before) is not None
    other_digits = replacement != before and any(c.isdigit() for c in replacement)
    other_digits = other_digits and _digits(replacement) != _digits(before)
    if lone_number or letters or half_a_name or other_digits:
        return min(hypothesis.probability, _NUMBER_AT_MOST)
    return hypothesis.probability


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _asked_of(reading: Reading, hypothesis: Hypothesis) -> float:
    """How sure a hypothesis has to be: what may be right as it stands speaks against a change."""
    if _unquotes(reading, hypothesis):
        return _LEAST_QUOTED
    if _drops_hyphen(reading, hypothesis):
        return _LEAST_PREFIXED
    sound = reading.runs[hypothesis.window.first] not in reading.suspicious
    kind, known = hypothesis.candidate.kind, hypothesis.row[_KNOWN]
    if (sound and kind in _DOUBTS) or (known and kind != MARK):
        return _LEAST_DOUBT
    least = _LEAST_IN_SOUND if reading.is_sound else 0.0
    if hypothesis.row[_BITS] >= _FORMULA and not hypothesis.candidate.replacement:
        run = reading.runs[hypothesis.window.first]
        if run.isupper() or _OF_FORMULAS.issuperset(run):
            return _LEAST_IN_FORMULA
    return max(least, _LEAST_NAME) if known or hypothesis.row[_PATTERN] else least


def _drops_hyphen(reading: Reading, hypothesis: Hypothesis) -> bool:
    """Whether all that goes is a hyphen after what is often written with one."""
    run = reading.runs[hypothesis.window.first]
    match = _PREFIXED.match(run)
    if match is None or hypothesis.candidate.replacement != run.replace("-", "", 1):
        return False
    first = match.group(1).lower()
    return len(first) == 1 or first in PREFIXES


def _unquotes(reading: Reading, hypothesis: Hypothesis) -> bool:
    """Whether one of two curly quotation marks that enclose text would go."""
    window, replacement = hypothesis.window, hypothesis.candidate.replacement
    for number in range(window.first, window.last + 1):
        run = reading.runs[number]
        if run.isascii():
            continue
        gone = any(mark in run and mark not in replacement for mark in "“”")
        if gone and reading.is_quoted(number):
            return True
    return False


def _finding(reading: Reading, group: list[Hypothesis]) -> Finding:
    best = group[0]
    text = reading.document.text
    span = reading.span(best.window.first, best.window.last)
    if best.candidate.replacement == "":
        # A run that goes takes the white space after it along, or before it at the end of a line.
        end = span.end
        while end < len(text) and text[end] in " \t":
            end += 1
        start = span.start
        if end == len(text) or text[end] == "\n":
            end = span.end
            while start and text[start - 1] in " \t":
                start -= 1
        span = span._replace(start=start, end=end)
    before = text[span.start : span.end]
    suggestions = tuple(
        Suggestion(_capitalised(reading, h), round(_stated(h, before), 4), evidence(reading, h))
        for h in group[:_ALTERNATIVES]
        if h is best or best.candidate.replacement != ""
    )
    return Finding(_rule(best, before), span, before, reason(reading, best), suggestions)


def _capitalised(reading: Reading, hypothesis: Hypothesis) -> str:
    """The replacement, with a capital where it opens a sentence and its first letter was a sign
    that shows no case: `1t is`, `lf it`."""
    replacement, first = hypothesis.candidate.replacement, hypothesis.window.first
    run = reading.runs[first]
    opening = _CASELESS.match(run)
    if opening is None or (first and _SENTENCE_END.search(reading.runs[first - 1]) is None):
        return replacement
    at = opening.end() - 1
    letter = replacement[at : at + 1]
    if not letter.islower() or letter == run[at]:
        return replacement
    return f"{replacement[:at]}{letter.upper()}{replacement[at + 1 :]}"


def _rule(best: Hypothesis, before: str) -> str:
    """The rule a repair is reported under; one that only drops signs is about marks."""
    kind = best.candidate.kind
    if kind == SPELLING and _bare(before) == _bare(best.candidate.replacement):
        kind = MARK
    if kind == STRAY_LETTER and not all(d.observed.isalpha() for d in best.candidate.found):
        kind = JOINED  # a sign stands where the space was
    return RULES[kind]


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))
