"""Telling the text of a bad scan, where a stop may be a speck of dirt, from any other text."""

from __future__ import annotations

from collections.abc import Iterable

from repair.model import Document
from repair.text.casing import style_of
from repair.text.tokens import bare

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


def is_noisy(document: Document, unknown_forms: Iterable[str]) -> bool:
    """Whether so many small words of the text are unknown that its stops cannot be relied on."""
    cached: bool | None = document.__dict__.get("_is_noisy")
    if cached is None:
        unknown = len(_short_small(unknown_forms))
        small = sum(map(str.islower, document.forms))
        cached = any(unknown >= least and unknown > share * small for least, share in LIMITS)
        document.__dict__["_is_noisy"] = cached
    return cached


def is_damaged(document: Document, unknown_forms: Iterable[str]) -> bool:
    """Whether more small words of the text are unknown than clean text holds."""
    unknown, words = _unknown_words(document, unknown_forms)
    least, share = DAMAGED
    return unknown >= least and unknown > share * words


def is_spotless(document: Document, unknown_forms: Iterable[str]) -> bool:
    """Whether hardly any small word of the text is unknown."""
    unknown, words = _unknown_words(document, unknown_forms)
    return unknown <= SPOTLESS * words


def _unknown_words(document: Document, unknown_forms: Iterable[str]) -> tuple[int, int]:
    """How many words are short, small and unknown, and how many words there are."""
    cached: tuple[int, int] | None = document.__dict__.get("_unknown_words")
    if cached is None:
        forms = document.forms
        unknown = sum(forms.get(form, 0) for form in _short_small(unknown_forms))
        cached = document.__dict__["_unknown_words"] = unknown, sum(forms.values())
    return cached


def _short_small(forms: Iterable[str]) -> list[str]:
    """Those that are short words in small letters."""
    return [
        form
        for form in forms
        if len(word := bare(form)) <= SHORT and word.islower() and word.isalpha()
    ]


def inherit(repaired: Document, document: Document, unknown_forms: Iterable[str]) -> None:
    """A repaired text is as noisy and damaged as it was found, and has its capitals: its repairs
    are only proposals."""
    forms = list(unknown_forms)
    repaired.__dict__["_is_noisy"] = is_noisy(document, forms)
    repaired.__dict__["_unknown_words"] = _unknown_words(document, forms)
    repaired.__dict__["_style"] = style_of(document)
