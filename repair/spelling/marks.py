"""Signs that do not belong: dirt read as a mark, a quotation mark that opens nothing."""

from __future__ import annotations

from repair.spelling.forms import Form, form, has_letters
from repair.spelling.kinds import MARK, SPELLING, STOP, Candidate, Maker
from repair.spelling.near_words import LETTER_FOR

_DIRT = "~^|\\{}�■□◆▼▲♦¦¬*<>_«»¥®©•=+`´°·"
_MARKS = _DIRT + ";:,.'\"‘’“”-!?"
_LOOSE = frozenset(_DIRT + "'\".,:;")
_LOOSE_ENDS = frozenset((*"'‘’\"“”-—–.,;:", "..", ",,"))
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
        if len(run.core) == 1 and run.core.islower() and run.core != "a":
            made.append(self._maker.make(MARK, "", (), text, ""))
        for plain in (text.strip(_DIRT), text.lstrip(_MARKS)):
            if plain and plain != text:
                made.append(
                    self._maker.make(
                        MARK, plain, (form(plain).key,), text.lower(), plain.lower(), _KEPT_WEIGHT
                    )
                )
        return made

    def of_word(self, run: Form) -> list[Candidate]:
        """A known word without the quotation mark, dash or stop at one of its ends."""
        core = run.core
        if not core.isalpha() or not (core.islower() or core[1:].islower()):
            return []
        ends = []
        if run.lead in _LOOSE_ENDS:
            ends.append((core + run.trail, run.lead + core))
        if run.trail in _LOOSE_ENDS - _STOPS and core[-1] != "s":
            ends.append((run.lead + core, core + run.trail))
        return [
            self._maker.make(MARK, plain, (run.key,), observed.lower(), run.key, _KEPT_WEIGHT)
            for plain, observed in ends
        ]

    def of_stop(self, run: Form, following: str) -> tuple[Candidate, ...]:
        """A stop for the comma after a run, when an ordinary word has a capital after it."""
        words = self._maker.words
        if words.weight(following.lower()) < _ORDINARY:
            return ()
        if words.capital_share(following.lower()) > _SELDOM_CAPITAL:
            return ()
        shaped = f"{run.lead}{run.core}."
        return (self._maker.make(STOP, shaped, (run.key, "."), ",", ".", _KEPT_WEIGHT),)

    def of_comma(self, run: Form) -> tuple[Candidate, ...]:
        """A comma for the stop after a run."""
        shaped = f"{run.lead}{run.core},"
        return (self._maker.make(STOP, shaped, (run.key,), ".", ",", _KEPT_WEIGHT),)

    def of_exclamation(self, run: Form, sign: str) -> tuple[Candidate, ...]:
        """An exclamation mark for a letter or digit that stands alone after a run."""
        if run.trail or not run.core.isalpha():
            return ()
        shaped = f"{run.lead}{run.core}!"
        return (self._maker.make(STOP, shaped, (run.key,), f" {sign}", "!", _KEPT_WEIGHT),)
