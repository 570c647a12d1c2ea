"""A word divided at the end of a line: `sub-` and `sequently` on the next line are `subsequently`.

The halves are joined only when the vocabulary or the text knows the whole word; a word that is
written with a hyphen keeps it. Where lines have been joined since, the hyphen stands inside a line
(`ex-perience`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "line-hyphen"
SUMMARY = "A word divided by the hyphen of a line's end."
FIXES = (
    (
        "He was sub-\nsequently charged with the robbery.",
        "He was subsequently charged with the robbery.",
    ),
)
KEEPS = (
    "The pre- and post-war years were hard.",
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Words that a hyphen divides over the end of a line."""
    return (f for f in knowledge.engine.findings(document, knowledge) if f.rule == NAME)
