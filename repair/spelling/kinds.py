"""What may have been meant at a place, and the kinds of change it would take."""

from __future__ import annotations

from repair.records import NamedTuple
from repair.spelling.differences import Difference, differences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.channel import Channel
    from repair.spelling.words import Words

SPELLING, STRAY_LETTER, JOINED, SPLIT, RESPLIT, HYPHEN = range(6)
CASE, MARK, NUMBER, REAL, OWN, STOP = range(6, 12)
"""Kinds of change; each has its own gate in the decision model."""

RULES = (
    "spelling", "stray-letter", "joined-words", "split-word", "split-word",
    "line-hyphen", "letter-case", "stray-mark", "joined-words", "spelling",
    "spelling", "stray-mark",
)  # fmt: skip
"""The rule each kind of change is reported under."""

HYPHENS = "-¬\u00ad‐"
"""Signs that divide a word at the end of a line."""

LONGEST = 30
"""Characters of a run that is looked at; longer ones are links, codes or lost causes."""

_SPACE = 12.0  # nats by which one more word must pay for itself when candidates are sorted


class Candidate(NamedTuple):
    """One thing that may have been meant by the characters of a window."""

    kind: int
    replacement: str  # for the whole window, outer punctuation included
    words: tuple[str, ...]  # in lower case, as the language model wants them
    found: tuple[Difference, ...]
    cost: float  # of the differences, in nats
    weight: float  # log count of the rarest word

    @property
    def score(self) -> float:
        """What the characters and the words' frequencies alone say (nats)."""
        return self.weight - self.cost - _SPACE * (len(self.words) - 1)


class Maker:
    """Makes candidates with their differences, cost and weight."""

    def __init__(self, words: Words, channel: Channel) -> None:
        self.words = words
        self.channel = channel

    def make(
        self,
        kind: int,
        replacement: str,
        words: tuple[str, ...],
        observed: str,
        intended: str,
        weight: float | None = None,
    ) -> Candidate:
        """A candidate that takes `observed` for `intended`; its weight is that of its words."""
        found = differences(observed, intended)
        if weight is None:
            weight = min(map(self.words.weight, words), default=_SURE_WEIGHT)
        return Candidate(kind, replacement, words, found, self.channel.cost(found), weight)


_SURE_WEIGHT = 8.0
"""The weight of a candidate that puts no new word into the text."""
