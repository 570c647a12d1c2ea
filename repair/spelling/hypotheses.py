"""All hypotheses of a document with everything known about them: the rows the decision reads."""

from __future__ import annotations

from repair.spelling.context import Fit, Query, fits
from repair.spelling.describe import Describer
from repair.spelling.kinds import MARK, REAL, STOP, Candidate
from repair.spelling.nearby import NOTHING, Place, nearness
from repair.spelling.reading import STOPS, spoken
from repair.spelling.word_vectors import REACH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.channel import Channel
    from repair.spelling.language_model import LanguageModel
    from repair.spelling.reading import Reading
    from repair.spelling.window import Window
    from repair.spelling.word_vectors import WordVectors
    from repair.spelling.words import Words

CONSIDERED = 5
"""Candidates of a window that reach the decision model."""

_HOPELESS = 9.0  # nats behind the best candidate of the window
_LEAST_REAL = -1.0  # total below which a known word is left alone at once
_SURE = -5.0  # total from which the neighbours of a repair count on it


class Hypothesis:
    """A candidate in its place."""

    __slots__ = (
        "candidate", "fit", "near", "near_observed", "observed", "probability", "row", "total",
        "window",
    )  # fmt: skip

    def __init__(self, window: Window, candidate: Candidate, fit: Fit, observed: Fit) -> None:
        self.window = window
        self.candidate = candidate
        self.fit = fit
        self.observed = observed
        self.total = fit.total - observed.total - candidate.cost
        self.near = self.near_observed = NOTHING
        self.row: tuple[float, ...] = ()
        self.probability = 0.0

    @property
    def gain(self) -> float:
        """How much likelier (nats) the words around find the candidate than what stands there."""
        return self.fit.total - self.observed.total


class Scorer:
    """Makes the hypotheses of a document; what depends on forms alone is kept between documents."""

    def __init__(
        self, words: Words, channel: Channel, model: LanguageModel, vectors: WordVectors
    ) -> None:
        self._model = model
        self._vectors = vectors
        self._describer = Describer(words, channel)

    def clear(self) -> None:
        """Forget what is kept between documents."""
        self._describer.clear()

    def hypotheses(self, reading: Reading, found: list[Window]) -> list[Hypothesis]:
        """Hypotheses of all windows, the likeliest few of each, with their rows filled in."""
        known: dict[Query, Fit] = {}
        scored = self._scored(reading, found, {}, known)
        guesses = _guesses(scored)
        if guesses:
            beside = [w for w in found if _beside(w, guesses)]
            rescored = self._scored(reading, beside, guesses, known)
            again = {w.place: group for w, group in zip(beside, rescored, strict=True)}
            scored = [
                again.get(window.place, group) for window, group in zip(found, scored, strict=True)
            ]
        groups = [_likeliest(group) for group in scored]
        groups = [
            group
            for group in groups
            if group[0].candidate.kind != REAL or group[0].total > _LEAST_REAL
        ]
        self._look_around(reading, groups, guesses)
        self._describer.fill(reading, groups)
        return [hypothesis for group in groups for hypothesis in group]

    def _scored(
        self,
        reading: Reading,
        found: list[Window],
        guesses: dict[int, str],
        known: dict[Query, Fit],
    ) -> list[list[Hypothesis]]:
        queries: list[Query] = []
        for window in found:
            left = reading.left(window.first, guesses)
            right = reading.right(window.last, guesses)
            queries.append((left, _observed(reading, window), right))
            for candidate in window.candidates:
                after = right
                ends = _ends(candidate)
                if ends is not None:
                    after = reading.right(window.last, guesses, ends)
                queries.append((left, _meant(candidate), after))
        answers = iter(fits(self._model, queries, known))
        groups = []
        for window in found:
            observed_fit = next(answers)
            groups.append(
                [Hypothesis(window, c, next(answers), observed_fit) for c in window.candidates]
            )
        return groups

    def _look_around(
        self, reading: Reading, groups: list[list[Hypothesis]], guesses: dict[int, str]
    ) -> None:
        places: list[Place] = []
        for group in groups:
            window = group[0].window
            left, right = reading.around(window.first, window.last, guesses, REACH)
            places.append((left, _observed(reading, window), right))
            for hypothesis in group:
                after, ends = right, _ends(hypothesis.candidate)
                if ends is not None:
                    _, after = reading.around(window.first, window.last, guesses, REACH, ends)
                places.append((left, _meant(hypothesis.candidate), after))
        answers = iter(nearness(self._vectors, places))
        for group in groups:
            observed = next(answers)
            for hypothesis in group:
                hypothesis.near_observed = observed
                hypothesis.near = next(answers)


def _observed(reading: Reading, window: Window) -> tuple[str, ...]:
    """The words that stand in a window, as the language model knows them."""
    if window.first == window.last:
        return tuple(reading.spoken(window.first))
    numbers = range(window.first, window.last + 1)
    return tuple(word for number in numbers for word in reading.spoken(number))


def _ends(candidate: Candidate) -> bool | None:
    """Whether a candidate ends a sentence; None when it has the stop of what it stands for."""
    if candidate.kind not in (MARK, STOP) or not candidate.words:
        return None
    bare = candidate.replacement.rstrip("\"'”’)]")
    return bare[-1:] in STOPS and (len(bare) > 3 or bare.islower())


def _meant(candidate: Candidate) -> tuple[str, ...]:
    """The words of a candidate, as the language model knows them."""
    if len(candidate.words) == 1 and candidate.words[0].isalpha():
        return candidate.words
    if all(word.isalpha() for word in candidate.words):
        return candidate.words
    return tuple(part for word in candidate.words for part in spoken(word))


def _guesses(groups: list[list[Hypothesis]]) -> dict[int, str]:
    """The word each clearly damaged run most likely stands for, where one word does."""
    guesses = {}
    for group in groups:
        window = group[0].window
        best = max(group, key=lambda h: h.total)
        if window.first == window.last and len(best.candidate.words) == 1 and best.total > _SURE:
            guesses[window.first] = best.candidate.words[0]
    return guesses


def _beside(window: Window, guesses: dict[int, str]) -> bool:
    places = (*range(window.first - 3, window.first), *range(window.last + 1, window.last + 4))
    return any(place in guesses for place in places)


def _likeliest(group: list[Hypothesis]) -> list[Hypothesis]:
    """The few best of a window; those far behind the best are never right."""
    best = sorted(group, key=lambda h: -h.total)[:CONSIDERED]
    return [h for h in best if h.total > best[0].total - _HOPELESS]
