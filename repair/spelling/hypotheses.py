"""All hypotheses of a document with everything known about them: the rows the decision reads."""

from __future__ import annotations

from collections import Counter
from math import exp, log1p

from repair.spelling.candidates import REAL, Candidate
from repair.spelling.context import Fit, Query, fits
from repair.spelling.features import candidate_row, form_row
from repair.spelling.forms import form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.channel import Channel
    from repair.spelling.differences import Difference
    from repair.spelling.language_model import LanguageModel
    from repair.spelling.reading import Reading
    from repair.spelling.windows import Window
    from repair.spelling.words import Words

CONSIDERED = 4
"""Candidates of a window that reach the decision model."""

_LEAST_REAL = -1.0  # total below which a known word is left alone at once
_SURE = -5.0  # total from which the neighbours of a repair count on it


class Hypothesis:
    """A candidate in its place."""

    __slots__ = ("candidate", "fit", "observed", "probability", "row", "total", "window")

    def __init__(self, window: Window, candidate: Candidate, fit: Fit, observed: Fit) -> None:
        self.window = window
        self.candidate = candidate
        self.fit = fit
        self.observed = observed
        self.total = fit.total - observed.total - candidate.cost
        self.row: tuple[float, ...] = ()
        self.probability = 0.0

    @property
    def gain(self) -> float:
        """How much likelier (nats) the words around find the candidate than what stands there."""
        return self.fit.total - self.observed.total


class Scorer:
    """Makes the hypotheses of a document; what depends on forms alone is kept between documents."""

    def __init__(self, words: Words, channel: Channel, model: LanguageModel) -> None:
        self._words = words
        self._channel = channel
        self._model = model
        self._form_rows: dict[str, tuple[float, ...]] = {}
        self._candidate_rows: dict[tuple[str, Candidate], tuple[float, ...]] = {}

    def clear(self) -> None:
        """Forget what is kept between documents."""
        self._form_rows.clear()
        self._candidate_rows.clear()

    def hypotheses(self, reading: Reading, found: list[Window]) -> list[Hypothesis]:
        """Hypotheses of all windows, the likeliest few of each, with their rows filled in."""
        scored = self._scored(reading, found, {})
        guesses = _guesses(scored)
        if guesses:
            beside = [w for w in found if _beside(w, guesses)]
            again = dict(zip(map(_place, beside), self._scored(reading, beside, guesses)))
            scored = [
                again.get(_place(window), list(group)) for window, group in zip(found, scored)
            ]
        groups = [sorted(group, key=lambda h: -h.total)[:CONSIDERED] for group in scored]
        groups = [
            group
            for group in groups
            if group[0].candidate.kind != REAL or group[0].total > _LEAST_REAL
        ]
        self._fill(reading, groups)
        return [hypothesis for group in groups for hypothesis in group]

    def _scored(
        self, reading: Reading, found: list[Window], guesses: dict[int, str]
    ) -> list[list[Hypothesis]]:
        queries: list[Query] = []
        for window in found:
            left = reading.left(window.first, guesses)
            right = reading.right(window.last, guesses)
            observed = tuple(
                key
                for number in range(window.first, window.last + 1)
                if (key := reading.form(number).key)
            )
            queries.append((left, observed, right))
            queries.extend((left, candidate.words, right) for candidate in window.candidates)
        answers = iter(fits(self._model, queries))
        groups = []
        for window in found:
            observed_fit = next(answers)
            groups.append(
                [Hypothesis(window, c, next(answers), observed_fit) for c in window.candidates]
            )
        return groups

    def _fill(self, reading: Reading, groups: list[list[Hypothesis]]) -> None:
        words = reading.words
        recurring: Counter[Difference] = Counter()
        seen: set[tuple[str, str]] = set()
        for group in groups:
            best = group[0]
            key = (self._observed(reading, best.window), best.candidate.replacement)
            if key not in seen:
                seen.add(key)
                recurring.update(set(best.candidate.found))
        rivals = _rivals(groups)
        size = len(reading.runs)
        fit = _channel_fit(groups, self._channel)
        for group in groups:
            window = group[0].window
            observed = self._observed(reading, window)
            whole = self._form_row(observed, reading, window)
            shares = _shares(group)
            edge = _at_line_edge(reading, window)
            left_bad = window.first > 0 and reading.runs[window.first - 1] in reading.suspicious
            right_bad = (
                window.last + 1 < size and reading.runs[window.last + 1] in reading.suspicious
            )
            starts = window.first == 0 or reading.runs[window.first - 1][-1] in ".!?:\"”"
            here = reading.document.forms.get(observed, 0)
            key = form(observed).key
            for rank, hypothesis in enumerate(group):
                candidate = hypothesis.candidate
                others = [h.total for h in group if h is not hypothesis]
                hypothesis.row = (
                    *self._candidate_row(observed, candidate),
                    *whole,
                    hypothesis.gain,
                    hypothesis.fit.total,
                    hypothesis.observed.total,
                    hypothesis.fit.first,
                    hypothesis.fit.after,
                    hypothesis.fit.least,
                    len(reading.left(window.first, {})) + len(reading.right(window.last, {})),
                    rank,
                    hypothesis.total,
                    hypothesis.total - max(others, default=-30.0),
                    shares[rank],
                    len(group),
                    rivals.get(_place(window), -30.0),
                    log1p(here),
                    log1p(min((words[word] for word in candidate.words), default=0)),
                    log1p(max((recurring[d] for d in candidate.found), default=1) - (rank == 0)),
                    reading.damage,
                    log1p(size),
                    left_bad,
                    right_bad,
                    reading.damage_lower,
                    starts,
                    edge,
                    log1p(words[key]),
                    fit,
                )

    def _observed(self, reading: Reading, window: Window) -> str:
        return " ".join(reading.runs[window.first : window.last + 1])

    def _form_row(self, observed: str, reading: Reading, window: Window) -> tuple[float, ...]:
        row = self._form_rows.get(observed)
        if row is None:
            row = form_row(form(observed), self._words, window.last - window.first + 1)
            self._form_rows[observed] = row
        return row

    def _candidate_row(self, observed: str, candidate: Candidate) -> tuple[float, ...]:
        key = (observed, candidate)
        row = self._candidate_rows.get(key)
        if row is None:
            row = candidate_row(candidate, observed, self._channel, self._words)
            self._candidate_rows[key] = row
        return row


