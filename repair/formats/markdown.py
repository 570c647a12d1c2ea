"""Markdown: what makes its blocks, links and tables. Fenced and inline code is protected anywhere.

Syntax after the CommonMark specification and GitHub's tables and task lists. Where a line of code
cannot be told from a continued list item it counts as code: a repair may wait, code may not change.
"""

from __future__ import annotations

import re

from repair.model import Span
from repair.text.protect import FENCED, FRONT_MATTER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = (
    re.compile(FRONT_MATTER),
    re.compile(FENCED),
    re.compile(r"(?si)<(?P<element>pre|script|style|textarea)\b.*?(?:</(?P=element)\s*>|\Z)"),
)
"""What is no text, whatever stands in it."""
_LINE_START = re.compile(
    r"^[ \t]*(?:"
    r"(?:>[ \t]?)+"  # quoted
    r"|#{1,6}[ \t]+"  # a heading
    r"|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t])?"  # an item, perhaps with a box
    r"|:[ \t]+"  # a definition
    r"|!!!.*|:::.*"  # what extensions put round a paragraph
    r")",
    re.MULTILINE,
)
_WHOLE_LINE = re.compile(
    r"^[ ]{0,3}(?:"
    r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)"  # a rule, an underline
    r"|\[[^\]\n]+\]:.*"  # where a reference leads
    r")\r?$",
    re.MULTILINE,
)
_INSIDE = re.compile(
    r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"  # where a link leads, and its title
    r"|\]\[[^\]\n]*\]"
    r"|\[\^[^\]\s]{1,60}\]"  # a footnote's sign
    r"|!\["
    r"|\$\$[^$]{1,5000}\$\$|(?<![\\$\w])\$(?=\S)[^$\n]{1,200}(?<=\S)\$(?![\w$])"  # formulas
    r"|(?<!\w):[a-z0-9_+-]+:(?!\w)"  # an emoji by its name
    r"|\{[#.:%][^{}\n]*\}"  # attributes, templates
    r"|(?<=\S)[ ]{2,}(?=\r?$)|\\(?=\r?$)",  # a hard line break
    re.MULTILINE,
)
_EMPHASIS = re.compile(
    r"(?<![\\*])(\*{1,3})(?=[^\s*])[^*\n]{0,400}[^\s*\\](\1)(?!\*)"
    r"|(?<![\\\w])(_{1,3})(?=[^\s_])[^_\n]{0,400}[^\s_\\](\3)(?!\w)"
)
"""Signs of emphasis and what they enclose on one line."""

_LEAST_EMPHASIZED = 2  # characters; `a*b*c` is a product

_DELIMITER_ROW = re.compile(
    r"^[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)+\|?[ \t]*+\r?$"
    r"|^[ \t]*+\|[ \t]*+:?-++:?[ \t]*+\|\r?$",
    re.MULTILINE,
)
_CELL_BORDER = re.compile(r"(?<!\\)\|[ \t]*+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_INDENTED = ("    ", "\t")
_INDENTED_IN_LIST = ("      ", "\t\t", "  \t", "   \t")


def spans(text: str) -> Iterator[Span]:
    """Everything in `text` that a reader of the rendered page does not read."""
    for pattern in (*_BLOCKS, _LINE_START, _WHOLE_LINE, _INSIDE):
        for match in pattern.finditer(text):
            if match.end() > match.start():
                yield Span(*match.span())
    for match in _EMPHASIS.finditer(text):
        opening, closing = (1, 2) if match.group(1) else (3, 4)
        if match.start(closing) - match.end(opening) >= _LEAST_EMPHASIZED:
            yield Span(*match.span(opening))
            yield Span(*match.span(closing))
    yield from _tables(text)
    yield from _indented_code(text)


def _tables(text: str) -> Iterator[Span]:
    """The borders of the cells of every table, and the row that makes it one."""
    end = 0
    for row in _DELIMITER_ROW.finditer(text):
        if row.start() < end:
            continue  # a row of the table above
        start = text.rfind("\n", 0, max(0, row.start() - 1)) + 1
        end = row.end()
        while end < len(text):  # the rows below, down to the first line without a border
            below = text.find("\n", end + 1)
            below = len(text) if below < 0 else below
            if "|" not in text[end:below]:
                break
            end = below
        yield from _borders(text, start, row.start())
        yield Span(*row.span())
        yield from _borders(text, row.end(), end)


def _borders(text: str, start: int, end: int) -> Iterator[Span]:
    """Every border between `start` and `end` with the spaces round it."""
    for border in _CELL_BORDER.finditer(text, start, end):
        left = border.start()
        while left > start and text[left - 1] in " \t":
            left -= 1
        yield Span(left, border.end())


def _indented_code(text: str) -> Iterator[Span]:
    """Lines indented by four columns after a blank line, in a list by six."""
    at, blank, inside, in_list = 0, True, False, False
    for line in text.splitlines(keepends=True):
        if not line.strip():
            blank = True
        elif (
            line.startswith(_INDENTED_IN_LIST if in_list else _INDENTED)
            and (blank or inside)
            and not (in_list and _ITEM.match(line))
        ):
            yield Span(at, at + len(line))
            blank, inside = False, True
        else:
            if not line.startswith((" ", "\t")) or _ITEM.match(line):
                in_list = _ITEM.match(line) is not None
            blank = inside = False
        at += len(line)
