"""Places of a document where something else may have been meant, each with its candidates."""

from __future__ import annotations

from repair.spelling.doubt import divided, doubted
from repair.spelling.forms import form, has_letters
from repair.spelling.kinds import HYPHEN, JOINED, MARK, SPELLING, STRAY_LETTER, Candidate
from repair.spelling.window import Window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.spelling.candidates import Candidates
    from repair.spelling.reading import Reading

_DAMAGED = 0.015
"""Share of suspicious runs in lower case from which known words are doubted, too."""

_OLD_ENDINGS = ("'d", "’d", "'st", "’st")
_RECURS = 3  # times the same unknown run stands in a text that shows no sure damage
_COMMON = 9.0  # log count of the few hundred commonest words
_COMMON_PART = 6.0  # the same for the rarer of two words that a sign holds together
_OFTEN = 4  # times an unknown word stands in a sound text before it counts as a term
_STOPS = frozenset(".,;:!?\"'“”‘’()[]")
_SEPARATORS = frozenset("|*»«›‹>•·–—-+/=<°")
_LONGEST_PIECE = 4  # letters of a known word that may be a piece of another
_LONGEST_STRETCH = 24  # runs
_PIECES = 4  # runs before a fragment that the word it is a piece of may begin in
_LONGEST_WORD = 20  # letters

_JOINABLE_ENDS = ".,;:!?\"')]}”’"


def windows(reading: Reading, candidates: Candidates) -> list[Window]:
    """All windows of a document that have a candidate and touch no protected text."""
    found: list[Window] = []
    pairs: set[int] = set()
    runs = reading.runs
    last_run = len(runs) - 1
    doubtful = reading.doubtful > _DAMAGED and not reading.is_dialect
    for number in reading.doubted:
        run = runs[number]
        offered = _offered(reading, candidates, number)
        usual = _may_be_right(reading, run, doubtful)
        offered = tuple(
            c
            for c in offered
            if not (usual and (reading.is_dialect or not _stands_out(c)))
            and (doubtful or not _may_be_meant(reading, number, c))
        )
        if offered:
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
        if offered and not reading.is_protected(number, number + 1):
            found.append(Window(number, number + 1, offered))
    for first, last in sorted({*_stretches(reading), *_spelled_out(reading, candidates)}):
        offered = candidates.of_stretch(tuple(runs[first : last + 1]))
        if offered and not reading.is_protected(first, last):
            found.append(Window(first, last, offered))
    if doubtful:
        found.extend(doubted(reading, candidates, found))
    elif not reading.is_dialect:
        found.extend(divided(reading, candidates, found))
    return found


def _stands_out(candidate: Candidate) -> bool:
    """Whether a candidate is so common that what recurs is its damage, not a term.

    Two common words with a sign between them are two words: `in'the`.
    """
    if candidate.kind == JOINED:
        return candidate.weight >= _COMMON_PART
    if candidate.kind == STRAY_LETTER and not any(d.observed.isalpha() for d in candidate.found):
        return candidate.weight >= _COMMON_PART
    return candidate.weight >= _COMMON and candidate.kind == SPELLING


def _offered(
    reading: Reading, candidates: Candidates, number: int
) -> tuple[Candidate, ...]:
    """What a suspicious run may have been meant to be."""
    run = reading.runs[number]
    thorough = not (reading.is_sound and _passes_for_name(reading, run))
    offered = candidates.of_form(run, thorough=thorough)
    if reading.own_words:
        offered = _with_own(offered, candidates.of_document(run, reading.own_words))
    if len(run) == 1 and run.isalpha() and _among_fragments(reading, number):
        # One of many spaced letters is a piece of a word, not dirt.
        offered = tuple(c for c in offered if c.replacement)
    text = reading.document.text
    return tuple(c for c in offered if not _breaks_brackets(text, run, c.replacement))


