"""Dashes that stand between two words without a space: `the boat--and then`, `COALS.—William`.

To whoever reads words these are gaps like any other, so rules are shown them with spaces.
"""

from __future__ import annotations

import re

from repair.model import Mark, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.model import Document

DASH = "dash"
"""Note of the marks."""

_SIGNS = ("—", "--", "–")
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_POINTS = r"[.,;:!?'\"”“’‘()]*"
_RUN = re.compile(
    rf"(?<!\S){_POINTS}{_WORD}{_POINTS}(?:(?:—|–|--){_POINTS}{_WORD}{_POINTS})+(?:—|–|--)?(?!\S)"
)
"""A run that is nothing but words, points and dashes: no address, option or number."""
_BETWEEN = re.compile(r"—|–|--")


def marks(document: Document) -> Iterator[Mark]:
    """The dashes between words, as marks."""
    text = document.text
    if not any(sign in text for sign in _SIGNS):
        return
    for run in _RUN.finditer(text):
        for dash in _BETWEEN.finditer(text, run.start(), run.end()):
            if dash.end() < run.end():
                yield Mark(Span(*dash.span()), "protected", DASH)
