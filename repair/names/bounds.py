"""What a learned probability may claim: bounds for words that could be something else."""

from __future__ import annotations

from repair.names import decision
from repair.names.codes import SOUND
from repair.names.evidence import FEATURES, is_inflection, titles
from repair.names.fluency import NOTHING_KNOWN
from repair.names.passage import FUNCTION, NAME, ORDINARY, UNKNOWN
from repair.names.tables import determiners, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.names.matching import Candidate
    from repair.names.passage import Passage
    from repair.names.situation import Situation


ENDING, NAME_KNOWN = FEATURES.index("ending"), FEATURES.index("name_known")
WEAKEST = FEATURES.index("weakest")

MORE_ALIKE = 0.05
"""Likeness by which another place is the likelier one of a name."""


def bounded(
    situation: Situation,
    candidate: Candidate,
    values: list[float],
    odds: float,
    extra: float,
    cued: bool,
) -> float:
    """The learned probability; certain only for what has been measured as certain."""
    limits = settings()["context"]
    first, last, form = candidate[:3]
    confidence: float = min(decision.calibrated(odds), limits["most"])
    known = UNKNOWN not in situation.standing[first : last + 1]
    written = situation.passage.written(first, last)
    if candidate.home.entry(form.owner).kind == "person":  # "Joe roots" can only be Joe Root's
        values = [*values]
        values[ENDING] = 0.0
    measured = extra >= 0 and form.role != SOUND  # of respellings nothing has been measured
    measured = measured and not _is_namesake(situation, candidate, values)
    certain = decision.certainty(written, form.text, values, odds) if measured else 0.0
    torn = decision.kind(written, form.text, values) == decision.TORN
    if torn and not _spells_a_word(situation, candidate):  # its letters are right
        return max(confidence, certain)
    if known and first == last and not _fills_a_pattern(situation, candidate):
        if cued and _inside_another_name(situation, first, last):
            return min(confidence, float(limits["another_name"]))
        if _is_part_of_another_name_elsewhere(situation, first):
            confidence = decision.calibrated(odds + limits["other_sense"])
    if not cued and (
        (known and _inside_another_name(situation, first, last))
        or _is_another_name(situation, candidate, values)
    ):
        confidence = min(confidence, limits["another_name"])
        return confidence
    if (
        _stands_with_hyphen(situation.passage, candidate)
        or (known and _reads_better_as_it_is(situation, candidate, confidence, cued))
        or (not cued and _is_doubtful(situation, candidate, values, confidence))
    ):
        return min(confidence, float(limits["unsupported"]))
    if known and values[FEATURES.index("spaced")] and not _holds_an_initial(written):
        gain = situation.view.fits.get((first, last), NOTHING_KNOWN).swap
        whole = FUNCTION not in situation.standing[first : last + 1]
        if gain < limits["spaces_sure"]:  # "put in", "sales force" are words of their own
            likely = whole and gain >= limits["spaces_likely"]
            return min(confidence, float(limits["most" if likely else "unsupported"]))
    return confidence if torn else max(confidence, certain)


def _is_namesake(situation: Situation, candidate: Candidate, values: list[float]) -> bool:
    """Whether part of a name is rather unlike while the name stands elsewhere, right or more alike:
    `Rajesh Menon` beside Rajiv Menon, or beside `Rajeev Menon` that is to be he."""
    if (
        candidate.first == candidate.last
        or values[WEAKEST] >= settings()["certain"]["namesake"]
    ):
        return False
    if situation.around[id(candidate.home)].present.get(candidate.form.owner, 0):
        return True
    return candidate.likeness < situation.likest_elsewhere(candidate) - MORE_ALIKE


def _holds_an_initial(written: str) -> bool:
    """Whether one of the words is a single letter and no word: "p space" for PSPACE."""
    return any(len(word) == 1 and word not in "aI" for word in written.split())


def _reads_better_as_it_is(
    situation: Situation, candidate: Candidate, confidence: float, cued: bool
) -> bool:
    """Whether words of the language stand there which the name does not fit in place of: several
    that a shorter name would have been torn into, "can add" for Canada, or a common noun that only
    a cue speaks against, "the butcher in Kyiv" for Bucha."""
    limits = settings()["context"]
    first, last, form = candidate[:3]
    gain = situation.view.words_fit.get((first, last, form.parts), 0.0)
    if last > first and len(form.parts) <= last - first:
        return bool(confidence < limits["torn_sure"] and gain < limits["torn_gain"])
    around = situation.around[id(candidate.home)]
    return bool(
        cued
        and first == last
        and situation.standing[first] == ORDINARY
        and not situation.passage.capitalised(first)
        and not around.pattern(form.owner, first, last)
        and gain < limits["cued_gain"]
    )


