"""Lines and paragraphs of a text, and telling prose from code, lists and headings."""

from __future__ import annotations

import re

from repair.model import Document, Span

_CODE = re.compile(
    r"[{}├└│]|->|=>|::|\(\)|(?:(?<=\n)|\A)[ \t]*[$>#|] |SELECT .*FROM |</?\w+>| [+*/-]?= |\w\(\w*\)"
)
_REACH = 160  # characters on either side in which signs of code count
_GAPS = 1 / 1800  # doubled spaces a character, above which they are the layout of the text
_FEW_GAPS = 3
_TITLE_SMALL = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "nor",
        "of",
        "off",
        "on",
    }
    | {
        "onto",
        "or",
        "over",
        "per",
        "the",
        "to",
        "up",
        "via",
        "vs",
        "with",
        "is",
        "it",
        "be",
        "than",
    }
)


def line_around(text: str, offset: int) -> Span:
    """The line that holds `offset`, without its line end."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Span(start, len(text) if end < 0 else end)


def code_near(text: str, offset: int) -> bool:
    """Whether the line round `offset` shows signs of a programming language, a shell, a tree."""
    first, last = max(0, offset - _REACH), min(len(text), offset + _REACH)
    start = max(text.rfind("\n", first, offset) + 1, first)
    end = text.find("\n", offset, last)
    if end < 0:
        end = last
    return _CODE.search(text, start, end) is not None


def spans_of_lines(document: Document) -> list[Span]:
    """Every line that is not blank, without surrounding white space, in order; kept once made."""
    cached: list[Span] | None = document.__dict__.get("_line_spans")
    if cached is None:
        cached, at = [], 0
        for line in document.text.split("\n"):
            bare = line.strip()
            if bare:
                start = at + line.find(bare[0])
                cached.append(Span(start, start + len(bare)))
            at += len(line) + 1
        document.__dict__["_line_spans"] = cached
    return cached


def is_title_case(line: str) -> bool:
    """Whether most of the words of a line that could be small begin with a capital."""
    words = [w for w in re.findall(r"[^\W\d_][\w'’-]*", line) if w.lower() not in _TITLE_SMALL]
    return len(words) > 1 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)


def is_sentence(line: str) -> bool:
    """Whether a line ends the way a sentence does."""
    return line.rstrip(" \t\r\"'”’)]»").endswith((".", "!", "?", "…"))


def is_laid_out(document: Document) -> bool:
    """Whether doubled spaces are the layout of the text: columns, lost markup, a typist's way."""
    cached: bool | None = document.__dict__.get("_is_laid_out")
    if cached is None:
        text = document.text
        cached = text.count("  ") > max(_FEW_GAPS, _GAPS * len(text))
        document.__dict__["_is_laid_out"] = cached
    return cached
