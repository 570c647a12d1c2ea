"""The first pass over a collection: words nobody knows, and what a sample shows to be misread.

Counts of pieces can be merged in any grouping, and are merged in the order of the pieces. Memory is
bounded: of the unknown forms the rarest are dropped when there are too many (lossy counting), of a
source no more than a sample is read closely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from repair.batch.inputs import Input
from repair.batch.pieces import Piece
from repair.batch.settings import Settings
from repair.batch.work import load_knowledge, read_texts
from repair.model import Document
from repair.spelling.witness import source_of
from repair.text.tokens import bare

SAMPLE_BYTES = 200_000
"""About how much of each source is read closely."""

FORMS_KEPT = 500_000
"""Unknown forms counted at most."""

_LONG = 50_000  # characters from which a text is sampled in itself
_CONFIDENT = 0.8  # from which a repair counts as what was meant
_EXPANSION = {".gz": 4, ".zst": 4}


class SourceCounts(NamedTuple):
    """What the sample of one source holds."""

    words: Counter[str]  # in lower case, without punctuation
    pairs: Counter[tuple[str, str]]  # damaged word and its repair


class Counts:
    """Counts that can be merged."""

    def __init__(self) -> None:
        self.size = 0  # words
        self.forms: dict[str, tuple[int, int]] = {}  # unknown form -> occurrences, texts
        self.sources: dict[str, SourceCounts] = {}
        self._floor = 0

    def add_form(self, form: str, occurrences: int, texts: int = 1) -> None:
        """Count an unknown form."""
        before = self.forms.get(form, (0, 0))
        self.forms[form] = (before[0] + occurrences, before[1] + texts)

    def source(self, name: str) -> SourceCounts:
        """The counts of a source, made when it is new."""
        return self.sources.setdefault(name, SourceCounts(Counter(), Counter()))

    def merge(self, other: Counts) -> None:
        """Add the counts of `other`."""
        self.size += other.size
        for form, (occurrences, texts) in other.forms.items():
            self.add_form(form, occurrences, texts)
        for name, found in other.sources.items():
            mine = self.source(name)
            mine.words.update(found.words)
            mine.pairs.update(found.pairs)
        while len(self.forms) > FORMS_KEPT:
            self._floor += 1
            self.forms = {f: c for f, c in self.forms.items() if c[0] > self._floor}


class CountWorker:
    """Counts pieces; `rates` says which share of each source is read closely."""

    def __init__(self, settings: Settings, rates: dict[str, float]) -> None:
        self._settings = settings
        self._rates = rates
        self._knowledge = load_knowledge(settings._replace(witness=""))

    def __call__(self, source: Input, piece: Piece) -> Counts:
        """The counts of a piece."""
        counts = Counts()
        texts, _ = read_texts(source, piece, self._settings)
        rate = self._rates.get(source.source, 0.0)
        for text in texts:
            document = text.document
            counts.size += sum(document.forms.values())
            for form in self._knowledge.unknown_forms(document):
                word = bare(form)
                if len(word) > 2 and word.replace("'", "").replace("-", "").isalpha():
                    counts.add_form(word, document.forms[form])
            sample = _sample(document, rate, f"{source.relative}:{piece.number}:{text.row}")
            if sample is not None:
                self._read_closely(sample, counts.source(source_of(text.name)))
        return counts

    def _read_closely(self, document: Document, found: SourceCounts) -> None:
        for form, count in document.forms.items():
            found.words[bare(form).lower()] += count
        for finding in self._knowledge.engine.findings(document, self._knowledge):
            if finding.rule == "spelling" and finding.confidence >= _CONFIDENT:
                pair = bare(finding.before).lower(), bare(finding.after or "").lower()
                found.pairs[pair] += 1


def sample_rates(inputs: Iterable[Input]) -> dict[str, float]:
    """Which share of each source makes about `SAMPLE_BYTES`."""
    sizes: Counter[str] = Counter()
    for found in inputs:
        sizes[found.source] += found.size * _EXPANSION.get(found.compression, 1)
    return {name: min(1.0, SAMPLE_BYTES / max(1, size)) for name, size in sizes.items()}


def _sample(document: Document, rate: float, key: str) -> Document | None:
    """What of a text is read closely: the beginning of a long one, by chance a short one.

    The chance depends on the key alone, so it is the same in every run.
    """
    text = document.text
    if len(text) > _LONG:
        if rate >= 1.0:
            return document
        end = text.find("\n", int(rate * len(text)))
        return Document(text[: end if end >= 0 else len(text)], document.name)
    chance = crc32(key.encode("utf-8", "surrogatepass")) / 2**32
    return document if chance < rate else None
