"""From evidence to a calibrated probability that an editor would accept the name."""

from __future__ import annotations

import re
from bisect import bisect_right
from math import exp

from repair.names.evidence import FEATURES
from repair.names.fold import folded
from repair.names.tables import decision_table, settings, sounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

MOST = 0.995
"""No sample is large enough to claim more."""

FIRST_TREES, HOPELESS = 120, -2.5
"""Log-odds after so many trees below which the rest of them need not be asked."""

CERTAIN = 0.99
"""Share of right changes from which a change is applied unasked."""

_VOWEL = "A"  # in the keys of sounds
_ODD = re.compile(r"[()/*+=]")
_NUMBER = re.compile(r"\w*\d\w*")


def odds(numbers: Sequence[float]) -> float:
    """The log-odds for the evidence `numbers` (in the order of `evidence.FEATURES`).

    Log-odds of evidence the model never saw, such as cues of the lexicon, may be added to it.
    """
    table = decision_table()
    trees = table["trees"]
    total: float = table["bias"] + _summed(trees[:FIRST_TREES], numbers)
    if total < HOPELESS:  # the other trees refine, they do not overturn
        return total
    return total + _summed(trees[FIRST_TREES:], numbers)


def _summed(trees: Sequence[Any], numbers: Sequence[float]) -> float:
    """The leaves the numbers fall into, added up: a node is [feature, limit, low, high]."""
    total = 0.0
    for node in trees:
        while node.__class__ is list:
            feature, limit, low, high = node
            node = low if numbers[feature] <= limit else high
        total += node
    return total


SPACED, TORN, UNKNOWN, SEVERAL = "spaced", "torn", "unknown", "several"
"""Kinds of damage that can be beyond doubt: only the spaces are wrong, between words of the
language, or round what is no word of it; no known word is changed; or several words are taken for
the name at once."""

CERTAIN_KINDS = (SPACED, TORN, UNKNOWN, SEVERAL)


def kind(before: str, after: str, numbers: Sequence[float]) -> str:
    """Which kind of undoubted damage words may be, or an empty text.

    A single word or name of the language, common words that only want joining ("sales force"), an
    article, the s of an ending, an unknown word that begins with another sound or that stands for
    a short name, and what does not keep each number as it is written never are beyond doubt: there
    another reading is always possible.
    """
    by_name = dict(zip(FEATURES, numbers, strict=True))
    limits = settings()["certain"]
    if _ODD.search(before + after):
        return ""
    if _NUMBER.findall(before.lower()) != _NUMBER.findall(after.lower()):
        return ""
    if by_name["spaced"]:
        if by_name["unknown"] or is_spelled_out(before, after):
            return "" if by_name["beside_letter"] else TORN
        sure = by_name["fit_swap"] >= settings()["context"]["spaces_sure"]
        rare = by_name["usage"] < limits["usual"]
        return SPACED if sure and rare and not by_name["names"] else ""
    if (
        before.lower().startswith("the ") != after.lower().startswith("the ")
        or by_name["margin"] < limits["margin"]
        or _hisses(before) != _hisses(after)
    ):
        return ""
    if not replaces_name(numbers) and not by_name["spelled"]:
        short = by_name["words"] == 1 and by_name["of_letters"] < limits["letters"]
        return UNKNOWN if _begins_alike(before, after) and not short else ""
    if by_name["names_changed"] and by_name["more_words"] >= 0:
        return ""  # "Jackie Ross" is not Jacquie Ross; but "Conical Phillips" is nobody
    alike = by_name["weakest"] >= limits["weakest"] and not by_name["ending"]
    whole = not by_name["beside_letter"]  # "u s e-commerce" is not torn after the "u"
    return SEVERAL if by_name["words"] > 1 and alike and whole else ""


def _begins_alike(before: str, after: str) -> bool:
    """Whether the first letters are the same, or consonants of one kind: Koven and COVID."""
    one, other = ("".join(folded(words)) for words in (before, after))
    if one[:1] == other[:1]:
        return True
    table = sounds()
    kinds = {table.key(table.of_word(words))[:1] for words in (one, other)}
    return len(kinds) == 1 and kinds != {_VOWEL}


def _hisses(words: str) -> bool:
    """Whether the last word ends with the sound of a plural or a possessive."""
    return words.lower().rstrip("'’.").endswith(("s", "x", "z", "ce", "se", "ze"))


def is_spelled_out(before: str, after: str) -> bool:
    """Whether the words are the name's initials one by one: "N H S", "J P Morgan".

    With stops between them they are a way of writing: "U. S.".
    """
    here, there = before.lower().split(), after.lower().split()
    loose = [word for word in here if word not in there]
    return len(loose) > 1 and all(len(word) == 1 for word in loose) and "." not in before


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
    """The measured share of right changes among those that are certain; 0 where the change is
    none of them: then the chance of the single change counts."""
    certain = decision_table()["certain"]
    least: float | None = certain["least"].get(kind(before, after, numbers))
    if least is None or odds < least or certain["share"] < CERTAIN:
        return 0.0
    return min(float(certain["share"]), MOST)


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
