"""A word with a space inside it, or with the space moved: `infor mation`, `th ecat`.

Two words that also make one (`any one`, `in formation`) are left as they stand.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "split-word"
SUMMARY = "A word divided by a space, or two words with the space in the wrong place."
FIXES = (
    (
        "They asked for more infor mation about the new railway.",
        "They asked for more information about the new railway.",
    ),
)
KEEPS = (
    "They marched in formation past any one of us.",
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Words that a space divides."""
    return (f for f in knowledge.engine.findings(document, knowledge) if f.rule == NAME)
