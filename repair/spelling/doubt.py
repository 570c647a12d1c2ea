"""Places where nothing is wrong by itself; they are looked into only in damaged documents.

There a known word may be a misread one, two known words the halves of one, a `1` the pronoun, and
a capital in the middle of a sentence a misread small letter.
"""

from __future__ import annotations

from repair.spelling.kinds import CASE
from repair.spelling.near_words import DIGIT_FOR
from repair.spelling.window import Window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repair.spelling.candidates import Candidates
    from repair.spelling.kinds import Candidate
    from repair.spelling.reading import Reading

_MARK_FOR = frozenset("1lI!it")
"""What an exclamation mark is read for when a space stands before it."""

_ENDS = frozenset(".!?:\"“”'‘’*#-—([")
"""Signs after which a capital is to be expected."""


def doubted(
    reading: Reading, candidates: Candidates, taken: Sequence[Window]
) -> Iterator[Window]:
    """Windows of what is no damage by itself, where no window of `taken` stands."""
    document = reading.document
    runs, suspicious = reading.runs, reading.suspicious
    used = {number for window in taken for number in range(window.first, window.last + 1)}
    for number, run in enumerate(runs):
        if number in used or (run in suspicious and run.strip(",") not in DIGIT_FOR):
            continue
        offered = candidates.of_word(run)
        if offered and any(c.kind == CASE for c in offered) and _may_be_capital(reading, number):
            offered = tuple(c for c in offered if c.kind != CASE)
        offered = (*offered, *_stops(reading, candidates, number))
        if offered and not document.is_protected(reading.span(number, number)):
            yield Window(number, number, offered)
    for number in range(len(runs) - 1):
        if number in used or number + 1 in used:
            continue
        offered = candidates.of_known_pair(runs[number], runs[number + 1])
        if offered and not document.is_protected(reading.span(number, number + 1)):
            yield Window(number, number + 1, offered)
    for number in range(len(runs) - 1):
        if runs[number + 1] in _MARK_FOR and _may_exclaim(reading, number):
            offered = candidates.of_exclamation(reading.form(number), runs[number + 1])
            if offered and not document.is_protected(reading.span(number, number + 1)):
                yield Window(number, number + 1, offered)


def _may_exclaim(reading: Reading, number: int) -> bool:
    """Whether a sentence may end after a run and a sign that stands alone."""
    following = reading.runs[number + 2 : number + 3]
    return not following or not following[0].lstrip("\"'“‘(—-")[:1].islower()


def _stops(reading: Reading, candidates: Candidates, number: int) -> tuple[Candidate, ...]:
    """A comma before a capital as a stop, a stop before a small letter as a comma."""
    run = reading.form(number)
    if run.trail not in (",", ".") or number + 1 >= len(reading.runs) or not run.core.isalpha():
        return ()
    following = reading.runs[number + 1]
    if run.trail == "," and following[:1].isupper():
        return candidates.of_stop(run, reading.form(number + 1).core)
    if run.trail == "." and following[:1].islower() and len(run.core) > 3:
        return candidates.of_comma(run)
    return ()


def _may_be_capital(reading: Reading, number: int) -> bool:
    """Whether a run begins a sentence, a line or a title."""
    if number == 0 or reading.runs[number - 1][-1] in _ENDS:
        return True
    start = reading.starts[number]
    return reading.document.text[start - 1] == "\n" or not reading.runs[number - 1].islower()
