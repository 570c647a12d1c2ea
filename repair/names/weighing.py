"""Reading one passage against all lexicons: what is right, and what is proposed, how surely."""

from __future__ import annotations

from collections import Counter
from math import exp, log

from repair.names import decision
from repair.names.codes import ALIAS, PART, PATTERN
from repair.names.codes import NAME as NAME_FORM
from repair.names.evidence import View, numbers
from repair.names.fluency import NOTHING_KNOWN, fits
from repair.names.fold import folded
from repair.names.matching import Candidate, Hit, exact_hits, near_candidates, spaced_hits
from repair.names.passage import FUNCTION, NAME, ORDINARY, UNKNOWN
from repair.names.spelling import RIGHT, SPACES, WRONG_FORM, Verdict, judge, ordinary
from repair.names.surroundings import Surroundings
from repair.names.tables import settings, sounds
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from repair.names.index import Form, Index
    from repair.names.passage import Passage, Standings
    from repair.spelling.language_model import LanguageModel

WEIGHED = 4  # candidates of a window that are weighed, besides those a cue speaks for

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
    right: tuple[Hit, ...]
    proposals: dict[tuple[int, int], list[Proposal]]


class Weigher:
    """Weighs the candidates of one passage."""

    def __init__(
        self,
        passage: Passage,
        indexes: Sequence[Index],
        standings: Standings,
        thorough: bool,
        model: Callable[[], LanguageModel] | None = None,
    ) -> None:
        self._model = model
        self.passage = passage
        self.indexes = indexes
        self.thorough = thorough
        self.standing = standings.row(passage)
        self._persons: set[int] = set()
        self._patterned = {
            i
            for index in indexes
            if index.cautious and not index.general
            for i, word in enumerate(passage.words)
            if index.bits(word.fold) & PATTERN
        }
        hits = [hit for index in indexes for hit in exact_hits(passage, index)]
        for index in indexes:
            hits += spaced_hits(passage, index, self.standing)
        self.right, self.damaged = self._sorted_out(hits)
        self.covered = [0] * len(passage.words)  # length in words of the right name there
        for hit in self.right:
            count = hit.last - hit.first + 1
            if hit.home.general and count == 1:  # a town somewhere is called Carson
                continue
            for i in range(hit.first, hit.last + 1):
                self.covered[i] = max(self.covered[i], count)
        self.around = {id(index): Surroundings(passage, index, self.right) for index in indexes}
        self.view = View(
            passage,
            self.standing,
            standings,
            Counter(word.fold for word in passage.words),
            len({(id(h.home), h.form.owner) for h in self.right if not h.home.general}),
            {},
            {i for h in self.right if h.home.general for i in range(h.first, h.last + 1)},
        )

    def _sorted_out(self, hits: list[Hit]) -> tuple[list[Hit], list[tuple[Hit, Verdict]]]:
        """Hits that are right, and those that are not; the longest name at a place counts."""
        order = {id(index): n for n, index in enumerate(self.indexes)}
        judged = [(hit, judge(hit, self.passage, self.standing)) for hit in hits]
        judged.sort(
            key=lambda j: (
                j[0].first - j[0].last,
                j[1].what != RIGHT,
                -j[1].confidence,
                order[id(j[0].home)],
                j[0].form.number,
            )
        )
        right: list[Hit] = []
        damaged: list[tuple[Hit, Verdict]] = []
        taken: set[int] = set()
        for hit, verdict in judged:
            place = range(hit.first, hit.last + 1)
            if not taken.isdisjoint(place):
                continue
            if verdict.what != RIGHT:
                damaged.append((hit, verdict))
            elif not any(_part_of(hit, whole) for whole, _ in damaged):
                right.append(hit)
                taken.update(place)
        return right, [(h, v) for h, v in damaged if taken.isdisjoint(range(h.first, h.last + 1))]

    def near(self) -> dict[tuple[int, int], list[tuple[Candidate, list[float]]]]:
        """Every window that resembles names, with the evidence for each of them."""
        merged: dict[tuple[int, int], list[Candidate]] = {}
        for index in self.indexes:
            if index.general:
                continue
            likely = self.around[id(index)].likely() if index.cautious else None
            if index.cautious and not likely:
                continue
            found = near_candidates(
                self.passage,
                index,
                sounds(),
                self.standing,
                self._worth_asking if index.cautious or index.large else self._worth_looking,
                lambda letters: self.view.standings.of(letters) in (FUNCTION, ORDINARY),
                likely,
            )
            for window, candidates in found.items():
                merged.setdefault(window, []).extend(candidates)
        spaced = [(h.first, h.last) for h, v in self.damaged if v.what == SPACES]
        self._read_fluently([*merged, *spaced])
        self._persons = {
            i
            for hit in self.right
            if hit.home.entry(hit.form.owner).kind == "person"
            for i in range(hit.first, hit.last + 1)
        }
        weighed = {}
        for window, candidates in merged.items():
            candidates.sort(key=lambda c: -c.likeness)
            expected = [c for c in candidates if self._expected(c)]
            chosen = [c for c in candidates[:WEIGHED] if c in expected or not self._too_bold(c)]
            weighed[window] = [
                (c, numbers(c, candidates, self.view, self.around[id(c.home)]))
                for c in (*chosen, *(c for c in expected if c not in chosen))
                if not self._stands_inside(c)
            ]
        return weighed

    def _read_fluently(self, windows: list[tuple[int, int]]) -> None:
        """Ask the language model once about all windows."""
        if windows and self._model is not None:
            self.view.fits.update(fits(self.passage, windows, self._model()))

    def _expected(self, candidate: Candidate) -> bool:
        """Whether a pattern, or two cues nearby, make the name likely here."""
        around, owner = self.around[id(candidate.home)], candidate.form.owner
        return (
            self._one_of_two(candidate)
            or bool(around.pattern(owner, candidate.first, candidate.last))
            or (len(around.near_cues(owner, candidate.first, candidate.last)) > 1)
        )

    def _too_bold(self, candidate: Candidate) -> bool:
        """Whether a shipped name is tried where nothing says that the text is of its field."""
        first, last, form, home = candidate[:4]
        if not home.cautious:
            return False
        known = UNKNOWN not in self.standing[first : last + 1]
        acronym = form.text.isupper() and len(form.text) < 5
        around = self.around[id(home)]
        alone = form.owner not in around.present and not around.near_cues(form.owner, first, last)
        return known or acronym or alone

    def _worth_asking(self, first: int, last: int) -> bool:
        """As `_worth_looking`, for shipped names: unknown words, and those a pattern may hold."""
        if UNKNOWN in self.standing[first : last + 1]:
            return self._worth_looking(first, last)
        beside = range(max(0, first - 2), min(len(self.standing), last + 3))
        patterned = any(i in self._patterned for i in beside if not first <= i <= last)
        return (patterned or self._between_names(first)) and self._worth_looking(first, last)

    def _stands_inside(self, candidate: Candidate) -> bool:
        """Whether the name itself already stands right among the candidate's words."""
        return any(
            hit.form.owner == candidate.form.owner
            and hit.home is candidate.home
            and candidate.first <= hit.first
            and hit.last <= candidate.last
            and len(hit.form.parts) >= len(candidate.form.parts)
            for hit in self.right
        )

    def _worth_looking(self, first: int, last: int) -> bool:
        """Whether words first..last could be a misheard name."""
        covered = self.covered[first : last + 1]
        kinds = self.standing[first : last + 1]
        if any(covered):
            if max(covered) > 1 or all(covered):
                return False
            return all(  # "Kim Yong Un": beside a right name only what looks like part of one
                covered[i - first] or kinds[i - first] == UNKNOWN or self.passage.capitalised(i)
                for i in range(first, last + 1)
            )
        if UNKNOWN in kinds or NAME in kinds:
            return True
        if all(kind == FUNCTION for kind in kinds):
            return False
        return (
            self.thorough
            or any(self.passage.capitalised(i) for i in range(first, last + 1))
            or (first == last and self._between_names(first))
        )

    def _between_names(self, i: int) -> bool:
        """Whether word `i` is joined by "and" to a name: "Putin and came"."""
        words = self.passage.words
        return (
            i > 1
            and words[i].joined
            and words[i - 1].joined
            and words[i - 1].fold == "and"
            and self.covered[i - 2] > 0
        )

    def _one_of_two(self, candidate: Candidate) -> bool:
        """Whether "A and …" asks for a second person, the document names this one, and the word
        that stands there does not fit where it stands."""
        first, last, form, home = candidate[:4]
        fit = self.view.fits.get((first, last))
        return (
            first == last
            and fit is not None
            and self._between_names(first)
            and first - 2 in self._persons
            and home.entry(form.owner).kind == "person"
            and self.around[id(home)].present.get(form.owner, 0) > 0
            and candidate.sound >= settings()["context"]["pair_sound"]
            and fit.swap >= settings()["context"]["pair_gain"]
            and fit.after > 0
        )

    def read(self) -> Reading:
        """All proposals of the passage."""
        proposals: dict[tuple[int, int], list[Proposal]] = {}
        near = self.near()
        for hit, verdict in self.damaged:
            made = self._proposal_of_hit(hit, verdict)
            if made.confidence >= LEAST:
                proposals.setdefault((hit.first, hit.last), []).append(made)
        for window, weighed in near.items():
            for candidate, values in weighed:
                made = self._proposal_of_candidate(candidate, values)
                if made.confidence >= LEAST:
                    proposals.setdefault(window, []).append(made)
        return Reading(
            self.passage,
            tuple(self.right),
            {window: list(_ranked(found)) for window, found in proposals.items()},
        )

    def _proposal_of_hit(self, hit: Hit, verdict: Verdict) -> Proposal:
        around = self.around[id(hit.home)]
        cues = tuple(around.near_cues(hit.form.owner, hit.first, hit.last))
        pattern = around.pattern(hit.form.owner, hit.first, hit.last)
        present = around.present.get(hit.form.owner, 0)
        confidence = verdict.confidence
        form = hit.form
        if verdict.what == WRONG_FORM:
            form = form._replace(text=hit.home.entry(form.owner).name)
        if verdict.what == WRONG_FORM:
            real = UNKNOWN not in self.standing[hit.first : hit.last + 1]
            extra = self._context(hit.first, hit.last, cues, pattern, present) if real else 0.0
            confidence = _sigmoid(_logit(confidence) + extra)
            if real:
                confidence = min(confidence, settings()["context"]["most"])
        if verdict.what == SPACES and ordinary(self.standing[hit.first : hit.last + 1]):
            fit = self.view.fits.get((hit.first, hit.last), NOTHING_KNOWN)
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
            present=present,
        )

    def _proposal_of_candidate(self, candidate: Candidate, values: list[float]) -> Proposal:
        first, last, form, index = candidate[:4]
        around = self.around[id(index)]
        cues = tuple(around.near_cues(form.owner, first, last))
        pattern = around.pattern(form.owner, first, last)
        present = around.present.get(form.owner, 0)
        extra = self._context(first, last, cues, pattern, 0) if cues or pattern else 0.0
        if not (present or cues or pattern):  # among many names one is always alike
            extra -= max(0.0, log(index.forms / settings()["context"]["usual_size"]))
        confidence = decision.probability(values, extra)
        form = self._preferred(candidate)
        if UNKNOWN not in self.standing[first : last + 1] and extra > 0:
            confidence = min(confidence, settings()["context"]["most"])
        entry = index.entry(form.owner)
        reason = f"sounds like '{entry.name}' of the lexicon"
        if self._one_of_two(candidate):
            confidence = max(confidence, settings()["context"]["pair"])
            reason += f"; a name is missing after '{self.passage.written(first - 2, first - 1)}'"
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
            present,
        )

    def _preferred(self, candidate: Candidate) -> Form:
        """The name itself rather than an alias, unless the alias keeps more words as they stand."""
        form = candidate.form
        name = candidate.home.entry(form.owner).name
        parts, whole = form.parts, folded(name)
        if form.role != ALIAS or len(parts) != len(whole):
            return form
        here = {self.passage.words[i].fold for i in range(candidate.first, candidate.last + 1)}
        if len(here & set(parts)) > len(here & set(whole)):
            return form
        return form._replace(text=name, role=NAME_FORM)

    def _context(
        self, first: int, last: int, cues: Sequence[str], pattern: str, present: int
    ) -> float:
        """Log-odds that the words round first..last add to what the words alone say."""
        weights = settings()["context"]
        odds = weights["cue"] * min(len(cues), 2) + (weights["pattern"] if pattern else 0.0)
        odds += weights["present"] if present else 0.0
        beside = [i for i in (first - 1, last + 1) if 0 <= i < len(self.passage.words)]
        joined = [i for i in beside if self.passage.words[max(i, first)].joined]
        named = any(
            self.passage.words[i].text[:1].isupper()
            and self.standing[i] != FUNCTION
            and not self.covered[i]
            for i in joined
        )
        apart = weights["inside_another_name"] if named and not pattern else 0.0
        return float(odds + apart)


