"""A line that stands twice in a page: a headline printed again above its article or its link.

Only marked: which of the two goes is for a person to say. Short lines, refrains, lists, tables
and code are left alone.
"""

from __future__ import annotations

from repair.model import Document, Span
from repair.text.finding import mark
from repair.text.lines import code_near, is_sentence, spans_of_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "repeated-line"
SUMMARY = "A headline that stands a second time (marked only)."
FIXES = (
    (
        "New stroke unit to open in spring\n\nNew stroke unit to open in spring\n\nIt will.",
        "New stroke unit to open in spring\n\nNew stroke unit to open in spring\n\nIt will.",
    ),
)
KEEPS = ("Row, row, row your boat,\nGently down the stream.\n\nRow, row, row your boat,\nAshore.",)

_WORDS = 5
_NEAR = 12  # lines; a headline is repeated close to its first place
_LONGEST = 200


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every headline that has stood a few lines above."""
    text = document.text
    longer = [line for line in map(str.strip, text.split("\n")) if len(line) > 20]
    if len(longer) == len(set(longer)):
        return
    last: dict[str, int] = {}
    lines = spans_of_lines(document)
    for number, span in enumerate(lines):
        if not 20 < span.end - span.start <= _LONGEST:
            continue
        line = text[span.start : span.end]
        before = last.get(line)
        last[line] = number
        if before is None or number - before > _NEAR or len(line.split()) < _WORDS:
            continue
        if number - before > 1 and not any(_alone(text, lines[n]) for n in (before, number)):
            continue  # a refrain, a line of a list
        if is_sentence(line) or line[-1] in ",;:" or not (line[0].isupper() or line[0] in "“‘\"'"):
            continue
        if code_near(text, span.start) or line.startswith(("|", "-", "*")):
            continue
        yield mark(NAME, document, span, "The same line stands a few lines above.")


def _alone(text: str, span: Span) -> bool:
    """Whether blank lines, or the ends of the text, stand on both sides of a line."""
    above, below = text[: span.start].rstrip(" \t•·"), text[span.end :].lstrip(" \t\r")
    return (not above or above.endswith(("\n\n", "\n\r\n"))) and (
        not below or below.startswith("\n\n") or below.startswith("\n\r\n") or below == "\n"
    )
