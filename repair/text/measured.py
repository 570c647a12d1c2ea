"""Confidence from counts: how often a kind of proposal was right when somebody looked.

The counts stand in a table of the language's folder, rule by rule and situation by situation,
each with a note of where they were counted. The confidence is Laplace's rule of succession,
``(right + 1) / (right + wrong + 2)``, so that a small sample never claims certainty.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from repair.knowledge import Knowledge


def laplace(right: int, wrong: int) -> float:
    """Probability that the next one is right after `right` right and `wrong` wrong ones."""
    return (right + 1) / (right + wrong + 2)


def confidence(knowledge: Knowledge, rule: str, situation: str) -> float:
    """The measured confidence of `rule` in `situation`, never above the entry's ``at_most``.

    Raises:
        KeyError: when the table has no such entry.
    """
    entry: dict[str, Any] = knowledge.table("confidence")[rule][situation]
    return min(laplace(entry["right"], entry["wrong"]), float(entry.get("at_most", 1.0)))


def row(rule: str, situation: str) -> str:
    """Where the table holds the counts behind a proposal, as its `source`."""
    return f"confidence.toml:{rule}.{situation}"


CAUTION = 8.0
"""How many times the expected false alarms a document's finds have to exceed to be trusted."""


def least_beyond_chance(words: int, false_per_word: float, wanted: float) -> float:
    """How many finds a text of `words` words needs for `beyond_chance` to reach `wanted`."""
    return CAUTION * words * false_per_word / (1.0 - wanted)


def beyond_chance(found: int, words: int, false_per_word: float) -> float:
    """Probability that `found` finds in a text of `words` words are more than false alarms.

    Where clean text yields `false_per_word`, a text with as many finds is as clean, while one
    with many times more is damaged in this way; the expected false alarms are counted
    `CAUTION` times, because most texts are not damaged.
    """
    return max(0.0, 1.0 - CAUTION * words * false_per_word / found) if found else 0.0
