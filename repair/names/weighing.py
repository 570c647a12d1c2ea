"""How surely a name is meant: what is proposed for a passage, from the evidence of all kinds."""

from __future__ import annotations

from math import exp, log

from repair.names import bounds, decision
from repair.names.codes import ALIAS, PART, SOUND
from repair.names.codes import NAME as NAME_FORM
from repair.names.evidence import same_name, titles
from repair.names.fluency import NOTHING_KNOWN
from repair.names.fold import folded
from repair.names.matching import Candidate, Hit
from repair.names.passage import FUNCTION, UNKNOWN
from repair.names.spelling import SPACES, WRONG_FORM, Verdict, ordinary
from repair.names.tables import determiners, settings
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repair.names.fluency import Fit
    from repair.names.index import Form, Index
    from repair.names.passage import Passage
    from repair.names.situation import Situation

LEAST = 0.02
"""Probability below which a proposal is not even worth comparing with others."""


class Proposal(NamedTuple):
    """A name for the words first..last, why, and how likely an editor is to accept it."""

    first: int
    last: int
    form: Form
    home: Index
    confidence: float
    what: str  # a word of `spelling`, or "sound"
    reason: str
    sound: float = 1.0
    letters: float = 1.0
    cues: tuple[str, ...] = ()
    pattern: str = ""
    present: int = 0  # how often the name stands in a right form


class Reading(NamedTuple):
    """A passage, the names that are right in it, and the proposals for every window, best first."""

    passage: Passage
    standing: Sequence[int]  # what the vocabulary says of each word
    right: tuple[Hit, ...]
    proposals: dict[tuple[int, int], list[Proposal]]


def read(situation: Situation) -> Reading:
    """All proposals for a passage, and the names that are right in it."""
    proposals: dict[tuple[int, int], list[Proposal]] = {}
    near = situation.near()
    for hit, verdict in situation.damaged:
        made = _proposal_of_hit(situation, hit, verdict)
        if made.confidence >= LEAST:
            proposals.setdefault((hit.first, hit.last), []).append(made)
    for window, weighed in near.items():
        for candidate, values in weighed:
            made = _proposal_of_candidate(situation, candidate, values)
            if made.confidence >= LEAST:
                proposals.setdefault(window, []).append(made)
    ranked = {window: list(_ranked(found)) for window, found in proposals.items()}
    return Reading(
        situation.passage,
        situation.standing,
        tuple(situation.right),
        dict(_without_misfits(ranked, situation)),
    )


def _without_misfits(
    ranked: dict[tuple[int, int], list[Proposal]], situation: Situation
) -> Iterator[tuple[tuple[int, int], list[Proposal]]]:
    """The windows without those that fewer of their words, or more, fit better: "Thibodeau is".

    That the name is meant is about as likely for the better window as it was for the other.
    """
    most = settings()["context"]["other_window"]
    same: dict[tuple[int, int], list[tuple[tuple[int, int], Proposal, float]]] = {}
    for window, found in ranked.items():
        best = found[0]
        if best.what == "sound":
            name = id(best.home), best.form.number
            same.setdefault(name, []).append((window, best, _likeness(best, situation)))
    dropped: set[tuple[int, int]] = set()
    raised: dict[tuple[int, int], float] = {}
    for windows in same.values():
        for window, best, likeness in windows:
            here = likeness, best.first - best.last
            for place, other, alike in windows:
                if place == window or not _is_nested(place, window):
                    continue
                if (alike, other.first - other.last) > here:
                    dropped.add(window)
                sure = max(raised.get(window, 0.0), min(most, other.confidence))
                raised[window] = sure
    for window, (best, *others) in ranked.items():
        if window not in dropped:
            confidence = max(best.confidence, raised.get(window, 0.0))
            yield window, [best._replace(confidence=confidence), *others]


