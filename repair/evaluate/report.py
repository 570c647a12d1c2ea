"""The whole evaluation of a repair, as text, as JSON values and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from repair.evaluate import charts, page
from repair.evaluate.bootstrap import intervals
from repair.evaluate.changes import JudgedChange, RuleScore, by_rule, judge
from repair.evaluate.measures import Measures, Record, measure, total
from repair.evaluate.outcomes import Example
from repair.evaluate.reliability import Reliability, reliability
from repair.model import Edit

_RATES = (
    ("cer", "character error rate"),
    ("wer", "word error rate"),
    ("cmer", "blind match error rate"),
)
_CHANGE_RATES = (
    ("precision", "precision of changes"),
    ("recall", "recall of errors"),
    ("f05", "F0.5"),
    ("harm_per_1000", "right words broken per 1,000"),
    ("preference", "records better minus worse"),
)


class Evaluation(NamedTuple):
    """Measures of a whole set, with intervals and, where changes are known, their judgement."""

    measures: Measures
    intervals: Mapping[str, tuple[float, float]]
    has_source: bool
    changes: tuple[JudgedChange, ...] = ()
    rules: tuple[RuleScore, ...] = ()
    reliability: Reliability | None = None
    examples: tuple[Example, ...] = ()


def evaluate(
    records: Iterable[Record],
    edits: Mapping[str, Sequence[Edit]] | None = None,
    *,
    line_hyphens: bool = True,
    resamples: int = 1000,
    keep_examples: bool = False,
) -> Evaluation:
    """Measure every record; `edits` are the proposals by record identifier, judged one by one."""
    documents: dict[str, Measures] = {}
    changes: list[JudgedChange] = []
    examples: list[Example] = []
    has_source = True
    for record in records:
        has_source = has_source and record.source is not None
        measured = measure(
            record, line_hyphens=line_hyphens, examples=examples if keep_examples else None
        )
        key = record.document or record.identifier
        documents[key] = total([documents[key], measured]) if key in documents else measured
        if edits:
            changes += judge(record, edits.get(record.identifier, ()))
    return Evaluation(
        total(documents.values()),
        intervals(documents, resamples),
        has_source,
        tuple(changes),
        tuple(by_rule(changes)),
        reliability(changes) if changes else None,
        tuple(examples),
    )


def as_text(evaluation: Evaluation, examples: int = 0) -> str:
    """A table for the terminal, with up to `examples` examples of each outcome."""
    m = evaluation.measures
    rates, bounds = m.rates(), evaluation.intervals
    lines = [f"{m.records:,} records, {m.words:,} words, {m.characters:,} characters", ""]
    head = f"{'':30}{'before':>9}{'after':>9}  95 % interval"
    lines.append(head if evaluation.has_source else f"{'':30}{'':>9}{'rate':>9}  95 % interval")
    for key, name in _RATES:
        before = f"{rates[f'{key}_before']:9.4f}" if evaluation.has_source else " " * 9
        lines.append(f"{name:30}{before}{rates[key]:9.4f}  {_interval(bounds, key)}")
    if evaluation.has_source:
        lines.append("")
        for key, name in _CHANGE_RATES:
            lines.append(f"{name:39}{rates[key]:9.4f}  {_interval(bounds, key)}")
        lines += [
            "",
            f"right words: {m.correct:,}, of them broken {m.broken:,}; words added {m.inserted:,}",
            f"errors: {m.errors:,}, of them fixed {m.fixed:,}, changed but still wrong "
            f"{m.misfixed:,} ({m.misfixed_closer:,} closer), missed {m.missed:,}",
        ]
    if evaluation.rules:
        lines += ["", f"{'rule':24}{'changes':>9}{'right':>8}{'stated':>8}{'harmful':>9}"]
        lines += [
            f"{s.rule:24}{s.changes:9,}{s.precision:8.3f}{s.confidence:8.3f}{s.harmful:9,}"
            for s in evaluation.rules
        ]
    if evaluation.reliability:
        lines += ["", f"{'confidence':24}{'changes':>9}{'right':>8}{'stated':>8}"]
        lines += [
            f"{f'{b.low:.2f} to {b.high:.2f}':24}{b.changes:9,}{b.right:8.3f}{b.confidence:8.3f}"
            for b in evaluation.reliability.bins
        ]
        lines.append(
            f"expected calibration error {evaluation.reliability.expected_error:.4f}, "
            f"Brier score {evaluation.reliability.brier:.4f}"
        )
    for outcome in ("fixed", "misfixed", "broken", "inserted", "missed") if examples else ():
        chosen = [e for e in evaluation.examples if e.outcome == outcome]
        lines += ["", f"{outcome}: {len(chosen):,}"]
        lines += [
            f"  {e.source!r} should be {e.truth!r}, is {e.hypothesis!r}"
            for e in chosen[:: max(1, len(chosen) // examples)][:examples]
        ]
    return "\n".join(lines) + "\n"


def as_values(evaluation: Evaluation) -> dict[str, Any]:
    """The same as plain values for JSON."""
    found = evaluation.reliability
    return {
        "counts": evaluation.measures._asdict(),
        "rates": {
            name: rate
            for name, rate in evaluation.measures.rates().items()
            if evaluation.has_source or name in ("cer", "wer", "cmer", "cer_capped")
        },
        "intervals": {name: list(pair) for name, pair in evaluation.intervals.items()},
        "rules": [{**s._asdict(), "precision": s.precision} for s in evaluation.rules],
        "reliability": None
        if found is None
        else {
            "bins": [b._asdict() for b in found.bins],
            "expected_error": found.expected_error,
            "brier": found.brier,
        },
    }


def as_page(evaluation: Evaluation, title: str) -> str:
    """The same as one self-contained HTML page with charts."""
    m = evaluation.measures
    rates, bounds = m.rates(), evaluation.intervals
    keys = [*_RATES, *(_CHANGE_RATES if evaluation.has_source else ())]
    rows = [
        (
            name,
            f"{rates[f'{key}_before']:.4f}" if f"{key}_before" in rates else "",
            f"{rates[key]:.4f}",
            _interval(bounds, key),
        )
        for key, name in keys
    ]
    parts = [
        page.paragraph(f"{m.records:,} records, {m.words:,} words, {m.characters:,} characters."),
        page.table(("measure", "before", "after", "95 % interval"), rows),
        charts.ranges(
            [(name, rates[k], *bounds.get(k, (rates[k], rates[k]))) for k, name in _RATES]
        ),
    ]
    if evaluation.reliability:
        parts += [
            page.heading("Reliability of the confidence"),
            charts.calibration(evaluation.reliability.bins),
            page.paragraph(
                f"Expected calibration error {evaluation.reliability.expected_error:.4f}, "
                f"Brier score {evaluation.reliability.brier:.4f}."
            ),
            page.heading("By rule"),
            page.table(
                ("rule", "changes", "right", "stated", "harmful"),
                [
                    (
                        s.rule,
                        f"{s.changes:,}",
                        f"{s.precision:.3f}",
                        f"{s.confidence:.3f}",
                        f"{s.harmful:,}",
                    )
                    for s in evaluation.rules
                ],
            ),
        ]
    return page.page(title, parts)


def _interval(bounds: Mapping[str, tuple[float, float]], key: str) -> str:
    low_high = bounds.get(key)
    return f"{low_high[0]:.4f} to {low_high[1]:.4f}" if low_high else ""
