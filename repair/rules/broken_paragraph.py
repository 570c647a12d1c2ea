"""A paragraph broken in mid-sentence by a blank line, or by a line that intrudes.

Where the first half cannot end there (`guards and`) joining the halves is proposed; where it only
stops without a full stop and goes on in small letters, and where another line stands between the
halves, the place is marked.
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

_BREAK = re.compile(r"\n[ \t\u00a0]*\n\s*[a-z]")
_LONG = 50  # characters the first half has at least: shorter ones are lists, headings or verse
_SHORT = 30  # characters the second half has at least
_LAST = re.compile(r"[^\W\d_]+$")
_LISTS = 0.25  # share of breaks among the paragraphs, above which the text is a list of entries


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every break inside a sentence."""
    text = document.text
    breaks = list(_BREAK.finditer(text))
    # Where many paragraphs begin small the text is a list of entries.
    entries = len(breaks) > 10 and len(breaks) > _LISTS * (text.count("\n\n") + 1)
    for match in breaks:
        before = line_around(text, match.start() - 1) if match.start() else Span(0, 0)
        after = line_around(text, match.end() - 1)
        first = text[before.start : match.start()].rstrip()
        second = text[match.end() - 1 : after.end].strip()
        if len(second) < _SHORT:
            continue
        span = Span(before.start + len(first), match.end() - 1)
        if _is_open(first):
            last = _LAST.search(first)
            unfinished = knowledge.table("small_words")[NAME]["unfinished"]
            if code_near(text, match.start()) or code_near(text, match.end()):
                continue
            if last is not None and last.group().lower() in unfinished:
                yield proposal(
                    NAME,
                    document,
                    span,
                    " ",
                    confidence(knowledge, NAME, "unfinished"),
                    f"The paragraph breaks off after {last.group()!r} and goes on below.",
                    source=row(NAME, "unfinished"),
                )
            elif len(first) > 3 * _LONG and len(second) > 2 * _LONG and not entries:
                yield mark(NAME, document, span, "The paragraph breaks off in mid-sentence here.")
        elif not entries:
            yield from _intruder(document, before)


def _is_open(first: str) -> bool:
    """Whether a line is long enough to be a paragraph and does not end like one."""
    return len(first) >= _LONG and (first[-1].isalpha() or first[-1] == ",")


def _intruder(document: Document, line: Span) -> Iterator[Finding]:
    """The line that stands between two halves of a sentence, if the half above it is open."""
    text = document.text
    shown = text[line.start : line.end].strip()
    above = text[: line.start].rstrip()
    if not shown or not shown[0].isupper() or len(shown) > 4 * _LONG or not above:
        return
    first = above[above.rfind("\n") + 1 :]
    if text.count("\n", len(above), line.start) >= 2 and _is_open(first) and len(first) > 3 * _LONG:
        start = line.start + text[line.start : line.end].find(shown[0])
        yield mark(
            NAME,
            document,
            Span(start, start + len(shown)),
            "This line stands in the middle of a sentence, which goes on below it.",
        )
