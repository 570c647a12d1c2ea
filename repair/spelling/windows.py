"""Places of a document where something else may have been meant, each with its candidates."""

from __future__ import annotations

from repair.records import NamedTuple
from repair.spelling.candidates import HYPHEN, Candidate
from repair.spelling.forms import has_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.candidates import Candidates
    from repair.spelling.reading import Reading

_DAMAGED = 0.015
"""Share of suspicious runs in lower case from which known words are doubted, too."""

_JOINABLE_ENDS = ".,;:!?\"')]}”’"


class Window(NamedTuple):
    """Runs `first` to `last` of a document, both included, and what may have been meant."""

    first: int
    last: int
    candidates: tuple[Candidate, ...]


def windows(reading: Reading, candidates: Candidates) -> list[Window]:
    """All windows of a document that have a candidate and touch no protected text."""
    document = reading.document
    found: list[Window] = []
    pairs: set[int] = set()
    runs = reading.runs
    last_run = len(runs) - 1
    for number in reading.hits:
        run = runs[number]
        offered = candidates.of_form(run)
        if offered and not document.is_protected(reading.span(number, number)):
            found.append(Window(number, number, offered))
        if not has_letters(run):
            continue
        if number > 0 and _joinable(runs[number - 1], run):
            pairs.add(number - 1)
        if number < last_run and _joinable(run, runs[number + 1]):
            pairs.add(number)
    pairs.update(reading.divided)
    for number in sorted(pairs):
        offered = candidates.of_pair(runs[number], runs[number + 1])
        if offered and offered[0].kind != HYPHEN and runs[number][-1] in "-¬\u00ad‐":
            offered = tuple(c for c in offered if c.kind == HYPHEN)
        if offered and not document.is_protected(reading.span(number, number + 1)):
            found.append(Window(number, number + 1, offered))
    if reading.damage_lower > _DAMAGED:
        found.extend(_real_words(reading, candidates, found))
    return found


def _real_words(reading: Reading, candidates: Candidates, taken: list[Window]) -> list[Window]:
    """Windows of known words that may be misread other words; only in damaged documents."""
    document = reading.document
    used = {number for window in taken for number in range(window.first, window.last + 1)}
    found = []
    for number, run in enumerate(reading.runs):
        if number in used:
            continue
        offered = candidates.of_word(run)
        if offered and not document.is_protected(reading.span(number, number)):
            found.append(Window(number, number, offered))
    return found


def _joinable(left: str, right: str) -> bool:
    """Whether two neighbouring runs may be halves of one word, by their looks."""
    return (
        left[-1] not in _JOINABLE_ENDS
        and right[0].isalpha()
        and left[-1] not in "—–"
        and has_letters(left)
        and not any(c.isdigit() for c in left + right)
    )
