"""The large first letter of a paragraph, read apart from its word: `T HE church`, `Y our son`.

Only at the start of a line, only where letter and rest make a known word, and never where both are
words of their own: `A part`, `I am`.
"""

from __future__ import annotations

import re

from repair.model import Document, Span
from repair.text.finding import proposal
from repair.text.measured import confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding
    from repair.spelling.vocabulary import Vocabulary

NAME = "drop-cap"
SUMMARY = "The first letter of a paragraph apart from its word: `T HE church`."
FIXES = (
    ("T HE church of the parish was built in 1284.",
     "THE church of the parish was built in 1284."),
    ("Y our loving son, who hopes to see you soon.",
     "Your loving son, who hopes to see you soon."),
    ("I T was nearly midnight when they came.", "IT was nearly midnight when they came."),
)  # fmt: skip
KEEPS = (
    "A part of the wall fell. I am here.",
    "T cells are made in the thymus.",
    "X rays were taken of both hands.",
    "J Smith and W Brown came second.",
)

_START = re.compile(
    r"^[ \t]*[\"“‘']?(?P<letter>[A-Z]) (?P<rest>[A-Z]{1,15}|[a-z]{1,15})(?![\w’'-])", re.MULTILINE
)
_WORDS = frozenset("AI")
_INITIALS = frozenset({"am", "ah", "ad"})  # `A M` may be the morning or somebody's initials
_SHORT = 4  # letters up to which the word has to be a common one
_COMMON = 2_000


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every first letter that stands apart."""
    for match in _START.finditer(document.text):
        letter, rest = match.group("letter", "rest")
        if not _is_one_word(letter, rest, knowledge.vocabulary):
            continue
        span = Span(match.start("letter"), match.end("rest"))
        yield proposal(
            NAME, document, span, letter + rest, confidence(knowledge, NAME, "start"),
            f"'{letter}' is the first letter of '{letter + rest}', set large.",
            source=row(NAME, "start"),
        )  # fmt: skip


def _is_one_word(letter: str, rest: str, vocabulary: Vocabulary) -> bool:
    """Whether the two are more likely one word than two."""
    word = (letter + rest).lower()
    count = vocabulary.count(word)
    if word in _INITIALS or not vocabulary.knows(word):
        return False
    if len(word) <= _SHORT and count < _COMMON:
        return False
    if len(rest) == 1 or not vocabulary.knows(rest.lower()):
        return True
    if letter in _WORDS:
        return False
    return rest.isupper() or count * 4 >= vocabulary.count(rest.lower())
