"""What speaks for and against a name in the place of the words that stand there, as numbers."""

from __future__ import annotations

from math import log1p

from repair.names.codes import ALIAS, NAME, PART
from repair.names.fluency import NOTHING_KNOWN
from repair.names.passage import FUNCTION, ORDINARY, UNKNOWN
from repair.names.passage import NAME as KNOWN_NAME
from repair.names.tables import settings
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.names.fluency import Fit
    from repair.names.matching import Candidate
    from repair.names.passage import Passage, Standings
    from repair.names.surroundings import Surroundings

FEATURES = (
    "sound",
    "letters",
    "weakest",
    "shared",
    "same_start",
    "length",
    "words",
    "more_words",
    "unknown",
    "names",
    "ordinary",
    "function",
    "capitals",
    "lower",
    "styled",
    "is_name",
    "is_alias",
    "is_part",
    "margin",
    "rivals",
    "present",
    "others",
    "size",
    "title",
    "repeated",
    "frequency",
    "opens",
    "name_before",
    "name_after",
    "single",
    "last_letter",
    "prefix",
    "name_share",
    "same_name",
    "worldly",
    "acronyms",
    "fit_words",
    "fit_name",
    "fit_swap",
    "fit_after",
)
"""The names of the numbers in `Evidence.numbers`, in order; the decision model knows them so."""


class View(NamedTuple):
    """Everything a passage offers to judge its candidates by."""

    passage: Passage
    standing: Sequence[int]
    standings: Standings
    counts: dict[str, int]  # how often each folded word stands in the passage
    names_present: int  # names of the field in the passage in a right form
    fits: dict[tuple[int, int], Fit]  # how well windows, and names in their place, read
    worldly: set[int]  # words that are names of the world's lexicon in a right form


def numbers(
    candidate: Candidate, rivals: Sequence[Candidate], view: View, around: Surroundings
) -> list[float]:
    """The evidence for a candidate in the order of `FEATURES`.

    Args:
        rivals: the other forms the same words resemble.
        around: cues and names of the passage for the candidate's lexicon.
    """
    passage, standing = view.passage, view.standing
    from rapidfuzz.distance import Prefix

    first, last, form, index = candidate[:4]
    window = range(first, last + 1)
    count = last - first + 1
    parts = form.parts
    here = [passage.words[i].fold for i in window]
    kinds = [standing[i] for i in window]
    others = [r for r in rivals if not _same_name(r.form.parts, parts)]
    best_rival = max((r.likeness for r in others), default=0.0)
    close = sum(r.likeness > candidate.likeness - 0.05 for r in others)
    weakest, shared = _part_by_part(here, parts, candidate)
    capitals = [passage.capitalised(i) for i in window]
    lower = [passage.words[i].text[:1].islower() for i in window]
    frequency = min(
        (view.standings.count(w) for w, k in zip(here, kinds, strict=True) if k != FUNCTION),
        default=0,
    )
    previous = passage.words[first - 1] if first and passage.words[first].joined else None
    following = (
        passage.words[last + 1]
        if last + 1 < len(passage.words) and passage.words[last + 1].joined
        else None
    )
    target, whole = "".join(parts), "".join(here)
    return [
        candidate.sound,
        candidate.letters,
        weakest,
        shared,
        float(target[0] == whole[0]),
        min(len(form.sounds), 16) / 16,
        float(count),
        float(len(parts) - count),
        kinds.count(UNKNOWN) / count,
        kinds.count(KNOWN_NAME) / count,
        kinds.count(ORDINARY) / count,
        kinds.count(FUNCTION) / count,
        sum(capitals) / count,
        sum(lower) / count if passage.style == "mixed" else 0.5,
        float(passage.style == "mixed"),
        float(form.role == NAME),
        float(form.role == ALIAS),
        float(form.role == PART),
        candidate.likeness - best_rival,
        float(min(close, 5)),
        float(min(around.present.get(form.owner, 0), 5)),
        float(min(view.names_present, 10)),
        log1p(index.forms),
        float(previous is not None and previous.fold in titles()),
        float(min(view.counts.get(here[0], 1), 6)) if count == 1 else 1.0,
        log1p(frequency),
        float(passage.words[first].opens),
        float(previous is not None and looks_named(view, first - 1)),
        float(following is not None and looks_named(view, last + 1)),
        float(len(parts) == 1),
        float(target[-1] == whole[-1]),
        Prefix.normalized_similarity(target, whole),
        sum(view.standings.capital_share(w) for w in here) / count,
        float(count == len(parts) and shared > 0 and weakest >= 0.5),
        sum(i in view.worldly for i in window) / count,
        float(form.text.isupper() and len(target) < 6)
        + float(passage.style == "mixed" and passage.written(first, last).isupper()),
        *view.fits.get((first, last), NOTHING_KNOWN),
    ]


def titles() -> frozenset[str]:
    """Words that stand before a person's name."""
    return frozenset(settings()["titles"].split())


def looks_named(view: View, i: int) -> bool:
    """Whether word `i` looks like part of a proper name that nobody says is another one."""
    word = view.passage.words[i]
    if view.standing[i] == FUNCTION or not word.text[:1].isupper():
        return False
    if view.passage.capitalised(i):
        return True
    return view.passage.style == "mixed" and (
        view.standing[i] != ORDINARY or view.standings.capital_share(word.text) > 0.5
    )


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two forms are one name, written longer, shorter or with an ending."""
    few, many = sorted((one, other), key=len)
    return set(few) <= set(many) or "".join(few).rstrip("s") == "".join(many).rstrip("s")


def _part_by_part(
    here: Sequence[str], parts: Sequence[str], candidate: Candidate
) -> tuple[float, float]:
    """The likeness of the least alike pair of words, and the share of words that are the same."""
    if len(here) != len(parts):
        same = len(set(here) & set(parts))
        return candidate.likeness, same / max(len(here), len(parts))
    from rapidfuzz.distance.Levenshtein import normalized_similarity

    from repair.names.tables import sounds

    table = sounds()
    alike = [
        1.0
        if a == b
        else (normalized_similarity(a, b) + table.similarity(table.of_word(a), table.of_word(b)))
        / 2
        for a, b in zip(here, parts, strict=True)
    ]
    return min(alike), sum(a == b for a, b in zip(here, parts, strict=True)) / len(parts)
