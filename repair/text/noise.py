"""Telling the text of a bad scan, where a stop may be a speck of dirt, from any other text."""

from __future__ import annotations

from repair.model import Document
from repair.text.casing import style_of
from repair.text.tokens import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.knowledge import Knowledge

LIMITS = ((10, 0.085), (4, 0.12))
"""So many unknown short small words, and such a share of all small words, tell a bad scan.

Measured: clean texts of seven kinds 0.003 to 0.03, damaged web pages up to 0.08, half of the
Victorian newspapers and nearly all other bad scans 0.09 to 0.6.
"""

DAMAGED = 2, 0.02
"""So many unknown short small words, counted as often as they stand, and such a share of all words
tell a text with more damage than clean text holds."""

SPOTLESS = 0.005
"""Share up to which a text is as good as free of them."""

SHORT = 8
"""Longer unknown words are rather words stuck together, which says nothing of the stops."""


def is_noisy(document: Document, knowledge: Knowledge) -> bool:
    """Whether so many small words of the text are unknown that its stops cannot be relied on."""
    cached: bool | None = document.__dict__.get("_is_noisy")
    if cached is None:
        unknown = len(_short_small(document, knowledge))
        small = sum(map(str.islower, document.forms))
        cached = any(unknown >= least and unknown > share * small for least, share in LIMITS)
        document.__dict__["_is_noisy"] = cached
    return cached


def is_damaged(document: Document, knowledge: Knowledge) -> bool:
    """Whether more small words of the text are unknown than clean text holds."""
    unknown, _, words = _unknown_words(document, knowledge)
    least, share = DAMAGED
    return unknown >= least and unknown > share * words


def is_spotless(document: Document, knowledge: Knowledge) -> bool:
    """Whether hardly any small word of the text is unknown, or a name without its capital."""
    unknown, named, words = _unknown_words(document, knowledge)
    return unknown + named <= SPOTLESS * words


def _unknown_words(document: Document, knowledge: Knowledge) -> tuple[int, int, int]:
    """How many words are short, small and unknown, how many are names, and how many there are."""
    cached: tuple[int, int, int] | None = document.__dict__.get("_unknown_words")
    if cached is None:
        forms = document.forms
        unknown = sum(forms.get(form, 0) for form in _short_small(document, knowledge))
        named = sum(forms.get(form, 0) for form in _short_small(document, knowledge, named=True))
        cached = document.__dict__["_unknown_words"] = unknown, named, sum(forms.values())
    return cached


def _short_small(document: Document, knowledge: Knowledge, *, named: bool = False) -> list[str]:
    """Unknown forms that are short words in small letters: damage, or names without a capital."""
    return [
        form
        for form in knowledge.unknown_forms(document)
        if len(word := bare(form)) <= SHORT
        and word.islower()
        and word.isalpha()
        and knowledge.vocabulary.knows(word.capitalize()) == named
    ]


def inherit(repaired: Document, document: Document, knowledge: Knowledge) -> None:
    """A repaired text is as noisy and damaged as it was found, and has its capitals: its repairs
    are only proposals."""
    repaired.__dict__["_is_noisy"] = is_noisy(document, knowledge)
    repaired.__dict__["_unknown_words"] = _unknown_words(document, knowledge)
    repaired.__dict__["_style"] = style_of(document)
