"""A self-contained HTML page: head, style, tables and headings for the reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#222}table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
    "td,th{padding:.2rem .8rem;border-bottom:1px solid #ddd;text-align:right;"
    "vertical-align:top}td:first-child,th:first-child{text-align:left}"
    "td.text{text-align:left;font-family:ui-monospace,monospace;white-space:pre-wrap}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}"
    "@media(prefers-color-scheme:dark){body{background:#fff}}"
)


def page(title: str, parts: Iterable[str]) -> str:
    """A whole HTML document of the given parts."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>"
        f"<h1>{escape(title)}</h1>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def heading(words: str) -> str:
    """A section heading."""
    return f"<h2>{escape(words)}</h2>"


def paragraph(words: str) -> str:
    """A paragraph of plain words."""
    return f"<p>{escape(words)}</p>"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain words; columns named "text" keep their white space."""
    kinds = [' class="text"' if name == "text" else "" for name in columns]
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "\n".join(
        "<tr>"
        + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><tr>{head}</tr>\n{body}</table>"
