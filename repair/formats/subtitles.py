"""Subtitles, SubRip and WebVTT: numbers and times of the cues, tags, notes and styles."""

from __future__ import annotations

import re

from repair.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKUP = re.compile(
    r"\A\ufeff?WEBVTT[^\n]*(?:\n[^\n]+)*"
    r"|^(?:NOTE|STYLE|REGION)\b[^\n]*(?:\n[ \t]*+\S[^\n]*)*"
    # The line above a time is the number or the name of the cue.
    r"|(?:(?<=\n)|\A)(?:[ \t]*+\S[^\n]*\n)?[ \t]*+(?:\d+:)?\d\d:\d\d[.,]\d{1,3}[ \t]*-->[^\n]*"
    r"|^[ \t]*[-–—‐>]+[ \t]*(?=\S)"  # who speaks now
    r"|</?[A-Za-z][^<>\n]*>|</>|<\d[\d:.]*>|\{\\[^{}\n]*\}"
    r"|[♪♫]",
    re.MULTILINE,
)


def spans(text: str) -> Iterator[Span]:
    """Everything in `text` that is not heard or read on the screen."""
    return (Span(*match.span()) for match in _MARKUP.finditer(text))
