"""What the evidence of the whole collection gains, and the weights it is given.

    python benchmarks/witness.py --bench ../shared/bench --write dictionaries/en/witness.toml

Each set is a collection of one source whose records are repaired one by one. The proposals of the
engine are judged against the truth, and weights for what the collection's counts say about them
are fitted by logistic regression. What is printed for a set comes from weights of the other sets.
"""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path

from repair.batch.counting import Counts, CountWorker, sample_rates
from repair.batch.inputs import find_inputs
from repair.batch.pieces import Columns, Piece, read_pieces
from repair.batch.settings import Settings
from repair.batch.witness import build_witness
from repair.evaluate import Record, judge
from repair.knowledge import Knowledge
from repair.model import Document, Edit
from repair.spelling.engine import LEAST
from repair.spelling.proposals import proposals
from repair.spelling.witness import NAMES, Hearing, Witness, evidence_for, log_odds


def witness_of(path: Path, settings: Settings):
    inputs = find_inputs([str(path)])
    worker = CountWorker(settings, sample_rates(inputs))
    counts = Counts()
    for piece in read_pieces(0, inputs[0], settings.columns):
        if isinstance(piece, Piece):
            counts.merge(worker(inputs[0], piece))
    return build_witness(counts, Knowledge())


def training_rows(rows: list[dict], knowledge: Knowledge, witness: Witness, name: str):
    """For every proposal of the engine the evidence about it, and whether it is right."""
    for row in rows:
        document = Document(row["ocr"], f"{name}#{row['id']}")
        unknown = knowledge.unknown_forms(document)
        reading, judged = knowledge.engine.judged(document, unknown)
        if reading is None:
            continue
        record = Record(
            row["id"], row["gt"], "", row["ocr"], row["doc"], frozenset(row.get("hyph_ok", ()))
        )
        by_place = {}
        for h in judged:
            place = reading.span(h.window.first, h.window.last), h.candidate.replacement
            by_place[place] = evidence_for(h, witness.of(document.name))
        found = [f for f in proposals(reading, judged, LEAST) if f.after]
        edits = [Edit(f.span, f.before, f.after, f.rule, f.confidence) for f in found]
        for change in judge(record, edits):
            evidence = by_place.get((change.edit.span, change.edit.after))
            if evidence is not None:
                yield change.edit.confidence, evidence, change.verdict == "right"


BOUNDS = [(0, None), (None, 0)]
"""What a source shows never makes a change less sure, what it never shows never surer."""

EVERYTHING = Witness({}, {})

Table = list[tuple[float, tuple[float, ...], bool]]
"""Probability without the evidence, the evidence, whether the change is right."""


def fitted(tables: list[Table]) -> dict[str, float]:
    """Weights that move the log odds, by maximum likelihood; every collection counts the same."""
    import numpy
    from scipy.optimize import minimize

    odds = numpy.array([log_odds(p) for table in tables for p, _, _ in table])
    rows = numpy.array([row for table in tables for _, row, _ in table])
    sign = numpy.array([1.0 if right else -1.0 for table in tables for _, _, right in table])
    share = numpy.array([1.0 / len(table) for table in tables for _ in table])

    def loss(weights):
        return (share * numpy.logaddexp(0, -sign * (odds + rows @ weights))).sum() + 0.001 * (
            weights**2
        ).sum()

    found = minimize(loss, numpy.zeros(len(NAMES)), bounds=BOUNDS).x
    return dict(zip(NAMES, map(float, found), strict=True))


def report(name: str, table: Table, trust: Hearing) -> None:
    """Right and proposed at the two thresholds, without and with the evidence."""
    for label, probabilities in (
        ("no", [p for p, _, _ in table]),
        ("yes", [trust.adjusted(p, row) for p, row, _ in table]),
    ):
        parts = []
        for threshold in (0.5, 0.9, 0.99):
            chosen = [
                r for p, (_, _, r) in zip(probabilities, table, strict=True) if p >= threshold
            ]
            parts.append(f"{sum(chosen):6}/{len(chosen):6} {sum(chosen) / max(1, len(chosen)):.4f}")
        brier = sum((p - r) ** 2 for p, (_, _, r) in zip(probabilities, table, strict=True))
        print(f"{name:18}{label:>5}  " + "  ".join(parts) + f"  Brier {brier / len(table):.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument(
        "--sets",
        nargs="+",
        default=["overproof3", "mibio", "bizdocs-tess", "overproof2", "bln600"],
    )
    parser.add_argument("--words", type=int, default=6_000, help="judged of each set, about")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--keep", type=Path, help="keep the rows here")
    parser.add_argument("--kept", type=Path, help="fit rows that were kept")
    arguments = parser.parse_args()
    knowledge = Knowledge()
    tables: dict[str, Table] = {}
    if arguments.kept:
        tables = pickle.loads(arguments.kept.read_bytes())
    for name in arguments.sets if not arguments.kept else ():
        path = arguments.bench / "ocr" / f"{name}.dev.jsonl"
        settings = Settings("", str(path.parent.absolute()), Columns("ocr", "id"))
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
        step = max(1, sum(len(row["ocr"].split()) for row in rows) // arguments.words)
        witness = witness_of(path, settings)
        tables[name] = list(training_rows(rows[::step], knowledge, witness, path.name))
        if arguments.keep:
            arguments.keep.write_bytes(pickle.dumps(tables))
        print(f"{name}: {len(tables[name])} proposals, {len(witness.words)} own words", flush=True)
    print("right/proposed and precision at 0.5, 0.9, 0.99; weights fitted on the other sets")
    for name, table in tables.items():
        others = [t for n, t in tables.items() if n != name]
        report(name, table, Hearing(EVERYTHING, fitted(others or [table])))
    weights = fitted(list(tables.values()))
    print(weights)
    if arguments.write:
        lines = [
            "# Weights of the evidence of a whole collection, fitted by",
            "# python benchmarks/witness.py --write dictionaries/en/witness.toml",
            *(f"{name} = {value:.5f}" for name, value in weights.items()),
        ]
        arguments.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
