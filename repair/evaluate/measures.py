"""Error rates of a text against its truth, and what a repair did to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from repair.evaluate.normalize import (
    blind,
    fold,
    join_accepted,
    join_line_hyphens,
    line_hyphen_words,
)
from repair.evaluate.outcomes import Example, outcomes


class Record(NamedTuple):
    """One text to be judged."""

    identifier: str
    truth: str
    hypothesis: str
    source: str | None = None  # what the repair was given; None when only the result is known
    document: str = ""  # records of one document are resampled together
    accepted_joins: frozenset[str] = frozenset()  # words right with and without their hyphen


class Measures(NamedTuple):
    """Sums over records; every rate is taken from the sums (micro average).

    ``before`` is the source against the truth, ``after`` the hypothesis against the truth.
    """

    records: int = 0
    characters: int = 0  # of the truth, white space collapsed
    words: int = 0
    character_edits_before: int = 0
    character_edits_after: int = 0
    character_edits_capped: int = 0  # after, each record's edits at most its length
    word_edits_before: int = 0
    word_edits_after: int = 0
    blind_edits_before: int = 0
    blind_total_before: int = 0  # hits and edits
    blind_edits_after: int = 0
    blind_total_after: int = 0
    improved: int = 0  # records with a lower blind match error rate than before
    worsened: int = 0
    correct: int = 0
    errors: int = 0
    kept: int = 0
    broken: int = 0
    fixed: int = 0
    missed: int = 0
    misfixed: int = 0
    misfixed_closer: int = 0
    inserted: int = 0
    missing_units: int = 0
    spurious_units: int = 0

    def rates(self) -> dict[str, float]:
        """All rates by name, in 0..1 save `harm_per_1000` and `preference` (-1..1)."""
        precision = _ratio(self.fixed, self.fixed + self.misfixed + self.broken + self.inserted)
        recall = _ratio(self.fixed, self.errors)
        return {
            "cer_before": _ratio(self.character_edits_before, self.characters),
            "cer": _ratio(self.character_edits_after, self.characters),
            "cer_capped": _ratio(self.character_edits_capped, self.characters),
            "cer_reduction": _reduction(self.character_edits_before, self.character_edits_after),
            "wer_before": _ratio(self.word_edits_before, self.words),
            "wer": _ratio(self.word_edits_after, self.words),
            "wer_reduction": _reduction(self.word_edits_before, self.word_edits_after),
            "cmer_before": _ratio(self.blind_edits_before, self.blind_total_before),
            "cmer": _ratio(self.blind_edits_after, self.blind_total_after),
            "preference": _ratio(self.improved - self.worsened, self.records),
            "precision": precision,
            "recall": recall,
            "f05": _ratio(1.25 * precision * recall, 0.25 * precision + recall),
            "harm_per_1000": 1000 * _ratio(self.broken, self.correct),
        }


def total(measures: Iterable[Measures]) -> Measures:
    """The sum of many records' measures."""
    return Measures(*map(sum, zip(Measures(), *measures, strict=True)))


def measure(
    record: Record, *, line_hyphens: bool = True, examples: list[Example] | None = None
) -> Measures:
    """Measure one record; without `line_hyphens` words divided over a line end are joined first.

    A record without a source is measured as its own source: only the rates `after` mean something.
    """
    record = record if line_hyphens else _without_line_hyphens(record)
    joins = record.accepted_joins
    given = record.hypothesis if record.source is None else record.source
    blind_before = match_counts(blind(record.truth), blind(given))
    blind_after = match_counts(blind(record.truth), blind(record.hypothesis))
    before, after = _ratio(*blind_before), _ratio(*blind_after)
    truth, source, hypothesis = (
        join_accepted(text, joins) for text in (record.truth, given, record.hypothesis)
    )
    character_edits = distance(truth, hypothesis)
    truth_words = truth.split()
    counted = outcomes(
        fold(source).split(), fold(truth).split(), fold(hypothesis).split(), examples
    )
    return Measures(
        1,
        len(truth),
        len(truth_words),
        distance(truth, source),
        character_edits,
        min(character_edits, len(truth)),
        distance(truth_words, source.split()),
        distance(truth_words, hypothesis.split()),
        *blind_before,
        *blind_after,
        after < before,
        after > before,
        *counted,
    )


def distance(first: Sequence[str], second: Sequence[str]) -> int:
    """Levenshtein distance of two texts or two word lists."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(first, second))


def match_counts(truth: str, text: str) -> tuple[int, int]:
    """Edits from truth to text and edits plus hits; their ratio is the match error rate."""
    from rapidfuzz.distance import Levenshtein

    operations = Levenshtein.editops(truth, text)
    inserted = sum(operation.tag == "insert" for operation in operations)
    return len(operations), len(truth) + inserted


def _without_line_hyphens(record: Record) -> Record:
    return record._replace(
        truth=join_line_hyphens(record.truth),
        hypothesis=join_line_hyphens(record.hypothesis),
        source=None if record.source is None else join_line_hyphens(record.source),
        accepted_joins=record.accepted_joins | line_hyphen_words(record.truth),
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _reduction(before: int, after: int) -> float:
    return _ratio(before - after, before)