def _is_nested(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether all the words of one window are words of the other."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) in (one, other)


def _likeness(proposal: Proposal, situation: Situation) -> float:
    """How alike the words and the name are, less what is asked of known words at the edges, which
    are rather the next words of the sentence, and how well the sentence goes on."""
    costs: list[float] = settings()["context"]["edges"]
    spelled = proposal.letters == 1  # the words are the name's letters
    edges = () if spelled or proposal.first == proposal.last else (proposal.first, proposal.last)
    parts = proposal.form.parts
    words = situation.passage.words
    asked = sum(costs[situation.standing[i]] for i in edges if words[i].fold not in parts)
    fit = situation.view.fits.get((proposal.first, proposal.last), NOTHING_KNOWN)
    reads_on = settings()["context"]["reads_on"] * max(-5.0, min(5.0, fit.after))
    return float(proposal.sound + proposal.letters - asked + reads_on)


def _proposal_of_hit(situation: Situation, hit: Hit, verdict: Verdict) -> Proposal:
    around = situation.around[id(hit.home)]
    cues = tuple(around.near_cues(hit.form.owner, hit.first, hit.last))
    pattern = around.pattern(hit.form.owner, hit.first, hit.last)
    present = around.present.get(hit.form.owner, 0)
    confidence = verdict.confidence
    form = hit.form
    if verdict.what == WRONG_FORM:
        form = form._replace(text=_meant(hit))
        real = UNKNOWN not in situation.standing[hit.first : hit.last + 1]
        extra = 0.0
        if real:
            extra = _context(situation, hit.first, hit.last, cues, pattern, present)
            fit = situation.view.fits.get((hit.first, hit.last), NOTHING_KNOWN)
            extra += _misfit(situation, hit.first, hit.home.entry(form.owner).kind)
            extra += _fluent(situation, hit, fit)
            entry = hit.home.entry(form.owner)
            if (entry.context or entry.patterns) and not (cues or pattern):
                extra += settings()["context"]["no_cue"]
        confidence = _sigmoid(_logit(confidence) + extra)
        if real:
            confidence = min(confidence, settings()["context"]["most"])
    if verdict.what == SPACES and ordinary(situation.standing[hit.first : hit.last + 1]):
        fit = situation.view.fits.get((hit.first, hit.last), NOTHING_KNOWN)
        doubtful = fit.swap < settings()["context"]["spaces_gain"] or fit.after < 0
        confidence = settings()["exact"]["case_word" if doubtful else "spaces_common"]
    return Proposal(
        hit.first,
        hit.last,
        form,
        hit.home,
        confidence,
        verdict.what,
        verdict.reason,
        cues=cues,
        pattern=pattern,
        present=around.elsewhere(form.owner, hit.first, hit.last),
    )


def _fluent(situation: Situation, hit: Hit, fit: Fit) -> float:
    """Log-odds from how a name reads in the place of the words of a wrong form.

    Several words always lose against one, so what each of them loses counts, and what follows.
    """
    limits = settings()["context"]
    if hit.first == hit.last:
        odds = fit.swap / limits["fit_scale"]
        article = situation.passage.words[hit.first - 1].fold if hit.first else ""
        if article in determiners() and not situation.passage.words[hit.first].text[:1].isupper():
            odds += limits["after_article"]
    else:
        odds = (fit.swap / (hit.last - hit.first + 1) - limits["swap_per_word"] + fit.after) / 2
    return float(max(-4.0, min(1.0, odds)))


def _proposal_of_candidate(
    situation: Situation, candidate: Candidate, values: list[float]
) -> Proposal:
    first, last, form, index = candidate[:4]
    around = situation.around[id(index)]
    cues = tuple(around.near_cues(form.owner, first, last))
    pattern = around.pattern(form.owner, first, last)
    present = around.present.get(form.owner, 0)
    extra = _context(situation, first, last, cues, pattern, 0) if cues or pattern else 0.0
    if not (present or cues or pattern):  # among many names one is always alike
        extra -= max(0.0, log(index.forms / settings()["context"]["usual_size"]))
    entry = index.entry(form.owner)
    extra += _misfit(situation, first, entry.kind)
    if UNKNOWN not in situation.standing[first : last + 1] and not (cues or pattern or present):
        extra += settings()["context"]["no_cue"] if entry.context or entry.patterns else 0.0
    odds = decision.odds(values) + extra
    bound = bounds.bounded if index.learned else bounds.bounded_with_caution
    confidence = bound(situation, candidate, values, odds, extra, bool(cues or pattern))
    form = _preferred(situation, candidate)
    reason = f"sounds like '{entry.name}' of the lexicon"
    if situation.one_of_two(candidate):
        confidence = max(confidence, settings()["context"]["pair"])
        reason += f"; a name is missing after '{situation.passage.written(first - 2, first - 1)}'"
    return Proposal(
        first,
        last,
        form,
        index,
        confidence,
        "sound",
        reason,
        candidate.sound,
        candidate.letters,
        cues,
        pattern,
        around.elsewhere(form.owner, first, last),
    )


def _meant(hit: Hit) -> str:
    """The name, or the alias that the wrong form is clearly more like: `bare stow` is Bairstow."""
    from rapidfuzz.distance.Levenshtein import normalized_similarity

    entry = hit.home.entry(hit.form.owner)
    letters = "".join(hit.form.parts)

    def likeness(text: str) -> float:
        return float(normalized_similarity(letters, "".join(folded(text))))

    best = max(entry.aliases, key=likeness, default=entry.name)
    clearer = likeness(best) > likeness(entry.name) + settings()["context"]["alias_margin"]
    return best if clearer else entry.name


def _misfit(situation: Situation, first: int, kind: str) -> float:
    """Log-odds against a name that is no person's after a title: "Mr Carson" is no place."""
    before = situation.passage.words[first - 1].fold if first else ""
    if kind in ("person", "") or before not in titles():
        return 0.0
    return float(settings()["context"]["inside_another_name"])


def _preferred(situation: Situation, candidate: Candidate) -> Form:
    """The name itself rather than an alias, unless the alias keeps more words as they stand; a
    respelling for the ear is never written."""
    form = candidate.form
    name = candidate.home.entry(form.owner).name
    if form.role == SOUND:
        return form._replace(text=name, role=NAME_FORM)
    parts, whole = form.parts, folded(name)
    if form.role != ALIAS or len(parts) != len(whole):
        return form
    here = {situation.passage.words[i].fold for i in range(candidate.first, candidate.last + 1)}
    if len(here & set(parts)) > len(here & set(whole)):
        return form
    return form._replace(text=name, role=NAME_FORM)


def _context(
    situation: Situation, first: int, last: int, cues: Sequence[str], pattern: str, present: int
) -> float:
    """Log-odds that the words round first..last add to what the words alone say."""
    weights = settings()["context"]
    odds = weights["cue"] * min(len(cues), 2) + (weights["pattern"] if pattern else 0.0)
    odds += weights["present"] if present else 0.0
    beside = [i for i in (first - 1, last + 1) if 0 <= i < len(situation.passage.words)]
    joined = [i for i in beside if situation.passage.words[max(i, first)].joined]
    named = any(
        situation.passage.words[i].text[:1].isupper()
        and situation.standing[i] != FUNCTION
        and not situation.covered[i]
        and situation.passage.words[i].fold not in titles()
        for i in joined
    )
    apart = weights["inside_another_name"] if named and not pattern else 0.0
    return float(odds + apart)


def _ranked(found: list[Proposal]) -> Iterator[Proposal]:
    """Proposals best first, each text once; when two names fit, neither is certain."""
    found.sort(
        key=lambda p: (-p.confidence, p.form.role == PART, -p.sound - p.letters, p.form.number)
    )
    if found[0].what != "sound":  # its letters are right: nothing else is meant
        found = [p for p in found if p.what != "sound" or p.form.owner == found[0].form.owner]
    seen: set[str] = set()
    sure = [p for p in found if p.confidence >= 0.5]
    rivalry = any(_may_be_meant_instead(p, found[0]) for p in sure)
    for proposal in found:
        name = proposal.home.entry(proposal.form.owner).name  # one form of each name is enough
        if name in seen:
            continue
        seen.add(name)
        confidence = min(proposal.confidence, 0.98) if rivalry else proposal.confidence
        yield proposal._replace(confidence=confidence)


def _may_be_meant_instead(other: Proposal, best: Proposal) -> bool:
    """Whether the other proposal is of another name, and the words do not spell the best one."""
    return (
        other.form.owner != best.form.owner
        and not same_name(other.form.parts, best.form.parts)
        and not best.letters == 1 > other.letters
    )


def _logit(p: float) -> float:
    return log(p / (1 - p))


def _sigmoid(odds: float) -> float:
    return 1 / (1 + exp(-odds))
