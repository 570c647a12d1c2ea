"""Spaces that are not the plain one: no-break and other typographic spaces between ordinary
words, zero-width characters, soft hyphens inside a word, and a doubled space within a sentence.

A no-break space that does its work (`10 km`, `Mr. Smith`, `« oui »`) is left alone, and so are
doubled spaces where the whole text is laid out with them.
"""

from __future__ import annotations

import re

from repair.model import Document, Span
from repair.text.finding import proposal
from repair.text.lines import code_near, is_laid_out, line_around
from repair.text.measured import confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "odd-space"
SUMMARY = "No-break, zero-width and doubled spaces between ordinary words."
FIXES = (
    ("The match was\u00a0played on Sunday.", "The match was played on Sunday."),
    ("The com\u00admittee met again.", "The committee met again."),
    ("The two clinics  closed their doors.", "The two clinics closed their doors."),
)
KEEPS = (
    "It weighs 10\u00a0kg and Dr.\u00a0Lamb carried it.",
    "name   age\nAnna    7\nBert   12\n",
)

_ODD = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
_VANISHING = "\u00ad\u200b\u2060\ufeff"
_ODD_RUN = re.compile(rf"[{_ODD}][ {_ODD}]*")
_INSIDE = frozenset("abcdefghijklmnopqrstuvwxyz,;’'")
_VANISHING_RUN = re.compile(rf"[{_VANISHING}]+")
_DOUBLE = re.compile(r"  +(?=[a-z(“])")
_TITLE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|No|Nos|p|pp|vol|fig|Fig|cf|ca|§)\.?|[A-Z]\.|[«§№$€£—–])$"
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every odd space of the text that does no work there."""
    text = document.text
    if not text.isascii():
        if any(character in text for character in _ODD):
            yield from _odd(document, knowledge)
        if any(character in text for character in _VANISHING):
            yield from _vanishing(document, knowledge)
    if "  " in text:
        yield from _doubled(document, knowledge)


def _odd(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = document.text
    for match in _ODD_RUN.finditer(text):
        span = Span(*match.span())
        while span.start and text[span.start - 1] == " ":
            span = Span(span.start - 1, span.end)
        before = text[max(0, span.start - 12) : span.start]
        after = text[span.end : span.end + 1]
        at_line_start = not before or before[-1] == "\n"
        if at_line_start or not after or after in "\r\n":
            # One such space is left over from the page; several may lay out verse or a table.
            width = span.end - span.start
            replacement = " " * width if width > 1 and at_line_start else ""
        elif _does_work(before, after) or (span.end - span.start > 1 and is_laid_out(document)):
            continue
        else:
            replacement = " "
        yield proposal(
            NAME,
            document,
            span,
            replacement,
            confidence(knowledge, NAME, "no-break"),
            "A no-break or typographic space where nothing has to be kept together.",
            source=row(NAME, "no-break"),
        )


def _does_work(before: str, after: str) -> bool:
    """Whether a no-break space keeps together what belongs together: a number and its unit, …"""
    if before[-1].isdigit() or after.isdigit() or after in "%:;!?»–—/°€£$=+×":
        return True
    return (not before.isascii() and not before[-1].isalpha()) or bool(_TITLE.search(before))


def _vanishing(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = document.text
    for match in _VANISHING_RUN.finditer(text):
        span = Span(*match.span())
        left, right = text[span.start - 1 : span.start], text[span.end : span.end + 1]
        if span.start == 0 or right in ("", "\n", "\r") or not (left + right).isprintable():
            continue  # a byte order mark, or a hyphen at the end of a line
        if ord(max(left, right)) > 0x24F and not (left.isspace() or right.isspace()):
            continue  # other scripts need them
        replacement = ""
        if left.isalpha() and right.isalpha() and "\u200b" in match.group():
            start, end = _word_around(text, span)
            known = knowledge.vocabulary.knows
            if not known(text[start : span.start] + text[span.end : end]) and (
                known(text[start : span.start]) and known(text[span.end : end])
            ):
                replacement = " "
        yield proposal(
            NAME,
            document,
            span,
            replacement,
            confidence(knowledge, NAME, "zero-width"),
            "A character without width that a page or a scanner left inside the text.",
            source=row(NAME, "zero-width"),
        )


def _word_around(text: str, span: Span) -> tuple[int, int]:
    start, end = span
    while start and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end


def _doubled(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = document.text
    if is_laid_out(document):
        return
    for match in _DOUBLE.finditer(text):
        span = Span(*match.span())
        if not span.start or text[span.start - 1] not in _INSIDE:
            continue
        line = text[slice(*line_around(text, span.start))]
        gaps = line.strip().count("  ")
        if code_near(text, span.start) or line[:1].isspace() or 3 * gaps > len(line.split()):
            continue
        yield proposal(
            NAME,
            document,
            span,
            " ",
            confidence(knowledge, NAME, "doubled"),
            "Two spaces within a sentence.",
            source=row(NAME, "doubled"),
        )
