"""A small letter where a sentence begins: `after they met in 2019. the delegation`.

The stop has to end a sentence: not an abbreviation, not an ellipsis, not a decimal, not a comma
gone wrong (before `and` or `which`). The word after it has to be an ordinary one, not a name that
is written small (`iPhone`, `de`).
"""

from __future__ import annotations

import re

from repair.model import Document, Evidence, Span
from repair.text.casing import capitalised
from repair.text.finding import proposal
from repair.text.lines import code_near
from repair.text.measured import beyond_chance, confidence, row
from repair.text.noise import is_noisy, is_spotless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "sentence-case"
SUMMARY = "A small letter after the full stop of a sentence."
FIXES = (
    (
        "They met at the school in 2019. the head teacher left.",
        "They met at the school in 2019. The head teacher left.",
    ),
    ("The nurses had gone home. she stayed.", "The nurses had gone home. She stayed."),
)
KEEPS = (
    "It cost approx. five pounds, i.e. the price of a cake etc. and more.",
    "He saw . . . the sea. iPhone sales fell.",
    "She left the town. and the river.",
)

_SHORT = 200  # words, up to which a single damaged one tells a scan

_STOP = re.compile(r"\. +[a-z]")
_LEFT = re.compile(r"(?:[^\W\d_]{3,}|\b(?:1[5-9]|20)\d\d)[”\"’)]?$")
_RIGHT = re.compile(r"[a-z]+(?:['’][a-z]+)?(?![\w.@/_(-])")


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every ordinary word in small letters after the stop of a sentence."""
    text = document.text
    matches = list(_STOP.finditer(text))
    if not matches:
        return
    small = knowledge.table("small_words")[NAME]
    unfinished = knowledge.table("small_words")["broken-paragraph"]["unfinished"]
    small = {**small, "stopped": small["stopped"] + unfinished}
    found, unsure = [], 0
    for match in matches:
        unsure += _word_at(text, match.end() - 1) in small["uncertain"]
        situation = _situation(text, match, knowledge, small)
        if situation is not None:
            found.append((match.end() - 1, situation))
    if not found:
        return
    words = sum(document.forms.values())
    if is_noisy(document, knowledge) or (words < _SHORT and not is_spotless(document, knowledge)):
        return  # in a bad scan such stops are specks, nine times of ten
    rate = knowledge.table("confidence")[NAME]["chance"]["false"] / 10_000
    # Where full stops stand before `and` or `which`, they were commas before the damage.
    trust = beyond_chance(len(found), words, rate) * len(found) / (len(found) + 2 * unsure)
    for at, situation in found:
        word = _word_at(text, at)
        yield proposal(
            NAME,
            document,
            Span(at, at + len(word)),
            capitalised(word),
            min(confidence(knowledge, NAME, situation), trust),
            f"A sentence begins with {word!r}.",
            (Evidence("document", f"the full stop before {word!r} ends a sentence"),),
            source=row(NAME, situation),
        )


def _word_at(text: str, at: int) -> str:
    right = _RIGHT.match(text, at)
    return right.group() if right else ""


def _situation(
    text: str, match: re.Match[str], knowledge: Knowledge, small: dict[str, list[str]]
) -> str | None:
    """Which measured situation a stop is in, None when it need not end a sentence."""
    left = _LEFT.search(text[max(0, match.start() - 30) : match.start()])
    word = _word_at(text, match.end() - 1)
    if left is None or not word or (len(word) == 1 and word != "a"):
        return None
    before = left.group().rstrip('”"’)')
    start = match.start() - len(left.group())
    if start and not (text[start - 1].isspace() or text[start - 1] in "-’'(“\""):
        return None  # part of a longer run: `U.S.`, `site.name`
    if before.lower() in small["stopped"] or word in small["uncertain"]:
        return None
    if not knowledge.vocabulary.knows(word) or code_near(text, match.start()):
        return None
    if not before[0].isdigit() and not knowledge.vocabulary.knows(before):
        return None
    return "opener" if word in small["openers"] else None
