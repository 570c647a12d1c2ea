"""Quotation marks that do not match: `‘realistic possibility'`, an opening mark never closed.

A curly mark with a straight partner gets a curly one. An opening mark before another opening one,
in a paragraph with one closing mark too few, is proposed to go.
"""

from __future__ import annotations

import re

from repair.model import Document, Span
from repair.text.finding import mark, proposal
from repair.text.lines import code_near, line_around
from repair.text.measured import confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "quotes"
SUMMARY = "Quotation marks that do not match or are never closed."
FIXES = (
    ("He called it a ‘good start' on Monday.", "He called it a ‘good start’ on Monday."),
    ('She said “we won" at last.', "She said “we won” at last."),
    (
        "“As the clubs met in York. The chairman spoke of a “great day” for all.",
        "As the clubs met in York. The chairman spoke of a “great day” for all.",
    ),
)
KEEPS = (
    "‘It’s the players' ground,’ he said, and “we don't” know.",
    "“A long speech\n\n“goes on here,” she said.",
    "The '90s and 6' 2\" are right.",
)

_SINGLE = re.compile(r"‘(?<!\w‘)(?:[^‘’'\n]|['’](?=\w)){1,160}(?<=[\w.,!?])'(?![\w'])")
_DOUBLE = re.compile(r"“[^“”\"\n]{1,500}\"(?!\w)")
_DOUBLE_OPEN = re.compile(r"\"(?<!\S\")(?=\w)[^“”\"\n]{1,500}”")
_TWO_OPEN = re.compile(r"“[^“”\n]*“")


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every mark without its partner that the text around it decides."""
    text = document.text
    if text.isascii():
        return
    if "‘" in text and "'" in text:
        for match in _SINGLE.finditer(text):
            if not code_near(text, match.start()) and not _closed_later(text, match.end()):
                place = Span(match.end() - 1, match.end())
                yield _partner(document, knowledge, place, "’", "single")
    if "“" in text and '"' in text:
        for match in _DOUBLE.finditer(text):
            yield _partner(document, knowledge, Span(match.end() - 1, match.end()), "”", "double")
    if "”" in text and '"' in text:
        for match in _DOUBLE_OPEN.finditer(text):
            place = Span(match.start(), match.start() + 1)
            yield _partner(document, knowledge, place, "“", "double-open")
    if "“" in text:
        yield from _never_closed(document, knowledge)


def _partner(
    document: Document, knowledge: Knowledge, place: Span, replacement: str, situation: str
) -> Finding:
    return proposal(
        NAME,
        document,
        place,
        replacement,
        confidence(knowledge, NAME, situation),
        "The quotation has one curly mark and one straight one.",
        source=row(NAME, situation),
    )


def _closed_later(text: str, at: int) -> bool:
    """Whether a curly closing mark follows on the line before another opening one."""
    rest = text[at : line_around(text, at - 1).end]
    closing = re.search(r"‘|’(?!\w)", rest)
    return closing is not None and closing.group() == "’"


def _never_closed(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Opening marks with no partner in their paragraph, unless the quotation goes on below."""
    text = document.text
    done = -1
    for match in _TWO_OPEN.finditer(text):
        if match.start() < done:
            continue  # the line has been looked at
        line = line_around(text, match.start())
        done = line.end
        whole = text[line.start : line.end]
        if whole.count("“") != whole.count("”") + 1:
            continue
        below = text[line.end : line.end + 100].lstrip()[:1]
        if below in "“”" and below:
            continue
        place = Span(match.start(), match.start() + 1)
        reason = "The quotation that opens here is never closed, and another opens inside it."
        if not text[line.start : match.start()].strip():
            yield proposal(
                NAME,
                document,
                place,
                "",
                confidence(knowledge, NAME, "never-closed"),
                reason,
                source=row(NAME, "never-closed"),
            )
        else:
            yield mark(NAME, document, place, reason)
