"""Fits the weights behind `repair score` and says how far they can be trusted.

    python benchmarks/quality.py ../shared/bench --write dictionaries/en/quality.toml
    python benchmarks/quality.py ../shared/bench --collections overproof2 bln600

Texts are the records of one document put together, up to about a thousand words; clean texts
count as free of errors. Every figure printed is of a collection that was left out of the fit.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterator
from pathlib import Path

from repair.evaluate.measures import Record, measure
from repair.knowledge import Knowledge
from repair.model import Document
from repair.quality.features import measure_features
from repair.quality.fit import Fitted, Known, fit

WORDS = 1000
LEAST_WORDS = 100


def records(path: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Damaged text, truth and accepted joins, one document or a thousand words of it at a time."""
    groups: dict[str, list[dict]] = {}
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        groups.setdefault(row["doc"], []).append(row)
    for rows in groups.values():
        taken: list[dict] = []
        for row in rows:
            taken.append(row)
            if sum(len(r["ocr"].split()) for r in taken) >= WORDS:
                yield together(taken)
                taken = []
        if sum(len(r["ocr"].split()) for r in taken) >= LEAST_WORDS:
            yield together(taken)


def together(rows: list[dict]) -> tuple[str, str, frozenset[str]]:
    joins = frozenset(word for row in rows for word in row.get("hyph_ok", ()))
    return "\n".join(r["ocr"] for r in rows), "\n".join(r["gt"] for r in rows), joins


def known_texts(bench: Path, wanted: list[str]) -> Iterator[Known]:
    knowledge = Knowledge()
    for path in sorted((bench / "ocr").glob("*.dev.jsonl")):
        name = path.name.removesuffix(".dev.jsonl")
        if wanted and name not in wanted:
            continue
        for damaged, truth, joins in records(path):
            rates = measure(Record("", truth, damaged, None, "", joins)).rates()
            measured = measure_features(Document(damaged), knowledge)
            yield Known(name, measured, rates["cer"], rates["wer"])
    for path in sorted((bench / "clean").glob("*.dev.txt")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        name = "clean " + path.name.removesuffix(".dev.txt")
        taken: list[str] = []
        for line in lines:
            taken.append(line)
            if sum(map(len, taken)) > 6000:
                measured = measure_features(Document("".join(taken)), knowledge)
                yield Known(name, measured, 0.0, 0.0)
                taken = []


def as_toml(found: dict[str, Fitted]) -> str:
    lines = [
        "# Weights of the estimated error rates of `repair score`, fitted by",
        "# python benchmarks/quality.py ../shared/bench --write dictionaries/en/quality.toml",
    ]
    for rate, fitted in found.items():
        w = fitted.weights
        lines += [
            "",
            f"[{rate}]",
            f"base = {w.base}",
            f"document = [{w.document[0]:.4f}, {w.document[1]:.4f}]",
            f"collection = [{w.collection[0]:.4f}, {w.collection[1]:.4f}]",
            "",
            f"[{rate}.weights]",
            *(f"{name} = {value}" for name, value in w.weights.items()),
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path, nargs="?", default=Path("../shared/bench"))
    parser.add_argument("--collections", nargs="*", default=[])
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    texts = list(known_texts(arguments.bench, arguments.collections))
    found = {rate: fit(texts, rate) for rate in ("cer", "wer")}
    for rate, fitted in found.items():
        print(f"{rate}: {len(texts)} texts; estimates for collections that were left out")
        for name, (true, guessed) in fitted.unseen.items():
            print(f"  {name:26} true {true:.4f}  estimated {guessed:.4f}")
        damaged = [(t, g) for n, (t, g) in fitted.unseen.items() if not n.startswith("clean")]
        off = statistics.median(max(t, g) / max(1e-6, min(t, g)) for t, g in damaged)
        print(f"  median factor between estimate and truth of damaged collections: {off:.2f}")
        print(f"  unseen texts inside the interval: {fitted.covered:.1%}")
        print(f"  weights {fitted.weights}")
    if arguments.write:
        arguments.write.write_text(as_toml(found), encoding="utf-8")


if __name__ == "__main__":
    main()
