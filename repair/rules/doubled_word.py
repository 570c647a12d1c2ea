"""The same word twice: `the the`, `of of`, `to to`.

Small words that English never doubles are proposed, and long ones; `had had`, `that that`, `very
very` and names like `Bora Bora` are right as they stand, and in the transcript of a speaker who
repeats himself nothing is proposed at all.
"""

from __future__ import annotations

import re
from itertools import compress, count, islice
from operator import eq

from repair.model import Document, Span
from repair.text.finding import proposal
from repair.text.measured import confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "doubled-word"
SUMMARY = "A small word that stands twice: `the the`."
FIXES = (
    ("The mayor opened the the new bridge.", "The mayor opened the new bridge."),
    ("It is one of\nof the oldest.", "It is one\nof the oldest."),
)
KEEPS = (
    "She had had enough, and said that that was that; he came in in a hurry.",
    "We flew to Bora Bora, a very very long way.",
    "I I think the the thing is is that we we need to to go go there.",
)

_LONG = 7  # letters
_SHORT = 120  # words: a shorter piece may be speech without showing it
_HESITATIONS = 6  # different doubled words in a text whose speaker repeats himself
_HESITATION_RATE = 1 / 400
_STUTTER = 3  # so many are enough in a short text
_STUTTER_RATE = 1 / 30


def _is_long(run: str) -> bool:
    """Whether a word is long enough to be no call or sound, and does not say how much."""
    return len(run) >= _LONG and run.isalpha() and not run.endswith("ly")


def _again(text: str, end: int, word: str) -> bool:
    """Whether the word stands a third time."""
    return text[end : end + len(word) + 2].lower().split()[:1] == [word]


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every doubled small word of a text that does not double words all the time."""
    runs = document.text.lower().split()
    doubled = [runs[i] for i in compress(count(), map(eq, runs, islice(runs, 1, None)))]
    if not doubled:
        return
    small = knowledge.table("small_words")["doubled"]
    never, seldom = frozenset(small["never"]), frozenset(small["seldom"])
    words = {run for run in doubled if run in never or run in seldom or _is_long(run)}
    if not words:
        return
    often = sum(run.isalpha() for run in doubled)
    if often > _STUTTER and often > _STUTTER_RATE * len(runs):
        return
    if len(words) >= _HESITATIONS and often > _HESITATION_RATE * len(runs):
        return
    if not document.forms.keys().isdisjoint(small["spoken"]):
        return  # the words of a speaker, taken down with every hesitation
    if len(runs) < _SHORT and not set(small["speaking"]).isdisjoint(runs):
        return  # somebody speaks, and the piece is too short to show how
    text = document.text
    for word in sorted(words):
        capital = word.capitalize()
        pattern = re.compile(rf"({word}|{capital})(\s+)({word}|{capital})(?!\S)")
        for match in pattern.finditer(text):
            start, gap, end = match.start(), match[2], match.end()
            if "\n\n" in gap or (start and not text[start - 1].isspace()):
                continue
            if match[3] == capital != word and match[1] != capital:
                continue  # `read the The Times`
            if match.end() < len(text) and _again(text, match.end(), word):
                continue  # three times is meant
            situation = "never" if word in never else "seldom" if word in seldom else "long"
            if match[1] != match[3]:
                span = Span(start + len(word), end)  # `The the`: the capital stays
            elif "\n" not in gap:
                span = Span(start, start + len(word) + len(gap))
            elif start and text[start - 1] == " ":
                span = Span(start - 1, start + len(word))  # keep the line end where it is
            else:
                span = Span(start + len(word) + len(gap), end)
            yield proposal(
                NAME,
                document,
                span,
                "",
                confidence(knowledge, NAME, situation),
                f"{word!r} stands twice.",
                source=row(NAME, situation),
            )
