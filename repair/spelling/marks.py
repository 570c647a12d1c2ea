"""Signs that do not belong: dirt read as a mark, a quotation mark that opens nothing."""

from __future__ import annotations

from repair.spelling.forms import Form, form, has_letters
from repair.spelling.kinds import MARK, SPELLING, STOP, Candidate, Maker
from repair.spelling.near_words import LETTER_FOR

_DIRT = "~^|\\{}�■□◆▼▲♦¦¬*<>_«»¥®©•=+`´°·"
_MARKS = _DIRT + ";:,.'\"‘’“”-!?"
_LOOSE = frozenset(_DIRT + "'\".,:;")
_LOOSE_ENDS = frozenset((*"'‘’\"“”-—–.,;:", "..", ",,"))
_PLAIN = {
    **dict.fromkeys("àáâäãå", "a"),
    **dict.fromkeys("ÀÁÂÄÃÅ", "A"),
    **dict.fromkeys("ìíîïÌÍÎÏ", "I"),
}
"""Letters that stand alone, with dirt read as their accent."""

_STOPS = frozenset((",", ";", ":"))  # right after a word oftener than not
_ORDINARY = 6.0  # log count of a word whose capital says that a sentence begins
_SELDOM_CAPITAL = 0.3
_KEPT_WEIGHT = 8.0  # the word itself stays: its frequency does not matter


class Marks:
    """Runs without some of their signs, or gone altogether."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker

    def of_run(self, run: Form) -> list[Candidate]:
        """The run without the signs that stick to it; nothing at all when it is only signs."""
        text = run.text
        made: list[Candidate] = []
        if not run.core:
            if _LOOSE.issuperset(text) or text in LETTER_FOR:
                made.append(self._maker.make(MARK, "", (), text, ""))
            if text in LETTER_FOR:
                made.append(self._maker.make(SPELLING, "I", ("i",), text, "I"))
            return made
        if not has_letters(run.core):
            return made
        if run.core.isalpha() and (
            len(run.core) == 2 or (len(run.core) == 1 and run.core.islower() and run.core != "a")
        ):
            made.append(self._maker.make(MARK, "", (), text, ""))
        plain_letter = _PLAIN.get(run.core)
        if plain_letter is not None:
            shaped = f"{run.lead}{plain_letter}{run.trail}"
            key = plain_letter.lower()
            made.append(self._maker.make(SPELLING, shaped, (key,), run.key, key))
        for plain in (text.strip(_DIRT), text.lstrip(_MARKS)):
            if plain and plain != text:
                made.append(
                    self._maker.make(
                        MARK, plain, (form(plain).key,), text.lower(), plain.lower(), _KEPT_WEIGHT
                    )
                )
        return made

    def of_word(self, run: Form) -> list[Candidate]:
        """A known word without the quotation mark, dash or stop at its end; no capital alone."""
        core = run.core
        if run.text.isupper() and len(run.text) == 1:
            return [self._maker.make(MARK, "", (), core, "")]
        if not core.isalpha() or not (core.islower() or core[1:].islower()):
            return []
        ends = []
        if run.lead in _LOOSE_ENDS:
            ends.append((core + run.trail, run.lead + core))
        if run.trail in _LOOSE_ENDS - _STOPS and not (core[-1] == "s" and run.trail in "'’"):
            ends.append((run.lead + core, core + run.trail))
        return [
            self._maker.make(MARK, plain, (run.key,), observed.lower(), run.key, _KEPT_WEIGHT)
            for plain, observed in ends
        ]

    def of_stop(self, run: Form, following: str) -> tuple[Candidate, ...]:
        """A stop for the comma after a run, when an ordinary word has a capital after it."""
        if not self._may_begin(following):
            return ()
        return (self._stopped(run, ","),)

    def of_lost_stop(self, run: Form, following: str) -> tuple[Candidate, ...]:
        """A stop after a run that has none, when an ordinary word has a capital after it."""
        if not run.core.islower() or not self._may_begin(following):
            return ()
        return (self._stopped(run, ""),)

    def of_abbreviation(self, run: Form) -> Candidate:
        """A run with the stop that others like it have."""
        return self._stopped(run, "")

    def _may_begin(self, following: str) -> bool:
        """Whether a word with a capital is one that has it for beginning a sentence."""
        words, key = self._maker.words, following.lower()
        return words.weight(key) >= _ORDINARY and words.capital_share(key) <= _SELDOM_CAPITAL

    def _stopped(self, run: Form, instead: str) -> Candidate:
        shaped = f"{run.lead}{run.core}."
        return self._maker.make(STOP, shaped, (run.key,), instead, ".", _KEPT_WEIGHT)

    def of_comma(self, run: Form) -> tuple[Candidate, ...]:
        """A comma for the stop after a run."""
        shaped = f"{run.lead}{run.core},"
        return (self._maker.make(STOP, shaped, (run.key,), ".", ",", _KEPT_WEIGHT),)

    def of_set_apart(self, run: Form, sign: str) -> tuple[Candidate, ...]:
        """A run with the stop that stands apart after it."""
        shaped = run.text + sign
        return (self._maker.make(STOP, shaped, (run.key,), f" {sign}", sign, _KEPT_WEIGHT),)

    def of_exclamation(self, run: Form, sign: str) -> tuple[Candidate, ...]:
        """An exclamation mark for a letter or digit that stands alone after a run."""
        if run.trail or not run.core.isalpha():
            return ()
        shaped = f"{run.lead}{run.core}!"
        return (self._maker.make(STOP, shaped, (run.key,), f" {sign}", "!", _KEPT_WEIGHT),)
