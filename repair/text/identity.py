"""What makes two proposals the same, wherever they stand.

A change is known by its rule, what it replaces by what, and the words on either side; not by its
position, so that a decision about it survives edits elsewhere in the file.
"""

from __future__ import annotations

import hashlib
from itertools import takewhile

from repair.model import Span
from repair.records import NamedTuple

SNIPPET = 80
"""How many code points of text are kept on either side of a change, at most."""

WORDS = 3
"""How many words on either side make the context of a change."""

Sides = tuple[str, str]
"""The text just before and just after a place."""


class Context(NamedTuple):
    """The words next to a place, nearest last on the left and nearest first on the right."""

    left: tuple[str, ...]
    right: tuple[str, ...]


def agreement(one: Sides, other: Sides) -> int:
    """How many words around two places are the same, counted outwards until one differs."""
    left = zip(reversed(one[0].split()), reversed(other[0].split()), strict=False)
    right = zip(one[1].split(), other[1].split(), strict=False)
    return sum(
        1 for side in (left, right) for _ in takewhile(lambda pair: pair[0] == pair[1], side)
    )


def snippets(text: str, span: Span) -> tuple[str, str]:
    """The text just before and just after `span`, cut at a space so that words stay whole."""
    left = text[max(0, span.start - SNIPPET) : span.start]
    if span.start > SNIPPET:
        left = _after_first_space(left)
    right = text[span.end : span.end + SNIPPET]
    if span.end + SNIPPET < len(text):
        right = _after_first_space(right[::-1])[::-1]
    return left, right


def _after_first_space(text: str) -> str:
    for index, character in enumerate(text):
        if character.isspace():
            return text[index + 1 :]
    return text


def context(left: str, right: str) -> Context:
    """The words next to a place, from the text around it."""
    return Context(tuple(left.split()[-WORDS:]), tuple(right.split()[:WORDS]))


def fingerprint(*parts: object) -> str:
    """A short stable hash; 64 bits, so that even ten million changes hardly ever meet."""
    joined = "\x1f".join(map(str, parts))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_hash(text: str) -> str:
    """The hash that says a document still has the text a change was proposed for."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def bytes_hash(data: bytes) -> str:
    """The hash of a file as it lies on the disk."""
    return "sha256:" + hashlib.sha256(data).hexdigest()