def _spells_a_word(situation: Situation, candidate: Candidate) -> bool:
    """Whether a name without its capitals is another word: "u s" for US, read as "us"."""
    form, passage = candidate.form, situation.passage
    written = passage.written(candidate.first, candidate.last)
    if not decision.is_spelled_out(written, form.text):
        return False
    if passage.style == "mixed":
        return not any(part.isupper() for part in form.text.split())  # "M S" is no "Ms"
    return any(situation.view.standings.of(part) != UNKNOWN for part in form.parts)


def bounded_with_caution(
    situation: Situation,
    candidate: Candidate,
    values: list[float],
    odds: float,
    extra: float,
    cued: bool,
) -> float:
    """The learned probability for a lexicon unlike those it was learned from: one that came with
    repair, or so large that some name is like any word."""
    limits = settings()["context"]
    first, last, form, index = candidate[:4]
    confidence = decision.calibrated(odds)
    known = UNKNOWN not in situation.standing[first : last + 1]
    written = situation.passage.written(first, last)
    if known and extra > 0:
        confidence = min(confidence, limits["most"])
    if written.isupper() and len(written) <= 6 and situation.passage.style == "mixed":
        confidence = min(confidence, limits["acronym"])
    if cued:
        return confidence
    if situation.view.worldly.issuperset(range(first, last + 1)):
        confidence = min(confidence, limits["worldly"])
    elif decision.is_other_name(values):
        confidence = min(confidence, limits["unsupported"])
    elif decision.replaces_name(values):
        confidence = min(confidence, limits["known_name"])
    present = situation.around[id(index)].present.get(form.owner, 0)
    if not present and confidence < limits["sure"] and _is_known_word(situation, candidate):
        confidence = min(confidence, limits["unsupported"])
    return confidence


def _stands_with_hyphen(passage: Passage, candidate: Candidate) -> bool:
    """Whether the name is there already, parted by a hyphen: "e-commerce" for eCommerce."""
    first, last, form = candidate[:3]
    words, target = passage.words, "".join(form.parts)
    low, high = max(0, first - 1), min(len(words) - 1, last + 1)
    return any(
        "-" in passage.written(i, j) and "".join(w.fold for w in words[i : j + 1]) == target
        for i, j in ((low, last), (first, high), (low, high))
    )


def _is_doubtful(
    situation: Situation, candidate: Candidate, values: list[float], confidence: float
) -> bool:
    """Whether the words or the name are known to the language and the model is not struck: another
    name or word may well be meant. A name that is known to be in the document is not doubted, and
    of several words that all would have to be misheard it is easier believed."""
    need, (first, last) = settings()["context"], candidate[:2]
    heard = situation.standing[first : last + 1]
    if first == last and UNKNOWN not in heard:
        word, name = situation.passage.words[first].fold, "".join(candidate.form.parts)
        if word in titles():
            return True
        if values[NAME_KNOWN] == 1 and (
            values[ENDING] or (heard[0] == ORDINARY and is_inflection(word, name))
        ):
            return True  # "director" is no misheard "Directors": both are words, one of the other
        if situation.is_right_place(first) and candidate.sound < need["same_sound"]:
            return True  # Tomsk is no misheard Omsk
    if situation.around[id(candidate.home)].present.get(candidate.form.owner, 0):
        return False
    if first == last and _is_acronym_for_another(situation, candidate):
        stem = situation.passage.words[first].text.removesuffix("s")
        known = situation.view.standings.of(stem) != UNKNOWN  # "TVs" is no misheard DVS
        return known or confidence < float(need["doubtful_acronym"])
    if UNKNOWN in heard:
        known = all(situation.view.standings.of(part) != UNKNOWN for part in candidate.form.parts)
        return first == last and known and confidence < float(need["doubtful_name"])
    near = candidate.sound >= need["same_sound"] or candidate.letters >= need["same_letters"]
    if first == last and situation.standing[first] == NAME and not near:
        return True
    if first == last and _is_common_noun(situation, candidate):
        return confidence < float(need["doubtful_noun"])
    return confidence < float(need["doubtful" if first == last else "doubtful_words"])


