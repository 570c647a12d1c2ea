"""Cutting a text into runs of non-space characters and into lines."""

from __future__ import annotations

import re

from repair.model import Span, Token

_RUN = re.compile(r"\S+")
_LINE_END = re.compile(r"\r\n|\n|\r")

OUTER_PUNCTUATION = ".,;:!?\"'()[]{}<>«»“”„‘’‚‛`´*_~^|\\/–—―-…•·†‡§¶=+"
"""What may stand round a word without being part of it."""


def tokenize(text: str) -> tuple[Token, ...]:
    """All runs of non-space characters of `text`, each with its outer punctuation set apart."""
    return tuple(token_at(m.group(), m.start()) for m in _RUN.finditer(text))


def token_at(run: str, start: int) -> Token:
    """The token for one run of non-space characters that begins at offset `start`."""
    lead = len(run) - len(run.lstrip(OUTER_PUNCTUATION))
    word = run.strip(OUTER_PUNCTUATION)
    core = Span(start + lead, start + lead + len(word)) if word else Span(start, start)
    return Token(Span(start, start + len(run)), run, core, word)


def bare(run: str) -> str:
    """A run of non-space characters without its outer punctuation."""
    return run.strip(OUTER_PUNCTUATION)


def line_starts(text: str) -> tuple[int, ...]:
    """Offset of the first character of every line; an empty text has one line."""
    return (0, *(m.end() for m in _LINE_END.finditer(text)))


def occurrences(text: str, form: str) -> list[Span]:
    """Where `form` stands in `text` as a whole run of non-space characters."""
    spans, at = [], text.find(form)
    while at >= 0:
        end = at + len(form)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            spans.append(Span(at, end))
        at = text.find(form, end)
    return spans
