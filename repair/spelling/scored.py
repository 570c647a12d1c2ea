"""Windows with what the words around say of their candidates.

Nearly all candidates are out as soon as their totals are known, so these are worked out as columns
of numbers for a whole document, and only of the likeliest few a hypothesis is made.
"""

from __future__ import annotations

from repair.spelling.kinds import HYPHEN, MARK, REAL, STOP, Candidate
from repair.spelling.neighbours import STOPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.spelling.context import Context, Fit, Fits, Query
    from repair.spelling.neighbours import Guesses, Neighbours
    from repair.spelling.window import Window

CONSIDERED = 5
"""Candidates of a window that reach the decision model."""

_HOPELESS = 9.0  # nats behind the best candidate of the window
_LEAST_REAL = -1.0  # total below which a known word is left alone at once
_SIGNS = (MARK, STOP)  # kinds of change that may begin or end a sentence
_UNTOLD = (*_SIGNS, HYPHEN)
"""Kinds that totals do not tell: signs are no words, and `well-known` is two in the model where
`wellknown` is one it never met."""


class Scored:
    """A window with its phrases: what stands in it and what its candidates are."""

    __slots__ = ("_around", "_at", "_fits", "_stopped", "phrases", "totals", "window")

    def __init__(self, beside: Neighbours, window: Window, context: Context) -> None:
        self.window = window
        self.phrases = [
            context.phrase(observed(beside, window)),
            *[context.meant(candidate.words) for candidate in window.candidates],
        ]
        self._stopped = [
            (at, end)
            for at, candidate in enumerate(window.candidates, 1)
            if candidate.kind in _SIGNS and (end := ends(candidate)) is not None
        ]
        self._around: list[int] = []
        self.totals: list[float] = []
        """How much likelier (nats) each candidate is than what stands there."""

    def look_around(self, beside: Neighbours, guesses: Guesses, context: Context) -> bool:
        """Note the words around; whether they are others than before."""
        first, last = self.window.first, self.window.last
        around = [
            context.before(beside.left(first, guesses)),
            context.phrase(beside.right(last, guesses)),
            *[context.phrase(beside.right(last, guesses, end)) for _, end in self._stopped],
        ]
        changed = around != self._around
        self._around = around
        return changed

    def queries(self) -> list[Query]:
        """What is asked of the language model: of what stands there, then of each candidate."""
        left, right, *others = self._around
        asked = [(left, phrase, right) for phrase in self.phrases]
        for (at, _), after in zip(self._stopped, others, strict=True):
            asked[at] = (left, self.phrases[at], after)
        return asked

    def take(self, fits: Fits, at: int, totals: list[float]) -> None:
        """Keep the answers, which begin at a place of `fits`."""
        self._fits, self._at, self.totals = fits, at, totals

    def fit(self, number: int) -> Fit:
        """How well what stands there (0) or a candidate (from 1 on) fits."""
        return self._fits[self._at + number]

    def likeliest(self) -> list[int]:
        """The few best candidates, the best first; those far behind it are never right.

        None where a known word is most likely meant, unless a sign at it may be dirt or another one
        misread.
        """
        totals, candidates = self.totals, self.window.candidates
        by_total = sorted(range(len(totals)), key=totals.__getitem__, reverse=True)
        best = totals[by_total[0]]
        if candidates[by_total[0]].kind == REAL and best <= _LEAST_REAL:
            return [at for at in by_total[:CONSIDERED] if candidates[at].kind in _SIGNS]
        return [
            at
            for place, at in enumerate(by_total)
            if (place < CONSIDERED and totals[at] > best - _HOPELESS)
            or candidates[at].kind in _UNTOLD
        ]


def score(
    beside: Neighbours, windows: Sequence[Scored], guesses: Guesses, context: Context
) -> None:
    """Work out the totals of all windows whose words around are others than before."""
    import numpy

    changed = [one for one in windows if one.look_around(beside, guesses, context)]
    if not changed:
        return
    fits = context.fits([query for one in changed for query in one.queries()])
    sizes = numpy.array([len(one.phrases) for one in changed])
    starts = numpy.cumsum(sizes) - sizes
    stands = numpy.repeat(fits.totals[starts], sizes)
    costs = [cost for one in changed for cost in (0.0, *[c.cost for c in one.window.candidates])]
    totals = (fits.totals - stands - numpy.array(costs)).tolist()
    for one, start, size in zip(changed, starts.tolist(), sizes.tolist(), strict=True):
        one.take(fits, start, totals[start + 1 : start + size])


def observed(beside: Neighbours, window: Window) -> tuple[str, ...]:
    """The words that stand in a window, as the language model knows them."""
    if window.first == window.last:
        return beside.spoken(window.first)
    numbers = range(window.first, window.last + 1)
    return tuple(word for number in numbers for word in beside.spoken(number))


def ends(candidate: Candidate) -> bool | None:
    """Whether a candidate ends a sentence; None when it has the stop of what it stands for."""
    if candidate.kind not in _SIGNS or not candidate.words:
        return None
    bare = candidate.replacement.rstrip("\"'”’)]")
    return bare[-1:] in STOPS and (len(bare) > 3 or bare.islower())
