"""JSON and lines of JSON: only the letters of its string values are text.

Keys, marks, numbers and escapes (`\\n`, `\\u00e9`) are markup; a value without a space in it is
rather an identifier than prose.
"""

from __future__ import annotations

import re

from repair.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_STRING = re.compile(r'"(?P<text>(?:[^"\\\n]|\\.)*+)(?:"(?P<key>\s*+:)?|(?P<unclosed>))')
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|.)")


def spans(text: str, *, every: bool = False) -> Iterator[Span]:
    """Everything in `text` but the letters of its values; `every`: those of one word, too."""
    at = 0
    for string in _STRING.finditer(text):
        if string["key"] or string["unclosed"] is not None:
            continue
        if not every and " " not in string["text"]:
            continue
        start, end = string.span("text")
        yield Span(at, start)
        for escape in _ESCAPE.finditer(text, start, end):
            yield Span(*escape.span())
        at = end
    if at < len(text):
        yield Span(at, len(text))
