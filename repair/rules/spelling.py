"""A word that is none, and the word it most likely was: `caipenter` for `carpenter`.

What was meant is judged by the characters that scanners and hands confuse, by the words around,
and by the rest of the text. Names, foreign words and technical terms are left alone when nothing
speaks for damage.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "spelling"
SUMMARY = "A damaged word."
FIXES = (
    (
        "The prisonor was charged with stealing a watcb from the house.",
        "The prisoner was charged with stealing a watch from the house.",
    ),
)
KEEPS = (
    "Colour and color, armour and armor are words.",
    "The town of Vladivostok lies on the Pacific.",
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Words whose letters were misread or mistyped."""
    return (f for f in knowledge.engine.findings(document, knowledge) if f.rule == NAME)
