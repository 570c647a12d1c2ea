"""Which way a quotation mark faces."""

from __future__ import annotations

from repair.text.lines import line_around

OPENING = "“‘«„"
CLOSING = "”’»"


def closes(text: str, offset: int) -> bool:
    """Whether the quotation mark at `offset` ends a quotation rather than beginning one.

    A curly mark says so itself; a straight one closes when an odd number of its kind stands
    before it on the line.
    """
    mark = text[offset]
    if mark in CLOSING:
        return True
    if mark in OPENING:
        return False
    start = line_around(text, offset).start
    if mark == "'":
        return False
    return text.count(mark, start, offset) % 2 == 1
