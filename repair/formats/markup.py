"""What in a text file is markup: told by the ending of its name or by how the text begins.

A module of a container has `spans(text)`, which yields what no rule may touch there. It is loaded
when a file of its kind is read, so that plain text pays for nothing but a look at the name.
"""

from __future__ import annotations

from repair.model import Mark, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BY_ENDING = {
    **dict.fromkeys((".md", ".markdown", ".mdx", ".qmd", ".rmd"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml", ".hocr", ".svg", ".tei"), "html"),
    **dict.fromkeys((".tex", ".ltx", ".sty", ".cls"), "latex"),
    **dict.fromkeys((".srt", ".vtt"), "subtitles"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson", ".geojson", ".ipynb"), "json_strings"),
    **dict.fromkeys((".csv", ".tsv"), "table_cells"),
}
"""Which module knows the files with which ending."""

_BY_OPENING = (
    ("<!doctype html", "html"),
    ("<html", "html"),
    ("<?xml", "html"),
    ("webvtt", "subtitles"),
    ("\\documentclass", "latex"),
)
"""Which module knows the texts that begin with these letters, whatever they are called."""

STRICT = frozenset({"html", "json_strings", "table_cells"})
"""Containers that another program reads: a repair that would change their markup is refused."""

OF_VALUES = frozenset({"json_strings", "table_cells"})
"""Containers of values that have nothing to do with each other; prose has spaces in it."""

_LOOKED_AT = 40


def kind(text: str, name: str) -> str:
    """The module that knows the markup of the text of a file called `name`; "" for plain text."""
    dot = name.rfind(".")
    known = _BY_ENDING.get(name[dot:].lower(), "") if dot >= 0 else ""
    if known or text[:_LOOKED_AT].lstrip()[:1] not in ("<", "W", "\\"):
        return known
    opening = text[:_LOOKED_AT].lstrip().lower()
    return next((found for start, found in _BY_OPENING if opening.startswith(start)), "")


def marks(text: str, container: str) -> tuple[Mark, ...]:
    """What is markup in a text of that kind, as protected marks, in order."""
    return tuple(Mark(span, "protected", container) for span in _spans(text, container))


def same_markup(before: str, after: str, container: str) -> bool:
    """Whether two texts of that kind hold the same pieces of markup in the same order."""
    return _pieces(before, container) == _pieces(after, container)


def _pieces(text: str, container: str) -> list[str]:
    # A value that was two words and is one now is still a value.
    found = _spans(text, container, **({"every": True} if container in OF_VALUES else {}))
    return [text[span.start : span.end] for span in found]


def _spans(text: str, container: str, **options: bool) -> list[Span]:
    """What the container's module calls markup, in order."""
    from importlib import import_module

    spans: Callable[..., Iterable[Span]] = import_module(f"repair.formats.{container}").spans
    return sorted(span for span in spans(text, **options) if span.start < span.end)