def _with_own(
    offered: tuple[Candidate, ...], own: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """Both lists, without what the vocabulary already offers."""
    known = {candidate.replacement for candidate in offered}
    return (*offered, *(candidate for candidate in own if candidate.replacement not in known))


def _stretches(reading: Reading) -> Iterator[tuple[int, int]]:
    """Longest stretches of fragments and short words that may be words spelled out in pieces.

    A fragment is an unknown run or a single letter; words that a stretch begins or ends with and
    that its repair would leave alone are cut off by trying again without them.
    """
    runs = reading.runs
    number, size = 0, len(runs)
    marked = sorted({i + d for i in reading.doubted for d in (-1, 0, 1) if 0 <= i + d < size})
    done = -1
    for number in marked:
        if number <= done or not _piece(reading, number):
            continue
        first = number
        while first - 1 > done and _piece(reading, first - 1) and _goes_on(runs[first - 1]):
            first -= 1
        last = number
        while last + 1 < size and _goes_on(runs[last]) and _piece(reading, last + 1):
            last += 1
        done = last
        fragments = [i for i in range(first, last + 1) if _fragment(reading, i)]
        if len(fragments) < 2 or last - first < 2:
            continue
        last = min(last, first + _LONGEST_STRETCH)
        inner_first, inner_last = fragments[0], fragments[-1]
        for low in {first, inner_first, max(first, inner_first - 1)}:
            for high in {last, inner_last, min(last, inner_last + 1)}:
                if high - low >= 2:
                    yield low, high


def _spelled_out(reading: Reading, candidates: Candidates) -> Iterator[tuple[int, int]]:
    """Three runs or more around a fragment that are one word without their spaces."""
    runs = reading.runs
    for number in reading.doubted:
        if not _piece(reading, number) or not _fragment(reading, number):
            continue
        for first in range(max(0, number - _PIECES), number + 1):
            if not all(_goes_on(run) and run.isalpha() for run in runs[first:number]):
                continue
            joined = "".join(runs[first : number + 1])
            last = number
            while last + 1 < len(runs) and _goes_on(runs[last]) and len(joined) <= _LONGEST_WORD:
                last += 1
                core = reading.form(last).core
                if not runs[last].startswith(core) or not core.isalpha():
                    break
                joined += core
                if last - first >= 2 and candidates.is_word(joined.lower()):
                    yield first, last


def _among_fragments(reading: Reading, number: int) -> bool:
    """Whether a neighbour of a run is a fragment, too."""
    near = [i for i in (number - 1, number + 1) if 0 <= i < len(reading.runs)]
    return any(_piece(reading, i) and _fragment(reading, i) for i in near)


def _piece(reading: Reading, number: int) -> bool:
    """Whether a run can be part of a word in pieces."""
    run = reading.form(number)
    if (run.lead and not run.core) or not run.core.isalpha():
        return False
    return len(run.core) <= _LONGEST_PIECE or reading.runs[number] in reading.suspicious


def _fragment(reading: Reading, number: int) -> bool:
    """Whether a run is no word by itself."""
    core = reading.form(number).core
    return reading.runs[number] in reading.suspicious or (len(core) == 1 and core not in "aAIO")


def _goes_on(run: str) -> bool:
    """Whether the word a run belongs to may go on in the next run."""
    return run[-1].isalpha() or run[-1] in "-¬\u00ad‐"


def _may_be_right(reading: Reading, run: str, doubtful: bool) -> bool:
    """Whether an unknown run is dialect or a term, in a text without any sure damage.

    Dialect and old print drop letters for an apostrophe (`lettin'`, `a've`, `turn'd`); terms
    recur unchanged.
    """
    if form(run).core.endswith(_OLD_ENDINGS) or run.rstrip(".,;:!?").endswith(("in'", "in’")):
        return True
    if reading.is_dialect:
        return all(c.isalpha() or c in "'’" for c in form(run).core)
    if reading.shows_damage or (doubtful and not has_letters(run)):
        return False
    return (
        any(c in "'’" for c in run.strip("\"“”"))
        or reading.document.forms.get(run, 0) >= _RECURS
    )


def _breaks_brackets(text: str, run: str, replacement: str) -> bool:
    """Whether a repair takes one of two brackets, or braces that the text uses in pairs."""
    if run.isalnum() and replacement.isalnum():
        return False
    for opening, closing in ("()", "[]", "{}"):
        gone = run.count(opening) - replacement.count(opening)
        if gone != run.count(closing) - replacement.count(closing) and opening != "{":
            return opening in run and closing in run
        if gone and opening == "{" and opening in text and closing in text:
            return True
        if opening == "{" and closing in run and opening in text and closing not in replacement:
            return True
    return False


def _may_be_meant(reading: Reading, number: int, candidate: Candidate) -> bool:
    """Whether the sign a candidate takes away has a use in a text that is not much damaged.

    Stops and quotation marks have, bullets, signs that stand in a row, and those of sums and of
    formulas (`a | b`).
    """
    run = reading.runs[number]
    if candidate.kind == STRAY_LETTER:
        return not all(d.observed.isalpha() for d in candidate.found)
    if not candidate.replacement and run.isalpha():
        return True  # an item, an axis, a variable
    gone = [c for c in run if not c.isalnum() and c not in candidate.replacement]
    if candidate.kind != MARK or not gone:
        return False
    if not _STOPS.isdisjoint(gone):
        return True
    text, start = reading.document.text, reading.starts[number]
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line = text[line_start : line_end if line_end >= 0 else None].strip()
    if any(line.count(c) > 1 or line[0] == c or line[-1] == c for c in gone if c in _SEPARATORS):
        return True
    near = reading.runs[max(0, number - 1) : number] + reading.runs[number + 1 : number + 2]
    return any(run[0].isdigit() or (run.islower() and len(run) == 1 and run != "a") for run in near)


def _passes_for_name(reading: Reading, run: str) -> bool:
    """Whether an unknown run of a sound text is most likely a name or a term of its own."""
    return run[:1].isupper() or reading.document.forms.get(run, 0) >= _OFTEN


def _joinable(left: str, right: str) -> bool:
    """Whether two neighbouring runs may be halves of one word, by their looks.

    A stop before a small letter may be a hyphen misread.
    """
    return (
        (left[-1] not in _JOINABLE_ENDS or (left[-1] in ".,'" and right[0].islower()))
        and right[0].isalpha()
        and left[-1] not in "—–"
        and has_letters(left)
        and not any(c.isdigit() for c in left + right)
    )