def _part_of(hit: Hit, whole: Hit) -> bool:
    """Whether a right hit is only a word of a longer, damaged hit of the same entry."""
    return (
        whole.home is hit.home
        and whole.form.owner == hit.form.owner
        and whole.first <= hit.first
        and hit.last <= whole.last
        and whole.last - whole.first > hit.last - hit.first
    )


def _ranked(found: list[Proposal]) -> Iterator[Proposal]:
    """Proposals best first, each text once; when two names fit, neither is certain."""
    found.sort(
        key=lambda p: (-p.confidence, p.form.role == PART, -p.sound - p.letters, p.form.number)
    )
    if found[0].what != "sound":  # its letters are right: nothing else is meant
        found = [p for p in found if p.what != "sound" or p.form.owner == found[0].form.owner]
    seen: set[str] = set()
    sure = [p for p in found if p.confidence >= 0.5]
    rivalry = len({p.form.text.lower() for p in sure if p.form.owner != found[0].form.owner}) > 0
    for proposal in found:
        name = proposal.home.entry(proposal.form.owner).name  # one form of each name is enough
        if name in seen:
            continue
        seen.add(name)
        confidence = min(proposal.confidence, 0.98) if rivalry else proposal.confidence
        yield proposal._replace(confidence=confidence)


def _logit(p: float) -> float:
    return log(p / (1 - p))


def _sigmoid(odds: float) -> float:
    return 1 / (1 + exp(-odds))
