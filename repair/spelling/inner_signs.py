"""A sign between letters: it stands where a space was, or divides a word that was whole.

`with'them` is `with them`, `and:an` is `and an`, `ex-perience` is `experience`. Either side may be
damaged as well: `that-wais` is `that was`.
"""

from __future__ import annotations

import re

from repair.spelling.forms import Form, form, spaced
from repair.spelling.kinds import HYPHEN, JOINED, SPELLING, Candidate, Maker
from repair.spelling.near_words import PREFIXES

_SIGN = re.compile(r"([^\W\d_]+)([-'’.,;:!?~*^_|=+/\"”“‘«»•·\\<>]{1,2})([^\W\d_]+)")
_BRACKET = re.compile(r"([\"'“‘(\[]*)([^\W\d_]{3,})([(\[][^\W_]\S*)")
_ELISIONS = frozenset(
    ("s", "t", "d", "ll", "re", "ve", "m", "em", "er", "tis", "twas", "am", "clock", "st")
)
"""What follows an apostrophe within one word."""

_STOPS = frozenset(".,;:!?")
_FULL = frozenset(".!?")
_DIVIDED = 4.0  # log count from which a word is worth joining over a hyphen
_DIVIDED_PIECES = 1.5  # the same where a side is no common word by itself: `assign-ment`
_FREQUENT = 7.5  # log count of the word beside which the other one may be damaged
_LEAST_APART = 4.0  # log count of the rarer word of a compound that may have been two words
_LEAST_JOINED = 6  # letters of a side that may be several words
_LEAST, _LONG = 2, 4  # letters of a damaged side; a short one may be more words


class InnerSigns:
    """Other readings of a run whose letters one sign divides."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker

    def of_run(self, run: Form) -> list[Candidate]:
        """The two sides as words of their own, or as one word without the hyphen."""
        match = _SIGN.fullmatch(run.core)
        if match is None:
            return self._possessive(run) + self._before_bracket(run)
        left, sign, right = match.groups()
        made = self.divided(run, left, sign, right) + self._elided(run, left, sign, right)
        if sign in "'’" and right.lower() in _ELISIONS:
            return made
        words = self._maker.words
        sides = [self._sides(left, right), self._sides(right, left)]
        for first in sides[0]:
            for second in sides[1]:
                if first != left and second != right:
                    continue
                shaped = tuple(
                    word if word.replace(" ", "") == side else words.shaped(word, side)
                    for word, side in ((first, left), (second, right))
                )
                parts = first.lower().split(), second.lower().split()
                for kept in ("", sign) if sign in _STOPS else ("",):
                    full = (".",) if kept in _FULL else ()
                    made.append(
                        self._maker.make(
                            JOINED, f"{run.lead}{shaped[0]}{kept} {shaped[1]}{run.trail}",
                            (*parts[0], *full, *parts[1]), run.key,
                            f"{first}{kept} {second}".lower(),
                            min(map(words.weight, parts[0] + parts[1])),
                        )
                    )  # fmt: skip
        return made

    def _elided(self, run: Form, left: str, sign: str, right: str) -> list[Candidate]:
        """A name or word with its `'s`, when its apostrophe or its s was lost: `Glory'a`."""
        apostrophe = sign in "'’"
        if not (len(right) == 1 and len(left) > 1 and (apostrophe or right == "s")):
            return []
        if right in "stdm" and apostrophe:
            return []
        mark = sign if apostrophe else "'"
        shaped, key = f"{left}{mark}s", f"{left.lower()}'s"
        weight = self._maker.words.weight(left.lower())
        return [
            self._maker.make(
                SPELLING, f"{run.lead}{shaped}{run.trail}", (key,), run.key, key, weight
            )
        ]

    def _before_bracket(self, run: Form) -> list[Candidate]:
        """The space that was lost before a bracket: `Linguistics(ACL`."""
        match = _BRACKET.fullmatch(run.text)
        if match is None or not self._maker.words.knows(match.group(2)):
            return []
        lead, left, right = match.groups()
        key = left.lower()
        inner = form(right).key
        return [
            self._maker.make(
                JOINED, f"{lead}{left} {right}", (key, inner), f"{key}(", f"{key} (",
                self._maker.words.weight(key),
            )
        ]  # fmt: skip

    def _possessive(self, run: Form) -> list[Candidate]:
        """A word with an ending of its own, without the hyphen inside."""
        if run.core[-2:] not in ("'s", "’s"):
            return []
        match = _SIGN.fullmatch(run.core[:-2])
        if match is None:
            return []
        left, sign, right = match.groups()
        return self.divided(run._replace(trail=run.core[-2:] + run.trail), left, sign, right)

    def of_word(self, run: Form) -> list[Candidate]:
        """The same for a run that is right by itself: a compound, a word with a hyphen."""
        match = _SIGN.fullmatch(run.core)
        if match is None or match.group(2) not in "-–—/":
            return []
        left, sign, right = match.groups()
        made = self.divided(run, left, sign, right)
        parts = (left.lower(), right.lower())
        weights = [self._maker.words.weight(part) for part in parts]
        if min(weights) >= _LEAST_APART and max(weights) >= _FREQUENT:
            made.append(
                self._maker.make(
                    JOINED, f"{run.lead}{left} {right}{run.trail}", parts, run.key, " ".join(parts)
                )
            )
        return made

    def divided(self, run: Form, left: str, sign: str, right: str) -> list[Candidate]:
        """The whole word, where a hyphen divides one and the sides are no common words."""
        words = self._maker.words
        key = (left + right).lower()
        if sign != "-" or right[0].isupper():
            return []
        sides = left.lower(), right.lower()
        pieces = sides[0] not in PREFIXES and not all(map(words.splittable, sides))
        if words.weight(key) < (_DIVIDED_PIECES if pieces else _DIVIDED):
            return []
        shaped = words.shaped(key, left + right)
        return [self._maker.make(HYPHEN, f"{run.lead}{shaped}{run.trail}", (key,), run.key, key)]

    def _sides(self, side: str, other: str) -> list[str]:
        """A side as it stands when it is a word, else as the words that run together in it, else
        the likeliest words beside it."""
        words = self._maker.words
        key = side.lower()
        if words.splittable(key):
            return [side]
        if len(key) >= _LEAST_JOINED and key.isalpha() and (parts := words.segmented(key)):
            return [spaced(side, parts)]
        if len(key) < _LEAST or words.weight(other.lower()) < _FREQUENT:
            return []
        near = sorted(words.index.beside(key), key=lambda word: (-words.weight(word), word))
        return near[: 2 if len(key) >= _LONG else 4]
