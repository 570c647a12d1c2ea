"""Names whose letters are right and whose capitals, spaces or accents are not."""

from __future__ import annotations

import re

from repair.names.codes import HEARD, PART
from repair.names.fold import APOSTROPHES, folded, without_possessive
from repair.names.passage import FUNCTION, ORDINARY, UNKNOWN
from repair.names.tables import particles, settings
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.names.matching import Hit
    from repair.names.passage import Passage

RIGHT, CASE, SPACES, ACCENTS, WRONG_FORM = "right", "case", "spaces", "accents", "heard"

_JOINTS = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "-": " ", "‑": " ", "\u00a0": " "})
_UNSAYABLE = re.compile(r"[bcdfghjklmnpqrstvwxz]{3}|^[^aeiouy]+$|[bdfgkpt][bcdfgkptv]$", re.I)


_LETTERS = re.compile(r"[\W_]+")
_GAPS = re.compile(r"(\s+|-)")


class Verdict(NamedTuple):
    """What is the matter with a hit, if anything, and how sure an editor would be."""

    what: str
    confidence: float
    reason: str


def judge(hit: Hit, passage: Passage, standing: Sequence[int]) -> Verdict:
    """Whether the hit is right as it stands, and otherwise what is wrong."""
    written = passage.written(hit.first, hit.last)
    form = hit.form
    rates = settings()["exact"]
    if form.role == HEARD:
        return _heard(hit, passage, standing)
    here = " ".join(written.translate(_JOINTS).replace("&", "and").split())
    there = " ".join(form.text.translate(_JOINTS).replace("&", "and").split())
    entry = hit.home.entry(form.owner)
    if here == there or entry.case == "free":
        return Verdict(RIGHT, 1.0, "")
    if passage.style != "mixed" and here.lower() == there.lower():
        return Verdict(RIGHT, 1.0, "")
    if _in_house_style(here, there):
        return Verdict(RIGHT, 1.0, "")
    kinds = standing[hit.first : hit.last + 1]
    several = len(form.parts) > 1
    if here.lower() != there.lower():
        if here.lower().replace(" ", "") == there.lower().replace(" ", ""):
            if any(len(part) == 1 and part.isupper() for part in (*here.split(), *there.split())):
                return Verdict(RIGHT, 1.0, "")  # "U S" and "US": initials are a matter of style
            reason = f"'{form.text}' is written with other spaces in the lexicon"
            chosen = all(part[:1].isupper() for part in here.split())
            return Verdict(SPACES, rates["spaces_choice" if chosen else "letters_spaced"], reason)
        if hit.home.learned and there.lower().replace("'", "") == here.lower():
            reason = f"'{form.text}' is written with an apostrophe in the lexicon"
            if several:
                return Verdict(ACCENTS, rates["apostrophe"], reason)
            if kinds[0] == UNKNOWN and there.endswith("'s"):
                return Verdict(ACCENTS, rates["apostrophe_word"], reason)
        if _LETTERS.sub("", here) == _LETTERS.sub("", there):
            return Verdict(RIGHT, 1.0, "")  # "U.N" and "U.N.": stops are not the lexicon's matter
        if ordinary(kinds):
            return Verdict(ACCENTS, rates["case_word"], f"the lexicon writes '{form.text}'")
        return Verdict(ACCENTS, rates["accents"], f"the lexicon writes '{form.text}'")
    if len(here) > 1 and here.isupper() and (entry.case != "strict" or several):
        return Verdict(RIGHT, 1.0, "")  # a headline
    reason = f"'{form.text}' is a name of the lexicon in other capitals"
    if there.isupper() and here.istitle():
        if entry.case == "strict" or _UNSAYABLE.search(there):
            return Verdict(CASE, rates["case_acronym"], reason)
        return Verdict(CASE, rates["case_choice"], f"'{form.text}' or '{here}': a house style")
    if _in_compound(passage, hit):  # "tete-a-tete", "india-rubber"
        return Verdict(CASE, rates["case_word"], reason)
    if several:
        if here.istitle() or not _begins_lower(written):
            return Verdict(CASE, rates["case_choice"], reason)
        if _common_part(here.split(), there.split(), kinds):  # "Palestinian territory"
            return Verdict(CASE, rates["case_choice"], reason)
        if ordinary(kinds):
            rate = "case_word" if hit.home.large or hit.home.general else "case_common_phrase"
            return Verdict(CASE, rates[rate], reason)
        return Verdict(CASE, rates["case_worldly" if hit.home.large else "case_phrase"], reason)
    if there.isupper() and here.islower():  # as likely a command or a unit
        known = hit.home.cautious or kinds[0] in (ORDINARY, FUNCTION) or len(here) < 2
        rate = "case_word" if known else "case_acronym_lower"
        return Verdict(CASE, rates[rate], reason)
    if kinds[0] in (ORDINARY, FUNCTION) or len(here) < 3:
        return Verdict(CASE, rates["case_word"], reason)
    if hit.home.large:  # some town is called like anything
        return Verdict(CASE, rates["case_of_many"], reason)
    if form.role == PART and kinds[0] != UNKNOWN:
        return Verdict(CASE, rates["case_phrase"] - 0.02, reason)
    if len(here) < 4:  # "max", "dev": as likely short for a word
        return Verdict(CASE, rates["case_short"], reason)
    if hit.home.cautious and entry.kind != "person":  # the town of that name need not be meant
        return Verdict(CASE, rates["case_worldly"], reason)
    return Verdict(CASE, rates["case_unknown"], reason)


