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
from pathlib import Path
from typing import Any

import numpy as np
from tables import BINS, HEADER, put, reliability

from repair.knowledge import Knowledge
from repair.spelling.decision import Decision
from repair.training.collections import collected
from repair.training.decision import learned, targets
from repair.training.rows import Rows, rows

GROUPS = ("overproof2,overproof3", "icdar2017-mono", "tesseract,pages,loop1", "acl-full,acl-spell")


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
    return reliability(
        some.collections[0],
        list(zip(stated.tolist(), right.tolist(), letters.tolist(), strict=True)),
    )


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    made = rows_of(arguments.paths, arguments.rows)
    lines = [f"# Collections that taught nothing, {date.today().isoformat()}", "", *HEADER]
    for group in arguments.without or GROUPS:
        out = set(group.split(","))
        model, _ = learned([some for some in made if some.collections[0] not in out])
        for some in made:
            if some.collections[0] in out:
                lines += report(some, model)
    put(lines, arguments.out)


if __name__ == "__main__":
    main()
