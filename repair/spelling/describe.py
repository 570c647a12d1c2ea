"""Filling in the rows of hypotheses: what the decision model is told about each of them."""

from __future__ import annotations

from math import exp, floor, log1p, log2

from repair.records import NamedTuple
from repair.spelling.bits import Bits
from repair.spelling.features import candidate_row, form_row
from repair.spelling.forms import form
from repair.spelling.kinds import HYPHEN, JOINED, MARK, NUMBER, RESPLIT, SPLIT, STOP
from repair.spelling.word_vectors import STRANGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.spelling.channel import Channel
    from repair.spelling.differences import Difference
    from repair.spelling.hypotheses import Hypothesis
    from repair.spelling.kinds import Candidate
    from repair.spelling.reading import Reading
    from repair.spelling.usage import Usage
    from repair.spelling.window import Window
    from repair.spelling.words import Words

_NO_RIVAL = -30.0  # nats, where nothing competes
_OF_SPACES = frozenset((JOINED, NUMBER, SPLIT, RESPLIT, HYPHEN))
_OF_SIGNS = frozenset((MARK, STOP))
_FEW_RUNS = 10  # of a text that is too short to tell how often something happens in it


class Describer:
    """Writes rows; those parts that depend on forms alone are kept between documents."""

    def __init__(self, words: Words, channel: Channel, usage: Usage) -> None:
        self._words = words
        self._channel = channel
        self._usage = usage
        self._form_rows: dict[str, tuple[float, ...]] = {}
        self._candidate_rows: dict[tuple[str, Candidate], tuple[float, ...]] = {}

    def clear(self) -> None:
        """Forget what is kept between documents."""
        self._form_rows.clear()
        self._candidate_rows.clear()

    def fill(self, reading: Reading, groups: list[list[Hypothesis]]) -> None:
        """Fill in the row of every hypothesis; groups hold those of one window, best first."""
        self._usage.note(_words_of(reading, groups))
        recurring = _recurring(reading, groups)
        rivals = _rivals(groups)
        # Rounded, or the trees would learn to know single documents by these numbers.
        fit = round(_channel_fit(groups, self._channel))
        single, damage, damage_lower = map(
            _magnitude, (reading.single_letters, reading.damage, reading.damage_lower)
        )
        size, unmarked = floor(log1p(len(reading.runs))), reading.unmarked
        counts = reading.words
        faults = _faults(groups, len(reading.runs))
        divided, bits = _divided_words(reading, groups), Bits(reading.document.forms)
        for group in groups:
            window = group[0].window
            observed = _observed(reading, window)
            whole = self._form_row(observed, reading, window)
            shares, beyond = _shares(group), _beyond(group)
            rival = rivals.get(window.place, _NO_RIVAL)
            here = log1p(reading.document.forms.get(observed, 0))
            elsewhere = log1p(counts.get(form(observed).key, 0))
            place = _place(reading, window)
            bits_near, same_near = bits.near(reading.runs, window.first, window.last)
            for rank, hypothesis in enumerate(group):
                candidate, fits, stands = hypothesis.candidate, hypothesis.fit, hypothesis.observed
                times = min([counts.get(word, 0) for word in candidate.words], default=0)
                same = max([recurring.get(d, 0) for d in candidate.found], default=1)
                margin, near_margin = beyond[rank]
                hypothesis.row = (
                    *self._candidate_row(observed, candidate),
                    *whole,
                    hypothesis.gain,
                    fits.total,
                    stands.total,
                    fits.first,
                    fits.after,
                    fits.least,
                    place.words_around,
                    rank,
                    hypothesis.total,
                    margin,
                    shares[rank],
                    len(group),
                    rival,
                    fits.seams,
                    stands.seams,
                    hypothesis.near.mean,
                    hypothesis.near.least,
                    hypothesis.near_observed.least,
                    near_margin,
                    here,
                    log1p(times),
                    log1p(same - (rank == 0)),
                    damage,
                    size,
                    place.left_suspicious,
                    place.right_suspicious,
                    damage_lower,
                    place.starts,
                    place.edge,
                    elsewhere,
                    fit,
                    place.partner,
                    place.left_length,
                    place.right_length,
                    single,
                    _capital_changed(observed, candidate.replacement),
                    place.left_capital,
                    place.right_capital,
                    unmarked,
                    bits_near,
                    same_near,
                    divided,
                    *faults,
                )

    def _form_row(self, observed: str, reading: Reading, window: Window) -> tuple[float, ...]:
        row = self._form_rows.get(observed)
        if row is None:
            runs = window.last - window.first + 1
            row = form_row(form(observed), self._words, self._usage, runs)
            self._form_rows[observed] = row
        return row

    def _candidate_row(self, observed: str, candidate: Candidate) -> tuple[float, ...]:
        key = (observed, candidate)
        row = self._candidate_rows.get(key)
        if row is None:
            row = candidate_row(candidate, observed, self._channel, self._words, self._usage)
            self._candidate_rows[key] = row
        return row