def _is_common_noun(situation: Situation, candidate: Candidate) -> bool:
    """Whether a word of the language stands after an article or the like, as names other than
    acronyms seldom do: "the cans" for Cannes."""
    first, form, words = candidate.first, candidate.form, situation.passage.words
    return (
        situation.standing[first] == ORDINARY
        and first > 0
        and words[first].joined
        and words[first - 1].fold in determiners()
        and form.text[:1].isupper()
        and not form.text.isupper()
    )


def _is_acronym_for_another(situation: Situation, candidate: Candidate) -> bool:
    """Whether a short word of capitals would become another one: there are so many that some
    name is always like it."""
    word = situation.passage.words[candidate.first].text.removesuffix("s")
    return (
        situation.passage.style == "mixed"
        and 1 < len(word) <= settings()["context"]["acronym_letters"]
        and word.isupper()
        and candidate.form.text.removesuffix("s").isupper()
    )


def _is_another_name(situation: Situation, candidate: Candidate, values: list[float]) -> bool:
    """Whether the words are part of the name of somebody else: "Kim Yong Nam" beside Kim Jong Un.

    The name in the text goes on where the lexicon's is complete, or a name unlike its counterpart
    would be changed.
    """
    words, standing = situation.passage.words, situation.standing
    first, last, form = candidate[:3]
    if len(form.parts) > last - first + 1:
        for i, joint in ((first - 1, first), (last + 1, last + 1)):
            if (
                0 <= i < len(words)
                and words[joint].joined
                and standing[i] in (NAME, UNKNOWN)
                and not situation.covered[i]
            ):
                return True
    return decision.has_unlike_pair(values) and _changes_a_name(situation, candidate)


def _changes_a_name(situation: Situation, candidate: Candidate) -> bool:
    """Whether a word that would be changed is itself a name: "Jay Booth" for Jay Buth."""
    return any(
        situation.standing[i] == NAME
        and situation.passage.words[i].fold not in candidate.form.parts
        for i in range(candidate.first, candidate.last + 1)
    )


def _inside_another_name(situation: Situation, first: int, last: int) -> bool:
    """Whether a known name stands beside another capitalised word: "Carson City"."""
    passage, words = situation.passage, situation.passage.words
    if passage.style == "lower":
        return first == last and words[first].joined and _is_given_name(situation, first - 1)
    if passage.style != "mixed" or not words[first].text[:1].isupper():
        return False
    beside = [(first - 1, first), (last + 1, last + 1)]
    return any(
        0 <= i < len(words)
        and words[joint].joined
        and words[i].text[:1].isupper()
        and situation.standing[i] != FUNCTION
        and not situation.covered[i]
        for i, joint in beside
    )


def _is_given_name(situation: Situation, i: int) -> bool:
    """Whether a word of a text without capitals is hardly anything but a name: "johnny"."""
    if i < 0 or situation.standing[i] == FUNCTION or situation.covered[i]:
        return False
    share = situation.view.standings.capital_share(situation.passage.words[i].text)
    return share >= float(settings()["context"]["nearly_always"])


def _fills_a_pattern(situation: Situation, candidate: Candidate) -> bool:
    around = situation.around[id(candidate.home)]
    return bool(around.pattern(candidate.form.owner, candidate.first, candidate.last))


def _is_part_of_another_name_elsewhere(situation: Situation, here: int) -> bool:
    """Whether the same word is part of another name in the passage: a word rarely has two senses
    in one document (Gale, Church and Yarowsky, 1992)."""
    fold = situation.passage.words[here].fold
    places = situation.places_of(fold)
    return len(places) > 1 and any(
        i != here and _inside_another_name(situation, i, i) for i in places
    )


def _is_known_word(situation: Situation, candidate: Candidate) -> bool:
    """Whether a word or name of the language stands there that is not nearly the same name."""
    need, i = settings()["context"], candidate.first
    if i != candidate.last or situation.standing[i] == UNKNOWN:
        return False
    word, passage = situation.passage.words[i], situation.passage
    if situation.standing[i] == ORDINARY and passage.style == "mixed" and word.text.islower():
        fit = situation.view.fits.get((i, i), NOTHING_KNOWN)
        return bool(fit.swap < need["known_gain"] or fit.after < 0)
    return bool(candidate.sound < need["same_sound"] and candidate.letters < need["same_letters"])
