"""What counts as the same text: white space, quotes and dashes, accepted hyphens, blind forms."""

from __future__ import annotations

import re
from collections.abc import Set

_LOOKALIKES = {"'": "’‘‛`´′", '"': "“”„‟″", "-": "‐‑‒–—―−", " ": "\u00a0\u2009\u202f", "": "\u00ad"}
_FOLD = {ord(char): plain for plain, chars in _LOOKALIKES.items() for char in chars}

_BLIND = {"ß": "ss", "ꝛ": "r", "œ": "oe", "æ": "ae", "aͤ": "ä", "oͤ": "ö", "uͤ": "ü"}
_LINE_END_SIGNS = ("—\n", "¬\n")
_NOT_A_LETTER_OR_DIGIT = re.compile(r"[\W_]")
_OUTER_SIGNS = re.compile(r"^\W+|\W+$")
_LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])(?:[-\u00ad][ \t]*\n|¬)\s*(?=[^\W\d_])")
_HYPHENATED = re.compile(r"([^\W_]+(?:-[^\W_]+)*)[-¬\u00ad][ \t]*\n\s*([^\W_]+)")


def collapse(text: str) -> str:
    """The text with every run of white space as one space and none at either end."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """The text with curly quotes, kinds of dash and hard spaces as their plain sort."""
    return text.translate(_FOLD)


def blind(text: str) -> str:
    """The text without case and punctuation, as the HIPE-OCRepair scorer normalises it."""
    text = text.lower()
    for sign, plain in _BLIND.items():
        text = text.replace(sign, plain)
    for sign in _LINE_END_SIGNS:
        text = text.replace(sign, "")
    return collapse(_NOT_A_LETTER_OR_DIGIT.sub(" ", text))


def join_accepted(text: str, joined: Set[str]) -> str:
    """White-space-collapsed `text` in which words of `joined` stand without their hyphens."""
    text = collapse(text)
    if not joined or "-" not in text:
        return text
    return " ".join(_joined(token, joined) for token in text.split(" "))


def _joined(token: str, joined: Set[str]) -> str:
    if "-" not in token:
        return token
    core = _OUTER_SIGNS.sub("", token)
    plain = core.replace("-", "")
    return token.replace(core, plain) if plain in joined else token


def join_line_hyphens(text: str) -> str:
    """The text with words joined that a hyphen divides over the end of a line."""
    return _LINE_HYPHEN.sub("", text)


def line_hyphen_words(text: str) -> frozenset[str]:
    """The words a hyphen divides over the end of a line, without any hyphen."""
    return frozenset((a + b).replace("-", "") for a, b in _HYPHENATED.findall(text))
