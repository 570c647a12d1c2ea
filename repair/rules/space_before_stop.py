"""A space before a stop: `missiles .` is `missiles.`, `the UK 's plan` is `the UK's plan`.

Lines of code, spaced ellipses (`. . .`), decimals (`.5`) and names (`.NET`) are left alone.
Where a text sets its stops apart throughout, as old printers did (`Ah !`), nothing is certain.
"""

from __future__ import annotations

import re
from collections import Counter

from repair.model import Document, Span
from repair.text.finding import proposal
from repair.text.forms import forms_with, places_of
from repair.text.lines import code_near, is_laid_out, line_around
from repair.text.measured import confidence, row
from repair.text.noise import is_damaged, is_noisy, is_spotless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "space-before-stop"
SUMMARY = "A space before a comma, a full stop or an apostrophe-s."
FIXES = (
    ("The nurse left the ward .", "The nurse left the ward."),
    ("We saw the club 's new stand.", "We saw the club's new stand."),
    ("He came , saw and left.", "He came, saw and left."),
    ("They met in York ,and the club won there.", "They met in York, and the club won there."),
    ("The club met there .The town won.", "The club met there. The town won."),
)
KEEPS = (
    "Well . . . I do not know.",
    "It rose by .5 per cent on .NET systems; others wrote .Xyz files.",
    "$ tree . -a . src",
)

_STOP_FORM = re.compile(r"\n[.,;:!?][\"”’')\]]{0,2}(?=\n)")
_ENDING_FORM = re.compile(r"\n['’]s[.,;:!?]?(?=\n)")
_COMMA_BEFORE_WORD = re.compile(r"\n[,;][a-z]+(?=\n)")
_STOP_BEFORE_SENTENCE = re.compile(r"\n[.!?][A-Z][a-z]*(?=\n)")
_STOP_SET_APART = ";:!?"
_SPECKS = ":;"
_UNSURE = ":;,"
_SENTENCE_MARKS = "?!"  # too large for dirt
_HABIT = 4  # so many marks set apart are the printer's way, if they are
_SHARE = 0.04  # more than this share of all marks of their kind
_MOST = 0.5  # more than this share, where specks are to be believed
_SHARE_OF_NOISY = 0.5  # the same in a bad scan, where many are dirt
_SPACES = " \u00a0"
_FACES = frozenset({":)", ";)", ":]", ":'", ":))", ":')"})
_DIRT = "¦•^~¬|"  # what dust on the page is read as
_WORD_WITH_DIRT = re.compile(r"[a-z][~^|\\{}«»¬¦][a-z]|[a-z]\d[a-z]{2}|(?<!\S)[«»{~^][a-z]{2}")
_CLOSING = "\"”’')]"


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every stop or apostrophe-s that stands apart from its word."""
    yield from _stops(document, knowledge)
    yield from _swapped(document, knowledge)
    yield from _genitives(document, knowledge)


def _stops(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = document.text
    stops = _apart(document, _STOP_FORM)
    apart = Counter(form[0] for form, _ in stops)
    habits = _habits(document, knowledge, apart)
    for form, span in stops:
        gap = _gap(text, span.start)
        if gap is None:
            continue
        stop, last = form[0], text[gap.start - 1]
        if not last.isalnum() and not (last in _CLOSING and text[gap.start - 2].isalnum()):
            continue
        # `. . .` is an ellipsis; a stop before another stop is for the rule of doubled stops.
        if stop == "." and text[span.end : span.end + 2].strip()[:1] == ".":
            continue
        if code_near(text, span.start) or form in _FACES:
            continue
        if stop == ":" and text[gap.start - 1].isdigit() and _number_follows(text, span.end):
            continue  # `2 : 1`
        if stop in _SPECKS and text[span.end : span.end + 1] == "\n":
            situation = "scan"  # dirt in the margin
        elif stop in habits:
            situation = habits[stop]
        elif stop not in _SENTENCE_MARKS and _may_be_dirt(document, knowledge, stop):
            last_of_all = stop == "." and not text[span.end :].strip()
            situation = "scan-end" if last_of_all else "scan"
        elif last.isdigit():
            situation = "after-number"
        elif is_laid_out(document):
            situation = "laid-out"
        elif stop == "." and _goes_on(text, span.end):
            situation = "goes-on"
        elif stop in _STOP_SET_APART:
            situation = "set-apart"
        elif is_spotless(document, knowledge):
            situation = "stop"
        else:
            situation = "stop-among-unknown"
        yield proposal(
            NAME,
            document,
            gap,
            "",
            confidence(knowledge, NAME, situation),
            f"A space before {stop!r}.",
            source=row(NAME, situation),
        )


def _swapped(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """A stop on the wrong side of its space; in a scan it is dirt, and the engine's to weigh."""
    commas = _apart(document, _COMMA_BEFORE_WORD)
    if commas and _may_be_dirt(document, knowledge, ","):
        commas = []
    ends = _apart(document, _STOP_BEFORE_SENTENCE)
    if ends and _may_be_dirt(document, knowledge, "."):
        ends = []
    text = document.text
    for form, span in sorted(commas + ends, key=lambda place: place[1]):
        gap = _gap(text, span.start)
        if gap is None or not text[gap.start - 1].isalpha() or code_near(text, span.start):
            continue
        situation = "swapped"
        if form[0] not in ",;":
            word = form[1:].lower()
            if not text[gap.start - 1].islower() or not knowledge.vocabulary.knows(word):
                continue  # `.Xyz`, `!Unpin`
            situation = "swapped-end"
        yield proposal(
            NAME,
            document,
            Span(gap.start, span.start + 1),
            f"{form[0]} ",
            confidence(knowledge, NAME, situation),
            f"The {form[0]!r} stands on the wrong side of the space.",
            source=row(NAME, situation),
        )


