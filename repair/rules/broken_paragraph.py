"""A paragraph broken in mid-sentence by a blank line, or by a line that intrudes.

Where the first half cannot end there (`guards and`) joining the halves is proposed; where it only
stops without a full stop and goes on in small letters, and where another line stands between the
halves, the place is marked.
"""

from __future__ import annotations

import re

from repair.model import Document, Span
from repair.records import NamedTuple
from repair.spelling.plain_model import BOUNDARY
from repair.text.finding import mark, proposal
from repair.text.lines import code_near, line_around
from repair.text.measured import confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding
    from repair.spelling.plain_model import PlainModel

NAME = "broken-paragraph"
SUMMARY = "A paragraph broken in the middle of a sentence."
FIXES = (
    (
        "The photographs released by the club on Monday showed the players and\n\n"
        "crowds of people in the streets of the town.",
        "The photographs released by the club on Monday showed the players and "
        "crowds of people in the streets of the town.",
    ),
)
KEEPS = (
    "What you need is in every shop of the town:\n\nflour and eggs\n\nbutter and\n\nmilk",
    "The match was played on Sunday at the new ground of the club.\n\nthe score was 2-0.",
)

_BREAK = re.compile(r"\n[ \t\u00a0]{0,20}\n\s{0,40}[a-z]")
_LONG = 50  # characters the first half has at least: shorter ones are lists, headings or verse
_WRAPPED = 110  # characters; longer lines are whole paragraphs
_SHORT = 30  # characters the second half has at least
_LAST = re.compile(r"[^\W\d_]+$")
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_ENOUGH = 40  # seams are asked of the language model at most
_GAIN = 0.5  # natural-log units


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every break inside a sentence."""
    text = document.text
    breaks = list(_BREAK.finditer(text))
    marks: list[_Seam] = []
    for match in breaks:
        before = line_around(text, match.start() - 1) if match.start() else Span(0, 0)
        after = line_around(text, match.end() - 1)
        first = text[before.start : match.start()].rstrip()
        second = text[match.end() - 1 : after.end].strip()
        if len(second) < _SHORT or code_near(text, match.start()) or code_near(text, match.end()):
            continue
        if not _is_open(first):
            seam = _intruder(text, before, second)
            if seam is not None:
                marks.append(seam)
            continue
        span = Span(before.start + len(first), match.end() - 1)
        last = _LAST.search(first)
        if last is not None and last.group().lower() in _unfinished(knowledge):
            yield proposal(
                NAME,
                document,
                span,
                "\n" if _is_wrapped(text, before, after) else " ",
                confidence(knowledge, NAME, "unfinished"),
                f"The paragraph breaks off after {last.group()!r} and goes on below.",
                source=row(NAME, "unfinished"),
            )
        elif len(first) > 3 * _LONG and len(second) > 2 * _LONG:
            reason = "The paragraph breaks off in mid-sentence here."
            marks.append(_Seam(span, first, second, reason))
    if marks and _goes_on(marks[:_ENOUGH], knowledge):
        for seam in marks:
            yield mark(NAME, document, seam.span, seam.reason)


def _is_wrapped(text: str, before: Span, after: Span) -> bool:
    """Whether the paragraphs consist of short lines, which the joined one has to keep."""
    above = text[slice(*line_around(text, before.start - 1))] if before.start else ""
    below = text[slice(*line_around(text, after.end + 1))] if after.end < len(text) else ""
    return before.end - before.start < _WRAPPED and bool(above.strip() or below.strip())


class _Seam(NamedTuple):
    """A place to mark, and the text on both sides of it."""

    span: Span
    first: str
    second: str
    reason: str


def _unfinished(knowledge: Knowledge) -> list[str]:
    words: list[str] = knowledge.table("small_words")[NAME]["unfinished"]
    return words


def _is_open(first: str) -> bool:
    """Whether a line is long enough to be a paragraph and does not end like one."""
    return len(first) >= _LONG and (first[-1].isalpha() or first[-1] == ",")


def _intruder(text: str, line: Span, second: str) -> _Seam | None:
    """The line that stands between two halves of a sentence, if the half above it is open."""
    shown = text[line.start : line.end].strip()
    if not shown or not shown[0].isupper() or len(shown) > 4 * _LONG:
        return None
    end = line.start
    while end and text[end - 1].isspace():
        end -= 1
    first = text[text.rfind("\n", 0, end) + 1 : end]
    if text.count("\n", end, line.start) < 2 or not _is_open(first) or len(first) <= 3 * _LONG:
        return None
    start = line.start + text[line.start : line.end].find(shown[0])
    reason = "This line stands in the middle of a sentence, which goes on below it."
    return _Seam(Span(start, start + len(shown)), first, second, reason)


def _goes_on(seams: list[_Seam], knowledge: Knowledge) -> bool:
    """Whether the second halves follow from the first ones, as the language model sees it.

    Measured is how much likelier the first words of the second halves are after the last words
    of the first halves than by themselves, in natural-log units a seam: entries of a list that
    only begin small gain nothing from what stands above them.
    """
    model = knowledge.plain_model
    gain = 0.0
    for seam in seams:
        left = [word.lower() for word in _WORD.findall(seam.first[-60:])[-2:]]
        right = [word.lower() for word in _WORD.findall(seam.second[:60])[:2]]
        if right:
            after = sum(_score(model, [*left, *right])[len(left) :])
            gain += after - sum(_score(model, right))
    return gain > _GAIN * len(seams)


def _score(model: PlainModel, words: list[str]) -> list[float]:
    """Log probability of each word after up to two before it; the first begins a sentence."""
    known = [None, *map(model.word, [BOUNDARY, *words])]
    return [
        model.logprob(left2, left1, word)
        for left2, left1, word in zip(known, known[1:], known[2:], strict=False)
        if word is not None
    ]
