"""The quality of texts and of the collection they make, without changing anything."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from repair.quality.estimate import Estimate, estimate, estimate_collection
from repair.quality.features import Features, Measured, measure_features
from repair.quality.profile import Signs, add, empty_signs, signs

if TYPE_CHECKING:
    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

WORST = 20
"""Texts and passages named in a report."""

_PASSAGE = 300  # characters
_LONG_RUN = 60  # words without a stop, from which punctuation must be missing
_LEAST_LINE = 20  # characters of a line that can be called repeated
_LEAST_WORDS = 20  # of a text that can be among the worst
_STOP = re.compile(r"[.!?;:]")


class Passage(NamedTuple):
    """The most damaged stretch of a text."""

    density: float  # findings per word
    text: str  # the name of the text
    line: int
    words: str


class TextScore(NamedTuple):
    """What one text, or one part of a long one, is like."""

    name: str
    measured: Measured
    signs: Signs
    unpunctuated: int  # words in long runs without a stop
    repeated: int  # characters in lines that stood before
    worst: Passage | None


def score_text(document: Document, findings: Iterable[Finding], knowledge: Knowledge) -> TextScore:
    """Score a text with what the rules found in it."""
    found = tuple(findings)
    return TextScore(
        document.name,
        measure_features(document, knowledge),
        signs(document.text, found),
        _unpunctuated(document.text),
        _repeated(document.text),
        _worst(document, found),
    )


class Collection:
    """Adds up the scores of texts in their order; its size does not grow with their length."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._measured: Measured | None = None
        self._open: list[TextScore] = []  # parts of the text that is being read
        self._worst_texts: list[tuple[float, int, str, Estimate]] = []
        self._worst_passages: list[tuple[float, int, Passage]] = []
        self.signs = empty_signs()
        self.texts = 0
        self.unpunctuated = 0
        self.repeated = 0
        self.rates: list[float] = []  # estimated word error rate of each text

    def add(self, score: TextScore) -> None:
        """Add a text; parts of one text follow each other."""
        if self._open and self._open[0].name != score.name:
            self.close()
        self._open.append(score)

    def close(self) -> None:
        """Take the last text as complete; what is read from here on counts it."""
        if not self._open:
            return
        parts, self._open = self._open, []
        whole = merged([part.measured for part in parts])
        self._measured = whole if self._measured is None else merged([self._measured, whole])
        self.texts += 1
        guess = estimate(whole, self._knowledge)
        self.rates.append(guess.wer.value)
        if whole.words >= _LEAST_WORDS:
            entry = (guess.wer.value, -self.texts, parts[0].name, guess)
            _keep(self._worst_texts, entry)
        for part in parts:
            add(self.signs, part.signs)
            self.unpunctuated += part.unpunctuated
            self.repeated += part.repeated
            if part.worst is not None:
                _keep(self._worst_passages, (part.worst.density, -self.texts, part.worst))

    @property
    def measured(self) -> Measured:
        """The features of the whole collection."""
        return self._measured or Measured(Features(*[0.0] * len(Features._fields)), 0, 0)

    @property
    def estimate(self) -> Estimate:
        """Error rates of the whole collection."""
        measured = self.measured
        copies = [measured] if self.texts == 1 else [measured, measured._replace(words=0)]
        return estimate_collection(copies, self._knowledge)

    @property
    def score(self) -> float:
        """Estimated share of right words, in percent."""
        return 100 * (1 - self.estimate.wer.value)

    @property
    def worst_texts(self) -> list[tuple[str, Estimate]]:
        """The texts with the highest estimated word error rate."""
        return [(name, guess) for _, _, name, guess in sorted(self._worst_texts, reverse=True)]

    @property
    def worst_passages(self) -> list[Passage]:
        """The passages with most findings per word, at most one of each text."""
        return [entry[2] for entry in sorted(self._worst_passages, reverse=True)]


def merged(texts: list[Measured]) -> Measured:
    """The features of texts put together."""
    words = sum(text.words for text in texts)
    shares = (
        sum(share * text.words for share, text in zip(column, texts, strict=True)) / max(1, words)
        for column in zip(*(text.features for text in texts), strict=True)
    )
    return Measured(Features(*shares), words, sum(text.characters for text in texts))


def _keep(heap: list, entry: tuple) -> None:  # type: ignore[type-arg]
    heapq.heappush(heap, entry)
    if len(heap) > WORST:
        heapq.heappop(heap)


def _unpunctuated(text: str) -> int:
    runs = (len(run.split()) for run in _STOP.split(text))
    return sum(words for words in runs if words > _LONG_RUN)


def _repeated(text: str) -> int:
    lines = Counter(line.strip() for line in text.splitlines())
    return sum(
        len(line) * (count - 1)
        for line, count in lines.items()
        if count > 1 and len(line) >= _LEAST_LINE
    )


def _worst(document: Document, findings: tuple[Finding, ...]) -> Passage | None:
    """The stretch of about `_PASSAGE` characters that holds most findings."""
    best, first = (0, 0), 0
    for last, finding in enumerate(findings):
        while findings[first].span.start < finding.span.end - _PASSAGE:
            first += 1
        best = max(best, (last - first + 1, -first))
    count, first = best[0], -best[1]
    if count < 2:
        return None
    text = document.text
    start = max(0, findings[first].span.start - 30)
    if start and not text[start - 1].isspace():
        start = text.find(" ", start, findings[first].span.start) + 1 or findings[first].span.start
    start = max(start, text.rfind("\n", 0, findings[first].span.start) + 1)
    words = text[start : start + _PASSAGE]
    line = document.position(findings[first].span.start)[0]
    return Passage(count / max(1, len(words.split())), document.name, line, words)
