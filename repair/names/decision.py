"""From evidence to a calibrated probability that an editor would accept the name."""

from __future__ import annotations

import re
from bisect import bisect_right
from math import exp

from repair.names.evidence import FEATURES
from repair.names.tables import decision_table, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

MOST = 0.995
"""No sample is large enough to claim more."""

FIRST_TREES, HOPELESS = 60, -2.5
"""Log-odds after so many trees below which the rest of them need not be asked."""

CERTAIN = 0.99
"""Share of right changes from which a change is applied unasked."""

_ODD = re.compile(r"[\d()/*+=]")
_WORD = re.compile(r"\w+")


def odds(numbers: Sequence[float]) -> float:
    """The log-odds for the evidence `numbers` (in the order of `evidence.FEATURES`).

    Log-odds of evidence the model never saw, such as cues of the lexicon, may be added to it.
    """
    table = decision_table()
    trees = table["trees"]
    total: float = table["bias"] + sum([_leaf(tree, numbers) for tree in trees[:FIRST_TREES]])
    if total < HOPELESS:  # the other trees refine, they do not overturn
        return total
    return total + sum([_leaf(tree, numbers) for tree in trees[FIRST_TREES:]])


SPACED, UNKNOWN, SEVERAL = "spaced", "unknown", "several"
"""Kinds of damage that can be beyond doubt: only the spaces are wrong; no known word is changed;
or several words are taken for the name at once."""

CERTAIN_KINDS = (SPACED, UNKNOWN, SEVERAL)


def kind(before: str, after: str, numbers: Sequence[float]) -> str:
    """Which kind of undoubted damage words may be, or an empty text.

    A single word or name of the language, numbers and articles never are beyond doubt: there
    another reading is always possible.
    """
    by_name = dict(zip(FEATURES, numbers, strict=True))
    if _ODD.search(before + after):
        return ""
    if by_name["spaced"]:
        return SPACED
    if (
        before.lower().startswith("the ") != after.lower().startswith("the ")
        or by_name["margin"] < settings()["certain"]["margin"]
    ):
        return ""
    if not replaces_name(numbers) and not by_name["spelled"]:
        return UNKNOWN
    return SEVERAL if by_name["words"] > 1 else ""


def replaces_name(numbers: Sequence[float]) -> bool:
    """Whether a word that is not the name's own is itself a word or name of the language."""
    return numbers[FEATURES.index("known_changed")] > 0


def is_other_name(numbers: Sequence[float]) -> bool:
    """Whether the words look like part of another name: "Kim Yong Nam" beside Kim Jong Un.

    Two of the words are unlike, or the name in the text goes on where the lexicon's is complete.
    """
    by_name = dict(zip(FEATURES, numbers, strict=True))
    goes_on = by_name["more_words"] > 0 and (by_name["name_before"] or by_name["name_after"])
    return bool(goes_on or has_unlike_pair(numbers))


def has_unlike_pair(numbers: Sequence[float]) -> bool:
    """Whether a word of the name is unlike the word that stands in its place."""
    least: float = settings()["context"]["weakest_pair"]
    return numbers[FEATURES.index("weakest")] < least


def certainty(before: str, after: str, numbers: Sequence[float], odds: float) -> float:
    """The measured share of right changes among those of the same kind of at least these
    log-odds; 0 where that is no certainty: then the chance of the single change counts."""
    for least, share in decision_table()["certain"].get(kind(before, after, numbers), ()):
        if odds >= least and share >= CERTAIN:
            return min(float(share), MOST)
    return 0.0


def _leaf(tree: list[Any], numbers: Sequence[float]) -> float:
    """The value of the leaf the numbers fall into: a node is [feature, limit, low, high]."""
    while isinstance(tree, list):
        tree = tree[2] if numbers[tree[0]] <= tree[1] else tree[3]
    return float(tree)


def calibrated(odds: float) -> float:
    """The measured probability for log-odds."""
    return _between(odds, decision_table()["calibration"])


def _between(odds: float, steps: Sequence[Sequence[float]]) -> float:
    """Log-odds through the measured points (log-odds, probability), straight between them."""
    if not steps:
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))
    at = bisect_right(steps, odds, key=lambda step: step[0])
    if at == 0:
        return float(steps[0][1])
    if at == len(steps):
        return float(steps[-1][1])
    (low, p), (high, q) = steps[at - 1], steps[at]
    return float(p + (q - p) * (odds - low) / (high - low)) if high > low else float(q)