def _place(window: Window) -> tuple[int, int]:
    return window.first, window.last


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


def _shares(group: list[Hypothesis]) -> list[float]:
    """Posterior shares of a window's hypotheses and of leaving it as it is (total 0)."""
    top = max(0.0, max(h.total for h in group))
    weights = [exp(max(-60.0, h.total - top)) for h in group]
    whole = sum(weights) + exp(max(-60.0, -top))
    return [weight / whole for weight in weights]


def _rivals(groups: list[list[Hypothesis]]) -> dict[tuple[int, int], float]:
    """For each window the best total of another window that overlaps it."""
    best: dict[int, list[tuple[float, tuple[int, int]]]] = {}
    for group in groups:
        window = group[0].window
        for number in range(window.first, window.last + 1):
            best.setdefault(number, []).append((group[0].total, _place(window)))
    rivals = {}
    for group in groups:
        window = group[0].window
        here = _place(window)
        others = [
            total
            for number in range(window.first, window.last + 1)
            for total, place in best[number]
            if place != here
        ]
        if others:
            rivals[here] = max(others)
    return rivals


def _at_line_edge(reading: Reading, window: Window) -> int:
    """1 at the start of a line, 2 at its end, 3 over the end of a line, else 0."""
    text = reading.document.text
    start = reading.starts[window.first]
    end = reading.starts[window.last] + len(reading.runs[window.last])
    if "\n" in text[start:end]:
        return 3
    if start == 0 or text[start - 1] == "\n":
        return 1
    return 2 if end == len(text) or text[end] == "\n" else 0


def _channel_fit(groups: list[list[Hypothesis]], channel: Channel) -> float:
    """How much better (nats a repair) old print explains the likeliest repairs than modern OCR."""
    total = count = 0.0
    for group in groups[:200]:
        found = group[0].candidate.found
        if group[0].total > 0 and found:
            total += channel.cost(found, "ocr-modern") - channel.cost(found, "ocr-old")
            count += 1
    return total / (count + 5.0)
