"""A right word in the place of another that sounds or looks alike: `a trained carrying arms`.

Every word of a table of confusions is compared with the words it may stand for, in the company
of two words on each side; only a much likelier alternative is proposed, and none is ever applied
unasked. Capitalised words are left alone: they may be names.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding
    from repair.spelling.real_words import Question

NAME = "confused-word"
SUMMARY = "A word in the place of another that sounds or looks alike."
FIXES = (
    ("They went to there house in the evening.", "They went to their house in the evening."),
    ("It was clear chat they wanted peace.", "It was clear that they wanted peace."),
)
KEEPS = (
    "There house stands on a hill, and their it has stood.",
    "He had a bad cold.",
)

def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Words that their neighbours do not expect, where they expect one much like it."""
    from repair.spelling.real_words import findings, worth_reading

    if worth_reading(document, knowledge):
        yield from findings(NAME, document, knowledge, questions)


def questions(
    document: Document, knowledge: Knowledge, words: Sequence[str], owners: Sequence[int]
) -> list[Question]:
    """The lower-case words of the document that may stand for others."""
    from repair.spelling.real_words import Question

    table = knowledge.confusions
    return [
        Question(at, others)
        for at, word in enumerate(words)
        if owners[at] >= 0 and word.islower() and (others := table.of(word))
    ]
