"""A document as the engine reads it: its runs, which of them are suspicious, what stands beside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import repeat

from repair.model import Span
from repair.spelling.forms import (
    APOSTROPHES,
    INITIALS,
    Form,
    form,
    odd_signs,
    unknown_part,
)
from repair.spelling.neighbours import Neighbours
from repair.text.tokens import OUTER_PUNCTUATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repair.model import Document
    from repair.spelling.forms import Words

_RUN = re.compile(r"\S+")
_ODD_RUN = re.compile(
    r"(?m)^(?:.*[~^|\\{}�■□◆▼▲♦¦¬*<>_«»¥®©•].*|[^\w\n&$£€#%@/—–―-]{1,3}|\W?[b-z1]\W?"
    r"|.*[^\W\d_][!;:$£%#@&=+\"?()\[\],.][^\W\d_].*)$"
)
_USUAL = re.compile(r"\W*1\W*|\W*?\*[^*]+\*\W*|.*\*\*.*")
_DIGIT_IN_CAPITALS = re.compile(r"\W*(?:[A-Z]+[015][A-Z]{2,}|[015][A-Z]{3,}|[A-Z]{3,}[015])\W*")
_HYPHEN_END = re.compile(r"\w[-¬\u00ad‐]\s+\w")
_QUOTES = frozenset("'‘’\"“”")
_CURLY = re.compile("[“”]")
_QUOTED = 500  # characters within which a quotation is expected to close
_CLOSING = re.compile(r"[\w.,;:!?]['’\"”](?!\w)")
_OPENING = re.compile(r"(?<!\w)['‘\"“]\w")
_SURE_DAMAGE = re.compile(r"[a-z][0-9~!$£€#%&*+=;:?|\\\\^�■•][a-z]")
_SURE_IN = 300  # runs among which one such word shows that a text is damaged
_EARLY_SPELLINGS = frozenset((
    "whiche", "dyd", "dyde", "hym", "kynge", "vnto", "haue", "vpon", "sayd", "sayde", "wolde",
    "shulde", "sholde", "theyr", "ony", "moche", "suche", "hys", "hyr", "ryght", "myght", "thyng",
    "euery", "ouer", "loue", "beyng", "wyth", "wyll", "fyrst", "lyfe", "tyme", "grete", "bothe",
    "doughter", "sonne", "whan", "theym", "selfe", "doe", "bee", "onely", "againe", "owne", "vs",
))  # fmt: skip
_EARLY = 2  # different ones of them that make a text early print
_ELIDED = 4  # unknown runs with an apostrophe from which a text may be dialect
_BEYOND_DIALECT = 0.07  # share of unknown runs in lower case no dialect reaches
_RECURS = 3  # times from which an unknown word is a term
_FEW_MARKS = 50  # runs without a sign or a capital for each that has one
_SOUND = 0.004
"""Share of suspicious runs in lower case up to which a text is sound."""

_NAMES_FROM = 100
"""Runs from which unknown words with a capital are names when the text is sound. Of 591 records of
bench/ocr without a damaged word in lower case the shorter ones held 53 right repairs of words with
capitals and 14 wrong ones, the longer ones one of each; in clean texts nearly all are wrong."""


def has_damage_signs(document: Document) -> bool:
    """Whether any run of the text holds odd signs or may go on after a hyphen."""
    text = document.text
    return (
        _HYPHEN_END.search(text) is not None
        or _ODD_RUN.search("\n".join(document.forms)) is not None
    )


def suspicious_forms(document: Document, unknown: Iterable[str], words: Words) -> set[str]:
    """Distinct runs of `document` that look damaged: unknown words and runs with odd signs."""
    found = {run for run in unknown if unknown_part(form(run).core, words) is not None}
    for match in _ODD_RUN.finditer("\n".join(document.forms)):
        run = match.group()
        core = form(run).core
        if len(core) > 1 and (not odd_signs(run) or INITIALS.fullmatch(core)):
            continue
        found.add(run)
    return found


def _is_usual(run: str) -> bool:
    """Whether an odd run is nothing odd in a sound text: a name, a number 1, Markdown emphasis."""
    if _DIGIT_IN_CAPITALS.fullmatch(run):
        return False
    return run.lstrip("\"'“‘([*")[:1].isupper() or _USUAL.fullmatch(run) is not None


def _keys(document: Document) -> list[str]:
    """The `Form.key` of every distinct form of a document, in order."""
    keys = list(map(str.lower, map(str.strip, document.forms, repeat(OUTER_PUNCTUATION))))
    if document.text.isascii():
        return keys
    return [key if key.isascii() else key.translate(APOSTROPHES) for key in keys]


class Starts:
    """Where the runs of a text begin, worked out for a whole line when one of its runs is asked.

    Args:
        firsts: the number of the first run of each line that has any.
        offsets: where these lines begin.
    """

    def __init__(self, text: str, firsts: list[int], offsets: list[int]) -> None:
        self._text = text
        self._firsts = firsts
        self._offsets = offsets
        self._known: dict[int, int] = {}

    def __getitem__(self, number: int) -> int:
        start = self._known.get(number)
        if start is None:
            line = bisect_right(self._firsts, number) - 1
            offset = self._offsets[line]
            end = self._text.find("\n", offset)
            runs = _RUN.finditer(self._text, offset, end if end >= 0 else len(self._text))
            for place, match in enumerate(runs, self._firsts[line]):
                self._known[place] = match.start()
            start = self._known[number]
        return start


class Reading:
    """The runs of a document by number, with what repairs have to know about their places."""

    def __init__(self, document: Document, suspicious: set[str]) -> None:
        self.document = document
        self.suspicious = suspicious
        self.runs: list[str] = []
        self.hits: list[int] = []
        firsts, offsets, offset = [], [], 0
        for line in document.text.split("\n"):
            runs = line.split()
            if runs:
                first = len(self.runs)
                firsts.append(first)
                offsets.append(offset)
                self.runs += runs
                if not suspicious.isdisjoint(runs):
                    self.hits += [first + i for i, run in enumerate(runs) if run in suspicious]
            offset += len(line) + 1
        self.neighbours = Neighbours(self.runs)
        self.starts = Starts(document.text, firsts, offsets)
        """Where each run begins."""

    @cached_property
    def _small(self) -> list[int]:
        """Suspicious runs in lower case outside of code."""
        return [i for i in self.hits if self.runs[i].islower() and not self.is_protected(i, i)]

    def is_protected(self, first: int, last: int) -> bool:
        """Whether any text from one run to another may not be touched."""
        document = self.document
        return bool(document.protected) and document.is_protected(self.span(first, last))

    @cached_property
    def is_sound(self) -> bool:
        """Whether next to no words in lower case are unknown, code and emphasis not counted."""
        small = sum(_USUAL.fullmatch(self.runs[i]) is None for i in self._small)
        return small <= _SOUND * (len(self.runs) + 20)

    @cached_property
    def doubted(self) -> list[int]:
        """Suspicious runs worth a closer look: not those in code, nor the names of sound texts."""
        sound = self.is_sound and len(self.runs) >= _NAMES_FROM
        small = [i for i in self._small if not (sound and _is_usual(self.runs[i]))]
        others = [
            i
            for i in self.hits
            if not self.runs[i].islower()
            and not (sound and _is_usual(self.runs[i]))
            and not self.is_protected(i, i)
        ]
        return sorted(small + others)

    def form(self, number: int) -> Form:
        """The parts of a run."""
        return form(self.runs[number])

    def span(self, first: int, last: int) -> Span:
        """From the first character of one run to the last of another."""
        return Span(self.starts[first], self.starts[last] + len(self.runs[last]))

    @cached_property
    def divided(self) -> list[int]:
        """Runs that end in a hyphen and may go on in the next one."""
        if not _HYPHEN_END.search(self.document.text):
            return []
        return [
            i
            for i, run in enumerate(self.runs[:-1])
            if run[-1] in "-¬\u00ad‐"
            and len(run) > 1
            and run[-2].isalpha()
            and self.runs[i + 1][0].isalpha()
        ]

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in the document, in lower case, without punctuation."""
        counted: Counter[str] = Counter()
        for key, count in zip(_keys(self.document), self.document.forms.values(), strict=True):
            counted[key] += count
        return counted

    @cached_property
    def damage(self) -> float:
        """Share of suspicious runs, drawn towards 0 for short documents."""
        return len(self.hits) / (len(self.runs) + 20)

    @cached_property
    def damage_lower(self) -> float:
        """The same for runs in lower case, which cannot be names."""
        lower = sum(self.runs[i].islower() for i in self.hits)
        return lower / (len(self.runs) + 20)

    @cached_property
    def own_words(self) -> list[str]:
        """Unknown words that stand in the document more than once: names, terms."""
        counted: Counter[str] = Counter()
        for run in self.suspicious:
            parts = form(run)
            if len(parts.core) > 3 and parts.core.isalpha():
                counted[parts.key] += self.document.forms.get(run, 0)
        return sorted(word for word, count in counted.items() if count > 1)

    def partner(self, number: int) -> int:
        """1 when the quotation mark at an end of a run has its other half nearby, 0 when not.

        A run without a quotation mark at exactly one end has -1.
        """
        run = self.form(number)
        opens, closes = run.lead[:1] in _QUOTES, run.trail[-1:] in _QUOTES
        if opens == closes or not run.core:
            return -1
        text = self.document.text
        start = self.starts[number]
        if opens:
            after = text[start + len(run.text) : start + _QUOTED]
            return _CLOSING.search(after) is not None
        before = text[max(0, start - _QUOTED) : start]
        return _OPENING.search(before) is not None

    def is_quoted(self, number: int) -> bool:
        """Whether a curly quotation mark at an end of a run encloses text with its other half."""
        run, text = self.form(number), self.document.text
        start = self.starts[number]
        end = start + len(run.text)
        if "”" in run.trail:
            before = _CURLY.findall(text[max(0, start - _QUOTED) : start] + run.lead)
            return before[-1:] == ["“"]
        after = _CURLY.search(text, end, end + _QUOTED)
        return "“" in run.lead and after is not None and after.group() == "”"

    @cached_property
    def doubtful(self) -> float:
        """The same without code, single letters and what recurs: variables, items, terms."""
        forms = self.document.forms
        words = 0
        for number in self.doubted:
            run = self.runs[number]
            recurs = forms.get(run, 0) >= _RECURS and not self.shows_damage
            words += run.islower() and len(self.form(number).core) > 1 and not recurs
        return words / (len(self.runs) + 20)

    @cached_property
    def unmarked(self) -> int:
        """2 when a text has neither capitals nor stops, as recognised speech, 1 without stops."""
        size, forms = len(self.runs), self.document.forms.items()
        if sum(count for run, count in forms if not run[-1].isalnum()) * _FEW_MARKS > size:
            return 0
        capitals = sum(count for run, count in forms if run[0].isupper())
        return 1 if capitals * _FEW_MARKS > size else 2

    @cached_property
    def shows_damage(self) -> bool:
        """Whether some words can be nothing but damage: a digit or a sign between their letters.

        A moderate share of unknown words alone may be dialect, terms or names.
        """
        if self.is_dialect:
            return False
        if self.damage_lower > _BEYOND_DIALECT:
            return True
        sure = sum(_SURE_DAMAGE.search(form(run).core) is not None for run in self.suspicious)
        return sure * _SURE_IN > len(self.runs)

    @cached_property
    def is_dialect(self) -> bool:
        """Whether unknown words are the text's own way of writing: dialect, or early spelling.

        Written speech has many with an apostrophe; early print spells common words differently.
        """
        if len(_EARLY_SPELLINGS.intersection(_keys(self.document))) >= _EARLY:
            return True
        elided = sum(any(c in "'’" for c in self.form(i).core + self.form(i).trail[:1])
                     for i in self.hits)  # fmt: skip
        return elided >= _ELIDED and elided * 5 > len(self.hits) * 2

    @cached_property
    def single_letters(self) -> float:
        """Share of runs that are one letter and no word, as in text with spaced letters."""
        single = sum(
            count
            for run, count in self.document.forms.items()
            if len(run) == 1 and run.isalpha() and run not in "aAIO"
        )
        return single / (len(self.runs) + 20)
