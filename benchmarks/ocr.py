"""Score the repairs of all OCR sets and print one table.

    python benchmarks/ocr.py [--bench ../shared/bench] [--part report] [--sets bln600,…]
                             [--all-rules] [--wrong N] [--out FILE]

Each record is repaired alone, as `repair.fix` would, at several thresholds; the untouched text and
the rivals' own outputs are scored the same way. Documents are divided by a hash of their name into
parts to learn from, to choose on and to report (`repair.training.pairs.part`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tables import HEADER, put, reliability

from repair.api import check
from repair.evaluate.measures import Measures, Record, measure, total
from repair.model import Result
from repair.training.labels import Label, Reference
from repair.training.pairs import Pair, divided, part, read_pairs

SETS = ("bln600", "overproof2", "overproof3", "icdar2017-mono", "icdar2017-period", "icdar2019-en",
        "mibio", "acl-full", "acl-spell", "tesseract", "bizdocs-tess")  # fmt: skip
THRESHOLDS = (0.5, 0.9, 0.99)
RIVALS = {"overproof2": "Overproof", "overproof3": "Overproof"}
ENGINE = ("spelling", "stray-letter", "joined-words", "split-word", "line-hyphen", "letter-case",
          "stray-mark")  # fmt: skip


class Tally:
    """What is known of one set after it was repaired."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.measures: dict[str, list[Measures]] = defaultdict(list)
        self.worse: Counter[float] = Counter()
        self.kinds: dict[str, list[tuple[float, Label]]] = defaultdict(list)
        self.wrong: list[tuple[float, str, str, str, str]] = []


def pairs_of(folder: Path, name: str, wanted: str) -> Iterator[Pair]:
    """The pairs of one set that belong to the wanted part."""
    for pair in divided(read_pairs(folder / "ocr" / f"{name}.dev.jsonl", name)):
        if wanted == "all" or part(pair.document) == wanted:
            yield pair


def run(folder: Path, name: str, wanted: str, rules: tuple[str, ...] | None) -> Tally:
    """Repair one set and measure it."""
    tally = Tally(name)
    rival = _rival(folder, name)
    for pair in pairs_of(folder, name, wanted):
        result = check(pair.observed, select=rules, min_confidence=THRESHOLDS[0])
        for threshold in THRESHOLDS:
            text = result.text(threshold)
            record = Record(pair.identifier, pair.intended, text, pair.observed, pair.document,
                            pair.accepted_joins)  # fmt: skip
            measured = measure(record)
            tally.measures[f"p >= {threshold}"].append(measured)
            tally.worse[threshold] += (
                measured.character_edits_after > measured.character_edits_before
            )
        if pair.identifier in rival:
            record = Record(pair.identifier, pair.intended, rival[pair.identifier], pair.observed,
                            pair.document, pair.accepted_joins)  # fmt: skip
            tally.measures[RIVALS[name]].append(measure(record))
        _judge(tally, pair, result)
    return tally


def _judge(tally: Tally, pair: Pair, result: Result) -> None:
    """Whether each proposal was right, by the reference."""
    if not result.proposals:
        return
    text = pair.observed
    reference = Reference(text.split(), pair.intended, pair.accepted_joins)
    for finding in result.proposals:
        start = finding.span.start
        end = start + len(finding.before.rstrip())
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace() and end > finding.span.start:
            end += 1
        stretch = text[start:end]
        before_it, after_it = text[start : finding.span.start], text[finding.span.end : end]
        if not finding.after and finding.span.start == start:
            before_it = after_it = ""
        after = before_it + (finding.after or "") + after_it
        if not stretch.split():
            continue
        first = len(text[:start].split())
        label = reference.judge(first, first + len(stretch.split()) - 1, after)
        tally.kinds[finding.rule].append((finding.confidence, label))
        if not label.right:
            around = text[max(0, start - 25) : end + 25].replace("\n", " ")
            tally.wrong.append((finding.confidence, finding.rule, stretch, after, around))


