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

_ODD = re.compile(r"[\d()/*+=]")
_WORD = re.compile(r"\w+")


def odds(numbers: Sequence[float]) -> float:
    """The log-odds for the evidence `numbers` (in the order of `evidence.FEATURES`).

    Log-odds of evidence the model never saw, such as cues of the lexicon, may be added to it.
    """
    table = decision_table()
    total: float = table["bias"]
    for tree in table["trees"]:
        total += _leaf(tree, numbers)
    return total


def is_certain(before: str, after: str, numbers: Sequence[float]) -> bool:
    """Whether words are damaged beyond doubt and only one name is like them.

    Words and names of the language, acronyms, capitals throughout, numbers, initials and articles
    never are: there another reading is always possible.
    """
    need = settings()["certain"]
    by_name = dict(zip(FEATURES, numbers, strict=True))
    return (
        not replaces_name(numbers)
        and not any(by_name[name] for name in ("function", "acronyms", "rivals"))
        and by_name["margin"] >= need["margin"]
        and by_name["weakest"] >= need["weakest"]
        and by_name["sound"] + by_name["letters"] >= 2 * need["likeness"]
        and len(after) >= need["letters"]
        and not before.isupper()
        and not _ODD.search(before + after)
        and len(_WORD.findall(before)) == len(_WORD.findall(after))
        and min(map(len, _WORD.findall(before))) > 1
        and before.lower().startswith("the ") == after.lower().startswith("the ")
    )


def replaces_name(numbers: Sequence[float]) -> bool:
    """Whether a word that is not the name's own is itself a word or name of the language."""
    by_name = dict(zip(FEATURES, numbers, strict=True))
    return by_name["unknown"] < 1 - by_name["shared"]


def is_other_name(numbers: Sequence[float]) -> bool:
    """Whether the words look like part of another name: "Kim Yong Nam" beside Kim Jong Un.

    Two of the words are unlike, or the name in the text goes on where the lexicon's is complete.
    """
    by_name = dict(zip(FEATURES, numbers, strict=True))
    goes_on = by_name["more_words"] > 0 and (by_name["name_before"] or by_name["name_after"])
    return bool(goes_on or by_name["weakest"] < settings()["context"]["weakest_pair"])


def certainty(odds: float) -> float:
    """The measured share of right changes among certain ones of at least these log-odds, or 0."""
    for least, share in decision_table()["certain"]:
        if odds >= least:
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
