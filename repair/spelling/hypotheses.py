"""All hypotheses of a document with everything known about them: the rows the decision reads."""

from __future__ import annotations

from repair.spelling.context import Context, Fit, meant
from repair.spelling.describe import Describer
from repair.spelling.kinds import Candidate
from repair.spelling.nearby import NOTHING, Place, nearness
from repair.spelling.neighbours import spoken
from repair.spelling.scored import Scored, ends, observed, score
from repair.spelling.word_vectors import REACH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.channel import Channel
    from repair.spelling.language_model import LanguageModel
    from repair.spelling.neighbours import Guesses, Neighbours
    from repair.spelling.reading import Reading
    from repair.spelling.usage import Usage
    from repair.spelling.window import Window
    from repair.spelling.word_vectors import WordVectors
    from repair.spelling.words import Words

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
        self,
        words: Words,
        channel: Channel,
        model: LanguageModel,
        vectors: WordVectors,
        usage: Usage,
    ) -> None:
        self._model = model
        self._vectors = vectors
        self._describer = Describer(words, channel, usage)

    def clear(self) -> None:
        """Forget what is kept between documents."""
        self._describer.clear()

    def hypotheses(self, reading: Reading, found: list[Window]) -> list[Hypothesis]:
        """Hypotheses of all windows, the likeliest few of each, with their rows filled in."""
        beside, context = reading.neighbours, Context(self._model)
        scored = [Scored(beside, window, context) for window in found]
        score(beside, scored, {}, context)
        guesses = _guesses(scored)
        if guesses:
            again = [one for one in scored if _beside(one.window, guesses)]
            score(beside, again, guesses, context)
            last = {one.window.place: one for one in again}  # of two ways to read one place
            scored = [last.get(one.window.place, one) for one in scored]
        groups = [group for group in map(_hypotheses, scored) if group]
        self._look_around(beside, groups, guesses)
        self._describer.fill(reading, groups)
        return [hypothesis for group in groups for hypothesis in group]

    def _look_around(
        self, beside: Neighbours, groups: list[list[Hypothesis]], guesses: Guesses
    ) -> None:
        places: list[Place] = []
        for group in groups:
            window = group[0].window
            left, right = beside.around(window.first, window.last, guesses, REACH)
            places.append((left, observed(beside, window), right))
            for hypothesis in group:
                after, stopped = right, ends(hypothesis.candidate)
                if stopped is not None:
                    _, after = beside.around(window.first, window.last, guesses, REACH, stopped)
                places.append((left, meant(hypothesis.candidate.words), after))
        answers = iter(nearness(self._vectors, places))
        for group in groups:
            as_it_stands = next(answers)
            for hypothesis in group:
                hypothesis.near_observed = as_it_stands
                hypothesis.near = next(answers)


def _hypotheses(scored: Scored) -> list[Hypothesis]:
    """The likeliest candidates of a window in their place, the best first."""
    window, stands = scored.window, scored.fit(0)
    return [
        Hypothesis(window, window.candidates[at], scored.fit(at + 1), stands)
        for at in scored.likeliest()
    ]


def _guesses(scored: list[Scored]) -> Guesses:
    """The word each clearly damaged run most likely stands for, where one word does."""
    guesses: dict[int, tuple[str, ...]] = {}
    for one in scored:
        window = one.window
        if window.first == window.last and (best := max(one.totals)) > _SURE:
            words = window.candidates[one.totals.index(best)].words
            if len(words) == 1:
                guesses[window.first] = spoken(words[0])
    return guesses


def _beside(window: Window, guesses: Guesses) -> bool:
    first, last = window.first, window.last
    near = (first - 3, first - 2, first - 1, last + 1, last + 2, last + 3)
    return not guesses.keys().isdisjoint(near)
