"""HTML and XML (also hOCR, ALTO, PAGE, TEI): tags, comments, entities, programs, formulas.

Attributes belong to their tag, so the text of ALTO, which stands in them, is left as it is.
"""

from __future__ import annotations

import re

from repair.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<\?.*?(?:\?>|\Z)"
    r"|<!DOCTYPE[^\[>]*(?:\[[^\]]{0,5000}\]\s*)?>"
    r"|<!\[CDATA\[|\]\]>"
    r"|<(?P<element>script|style|pre|code|kbd|samp|var|textarea|svg|math|template)"
    r"(?=[\s>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>.*?(?:</(?P=element)\s*>|\Z)"
    r"|</?[A-Za-z][\w:.-]*(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});",
    re.DOTALL | re.IGNORECASE,
)


def spans(text: str) -> Iterator[Span]:
    """Everything in `text` that is no character data, or is the text of a program."""
    return (Span(*match.span()) for match in _MARKUP.finditer(text))
