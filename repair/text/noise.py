"""Telling the text of a bad scan, where a stop may be a speck of dirt, from any other text."""

from __future__ import annotations

from collections.abc import Iterable

from repair.model import Document
from repair.text.tokens import bare

SHARE = 0.08
"""Unknown small words among all small words from which a text is a bad scan.

Measured: clean texts of seven kinds 0.003 to 0.032, damaged web pages up to 0.03, Victorian
newspapers and other bad scans 0.06 to 0.6.
"""

LEAST = 8


def is_noisy(document: Document, unknown_forms: Iterable[str]) -> bool:
    """Whether so many small words of the text are unknown that its stops cannot be relied on."""
    cached: bool | None = document.__dict__.get("_is_noisy")
    if cached is None:
        unknown = sum(word.islower() and word.isalpha() for word in map(bare, unknown_forms))
        cached = unknown >= LEAST and unknown > SHARE * sum(map(str.islower, document.forms))
        document.__dict__["_is_noisy"] = cached
    return cached
