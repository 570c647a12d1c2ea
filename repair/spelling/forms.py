"""Which runs of characters look damaged, judged once for every distinct run of a document."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from repair.records import NamedTuple
from repair.text.tokens import OUTER_PUNCTUATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    class Words(Protocol):
        """Anything that can tell known words."""

        def knows(self, word: str) -> bool: ...

DAMAGE_SIGNS = "~^_|*\\<>{}=+�■□●◆▼▲♦¦¬§¶•«»¢®©™°¥€$£%#@&!;:"
"""Signs that may be what is left of a letter or of dirt on the page."""

_ALWAYS_ODD = frozenset("~^|\\{}�■□◆▼▲♦¦¬*<>_«»¥®©•")
_INNER_ODD = re.compile(r"[^\W\d_][!;:$£%#@&=+\"?()\[\],.][^\W\d_]")
DIVIDER = re.compile(r"([-‐‑–—/]+)")
"""Signs between the parts of a word."""

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBERED = re.compile(
    r"(?i)[£$€]?[\d.,:/]+(?:st|nd|rd|th|s|d|l|lb|lbs|oz|ft|in|m|km|kg|mm|cm|am|pm|a|b|c)?"
)
_ROMAN = re.compile(r"(?i)[ivxlcdm]+(?:th|st|nd|rd)?")
INITIALS = re.compile(r"(?:[A-Za-z]\.){1,}[A-Za-z]?")
APOSTROPHES = str.maketrans("’‘", "''")


class Form(NamedTuple):
    """A run of non-space characters: what stands before, in and after its word."""

    text: str
    lead: str
    core: str
    trail: str

    @property
    def key(self) -> str:
        """The word in lower case with straight apostrophes."""
        key = self.core.lower()
        return key if key.isascii() else key.translate(APOSTROPHES)


@lru_cache(maxsize=2_000)
def form(text: str) -> Form:
    """The parts of a run of non-space characters, kept for those met lately."""
    if text.isalnum():
        return Form(text, "", text, "")
    right = text.rstrip(OUTER_PUNCTUATION)
    core = right.lstrip(OUTER_PUNCTUATION)
    lead = right[: len(right) - len(core)]
    return Form(text, lead, core, text[len(right) :])


def unknown_part(core: str, words: Words) -> str | None:
    """The first part of a word that is no word, number, numeral or initials; None if all are."""
    if not core or words.knows(core):
        return None
    if _NUMBERED.fullmatch(core) or INITIALS.fullmatch(core):
        return None
    for piece in DIVIDER.split(core)[::2]:
        if not piece or words.knows(piece) or _NUMBERED.fullmatch(piece):
            continue
        if INITIALS.fullmatch(piece):
            continue
        plain = piece.translate(APOSTROPHES)
        if plain != piece and words.knows(plain):
            continue
        if plain[-2:].lower() == "'s" and words.knows(plain[:-2]):
            continue
        if len(piece) > 1 and piece.isupper() and _ROMAN.fullmatch(piece):
            continue
        return piece
    return None


def odd_signs(text: str) -> bool:
    """Whether a run holds signs that damage leaves behind, at its edges or between its letters."""
    return not _ALWAYS_ODD.isdisjoint(text) or _INNER_ODD.search(text) is not None


def has_letters(text: str) -> bool:
    """Whether there is any letter in the run."""
    return _LETTERS.search(text) is not None


def spaced(letters: str, words: Iterable[str]) -> str:
    """Letters with spaces between the words they are."""
    rest = iter(letters)
    return " ".join("".join(islice(rest, len(word))) for word in words)
