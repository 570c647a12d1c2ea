"""Filling in the rows of hypotheses: what the decision model is told about each of them."""

from __future__ import annotations

from collections import Counter
from math import exp, floor, log1p, log2

from repair.spelling.features import candidate_row, form_row
from repair.spelling.forms import form
from repair.spelling.word_vectors import STRANGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.channel import Channel
    from repair.spelling.differences import Difference
    from repair.spelling.hypotheses import Hypothesis
    from repair.spelling.kinds import Candidate
    from repair.spelling.reading import Reading
    from repair.spelling.window import Window
    from repair.spelling.words import Words

_NO_RIVAL = -30.0  # nats, where nothing competes


class Describer:
    """Writes rows; those parts that depend on forms alone are kept between documents."""

    def __init__(self, words: Words, channel: Channel) -> None:
        self._words = words
        self._channel = channel
        self._form_rows: dict[str, tuple[float, ...]] = {}
        self._candidate_rows: dict[tuple[str, Candidate], tuple[float, ...]] = {}

    def clear(self) -> None:
        """Forget what is kept between documents."""
        self._form_rows.clear()
        self._candidate_rows.clear()

    def fill(self, reading: Reading, groups: list[list[Hypothesis]]) -> None:
        """Fill in the row of every hypothesis; groups hold those of one window, best first."""
        words, beside = reading.words, reading.neighbours
        recurring: Counter[Difference] = Counter()
        seen: set[tuple[str, str]] = set()
        for group in groups:
            best = group[0]
            change = (_observed(reading, best.window), best.candidate.replacement)
            if change not in seen:
                seen.add(change)
                recurring.update(set(best.candidate.found))
        rivals = _rivals(groups)
        single = _magnitude(reading.single_letters)
        size = len(reading.runs)
        # Rounded, or the trees would learn to know single documents by these numbers.
        fit = round(_channel_fit(groups, self._channel))
        damage, damage_lower = map(_magnitude, (reading.damage, reading.damage_lower))
        for group in groups:
            window = group[0].window
            observed = _observed(reading, window)
            whole = self._form_row(observed, reading, window)
            shares = _shares(group)
            edge = _at_line_edge(reading, window)
            left_bad = window.first > 0 and reading.runs[window.first - 1] in reading.suspicious
            right_bad = (
                window.last + 1 < size and reading.runs[window.last + 1] in reading.suspicious
            )
            starts = window.first == 0 or reading.runs[window.first - 1][-1] in '.!?:"”'
            left_length = len(reading.form(window.first - 1).core) if window.first else -1
            right_length = len(reading.form(window.last + 1).core) if window.last + 1 < size else -1
            left_capital = window.first > 0 and reading.form(window.first - 1).core[:1].isupper()
            right_capital = (
                window.last + 1 < size and reading.form(window.last + 1).core[:1].isupper()
            )
            here = reading.document.forms.get(observed, 0)
            key = form(observed).key
            around = len(beside.left(window.first, {})) + len(beside.right(window.last, {}))
            partner = reading.partner(window.first) if window.first == window.last else -1
            for rank, hypothesis in enumerate(group):
                candidate = hypothesis.candidate
                nearer = [h.near.mean for h in group if h.candidate.words != candidate.words]
                others = [h.total for h in group if h.candidate.words != candidate.words]
                hypothesis.row = (
                    *self._candidate_row(observed, candidate),
                    *whole,
                    hypothesis.gain,
                    hypothesis.fit.total,
                    hypothesis.observed.total,
                    hypothesis.fit.first,
                    hypothesis.fit.after,
                    hypothesis.fit.least,
                    around,
                    rank,
                    hypothesis.total,
                    hypothesis.total - max(others, default=_NO_RIVAL),
                    shares[rank],
                    len(group),
                    rivals.get(window.place, _NO_RIVAL),
                    hypothesis.fit.seams,
                    hypothesis.observed.seams,
                    hypothesis.near.mean,
                    hypothesis.near.least,
                    hypothesis.near_observed.least,
                    hypothesis.near.mean - max(nearer, default=STRANGE),
                    log1p(here),
                    log1p(min((words[word] for word in candidate.words), default=0)),
                    log1p(max((recurring[d] for d in candidate.found), default=1) - (rank == 0)),
                    damage,
                    floor(log1p(size)),
                    left_bad,
                    right_bad,
                    damage_lower,
                    starts,
                    edge,
                    log1p(words[key]),
                    fit,
                    partner,
                    left_length,
                    right_length,
                    single,
                    _capital_changed(observed, candidate.replacement),
                    left_capital,
                    right_capital,
                    reading.unmarked,
                )

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


def _observed(reading: Reading, window: Window) -> str:
    return " ".join(reading.runs[window.first : window.last + 1])


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
            best.setdefault(number, []).append((group[0].total, window.place))
    rivals = {}
    for group in groups:
        window = group[0].window
        here = window.place
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


def _magnitude(share: float) -> int:
    """A share of damaged runs as a power of two."""
    return round(log2(share + 0.002))


def _capital_changed(observed: str, replacement: str) -> int:
    """1 when a capital at the beginning goes, 2 when one comes, else 0."""
    before = next((c for c in observed if c.isalpha()), "")
    after = next((c for c in replacement if c.isalpha()), "")
    if before.isupper() == after.isupper() or not before or not after:
        return 0
    return 1 if before.isupper() else 2
