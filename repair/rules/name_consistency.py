"""One name written in two ways in the same document.

`Kim Yong Un` beside four `Kim Jong Un` is most likely a slip; `Zelensky` beside `Zelenskyy` is a
choice somebody has to make once. Both are offered and never changed unasked.
"""

from __future__ import annotations

from repair.model import Evidence, Finding, Suggestion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document

NAME = "name-consistency"
SUMMARY = "One name is spelt in two ways in the same document."
FIXES = (
    (
        "Anna Lindqvist spoke first. Anna Lindqvist left early, and Anna Lindqvist did not vote. "
        "Nobody asked Anna Lindkvist why.",
        "Anna Lindqvist spoke first. Anna Lindqvist left early, and Anna Lindqvist did not vote. "
        "Nobody asked Anna Lindqvist why.",
    ),
)
KEEPS = (
    "Anna Lindqvist met Hanna Lindqvist. Anna Lindqvist and Anna Lindqvist's aunt had tea.",
    "Korea and Korean are two words: Korea has a Korean language, and Korea is proud of Korea.",
)

SLIP = 0.7
"""Share of rarer spellings an editor changed to the usual one, counted in the annotated pages."""

CHOICE = 0.5


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Rarer spellings of names beside the usual ones."""
    from repair.names.consistency import variants

    for variant in variants(document, knowledge):
        if document.is_protected(variant.span):
            continue
        if variant.of_lexicon:
            reason = f"'{variant.usual}' is the usual spelling here; both are right."
        else:
            reason = f"'{variant.usual}' stands {variant.times} times in this document."
        evidence = (Evidence("document", reason, float(variant.times)),)
        confidence = CHOICE if variant.of_lexicon else SLIP
        suggestion = Suggestion(variant.usual, confidence, evidence)
        yield Finding(NAME, variant.span, variant.written, reason, (suggestion,))
