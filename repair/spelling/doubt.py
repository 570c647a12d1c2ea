"""Places where nothing is wrong by itself; they are looked into only in damaged documents.

There a known word may be a misread one, two known words the halves of one, a `1` the pronoun and a
capital inside a sentence a small letter; a stop may be lost, misread, or stand apart.
"""

from __future__ import annotations

import re

from repair.spelling.kinds import CASE, HYPHEN
from repair.spelling.near_words import DIGIT_FOR
from repair.spelling.window import Window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from repair.spelling.candidates import Candidates
    from repair.spelling.kinds import Candidate
    from repair.spelling.reading import Reading

_MARK_FOR = frozenset("1lI!it")
"""What an exclamation mark is read for when a space stands before it."""

_INITIAL = re.compile(r"[A-Z]\.")
_OFTEN = 3  # times a document writes a stop that is missing elsewhere
_LONGEST_ABBREVIATION = 6  # letters

_SHORT_LINE = 55  # characters of a line that ends where somebody wanted it to

_DIVIDED = 2  # different divided words that show that a text keeps the hyphens of line ends
_DIVIDED_IN = 1000  # runs in which there is one of them at least

_SET_APART = frozenset(".,;:?!")
"""Signs that belong to the word before them, or are dirt."""

_ENDS = frozenset(".!?:\"“”'‘’*#-—([")
"""Signs after which a capital is to be expected."""


def doubted(
    reading: Reading, candidates: Candidates, taken: Sequence[Window]
) -> Iterator[Window]:
    """Windows of what is no damage by itself, besides the windows `taken`."""
    for window in (
        *_alone(reading, candidates, {w.first for w in taken if w.first == w.last}),
        *_pairs(reading, candidates, {n for w in taken for n in range(w.first, w.last + 1)}),
        *_signs(reading, candidates),
    ):
        if window.candidates and not reading.is_protected(window.first, window.last):
            yield window


def divided(
    reading: Reading, candidates: Candidates, taken: Sequence[Window]
) -> Iterator[Window]:
    """Words with a hyphen whose halves are words, where others show that hyphens were left inside.

    `deter-mining` is nothing odd by itself; beside `num-ber` and `sev-eral` it is a divided word.
    """
    runs = reading.runs
    shown = {
        runs[w.first]
        for w in taken
        if w.first == w.last and any(c.kind == HYPHEN for c in w.candidates)
    }
    if len(shown) < _DIVIDED or len(shown) * _DIVIDED_IN < len(runs):
        return
    for number, run in enumerate(runs):
        if "-" in run[1:-1] and run not in reading.suspicious:
            offered = tuple(c for c in candidates.of_word(run) if c.kind == HYPHEN)
            if offered and not reading.document.is_protected(reading.span(number, number)):
                yield Window(number, number, offered)


def _alone(reading: Reading, candidates: Candidates, taken: set[int]) -> Iterator[Window]:
    """Single runs that are right by themselves."""
    abbreviated = _Abbreviated(reading.document.forms)
    for number, run in enumerate(reading.runs):
        if number in taken or (run in reading.suspicious and run.strip(",") not in DIGIT_FOR):
            continue
        offered = candidates.of_word(run)
        if offered and any(c.kind == CASE for c in offered) and _may_be_capital(reading, number):
            offered = tuple(c for c in offered if c.kind != CASE)
        stops = _stops(reading, candidates, number, abbreviated)
        if offered or stops:
            yield Window(number, number, offered + stops)


def _pairs(reading: Reading, candidates: Candidates, taken: set[int]) -> Iterator[Window]:
    """Two known words that may be halves of one."""
    runs = reading.runs
    for number in range(len(runs) - 1):
        if number not in taken and number + 1 not in taken:
            offered = candidates.of_known_pair(runs[number], runs[number + 1])
            if offered:
                yield Window(number, number + 1, offered)


def _signs(reading: Reading, candidates: Candidates) -> Iterator[Window]:
    """Runs and what stands alone after them: their stop, or a misread exclamation mark."""
    for number, sign in enumerate(reading.runs[1:]):
        run = reading.form(number)
        if sign in _SET_APART and _may_be_stopped(reading, number):
            yield Window(number, number + 1, candidates.of_set_apart(run, sign))
        if sign in _MARK_FOR and _may_exclaim(reading, number):
            yield Window(number, number + 1, candidates.of_exclamation(run, sign))


def _may_be_stopped(reading: Reading, number: int) -> bool:
    """Whether the sign after a run may belong to it: a word, or its end, on the same line."""
    start = reading.starts[number + 1]
    return reading.runs[number][-1].isalnum() and reading.document.text[start - 1] != "\n"


def _may_exclaim(reading: Reading, number: int) -> bool:
    """Whether a sentence may end after a run and a sign that stands alone."""
    following = reading.runs[number + 2 : number + 3]
    return not following or not following[0].lstrip("\"'“‘(—-")[:1].islower()


class _Abbreviated:
    """Which words a document writes with a stop wherever it stands inside a sentence."""

    def __init__(self, forms: Mapping[str, int]) -> None:
        self._forms = forms
        initials = sum(n for run, n in forms.items() if _INITIAL.fullmatch(run))
        self._has_initials = initials >= _OFTEN

    def __contains__(self, core: str) -> bool:
        if len(core) == 1:
            return self._has_initials and core.isupper() and core not in "AIO"
        stopped = self._forms.get(core + ".", 0)
        return (
            core.istitle()
            and len(core) <= _LONGEST_ABBREVIATION
            and stopped >= _OFTEN
            and stopped > self._forms.get(core, 0)
        )


def _stops(
    reading: Reading, candidates: Candidates, number: int, abbreviated: _Abbreviated
) -> tuple[Candidate, ...]:
    """A comma before a capital as a stop, a stop before a small letter as a comma, a lost stop."""
    run = reading.form(number)
    if number + 1 >= len(reading.runs) or not run.core.isalpha():
        return ()
    following = reading.runs[number + 1]
    if not run.trail and following[0].isupper():
        if run.core in abbreviated:
            return candidates.of_abbreviation(run)
        return candidates.of_lost_stop(run, reading.form(number + 1).core)
    if run.trail == "," and following[0].isupper():
        if _ends_short_line(reading, number):
            return ()
        return candidates.of_stop(run, reading.form(number + 1).core)
    if run.trail == "." and following[0].islower() and len(run.core) > 3:
        return candidates.of_comma(run)
    return ()


def _ends_short_line(reading: Reading, number: int) -> bool:
    """Whether a line of an address, a salutation or a verse ends with a run: `Dear Mother,`."""
    text, end = reading.document.text, reading.span(number, number).end
    if "\n" not in text[end : reading.starts[number + 1]]:
        return False
    return end - text.rfind("\n", 0, end) <= _SHORT_LINE or text[end : end + 2] == "\n\n"


def _may_be_capital(reading: Reading, number: int) -> bool:
    """Whether a run begins a sentence, a line or a title."""
    if number == 0 or reading.runs[number - 1][-1] in _ENDS:
        return True
    start = reading.starts[number]
    return reading.document.text[start - 1] == "\n" or not reading.runs[number - 1].islower()
