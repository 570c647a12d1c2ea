"""Cheap signs of damage: one look at the distinct forms of a text, no candidates, no context."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from repair.text.tokens import bare

if TYPE_CHECKING:
    from repair.knowledge import Knowledge
    from repair.model import Document

_LINE_HYPHEN = re.compile(r"[^\W\d_][-¬\u00ad][ \t]*\r?\n")
_LONE = frozenset("aAIO&")
_DASHES = frozenset("-–—―.…*•§&")


class Features(NamedTuple):
    """Shares of the words of a text; each speaks for damage."""

    unknown: float  # lower-case words nobody knows
    unknown_names: float  # capitalised words nobody knows
    unknown_capitals: float  # words in capitals nobody knows
    mixed: float  # letters and digits, or letters and odd signs, in one word
    single_letters: float
    loose_signs: float  # signs that stand alone
    line_hyphens: float  # words divided over a line end


class Measured(NamedTuple):
    """The features of a text and how many words they were taken from."""

    features: Features
    words: int
    characters: int  # white space collapsed


def measure_features(document: Document, knowledge: Knowledge) -> Measured:
    """Look at a document; of an empty one all shares are 0."""
    forms = document.forms
    words = sum(forms.values())
    counts = dict.fromkeys(Features._fields, 0)
    unknown = set(knowledge.unknown_forms(document))
    for form, count in forms.items():
        kind = _kind(form, form in unknown)
        if kind:
            counts[kind] += count
    counts["line_hyphens"] = len(_LINE_HYPHEN.findall(document.text))
    characters = sum(len(form) * count for form, count in forms.items()) + max(0, words - 1)
    return Measured(Features(*(counts[n] / max(1, words) for n in counts)), words, characters)


def _kind(form: str, unknown: bool) -> str:
    """The feature a form counts for, if any."""
    word = bare(form)
    if not word:
        return "" if _DASHES.issuperset(form) else "loose_signs"
    if len(word) == 1:
        ordinary = word in _LONE or word.isdigit() or (word.isupper() and form.endswith("."))
        return "" if ordinary else "single_letters"
    if not unknown:
        return ""
    if not word.replace("'", "").replace("’", "").replace("-", "").isalpha():
        return "mixed" if any(map(str.isalpha, word)) else ""
    if word.islower():
        return "unknown"
    return "unknown_capitals" if word.isupper() else "unknown_names"
