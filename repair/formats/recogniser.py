"""How sure the recogniser was of each word, where a file says so.

Read are `x_wconf` of hOCR, `WC` of ALTO, `conf` of PAGE, and the word lists that Whisper,
AssemblyAI, Deepgram, Google, AWS and Vosk put into their JSON beside the running text.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from repair.model import Mark, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

KIND, PRINT, SPEECH = "confidence", "print", "speech"
"""Kind of the marks, and their notes: what was recognised. Their value is a confidence in 0..1."""

_TELLS = {
    "html": ("x_wconf", " WC=", " conf="),
    "json_strings": ('"probability"', '"confidence"', '"conf"'),
}
"""Letters without which a file of that kind says nothing of confidence."""

_ELEMENTS = (
    re.compile(
        r"<(?P<tag>\w+)\b(?=[^<>]*\bocrx_word\b)[^<>]*\bx_wconf\s+(?P<sure>\d+)[^<>]*>"
        r"(?P<word>.*?)</(?P=tag)>",
        re.DOTALL,
    ),
    re.compile(
        r"<(?:\w+:)?String(?=[^<>]*?\sWC=[\"'](?P<sure>\d+(?:\.\d+)?)[\"'])"
        r"[^<>]*?\sCONTENT=([\"'])(?P<word>[^<>]*?)\2"
    ),
    re.compile(
        r"<(?:\w+:)?Word\b(?:(?!</?(?:\w+:)?Word\b).)*?"
        r"<(?:\w+:)?TextEquiv\b[^<>]*\sconf=[\"'](?P<sure>\d+(?:\.\d+)?)[\"'][^<>]*>\s*"
        r"<(?:\w+:)?Unicode>(?P<word>[^<>]*)",
        re.DOTALL,
    ),
)
"""A word and its confidence in hOCR, ALTO and PAGE."""

_STRING = r"\"(?:[^\"\\\n]|\\.)*+\""
_ENTRY = re.compile(rf"\{{(?:[^{{}}\[\]\"]|{_STRING})*+\}}")
_WORD = re.compile(rf"\"(?:punctuated_word|word|text|content)\"\s*:\s*(?P<word>{_STRING})")
_SURE = re.compile(r"\"(?:probability|confidence|conf)\"\s*:\s*\"?(?P<sure>\d(?:\.\d+)?)\b")
_VALUE = re.compile(rf"(?P<value>{_STRING})(?P<key>\s*:)?")
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|.)")
_LETTER = re.compile(r"[^\W_]")


def marks(text: str, container: str) -> tuple[Mark, ...]:
    """The confidences a file of that kind holds, in order of their places."""
    if not any(tell in text for tell in _TELLS.get(container, ())):
        return ()
    found = _of_elements(text) if container == "html" else _of_json(text)
    return tuple(sorted(mark for mark in found if mark.span.start < mark.span.end))


def _of_elements(text: str) -> Iterator[Mark]:
    for element in _ELEMENTS:
        for match in element.finditer(text):
            sure = float(match["sure"])
            sure = sure / 100 if sure > 1 else sure
            if sure <= 1:
                yield Mark(Span(*match.span("word")), KIND, PRINT, sure)


def _of_json(text: str) -> Iterator[Mark]:
    """The words of lists, and the same words where the running text holds them."""
    words = _Words()
    for entry in _ENTRY.finditer(text):
        word, sure = _WORD.search(entry[0]), _SURE.search(entry[0])
        if word is None or sure is None or float(sure["sure"]) > 1:
            continue
        start, end = (entry.start() + offset for offset in word.span("word"))
        words.add(text[start + 1 : end - 1], float(sure["sure"]))
        yield Mark(Span(start + 1, end - 1), KIND, SPEECH, float(sure["sure"]))
    if words.letters:
        for value in _VALUE.finditer(text):
            if not value["key"] and " " in value["value"][1:-1].strip():
                start, end = value.span("value")
                yield from words.within(text, start + 1, end - 1)


class _Words:
    """Words in the order they were spoken, found again in running text by their letters alone."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._sure: list[float] = []
        self._length = 0
        self._at = 0

    @property
    def letters(self) -> str:
        """The letters of all the words."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def add(self, word: str, sure: float) -> None:
        """The next word of the list."""
        letters = "".join(_LETTER.findall(_ESCAPE.sub("", word))).lower()
        self._starts.append(self._length)
        self._sure.append(sure)
        self._pieces.append(letters)
        self._length += len(letters)

    def within(self, text: str, start: int, end: int) -> Iterator[Mark]:
        """What is known of words between two places of `text`, if they are words of the list."""
        escaped = {at for m in _ESCAPE.finditer(text, start, end) for at in range(*m.span())}
        places = [m.start() for m in _LETTER.finditer(text, start, end)]
        places = [at for at in places if at not in escaped]
        letters = "".join(text[at] for at in places).lower()
        at = self.letters.find(letters, self._at) if letters else -1
        at = self.letters.find(letters) if at < 0 and letters else at
        if at < 0 or len(letters) != len(places):
            return
        if len(letters) < self._length:  # the whole text may stand before its segments
            self._at = at + len(letters)
        first = bisect_right(self._starts, at) - 1
        while first < len(self._starts) and self._starts[first] < at + len(letters):
            low = max(self._starts[first], at) - at
            following = self._starts[first + 1] if first + 1 < len(self._starts) else self._length
            high = min(following - at, len(letters))
            if low < high:
                span = Span(places[low], places[high - 1] + 1)
                yield Mark(span, KIND, SPEECH, self._sure[first])
            first += 1
