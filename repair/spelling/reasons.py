"""Why a repair is proposed, in words and numbers a person can check."""

from __future__ import annotations

from repair.model import Evidence
from repair.spelling.forms import form
from repair.spelling.kinds import (
    CASE,
    HYPHEN,
    JOINED,
    MARK,
    NUMBER,
    OWN,
    REAL,
    RESPLIT,
    SPLIT,
    STOP,
    STRAY_LETTER,
)
from repair.spelling.ligatures import is_lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.differences import Difference
    from repair.spelling.hypotheses import Hypothesis
    from repair.spelling.reading import Reading

_NOTABLE_GAIN = 1.0  # nats: a factor of about three
_PLACES = {"start": "at the start", "inside": "inside", "end": "at the end"}


def reason(reading: Reading, hypothesis: Hypothesis) -> str:
    """One sentence that says what looks wrong and what was probably meant."""
    candidate = hypothesis.candidate
    observed, wanted = _observed(reading, hypothesis), candidate.replacement
    kind = candidate.kind
    if kind == MARK:
        if not wanted:
            return f"'{observed}' is a stray mark, not a word."
        return f"'{observed}' has a stray mark beside '{wanted}'."
    if candidate.found and all(map(is_lost, candidate.found)):
        tied = " and ".join(dict.fromkeys(f"'{d.intended}'" for d in candidate.found))
        return f"'{_flat(observed)}' is '{wanted}' that lost its tied letters {tied}."
    if kind == STRAY_LETTER:
        letter = "".join(d.observed for d in candidate.found)
        return f"'{observed}' is '{wanted}' with a stray '{letter}' where the space was."
    if kind in (JOINED, NUMBER):
        return f"'{observed}' is '{wanted}' without its space."
    if kind in (SPLIT, RESPLIT):
        return f"'{observed}' is '{wanted}' with a space in the wrong place."
    if kind == HYPHEN:
        where = "at the end of a line" if " " in _flat(observed) else "by a hyphen"
        return f"'{_flat(observed)}' is '{wanted}' divided {where}."
    if kind == STOP and wanted.endswith("!"):
        return f"'{observed}' is '{wanted}' with its mark misread."
    if kind == STOP and _flat(observed).replace(" ", "") == wanted:
        return f"'{_flat(observed)}' has a space before its stop."
    if kind == STOP:
        begins = "a small letter" if wanted.endswith(",") else "a capital"
        return f"'{observed}' stands before {begins}: '{wanted}' was probably meant."
    if kind == CASE:
        return f"'{observed}' has {_capitals(observed, wanted)}: '{wanted}' was probably meant."
    if kind == REAL:
        return f"'{form(observed).core}' is a word, but '{_core(wanted)}' is likelier here."
    if "".join(filter(str.isalnum, observed)) == "".join(filter(str.isalnum, wanted)):
        return f"'{observed}' has a stray mark in or beside '{wanted}'."
    if kind == OWN:
        return f"'{form(observed).core}' looks like a damaged '{_core(wanted)}', used elsewhere."
    return f"'{form(observed).core or observed}' is not a word; '{_core(wanted)}' is."


def evidence(reading: Reading, hypothesis: Hypothesis) -> tuple[Evidence, ...]:
    """What speaks for a hypothesis: vocabulary, characters, context, document."""
    candidate = hypothesis.candidate
    observed = form(_observed(reading, hypothesis)).core
    wanted = candidate.replacement
    found = []
    if candidate.words and candidate.kind != OWN:
        found.append(_vocabulary(observed, candidate.words, candidate.kind in (REAL, MARK, STOP)))
    if candidate.found:
        told = "; ".join(map(_told, candidate.found[:4]))
        found.append(Evidence("channel", told, round(candidate.cost, 1)))
    if abs(hypothesis.gain) >= _NOTABLE_GAIN and candidate.words:
        window = hypothesis.window
        left = reading.neighbours.left(window.first, {})[-1:]
        right = reading.neighbours.right(window.last, {})[:1]
        phrase = " ".join((*left, *candidate.words, *right))
        likely = "likelier" if hypothesis.gain > 0 else "less likely"
        found.append(
            Evidence("context", f"'{phrase}' is {likely} here", round(hypothesis.gain, 1))
        )
    times = reading.words[candidate.words[0]] if len(candidate.words) == 1 else 0
    if times and candidate.kind not in (MARK, STOP):
        once = "once" if times == 1 else f"{times} times"
        found.append(
            Evidence("document", f"'{_core(wanted)}' stands {once} elsewhere in the text", times)
        )
    return tuple(found)


def _vocabulary(observed: str, words: tuple[str, ...], both: bool) -> Evidence:
    good = " and ".join(f"'{word}'" for word in words if word != ".")
    verb = "are words" if len(words) > 1 else "is a word"
    if both or observed.lower() in words:
        return Evidence("vocabulary", f"{good} {verb}")
    return Evidence("vocabulary", f"{good} {verb}; '{_flat(observed)}' is not")


def _told(difference: Difference) -> str:
    """A difference in words: "'e' for 'ed' at the end"."""
    observed, intended, place = difference
    where = _PLACES[place]
    read, meant = _shown(observed), _shown(intended)
    if not observed:
        return f"{meant} lost {where}"
    if not intended:
        return f"{read} added {where}"
    return f"{read} read for {meant} {where}"


def _shown(characters: str) -> str:
    return "a space" if characters == " " else f"'{characters}'"


def _core(wanted: str) -> str:
    return form(wanted).core or wanted


def _flat(observed: str) -> str:
    return " ".join(observed.split())


def _observed(reading: Reading, hypothesis: Hypothesis) -> str:
    window = hypothesis.window
    return " ".join(reading.runs[window.first : window.last + 1])


def _capitals(observed: str, wanted: str) -> str:
    surplus = sum(map(str.isupper, observed)) - sum(map(str.isupper, wanted))
    if surplus:
        return "a capital too many" if surplus > 0 else "a capital too few"
    return "a capital in the wrong place"
