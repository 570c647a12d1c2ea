"""The words around the runs of a document, as the language model and the vectors know them."""

from __future__ import annotations

from repair.spelling.forms import DIVIDER, form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Words = tuple[str, ...]
    Guesses = Mapping[int, Words]
    """The words that stand for runs which are being repaired, by the runs' numbers."""

STOPS = frozenset(".!?")
"""Signs that end a sentence."""

_STOP = (".",)
"""Stands for the end of a sentence."""

_LEFT, _RIGHT = 4, 4
"""Runs on each side among which two words are looked for."""


def spoken(word: str) -> Words:
    """The words of a compound, as the language model knows them."""
    if word.isalpha():
        return (word,)
    return tuple(part for part in DIVIDER.split(word)[::2] if part)


class _Heard(dict[str, "tuple[Words, bool]"]):
    """The words of each distinct run, and whether a sentence ends with it."""

    def __missing__(self, run: str) -> tuple[Words, bool]:
        bare = run.rstrip("\"'”’)]")
        ends = bare[-1:] in STOPS and len(bare) > 3
        heard = self[run] = (spoken(form(run).key), ends)
        return heard


class Neighbours:
    """What stands before and after each of some runs."""

    def __init__(self, runs: Sequence[str]) -> None:
        self._runs = runs
        self._heard = _Heard()

    def spoken(self, number: int) -> Words:
        """The words of a run as they stand."""
        return self._heard[self._runs[number]][0]

    def left(self, number: int, guesses: Guesses) -> Words:
        """Up to two words before a run, none before the end of a sentence."""
        heard, runs = self._heard, self._runs
        words: Words = ()
        for place in range(number - 1, max(-1, number - 1 - _LEFT), -1):
            said, ends = heard[runs[place]]
            if ends:
                return _STOP + words
            words = guesses.get(place, said) + words
            if len(words) >= 2:
                return words[-2:]
        return _STOP + words if number <= _LEFT else words

    def right(self, number: int, guesses: Guesses, ends: bool | None = None) -> Words:
        """Up to two words after a run; `ends` says whether it ends a sentence, None: as it does."""
        heard, runs = self._heard, self._runs
        if heard[runs[number]][1] if ends is None else ends:
            return _STOP
        words: Words = ()
        for place in range(number + 1, min(number + 1 + _RIGHT, len(runs))):
            said, closed = heard[runs[place]]
            words += guesses.get(place, said)
            if len(words) >= 2:
                return words[:2]
            if closed and place < number + _RIGHT:
                return words + _STOP
        return words

    def around(
        self, first: int, last: int, guesses: Guesses, reach: int, ends: bool | None = None
    ) -> tuple[Words, Words]:
        """Up to `reach` words before and after some runs, over the ends of sentences.

        `ends` says whether the runs end one, None: as they do.
        """
        heard, runs = self._heard, self._runs
        left: Words = ()
        place = first - 1
        while place >= 0 and len(left) < reach:
            said, closed = heard[runs[place]]
            left = guesses.get(place, said) + (_STOP if closed else ()) + left
            place -= 1
        right: Words = ()
        if heard[runs[last]][1] if ends is None else ends:
            right = _STOP
        place = last + 1
        while place < len(runs) and len(right) < reach:
            said, closed = heard[runs[place]]
            right += guesses.get(place, said)
            if closed:
                right += _STOP
            place += 1
        return left[-reach:], right[:reach]
