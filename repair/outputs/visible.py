"""Making a stretch of text safe and plain to look at: no control character reaches a terminal."""

from __future__ import annotations

import re

_ODD = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\ud800-\udfff\ufff9-\ufffb]"
)
"""Control characters, spaces other than the ordinary one, direction marks, lone surrogates."""


def visible(text: str) -> str:
    """`text` with line ends as ⏎ and every invisible character but the space spelled out."""
    return _ODD.sub(_shown, text.replace("\r\n", "⏎"))


def plain(text: str) -> str:
    """`text` on one line without control characters, odd spaces as ordinary ones."""
    return _ODD.sub(lambda m: " " if m.group().isspace() else "�", text)


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    if character in "\n\r":
        return "⏎"
    if character == "\t":
        return "⇥"
    return f"‹U+{ord(character):04X}›"
