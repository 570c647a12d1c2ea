"""What the rest of the document says about a name: cues, patterns, and other names in it."""

from __future__ import annotations

from repair.names.codes import CUE, FIRST
from repair.names.fold import folded
from repair.names.tables import family_names_first
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repair.names.index import Index
    from repair.names.matching import Hit
    from repair.names.passage import Passage

LEAST_GIVEN = 4
"""Letters of a given name."""

NEAR = 40
"""Words on either side within which a cue counts as near."""


class Cue(NamedTuple):
    """A cue of an entry and the words at which it stands."""

    text: str
    places: tuple[int, ...]


def tells_a_name(first: str) -> bool:
    """Whether a folded word at the head of a name says who is meant: a given name, and no short
    one."""
    return len(first) >= LEAST_GIVEN and first not in family_names_first()


class Surroundings:
    """The evidence of one passage for the entries of one index."""

    def __init__(self, passage: Passage, index: Index, right: Iterable[Hit]) -> None:
        self.passage = passage
        self.index = index
        self.present: dict[int, int] = {}
        """Entries that stand in a right form, and how often."""
        self._right = [hit for hit in right if hit.home is index]
        for hit in self._right:
            self.present[hit.form.owner] = self.present.get(hit.form.owner, 0) + 1
        self._cues: dict[int, list[Cue]] = {}
        self._places: dict[str, list[int]] = {}
        for i, word in enumerate(passage.words):
            if index.bits(word.fold) & CUE:
                self._places.setdefault(word.fold, []).append(i)

    def elsewhere(self, entry: int, first: int, last: int) -> int:
        """How often an entry stands in a right form outside of words first..last."""
        if entry not in self.present:
            return 0
        return sum(
            hit.form.owner == entry and (hit.last < first or hit.first > last)
            for hit in self._right
        )

    def _standing_at(self, cue: tuple[str, ...]) -> tuple[int, ...]:
        """The places of the cue's first word where the whole cue stands."""
        if not cue:
            return ()
        words = self.passage.words
        longest = max(range(len(cue)), key=lambda k: len(cue[k]))
        return tuple(
            at - longest
            for at in self._places.get(cue[longest], ())
            if at >= longest
            and at - longest + len(cue) <= len(words)
            and all(words[at - longest + k].fold == part for k, part in enumerate(cue))
        )

    def cues(self, entry: int) -> list[Cue]:
        """The cues of an entry that stand in the passage."""
        found = self._cues.get(entry)
        if found is None:
            found = []
            if self._places:
                cues = self.index.entry(entry).context
                found = [Cue(cue, self._standing_at(folded(cue))) for cue in cues]
            found = self._cues[entry] = [cue for cue in found if cue.places]
        return found

    def near_cues(self, entry: int, first: int, last: int) -> list[str]:
        """The cues of an entry within a few lines of words first..last, not among them."""
        return [
            cue.text
            for cue in self.cues(entry)
            if any(
                first - NEAR <= place <= last + NEAR and not first <= place <= last
                for place in cue.places
            )
        ]

    def likely(self) -> set[int]:
        """Entries that something in the passage speaks for: the name itself, its first word, a
        cue, a pattern."""
        found = set(self.present)
        for first in {word.fold for word in self.passage.words}:
            if self.index.bits(first) & FIRST and tells_a_name(first):
                for numbers in self.index.start(first).longer.values():
                    found.update(map(self.index.owner, numbers))
        for word in self._places:
            found.update(self.index.cued_by(word))
        return found

    def pattern(self, entry: int, first: int, last: int) -> str:
        """The pattern of an entry that words first..last fill, or an empty text."""
        if not self._places:
            return ""
        words = self.passage.words
        for pattern in self.index.entry(entry).patterns:
            left, _, right = pattern.partition("{}")
            before, after = folded(left), folded(right)
            if first < len(before) or last + len(after) >= len(words):
                continue
            if all(
                words[first - len(before) + k].fold == part for k, part in enumerate(before)
            ) and all(words[last + 1 + k].fold == part for k, part in enumerate(after)):
                return pattern
        return ""