def _rival(folder: Path, name: str) -> dict[str, str]:
    path = folder / "rivals" / f"{name}.dev.overproof.jsonl"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        return {row["id"]: row["text"] for row in map(json.loads, file)}


def table(tallies: Iterable[Tally]) -> Iterator[str]:
    """The main table."""
    columns = ("set", "output", "words", "CER before", "CER", "cut", "WER before", "WER",
               "precision", "recall", "F0.5", "harm", "rows worse")  # fmt: skip
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    for tally in tallies:
        for output, measured in tally.measures.items():
            whole = total(measured)
            rates = whole.rates()
            threshold = float(output.split()[-1]) if output.startswith("p") else None
            worse = f"{100 * tally.worse[threshold] / len(measured):.1f} %" if threshold else ""
            yield (
                f"| {tally.name} | {output} | {whole.words} | {rates['cer_before']:.4f} "
                f"| {rates['cer']:.4f} | {100 * rates['cer_reduction']:.1f} % "
                f"| {rates['wer_before']:.4f} | {rates['wer']:.4f} | {rates['precision']:.3f} "
                f"| {rates['recall']:.3f} | {rates['f05']:.3f} | {rates['harm_per_1000']:.2f} "
                f"| {worse} |"
            )


def kinds(tallies: Iterable[Tally]) -> Iterator[str]:
    """Right shares by rule and threshold, all sets together."""
    together: dict[str, list[tuple[float, Label]]] = defaultdict(list)
    for tally in tallies:
        for rule, judged in tally.kinds.items():
            together[rule] += judged
    yield "| rule | threshold | changes | exactly right | words right | letters right |"
    yield "|---|---|---|---|---|---|"
    for rule, judged in sorted(together.items()):
        for threshold in THRESHOLDS:
            some = [label for confidence, label in judged if confidence >= threshold]
            if some:
                shares = [sum(column) / len(some) for column in zip(*some, strict=True)]
                cells = " | ".join(f"{100 * share:.1f} %" for share in shares)
                yield f"| {rule} | {threshold} | {len(some)} | {cells} |"


def calibration(tallies: Iterable[Tally]) -> Iterator[str]:
    """Stated confidence against the share that was right, by set."""
    yield from HEADER
    for tally in tallies:
        judged = [pair for rule in tally.kinds.values() for pair in rule]
        shares = [(stated, label.right, label.forgiven) for stated, label in judged]
        yield from reliability(tally.name, shares)


def wrong(tallies: Iterable[Tally], least: float, most: int) -> Iterator[str]:
    """The surest wrong-looking changes."""
    rows: list[Any] = [(row, tally.name) for tally in tallies for row in tally.wrong]
    rows.sort(key=lambda pair: -pair[0][0])
    for (confidence, rule, before, after, around), name in rows[:most]:
        if confidence >= least:
            yield f"{confidence:.3f} {name} {rule} {before!r} -> {after!r}   … {around} …"


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--part", choices=("train", "choose", "report", "all"), default="report")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--all-rules", action="store_true", help="not only the engine's rules")
    parser.add_argument("--wrong", type=int, default=0, help="list so many wrong changes")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    rules = None if arguments.all_rules else ENGINE
    tallies = [
        run(arguments.bench, name, arguments.part, rules) for name in arguments.sets.split(",")
    ]
    lines = [f"# OCR sets, part: {arguments.part}, {date.today().isoformat()}", ""]
    lines += [*table(tallies), "", "## By kind of change", "", *kinds(tallies), ""]
    lines += ["## Calibration", "", *calibration(tallies)]
    if arguments.wrong:
        lines += ["", "## Surest wrong changes", "", "```",
                  *wrong(tallies, 0.0, arguments.wrong), "```"]  # fmt: skip
    put(lines, arguments.out)


if __name__ == "__main__":
    main()
