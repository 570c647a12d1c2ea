"""Capitals in the middle of a word: `tHe` is `the`.

Names and brands with inner capitals (`McDonald`, `iPhone`) are left alone. In damaged text the
capital of an ordinary word in the middle of a sentence is doubted, too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "letter-case"
SUMMARY = "A word with capitals in the wrong places."
FIXES = (
    (
        "He went to tHe house and opened the door.",
        "He went to the house and opened the door.",
    ),
)
KEEPS = (
    "Mr McDonald has an iPhone and a PhD.",
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Words with a capital in the wrong place."""
    return (f for f in knowledge.engine.findings(document, knowledge) if f.rule == NAME)
