"""What a damaged run of characters, or several neighbouring ones, may have been meant to be.

Everything here depends on the characters alone, never on the place in the text, so it is worked
out once for every distinct form and kept.
"""

from __future__ import annotations

from operator import attrgetter

from repair.spelling.divisions import Divisions
from repair.spelling.forms import Form, form, has_letters
from repair.spelling.inner_signs import InnerSigns
from repair.spelling.kinds import LONGEST, MARK, SPELLING, Candidate, Maker
from repair.spelling.ligatures import Ligatures
from repair.spelling.marks import Marks
from repair.spelling.near_words import NearWords

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.spelling.channel import Channel
    from repair.spelling.words import Words

_KEPT = 9  # candidates of one form with other letters that the context is asked about
_KEPT_SHORT, _SHORT = 14, 3  # the same for forms of so few letters: the place tells more of them
_KEPT_OTHERS = 5  # splits, joins, case
_KEPT_MARKS = 2
_CHEAP = 9.0  # nats: with a repair this cheap there is no need to look for a damaged split

_LEAST_SPELLED = 5  # letters of a word in three pieces or more

_BEFORE_HALF = frozenset(".,'-")

Some = tuple[Candidate, ...]

_score = attrgetter("score")


class Candidates:
    """Candidates by form, made once for each."""

    def __init__(self, words: Words, channel: Channel) -> None:
        maker = self._maker = Maker(words, channel)
        self._near = NearWords(maker)
        self._ligatures = Ligatures(maker)
        self._divisions = Divisions(maker, self._ligatures)
        self._marks = Marks(maker)
        self._inner_signs = InnerSigns(maker)
        self._by_runs: dict[tuple[str, ...], Some] = {}
        self._by_word: dict[str, Some] = {}

    def of_form(self, text: str, *, thorough: bool = True) -> Some:
        """Candidates for one suspicious run; without `thorough` only those one edit away."""
        key = (text,) if thorough else (text, "")
        known = self._by_runs.get(key)
        if known is None:
            known = self._by_runs[key] = _best(self._single(text, thorough), text)
        return known

    def of_pair(self, left: str, right: str) -> Some:
        """Candidates that need both of two neighbours: joins, line-end hyphens, moved spaces."""
        known = self._by_runs.get((left, right))
        if known is None:
            made = self._divisions.of_pair(form(left), form(right))
            known = self._by_runs[left, right] = _best(made, f"{left} {right}")
        return known

    def of_known_pair(self, left: str, right: str) -> Some:
        """The same for two known words of which one is a rare word for so short a one."""
        if not ((right[0].islower() and left[-1] in _BEFORE_HALF) or left[-1].isalpha()):
            return ()
        key = (left, right, "")
        known = self._by_runs.get(key)
        if known is None:
            known = ()
            if self._divisions.may_be_one(form(left), form(right)):
                known = self.of_pair(left, right)
            self._by_runs[key] = known
        return known

    def of_stretch(self, runs: tuple[str, ...]) -> Some:
        """The words that three or more fragments spell when their spaces are moved."""
        known = self._by_runs.get(runs)
        if known is None:
            known = self._by_runs[runs] = _best(self._divisions.of_stretch(runs), " ".join(runs))
        return known

    def of_word(self, text: str) -> Some:
        """What a run may stand for although nothing is wrong with it by itself."""
        known = self._by_word.get(text)
        if known is None:
            run = form(text)
            known = self._by_word[text] = (
                *self._near.of_word(run),
                *self._marks.of_word(run),
                *self._inner_signs.of_word(run),
            )
        return known

    def of_stop(self, run: Form, following: str) -> Some:
        """A stop for the comma after a run, when an ordinary word has a capital after it."""
        return self._marks.of_stop(run, following)

    def of_lost_stop(self, run: Form, following: str) -> Some:
        """A stop after a run that has none, when an ordinary word has a capital after it."""
        return self._marks.of_lost_stop(run, following)

    def of_abbreviation(self, run: Form) -> Some:
        """The stop of an abbreviation or an initial that has none."""
        return (self._marks.of_abbreviation(run),)

    def of_set_apart(self, run: Form, sign: str) -> Some:
        """A run with the stop that stands apart after it."""
        return self._marks.of_set_apart(run, sign)

    def of_exclamation(self, run: Form, sign: str) -> Some:
        """An exclamation mark for what stands alone after a run."""
        return self._marks.of_exclamation(run, sign)

    def of_comma(self, run: Form) -> Some:
        """A comma for the stop after a run."""
        return self._marks.of_comma(run)

    def of_document(self, text: str, own: Sequence[str]) -> Some:
        """Recurring unknown words of the document that a run may be damage of."""
        return tuple(self._near.of_document(form(text), own))

    def is_word(self, key: str) -> bool:
        """Whether a lower-case word may be what several runs spell."""
        return len(key) >= _LEAST_SPELLED and self._maker.words.has(key)

    @property
    def size(self) -> int:
        """How many forms, pairs and stretches are remembered."""
        return len(self._by_runs) + len(self._by_word)

    def clear(self) -> None:
        """Forget everything; called when the memory has grown large."""
        self._by_runs.clear()
        self._by_word.clear()
        self._near.clear()

    def _single(self, text: str, thorough: bool) -> list[Candidate]:
        run = form(text)
        made = self._marks.of_run(run)
        if not has_letters(run.core):
            return made
        if len(run.core) > LONGEST:
            return made + self._divisions.of_long(run)
        made += self._near.of_run(run, thorough)
        made += self._ligatures.of_run(run)
        splits = self._divisions.of_run(run)
        cheap = any(c.kind == SPELLING and c.cost < _CHEAP for c in made)
        if thorough and not splits and not cheap:
            splits = self._divisions.repaired(run)
        return made + splits + self._inner_signs.of_run(run)


def _best(made: list[Candidate], text: str) -> Some:
    """The best by characters and frequency, other letters and other changes apart."""
    unique: dict[str, Candidate] = {}
    for candidate in sorted(made, key=_score, reverse=True):
        if candidate.replacement != text:
            unique.setdefault(candidate.replacement, candidate)
    letters = _one_spelling([c for c in unique.values() if c.kind == SPELLING])
    marks = [c for c in unique.values() if c.kind == MARK]
    others = [c for c in unique.values() if c.kind not in (SPELLING, MARK)]
    kept = _KEPT_SHORT if len(form(text).core) <= _SHORT else _KEPT
    return (*marks[:_KEPT_MARKS], *others[:_KEPT_OTHERS], *letters[:kept])


def _one_spelling(letters: list[Candidate]) -> list[Candidate]:
    """The candidates without `authorized` where `authorised` is nearer to what was read."""
    nearest: dict[str, float] = {}
    for candidate in letters:
        key = candidate.replacement.replace("z", "s")
        nearest[key] = min(candidate.cost, nearest.get(key, candidate.cost))
    return [c for c in letters if c.cost <= nearest[c.replacement.replace("z", "s")]]
