"""Dirt read as a sign: a lone `|` or `~`, a `*` stuck to a word; a stop read for a comma.

Bullets, footnote signs, code and markup are left alone; stops and quotation marks are doubted only
in a text that is damaged elsewhere.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "stray-mark"
SUMMARY = "A sign that does not belong, alone or stuck to a word."
FIXES = (
    (
        "He ~was given access to the bedrooms of the house, and then he left.",
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
        if f.rule == NAME and f.before.strip() != "i"  # rather a speaker's pronoun than dirt
    )
