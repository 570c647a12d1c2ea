"""Whether confidence holds where nothing was learned: leave collections out, learn, judge.

    python benchmarks/unseen.py PATHS… [--without overproof2,overproof3] [--without tesseract,pages]
                                [--rows FILE] [--out FILE]

PATHS are what `repair train decision` is given. For every `--without` a model is trained on the
other collections and asked about those: overlapping proposals are settled as the engine does, and
what is stated is set beside what was right. `--rows` keeps the rows between runs (ten minutes).
"""

from __future__ import annotations

import argparse
import pickle
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from repair.knowledge import Knowledge
from repair.spelling.decision import Decision
from repair.training.collections import collected
from repair.training.decision import acceptance, fit, targets
from repair.training.pairs import REPORT, part
from repair.training.rows import Rows, rows

GROUPS = ("overproof2,overproof3", "icdar2017-mono", "tesseract,pages,loop1", "acl-full,acl-spell")
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


def rows_of(paths: list[Path], kept: Path | None) -> list[Rows]:
    """The hypotheses of every collection, from `kept` when it is there."""
    if kept is not None and kept.exists():
        return [Rows(*fields) for fields in pickle.loads(kept.read_bytes())]
    knowledge = Knowledge()
    made = [rows(pairs, knowledge) for _, pairs in collected(paths)]
    made = [some for some in made if some.documents]
    if kept is not None:
        kept.write_bytes(pickle.dumps([tuple(some) for some in made]))
    return made


def proposed(some: Rows, stated: Any) -> list[int]:
    """The rows an engine would propose: the surest of those that overlap, from .5 up."""
    by_record: dict[str, list[int]] = defaultdict(list)
    for place in np.flatnonzero(stated >= BINS[0]):
        by_record[some.windows[place][0]].append(place)
    chosen = []
    for places in by_record.values():
        taken: set[int] = set()
        for place in sorted(places, key=lambda place: -stated[place]):
            first, last = map(int, some.windows[place][1].split("-"))
            if taken.isdisjoint(range(first, last + 1)):
                taken.update(range(first, last + 1))
                chosen.append(place)
    return chosen


def report(some: Rows, model: dict[str, Any]) -> Iterator[str]:
    """Stated and measured for one collection."""
    stated = np.array(Decision(model).probabilities(some.table))
    places = np.array(proposed(some, stated))
    right = targets(some.labels, some.table[:, 0].astype(int))[places]
    letters, stated = some.labels[places, 2], stated[places]
    gap = 0.0
    for low, high in pairwise(BINS):
        here = (stated >= low) & (stated < high)
        if not here.any():
            continue
        gap += abs(stated[here].mean() - right[here].mean()) * here.sum()
        bar = "#" * round(20 * right[here].mean())
        yield (
            f"| {some.collections[0]} | {low}–{min(high, 1.0)} | {here.sum()} "
            f"| {stated[here].mean():.3f} | {right[here].mean():.3f} | {letters[here].mean():.3f} "
            f"| `{bar:20}` |"
        )
    error = gap / len(places)
    yield f"| {some.collections[0]} | expected error | {len(places)} | | {error:.3f} | | |"


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    made = rows_of(arguments.paths, arguments.rows)
    lines = [f"# Collections that taught nothing, {date.today().isoformat()}", "",
             "| collection | stated | changes | mean stated | words right | letters right | |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for group in arguments.without or GROUPS:
        out = set(group.split(","))
        taught = [some for some in made if some.collections[0] not in out]
        table = np.concatenate([some.table for some in taught])
        labels = np.concatenate([some.labels for some in taught])
        names = [name for some in taught for name in some.collections]
        documents = [document for some in taught for document in some.documents]
        kinds = table[:, 0].astype(int)
        learn = np.array([part(document) != REPORT for document in documents])
        model = fit(
            table[learn], targets(labels, kinds)[learn], acceptance(labels, kinds)[learn],
            [name for name, here in zip(names, learn, strict=True) if here],
            [document for document, here in zip(documents, learn, strict=True) if here],
        )  # fmt: skip
        for some in made:
            if some.collections[0] in out:
                lines += report(some, model)
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