def _words_of(reading: Reading, groups: list[list[Hypothesis]]) -> Iterator[str]:
    """What stands in the windows and what may be meant there."""
    for group in groups:
        yield form(_observed(reading, group[0].window)).key
        for hypothesis in group:
            for run in hypothesis.candidate.replacement.split():
                yield form(run).key


class _Place(NamedTuple):
    """What stands around a window."""

    words_around: int
    left_suspicious: bool
    right_suspicious: bool
    starts: bool  # a sentence
    edge: int  # of a line
    partner: int
    left_length: int
    right_length: int
    left_capital: bool
    right_capital: bool


def _place(reading: Reading, window: Window) -> _Place:
    first, last, beside = window.first, window.last, reading.neighbours
    left = right = ""  # the words on both sides
    left_suspicious = right_suspicious = False
    starts = True
    if first:
        run = reading.runs[first - 1]
        left, left_suspicious = reading.form(first - 1).core, run in reading.suspicious
        starts = run[-1] in '.!?:"”'
    if last + 1 < len(reading.runs):
        right = reading.form(last + 1).core
        right_suspicious = reading.runs[last + 1] in reading.suspicious
    return _Place(
        len(beside.left(first, {})) + len(beside.right(last, {})),
        left_suspicious,
        right_suspicious,
        starts,
        _at_line_edge(reading, window),
        reading.partner(first) if first == last else -1,
        len(left) if first else -1,
        len(right) if last + 1 < len(reading.runs) else -1,
        left[:1].isupper(),
        right[:1].isupper(),
    )


def _recurring(reading: Reading, groups: list[list[Hypothesis]]) -> dict[Difference, int]:
    """In how many different changes of the likeliest repairs each difference stands."""
    recurring: dict[Difference, int] = {}
    seen: set[tuple[str, str]] = set()
    for group in groups:
        best = group[0]
        change = (_observed(reading, best.window), best.candidate.replacement)
        if change not in seen:
            seen.add(change)
            for difference in set(best.candidate.found):
                recurring[difference] = recurring.get(difference, 0) + 1
    return recurring


def _divided_words(reading: Reading, groups: list[list[Hypothesis]]) -> int:
    """How many words (up to three) have a hyphen inside although their halves are no words.

    Hyphens of line ends that were kept where the lines were not.
    """
    found = {
        _observed(reading, group[0].window)
        for group in groups
        if group[0].candidate.kind == HYPHEN and group[0].window.first == group[0].window.last
    }
    return min(3, len(found & reading.suspicious))


def _faults(groups: list[list[Hypothesis]], runs: int) -> tuple[int, int, int]:
    """How often the likeliest repairs are of spaces, of letters and of signs, as magnitudes.

    What is taken out of a PDF file loses spaces and keeps its letters; in a scan letters are hurt.
    """
    found = [0, 0, 0]
    for group in groups:
        if group[0].total > 0:
            kind = group[0].candidate.kind
            found[0 if kind in _OF_SPACES else 2 if kind in _OF_SIGNS else 1] += 1
    spaces, letters, signs = (_magnitude(number / (runs + _FEW_RUNS)) for number in found)
    return spaces, letters, signs


def _beyond(group: list[Hypothesis]) -> list[tuple[float, float]]:
    """How much likelier each hypothesis is than the best one with other words, and how much nearer
    to the words around."""
    found = []
    for one in group:
        words = one.candidate.words
        total, nearest = _NO_RIVAL, STRANGE
        others = [other for other in group if other.candidate.words != words]
        if others:
            total = others[0].total  # the best comes first
            nearest = max([other.near.mean for other in others])
        found.append((one.total - total, one.near.mean - nearest))
    return found


def _observed(reading: Reading, window: Window) -> str:
    if window.first == window.last:
        return reading.runs[window.first]
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