def _habits(document: Document, knowledge: Knowledge, apart: Counter[str]) -> dict[str, str]:
    """What it means that some stops stand apart often: the printer's or a program's way, or dirt.

    Question and exclamation marks are too large for dirt, and specks are seldom read as semicolons;
    commas are dashes, and colons are dirt, unless other marks stand apart as well.
    """
    if not apart:
        return {}
    text = document.text
    noisy = is_noisy(document, knowledge)
    shares = {stop: many / text.count(stop) for stop, many in apart.items() if many >= _HABIT}
    least = _SHARE_OF_NOISY if noisy else _SHARE
    often = {stop for stop, share in shares.items() if share > least}
    believed = set(_SENTENCE_MARKS)
    if not often.issubset(_SPECKS) and _is_sound(document, knowledge):
        believed |= often
    if shares.get(";", 0.0) > _MOST and not noisy and not is_damaged(document, knowledge):
        believed |= {*_SPECKS}
        often.add(":")
    return {stop: "habit" if stop in believed else "scan" for stop in often}


def _may_be_dirt(document: Document, knowledge: Knowledge, stop: str) -> bool:
    """Whether a stop set apart in this text is as likely dirt, or a dash misread.

    A comma with spaces on both sides was a dash in all of seventeen places of little damaged scans
    (bench/ocr/icdar2017-mono). Where a text is more damaged the engine weighs what the words
    around speak for.
    """
    if is_noisy(document, knowledge) or is_damaged(document, knowledge):
        return True
    return stop in _UNSURE and not _is_sound(document, knowledge)


def _is_sound(document: Document, knowledge: Knowledge) -> bool:
    """Whether neither unknown words nor signs inside of words speak of a scan."""
    known: bool | None = document.__dict__.get("_has_sound_words")
    if known is None:
        known = is_spotless(document, knowledge) and not any(
            map(_WORD_WITH_DIRT.search, document.forms)
        )
        document.__dict__["_has_sound_words"] = known
    return known


def _number_follows(text: str, end: int) -> bool:
    return text[end : end + 3].lstrip()[:1].isdigit()


def _goes_on(text: str, end: int) -> bool:
    """Whether small letters follow, so that the stop may be a speck inside a sentence."""
    return text[end : end + 2].strip()[:1].islower() or any(
        dirt in text[max(0, end - 80) : end + 80] for dirt in _DIRT
    )


def _genitives(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = document.text
    found = _apart(document, _ENDING_FORM)
    contracted = knowledge.table("small_words")["apostrophe"]["contracted"] if found else ()
    for _, span in found:
        gap = _gap(text, span.start)
        if gap is None or not text[gap.start - 1].isalpha():
            continue
        start = gap.start
        while start and (text[start - 1].isalnum() or text[start - 1] in "-.’'"):
            start -= 1
        word = text[start : gap.start]
        if word.lower() in contracted or word.lower().endswith("s"):
            continue  # old printers wrote `he 's`; after an s the mark may open a quotation
        if _quotation_follows(text, span.end):
            continue
        yield proposal(
            NAME,
            document,
            gap,
            "",
            confidence(knowledge, NAME, "genitive"),
            f"A space before the ending of {word!r}.",
            source=row(NAME, "genitive"),
        )


def _apart(document: Document, pattern: re.Pattern[str]) -> list[tuple[str, Span]]:
    """Every form of the kind that stands behind a space, with its place, in order."""
    text = document.text
    found = places_of(text, forms_with(document, pattern))
    return [(form, span) for form, span in found if span.start and text[span.start - 1] in _SPACES]


def _gap(text: str, end: int) -> Span | None:
    """The plain or no-break spaces that end at `end`, if a word stands before them."""
    start = end
    while start and text[start - 1] in _SPACES:
        start -= 1
    return Span(start, end) if 0 < start < end else None


def _quotation_follows(text: str, end: int) -> bool:
    """Whether the mark may open a quotation that closes on the same line: `said 's …'`."""
    line = text[end : line_around(text, end).end]
    return re.search(r"\w[.,!?]?['’](?!\w)", line) is not None
