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
    rf"{_POINTS}{_WORD}{_POINTS}(?:(?:—|–|--){_POINTS}{_WORD}{_POINTS})+(?:—|–|--)?"
)
"""A run that is nothing but words, points and dashes: no address, option or number."""
_BETWEEN = re.compile(r"—|–|--")
_REST = re.compile(r"\S*")

LONGEST = 2_000_000
"""Characters up to which a text is read so: it takes a second copy of the text."""


def marks(document: Document) -> Iterator[Mark]:
    """The dashes between words, as marks."""
    text = document.text
    if len(text) > LONGEST or not any(sign in text for sign in _SIGNS):
        return
    done = 0
    for found in _BETWEEN.finditer(text):
        start = found.start()
        if start < done:
            continue
        while start and not text[start - 1].isspace():
            start -= 1
        rest = _REST.match(text, found.start())
        done = rest.end() if rest else found.end()
        if _RUN.fullmatch(text, start, done):
            for dash in _BETWEEN.finditer(text, start, done):
                if dash.end() < done:
                    yield Mark(Span(*dash.span()), "protected", DASH)
