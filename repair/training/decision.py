"""Training the decision model: boosted trees, then one calibration table for each kind of change.

The tables come from documents the trees that scored them had not seen (cross-validation by
document); the part of the documents that is reported teaches neither.
LightGBM and scikit-learn are needed here and nowhere else.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from repair.model import APPLY_THRESHOLD
from repair.spelling.decision import Decision
from repair.spelling.features import NAMES
from repair.spelling.kinds import (
    CASE,
    HYPHEN,
    JOINED,
    MARK,
    NUMBER,
    OWN,
    REAL,
    RESPLIT,
    SPELLING,
    SPLIT,
    STOP,
    STRAY_LETTER,
)
from repair.training.collections import LAID_OUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.training.rows import Rows

GATES = ((SPELLING,), (STRAY_LETTER,), (JOINED, NUMBER), (SPLIT, RESPLIT), (HYPHEN,), (CASE,),
         (MARK,), (REAL,), (OWN,), (STOP,))  # fmt: skip
"""Kinds of change that share one calibration table."""

_TREES = 1000
_FOLDS = 4
_SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 191,
    "max_depth": 14,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
_LITTLE = 0.25
"""What a row of a page laid out on purpose counts beside what its collection's size gives it: with
more of it the trees get worse on real scans."""

_FEWEST = 150  # rows below which a gate borrows the table of all kinds
_BAND = 0.995
"""Share of right changes among all from one score up from which that band may be written unasked:
half the mistakes that are allowed there."""

_STEP = 0.001  # of the score, over which confidence rises to that of the band

_SURE = 2.2  # log odds of 0.9
_FAULTY = {"bln600": 0.5}
_FAULTY_ELSEWHERE = 0.15
"""Share of the sure changes a reference calls wrong that are right when read: references keep
damage and have misprints of their own, most of all those of bln600, which were typed by many hands.
Counted in benchmarks/results/wrong_changes.md on documents that taught nothing, and rounded down.
"""

_DIVIDED, _OF_DIVISION = ("icdar2017-period", "icdar2019-en"), (SPLIT, RESPLIT, HYPHEN)
"""Collections whose references keep words divided as the lines of the print divided them, and the
kinds of change they say nothing of: of 345 unknown pieces put together to a known word there (`de
cided`) they have 20 together, those of overproof 313 of 374."""


def fit(
    table: Any, target: Any, accepted: Any, collections: Sequence[str], documents: Sequence[str]
) -> dict[str, Any]:
    """The model: trees from all rows, tables from scores of trees that never saw the document."""
    import numpy

    weight = weights(collections)
    folds = numpy.array([zlib.crc32(document.encode()) % _FOLDS for document in documents])
    scores = numpy.zeros(len(table))
    for fold in range(_FOLDS):
        seen = folds != fold
        trees = train_trees(table[seen], target[seen], weight[seen])
        scores[~seen] = Decision(trees).scores(table[~seen])
    model = train_trees(table, target, weight)
    likely = without_noise(scores, accepted, collections)
    kinds = table[:, 0].astype(int)
    proof = numpy.array(list(map(_proves, collections, kinds)))
    model["calibration"] = calibration(scores[proof], likely[proof], kinds[proof])
    return model


def _proves(collection: str, kind: int) -> bool:
    """Whether a row may speak for what confidence means: pages laid out on purpose prove nothing,
    nor references that keep words divided do of words put together."""
    return collection != LAID_OUT and not (collection in _DIVIDED and kind in _OF_DIVISION)


def train_trees(table: Any, target: Any, weight: Any) -> dict[str, Any]:
    """Boosted trees as plain data: columns, and for every tree its nodes."""
    import lightgbm

    data = lightgbm.Dataset(table, target, weight=weight, feature_name=list(NAMES))
    booster = lightgbm.train(_SETTINGS, data, _TREES)
    trees = [_plain(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return {"columns": list(NAMES), "trees": trees, "calibration": {}}


def calibration(scores: Any, target: Any, kinds: Any) -> dict[str, dict[str, list[float]]]:
    """Tables from score to probability by kind, isotonic, cautious where little was seen."""
    import numpy

    everything = _table(scores, target)
    tables = {}
    for gate in GATES:
        mask = numpy.isin(kinds, gate)
        own = mask.sum() >= _FEWEST and target[mask].sum() >= 20
        for kind in gate:
            tables[str(kind)] = _table(scores[mask], target[mask]) if own else everything
    return tables


def _table(scores: Any, target: Any) -> dict[str, list[float]]:
    """Knots of the isotonic curve; a block of n with k right counts as (k + 1/4) / (n + 1)."""
    import numpy
    from sklearn.isotonic import isotonic_regression

    order = numpy.argsort(scores, kind="stable")
    ordered, right = scores[order], target[order].astype(float)
    fitted = isotonic_regression(right)
    edges = numpy.flatnonzero(numpy.diff(fitted)) + 1
    blocks = numpy.split(numpy.arange(len(ordered)), edges)
    merged: list[Any] = []
    for block in blocks:  # blocks too small to say anything join their neighbour
        if merged and (len(merged[-1]) < 25 or len(block) < 25):
            merged[-1] = numpy.concatenate([merged[-1], block])
        else:
            merged.append(block)
    knots = [float(ordered[block].mean()) for block in merged]
    values = [float((right[block].sum() + 0.25) / (len(block) + 1.0)) for block in merged]
    values = list(numpy.maximum.accumulate(values))
    knots, values = _with_band(knots, values, _band_from(ordered, right))
    return {
        "score": [round(knot, 4) for knot in knots],
        "probability": [round(float(value), 5) for value in values],
    }


def _with_band(
    knots: list[float], values: list[float], edge: float | None
) -> tuple[list[float], list[float]]:
    """A curve that is nowhere below what may be written unasked from one score up."""
    import numpy

    if edge is None:
        return knots, values
    below = min(float(numpy.interp(edge, knots, values)), APPLY_THRESHOLD - 0.0001)
    curve = list(zip(knots, values, strict=True))
    curve = [
        *(pair for pair in curve if pair[0] < edge - _STEP),
        (edge - _STEP, below),
        (edge, APPLY_THRESHOLD),
        *((knot, max(value, APPLY_THRESHOLD)) for knot, value in curve if knot > edge),
    ]
    return [knot for knot, _ in curve], [value for _, value in curve]


def _band_from(ordered: Any, right: Any) -> float | None:
    """The least score from which the changes hold together as a band that may be written."""
    import numpy

    share = (numpy.cumsum(right[::-1]) + 0.25) / (numpy.arange(len(right)) + 2.0)
    held = numpy.flatnonzero(share >= _BAND)
    return float(ordered[::-1][held[-1]]) if len(held) else None


def without_noise(scores: Any, accepted: Any, collections: Sequence[str]) -> Any:
    """How likely each change is right: what references say, corrected for what they get wrong."""
    import numpy

    share = numpy.array([_FAULTY.get(name, _FAULTY_ELSEWHERE) for name in collections])
    return numpy.where((scores > _SURE) & (accepted == 0), share, accepted)


def _plain(root: dict[str, Any]) -> dict[str, list[float]]:
    """One tree as lists, level by level: columns (-1: a leaf), limits, the worth of leaves."""
    tree: dict[str, list[float]] = {"column": [], "limit": [], "value": []}
    level = [root]
    for node in level:
        if "split_feature" in node:
            tree["column"].append(node["split_feature"])
            tree["limit"].append(float(f"{node['threshold']:.7g}"))
            level += (node["left_child"], node["right_child"])
        else:
            tree["column"].append(-1)
            tree["value"].append(round(node["leaf_value"], 5))
    return tree


def weights(collections: Sequence[str]) -> Any:
    """Row weights that let every collection count by the square root of its size."""
    from collections import Counter

    import numpy

    sizes = Counter(collections)
    largest = max(sizes.values())
    worth = {name: min(6.0, (largest / size) ** 0.5) for name, size in sizes.items()}
    worth[LAID_OUT] = worth.get(LAID_OUT, 0.0) * _LITTLE
    return numpy.array([worth[name] for name in collections])


def train(paths: Sequence[Path], folder: str, progress: Callable[[str], None]) -> None:
    """Learn from pairs (.jsonl) and clean text (.txt), and write `decision.json` to `folder`."""
    import json

    from repair.knowledge import Knowledge
    from repair.spelling.decision import FILE
    from repair.training.collections import collected
    from repair.training.rows import rows

    knowledge = Knowledge()
    made: list[Rows] = []
    for name, pairs in collected(paths):
        made.append(rows(pairs, knowledge))
        progress(f"{name}: {len(pairs)} texts, {len(made[-1].documents)} hypotheses")
    model, count = learned([some for some in made if some.documents])
    path = Path(folder) / FILE
    path.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
    progress(f"{path}: {len(model['trees'])} trees from {count} hypotheses")


def learned(made: Sequence[Rows]) -> tuple[dict[str, Any], int]:
    """The model from all hypotheses but those of the documents kept for reports, and from how
    many it was made."""
    import numpy

    from repair.training.pairs import REPORT, part

    table = numpy.concatenate([some.table for some in made])
    labels = numpy.concatenate([some.labels for some in made])
    names = [name for some in made for name in some.collections]
    documents = [document for some in made for document in some.documents]
    kinds = table[:, 0].astype(int)
    learn = numpy.array([part(document) != REPORT for document in documents])
    model = fit(
        table[learn],
        targets(labels, kinds)[learn],
        acceptance(labels, kinds)[learn],
        [name for name, here in zip(names, learn, strict=True) if here],
        [document for document, here in zip(documents, learn, strict=True) if here],
    )
    return model, int(learn.sum())


def targets(labels: Any, kinds: Any) -> Any:
    """What the model learns: the words are right; for stray marks every sign must be."""
    import numpy

    return numpy.where(numpy.isin(kinds, (MARK, STOP)), labels[:, 0], labels[:, 1])


def acceptance(labels: Any, kinds: Any) -> Any:
    """What the tables are made from: an editor accepts the right letters in a doubtful case.

    References hold noise of their own: a different capital or a hyphen beside a repaired word
    does not make the repair wrong. Where spaces or signs are the repair, they have to be right.
    """
    import numpy

    letters = numpy.isin(kinds, (SPELLING, OWN, REAL))
    return numpy.where(letters, labels[:, 2], targets(labels, kinds))
