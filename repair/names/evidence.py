"""What speaks for and against a name in the place of the words that stand there, as numbers."""

from __future__ import annotations

from math import log1p

from repair.names.codes import ALIAS, NAME, PART
from repair.names.fluency import NOTHING_KNOWN
from repair.names.passage import FUNCTION, ORDINARY, UNKNOWN
from repair.names.passage import NAME as KNOWN_NAME
from repair.names.phonetics import VOWELS
from repair.names.tables import settings, sounds
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    "known_changed",
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
    "spaced",
    "spelled",
    "covered",
    "edges",
    "first_pair",
    "last_pair",
    "name_known",
    "name_frequency",
    "ending",
    "upper",
    "run",
    "same_key",
    "again",
    "of_letters",
    "fit_written",
    "beside_letter",
    "names_changed",
    "beside_same",
    "beside_other",
    "beside_fit",
    "sound_distance",
    "syllables",
    "same_tail",
    "usage",
    "name_usage",
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
    words_fit: dict[tuple[int, int, tuple[str, ...]], float]  # gain of the very words of a name
    worldly: set[int]  # words that are names of the world's lexicon in a right form
    covered: Sequence[int]  # words of the right name that stands at each word


def numbers(
    candidate: Candidate,
    rivals: Sequence[Candidate],
    view: View,
    around: Surroundings,
    again: int = 0,
    beside: Sequence[Candidate] = (),
) -> list[float]:
    """The evidence for a candidate in the order of `FEATURES`.

    Args:
        rivals: the other forms the same words resemble.
        again: other places of the passage that resemble the same name.
        around: cues and names of the passage for the candidate's lexicon.
        beside: what longer, shorter and shifted windows that share a word with this one resemble.
    """
    passage, standing = view.passage, view.standing
    from rapidfuzz.distance import Postfix, Prefix

    first, last, form = candidate[:3]
    window = range(first, last + 1)
    count = last - first + 1
    parts = form.parts
    here = [passage.words[i].fold for i in window]
    kinds = [standing[i] for i in window]
    others = [r for r in rivals if not same_name(r.form.parts, parts)]
    best_rival = max((r.likeness for r in others), default=0.0)
    close = sum(r.likeness > candidate.likeness - 0.05 for r in others)
    weakest, shared, first_pair, last_pair = _part_by_part(here, parts, candidate)
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
    known = [view.standings.of(word) for word in parts]
    table = sounds()
    heard = "".join(map(table.of_word, here))
    beside = [c for c in beside if c.home is candidate.home]
    fits_beside = (view.words_fit.get((c.first, c.last, c.form.parts), 0.0) for c in beside)
    fit_written = view.words_fit.get((first, last, parts), 0.0)
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
        sum(w not in parts and k != UNKNOWN for w, k in zip(here, kinds, strict=True)) / count,
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
        float(target == whole),
        sum(len(word) == 1 for word in here) / count,
        sum(view.covered[i] > 0 for i in window) / count,
        float(kinds[0] == FUNCTION) + float(kinds[-1] == FUNCTION),
        first_pair,
        last_pair,
        1 - known.count(UNKNOWN) / len(parts),
        log1p(min(map(view.standings.count, parts))),
        _ending(whole, target),
        float(form.text.isupper()),
        _common_run(whole, target),
        float(table.key(form.sounds) == table.key(heard)),
        float(min(again, 4)),
        float(min(len(target), 20)),
        fit_written,
        float(any(w and len(w.fold) == 1 and w.fold != "a" for w in (previous, following))),
        sum(w not in parts and k == KNOWN_NAME for w, k in zip(here, kinds, strict=True)) / count,
        candidate.likeness - _likest(c for c in beside if c.form.owner == form.owner),
        candidate.likeness - _likest(c for c in beside if c.form.owner != form.owner),
        fit_written - max(fits_beside, default=0.0),
        table.distance(heard, form.sounds),
        float(_syllables(heard) - _syllables(form.sounds)),
        Postfix.similarity(target, whole) / max(len(target), len(whole)),
        min(map(view.standings.usage, here)),
        min(map(view.standings.usage, parts)),
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


def _likest(candidates: Iterable[Candidate]) -> float:
    """The likeness of the likest of them, 0 where there is none."""
    return max((candidate.likeness for candidate in candidates), default=0.0)


def _syllables(heard: str) -> int:
    """How many runs of vowels the sounds hold."""
    return sum(
        sound in VOWELS and (not i or heard[i - 1] not in VOWELS) for i, sound in enumerate(heard)
    )


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two forms are one name, written longer, shorter or with an ending."""
    few, many = sorted((one, other), key=len)
    return set(few) <= set(many) or "".join(few).rstrip("s") == "".join(many).rstrip("s")


def _ending(here: str, there: str) -> float:
    """1 when the words are the name with an ending, -1 when they are a name without its own."""
    if here.startswith(there):
        return 1.0 if here[len(there) :] in _ENDINGS else 0.0
    return -1.0 if there.startswith(here) and there[len(here) :] in _ENDINGS else 0.0


def is_inflection(one: str, other: str) -> bool:
    """Whether two words are one stem with different endings: "pharmacist" and "pharmacy"."""
    from rapidfuzz.distance.Prefix import similarity

    stem = similarity(one, other)
    return stem >= LEAST_STEM and {one[stem:], other[stem:]} <= _ENDINGS_OF_STEMS


LEAST_STEM = 5
"""Letters of a stem to which different endings may belong."""

_ENDINGS_OF_STEMS = frozenset(
    [
        "", "a", "al", "an", "ance", "ant", "ants", "ary", "ation", "ations", "d", "e", "ed",
        "ence", "ent", "er", "ers", "es", "i", "ia", "ian", "ians", "ic", "ical", "ics", "ie",
        "ies", "ing", "ings", "ion", "ions", "ism", "ist", "ists", "ity", "ive", "ize", "ized",
        "ly", "ment", "n", "ness", "o", "or", "ors", "ory", "ous", "s", "y",
    ]
)

_ENDINGS = frozenset(["s", "es", "d", "ed", "ing", "er", "ers", "y", "an", "n", "ian", "ly", "al"])


def _common_run(here: str, there: str) -> float:
    """The longest run of letters the two share, as a part of the longer one."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, here, there, False).find_longest_match().size / max(
        len(here), len(there)
    )


def _part_by_part(
    here: Sequence[str], parts: Sequence[str], candidate: Candidate
) -> tuple[float, float, float, float]:
    """The likeness of the least alike pair of words, the share of words that are the same, and
    the likeness of the first and of the last pair."""
    from rapidfuzz.distance.Levenshtein import normalized_similarity

    table = sounds()

    def alike(a: str, b: str) -> float:
        if a == b:
            return 1.0
        heard = table.similarity(table.of_word(a), table.of_word(b))
        return (normalized_similarity(a, b) + heard) / 2

    ends = alike(here[0], parts[0]), alike(here[-1], parts[-1])
    if len(here) != len(parts):
        same = len(set(here) & set(parts))
        return candidate.likeness, same / max(len(here), len(parts)), *ends
    pairs = [alike(a, b) for a, b in zip(here, parts, strict=True)]
    return min(pairs), sum(a == b for a, b in zip(here, parts, strict=True)) / len(parts), *ends