def _common_part(here: list[str], there: list[str], kinds: Sequence[int]) -> bool:
    """Whether only ordinary words beside capitalised ones lack the capitals of the name."""
    if not len(here) == len(there) == len(kinds):
        return False
    changed = [kind for a, b, kind in zip(here, there, kinds, strict=True) if a != b]
    return ordinary(changed) and any(part[:1].isupper() for part in here)


def _in_compound(passage: Passage, hit: Hit) -> bool:
    """Whether a hyphen ties lower-case words to the hit: it is part of a common noun."""
    text, words = passage.text, passage.words
    start, end = words[hit.first].start, words[hit.last].end
    return (text[start - 1 : start] == "-" and text[start - 2 : start - 1].islower()) or (
        text[end : end + 1] == "-" and text[end + 1 : end + 2].islower()
    )


def _in_house_style(here: str, there: str) -> bool:
    """Whether the words differ by a habit of the text: "Joseph KABILA", "the Netherlands"."""
    pairs = list(zip(here.split(), there.split(), strict=False))
    return len(here.split()) == len(there.split()) > 1 and all(
        a == b
        or (a.isupper() and len(a) > 1 and a.lower() == b.lower())
        or (a, b) == ("the", "The")
        for a, b in pairs
    )


def ordinary(kinds: Sequence[int]) -> bool:
    """Whether words of these standings are all words of the language."""
    return all(kind in (ORDINARY, FUNCTION) for kind in kinds)


def _begins_lower(written: str) -> bool:
    """Whether a word begins in lower case other than particles such as "de"; what follows a hyphen
    may: "Jong-un"."""
    return any(part[:1].islower() and part not in particles() for part in written.split())


def _heard(hit: Hit, passage: Passage, standing: Sequence[int]) -> Verdict:
    """How sure a wrong form of the lexicon is, before any context."""
    rates = settings()["exact"]
    kinds = standing[hit.first : hit.last + 1]
    reason = f"'{hit.form.text}' is a known wrong form of '{hit.home.entry(hit.form.owner).name}'"
    if UNKNOWN in kinds:
        return Verdict(WRONG_FORM, rates["heard_as"], reason)
    if len(kinds) > 1:
        rate = "heard_as_words" if ordinary(kinds) else "heard_as_phrase"
        return Verdict(WRONG_FORM, rates[rate], reason)
    return Verdict(WRONG_FORM, rates["heard_as_word"], reason)


def _plural_of(name: str, written: str) -> bool:
    """Whether the words are the name with nothing but an "s" more, which a name does not take."""
    return name[-1:] not in "sS" and "".join(folded(written)) == "".join(folded(name)) + "s"


def _with_hyphens(target: str, written: str) -> str:
    """`target` with the hyphens of the words it stands for: "Kim Yo-jong" for Kim Yo Jong."""
    if "-" not in written or "-" in target:
        return target
    pieces, parts = _GAPS.split(written), target.split()
    if len(pieces) != 2 * len(parts) - 1:
        return target
    made = [parts[0]]
    for part, gap, piece in zip(parts[1:], pieces[1::2], pieces[2::2], strict=True):
        made += (gap, part.lower() if gap == "-" and piece.islower() else part)
    return "".join(made)


def in_style(target: str, first: int, last: int, passage: Passage) -> str:
    """`target` as the document would write it in the place of words first..last.

    A text without capitals stays without, and a possessive ending is not doubled.
    """
    written = passage.written(first, last)
    following = passage.text[passage.words[last].end :][:1]
    if following and following in APOSTROPHES:
        target = without_possessive(target)
    elif _plural_of(target, written):  # "Hersheys", heard for "Hershey's"
        target += "'s"
    target = _with_hyphens(target, written)
    if passage.style == "lower":
        return target.lower()
    if passage.style == "upper" or (len(written) > 3 and written.isupper() and " " in target):
        return target.upper()
    return target
