"""HTML and XML (also hOCR, ALTO, PAGE, TEI): tags, comments, entities, programs, formulas.

Attributes belong to their tag, but for those in which ALTO keeps its words. Halves of a word that
ALTO also holds as a whole (`SUBS_CONTENT`) stay as they are, or the two would no longer agree.
"""

from __future__ import annotations

import re

from repair.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_REFERENCE = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<\?.*?(?:\?>|\Z)"
    r"|<!DOCTYPE[^\[>]*(?:\[[^\]]{0,5000}\]\s*)?>"
    r"|<!\[CDATA\[|\]\]>"
    r"|<(?P<element>script|style|pre|code|kbd|samp|var|textarea|svg|math|template|sic|metadata)"
    r"(?=[\s>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>.*?(?:</(?P=element)\s*>|\Z)"
    r"|</?[A-Za-z][\w:.-]*(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    rf"|{_REFERENCE}",
    re.DOTALL | re.IGNORECASE,
)

_ENTITY = re.compile(_REFERENCE)
_ALTO = re.compile(r"<(?:\w+:)?alto[\s>]")
_WORD = re.compile(
    r"<(?:\w+:)?String(?=\s)(?![^<>]*\sSUBS_)[^<>]*?\sCONTENT=([\"'])(?P<word>[^<>]*?)\1"
)


def spans(text: str) -> Iterator[Span]:
    """Everything in `text` that is no character data, or is the text of a program."""
    alto = _ALTO.search(text) is not None
    for match in _MARKUP.finditer(text):
        word = _WORD.match(text, match.start(), match.end()) if alto else None
        if word is None:
            yield Span(*match.span())
            continue
        yield Span(match.start(), word.start("word"))
        yield from (Span(*m.span()) for m in _ENTITY.finditer(text, *word.span("word")))
        yield Span(word.end("word"), match.end())
