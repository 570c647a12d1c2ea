"""Tables as text, parted by commas, semicolons or tabs: the borders of cells and their quotes.

A cell without a space in it is rather a key or a number than prose.
"""

from __future__ import annotations

import re

from repair.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_CELL = r'"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[^{sign}\r\n"][^{sign}\r\n]*)'
_QUOTED = re.compile(r'"(?:[^"]|"")*(?:"|\Z)')
_LOOKED_AT = 4096


def spans(text: str, *, every: bool = False) -> Iterator[Span]:
    """Everything in `text` but the words of its cells; `every`: those of one word, too."""
    at = 0
    for cell in re.finditer(_CELL.replace("{sign}", _parted_by(text)), text):
        kind = "quoted" if cell["quoted"] is not None else "bare"
        if not every and " " not in cell[kind].strip():
            continue
        start, end = cell.span(kind)
        yield Span(at, start)
        at = start
        while (quote := text.find('""', at, end)) >= 0:
            yield Span(quote, quote + 2)
            at = quote + 2
        at = end
    if at < len(text):
        yield Span(at, len(text))


def _parted_by(text: str) -> str:
    """The sign between the cells, as the first line shows it outside of quotes; words hold no
    tabs."""
    head = _QUOTED.sub("", text[:_LOOKED_AT]).partition("\n")[0]
    return "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
