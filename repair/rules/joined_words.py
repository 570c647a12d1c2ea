"""Words that lost the space between them: `ofthe` is `of the`, `withthe` is `with the`.

Compounds, names and technical terms that merely contain words are left alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "joined-words"
SUMMARY = "Two or more words without the space between them."
FIXES = (
    (
        "He stood at the door ofthe house and waited.",
        "He stood at the door of the house and waited.",
    ),
)
KEEPS = (
    "The newspaper was on the bookshelf beside the typewriter.",
    "PostgreSQL and JavaScript are installed.",
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Runs that are several words."""
    return (f for f in knowledge.engine.findings(document, knowledge) if f.rule == NAME)
