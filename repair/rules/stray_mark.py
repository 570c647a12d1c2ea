"""Dirt read as a sign: a lone `|` or `~`, a `*` stuck to a word.

Bullets, footnote signs, code and markup are left alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "stray-mark"
SUMMARY = "A sign that is no punctuation, alone or stuck to a word."
_STOPS = ".,;:!?\"'“”‘’()[]"
_SEPARATORS = "|*»«›‹>•·–—-+/"
FIXES = (
    (
        "He *was given access to the bedrooms of the house, and then he left.",
        "He was given access to the bedrooms of the house, and then he left.",
    ),
)
KEEPS = (
    "* first item",
    "It was 5 > 3 in the end.",
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Stray signs."""
    return (
        f
        for f in knowledge.engine.findings(document, knowledge)
        if f.rule == NAME and not _has_use(document, f)
    )


def _has_use(document: Document, finding: Finding) -> bool:
    """Whether the sign may mean something: a stop, an end mark of a line, or one of a row."""
    gone = "".join(c for c in finding.before if not c.isalnum() and c not in (finding.after or ""))
    if any(c in _STOPS for c in gone):
        return True
    line_start = document.text.rfind("\n", 0, finding.span.start) + 1
    line_end = document.text.find("\n", finding.span.end)
    line = document.text[line_start : line_end if line_end >= 0 else None]
    return any(
        c in _SEPARATORS and (line.count(c) > 1 or line.rstrip().endswith(c)) for c in gone
    )
