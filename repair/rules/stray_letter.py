"""A letter stands where a space was: `weremactively` is `were actively`.

Both halves must be words, and the same letter doing the same elsewhere in the text speaks for it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "stray-letter"
SUMMARY = "Two words with a stray letter where the space was."
FIXES = (
    (
        "The two teams weremactively looking for a new ground in the north of the city.",
        "The two teams were actively looking for a new ground in the north of the city.",
    ),
)
KEEPS = (
    "The committee met somewhere near the station.",
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Words that a stray letter holds together."""
    return (f for f in knowledge.engine.findings(document, knowledge) if f.rule == NAME)
