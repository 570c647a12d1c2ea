"""Learning the decision model from examples: boosted trees, and a measured calibration.

Only names of features, limits and leaf values are kept: no text of the examples. Documents are
parted into folds, so that the calibration is measured on documents the trees have not seen.
"""

from __future__ import annotations

import json
from zlib import crc32

from repair.names.evidence import FEATURES
from repair.names.train_certainty import certainties

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from repair.names.examples import Example

RISING = frozenset({"sound", "letters", "weakest", "shared", "margin", "present", "length"})
"""Evidence of which more can only speak for a name."""

FOLDS = 5
PARTINGS = 3
"""How many times the documents are parted into folds anew: what trees say of documents they have
not seen varies with the others they were given."""

ROUNDS = 520
CLEAN_WEIGHT = 0.5
"""What a candidate in a reference counts beside one in a recogniser's output."""
_SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_data_in_leaf": 120,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbosity": -1,
    "num_threads": 1,
    "seed": 7,
    "deterministic": True,
}


def held_out(document: str) -> bool:
    """Whether a document is kept for reporting: a quarter of them, by a hash of the name."""
    return crc32(document.encode()) % 4 == 0


def train(
    damaged: Sequence[Example],
    clean: Sequence[Example] = (),
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """The decision table learned from examples of documents to train on.

    Args:
        damaged: from recognisers' output; the calibration is measured on them alone.
        clean: from references, where every change is wrong.
    """
    import lightgbm
    import numpy

    examples = [*damaged, *clean]
    numbers = numpy.array([e.numbers for e in examples])
    right = numpy.array([e.right for e in examples], dtype=float)
    weights = _weights(damaged)
    learned = numpy.concatenate([weights, CLEAN_WEIGHT * _weights(clean)])
    settings = {
        **_SETTINGS,
        "monotone_constraints": [int(name in RISING) for name in FEATURES],
    }

    def fitted(chosen: Any) -> Any:
        data = lightgbm.Dataset(numbers[chosen], right[chosen], weight=learned[chosen])
        return lightgbm.train(settings, data, num_boost_round=ROUNDS)

    unseen = []
    for parting in range(PARTINGS):
        folds = numpy.array([_fold(e.document, parting) for e in examples])
        odds = numpy.zeros(len(examples))
        for fold in range(FOLDS):
            model = fitted(folds != fold)
            odds[folds == fold] = model.predict(numbers[folds == fold], raw_score=True)
        unseen.append(odds[: len(damaged)])
        progress(f"folds, time {parting + 1} of {PARTINGS}")
    model = fitted(numpy.ones(len(examples), dtype=bool))
    breaks = numpy.array([e.breaks > 0 or not _alike(e) for e in damaged], dtype=bool)
    everything = numpy.concatenate(unseen)
    points = calibration(
        everything,
        numpy.tile(right[: len(damaged)], PARTINGS),
        numpy.tile(weights / PARTINGS, PARTINGS),
        numpy.tile(breaks, PARTINGS),
    )
    return {
        "features": list(FEATURES),
        "bias": 0.0,
        "trees": [_tree(t["tree_structure"]) for t in model.dump_model()["tree_info"]],
        "calibration": points,
        "certain": certainties(damaged, unseen),
    }


def _fold(document: str, parting: int) -> int:
    """The fold of a document: those of the first parting have nothing to do with `held_out`."""
    return crc32(document.encode(), parting) // 4 % FOLDS


def _alike(example: Example) -> bool:
    """Whether the name is so like the words that the reference itself is in doubt."""
    by_name = dict(zip(FEATURES, example.numbers, strict=True))
    return by_name["sound"] >= 0.88 and by_name["letters"] >= 0.75


def _weights(examples: Sequence[Example]) -> Any:
    """A document that several recognisers read counts no more for it; at most four readings."""
    from collections import Counter

    import numpy

    seen = Counter((e.document, e.before.lower(), e.after.lower()) for e in examples)
    return numpy.array(
        [1 / seen[e.document, e.before.lower(), e.after.lower()] ** 0.5 for e in examples]
    )


def calibration(odds: Any, right: Any, weights: Any, breaks: Any) -> list[list[float]]:
    """Points (log-odds, probability), rising, from held-out predictions.

    References of speech leave words out and spell names in their own way: where the name is very
    like the words, breaks nothing and is not in the reference either, half of it was right when
    looked at by eye, so it counts for half. The last points are kept below certainty by half a
    failure more in each
    group, so that only many right ones reach the apply threshold.
    """
    import numpy

    weights = numpy.where((right == 0) & ~breaks, weights / 2, weights)
    order = numpy.argsort(odds, kind="stable")
    odds, right, weights = odds[order], right[order], weights[order]
    total = weights.cumsum()
    points: list[list[float]] = []
    groups = 60
    for group in range(groups):
        low, high = total[-1] * group / groups, total[-1] * (group + 1) / groups
        inside = (total > low) & (total <= high)
        if inside.any():
            share = (weights[inside] * right[inside]).sum() / weights[inside].sum()
            points.append([float(odds[inside].mean()), float(share), float(inside.sum())])
    # the top is where decisions fall: cut it finer
    top = odds >= numpy.quantile(odds, 0.9)
    points = [p for p in points if p[0] < odds[top].min()]
    pieces = numpy.array_split(numpy.flatnonzero(top), 40)
    for piece in pieces:
        count = weights[piece].sum()
        share = (weights[piece] * right[piece]).sum() / (count + 0.5)
        points.append([float(odds[piece].mean()), float(share), float(count)])
    return [[round(x, 4), round(y, 5)] for x, y in _rising(points)]


def _rising(points: list[list[float]]) -> list[tuple[float, float]]:
    """Pool neighbours until the shares rise (pool-adjacent-violators)."""
    pools: list[list[float]] = []
    for x, y, n in points:
        pools.append([x * n, y * n, n])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    return [(x / n, y / n) for x, y, n in pools]


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    return [
        node["split_feature"],
        round(node["threshold"], 6),
        _tree(node["left_child"]),
        _tree(node["right_child"]),
    ]


def dumped(table: dict[str, Any]) -> str:
    """The table as JSON, one tree a line; the same table always gives the same text."""
    trees = ",\n".join(json.dumps(tree) for tree in table["trees"])
    rest = {k: v for k, v in table.items() if k != "trees"}
    head = json.dumps(rest, ensure_ascii=False)[1:-1]
    return f'{{{head},\n"trees": [\n{trees}\n]}}\n'
