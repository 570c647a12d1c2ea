"""What a passage holds of the lexicons: names that are right, damaged ones, and look-alikes."""

from __future__ import annotations

from collections import Counter, defaultdict

from repair.names.codes import HEARD, PATTERN
from repair.names.evidence import View, numbers
from repair.names.fluency import Fluency
from repair.names.matching import Candidate, Hit, exact_hits, near_candidates, spaced_hits
from repair.names.passage import FUNCTION, NAME, ORDINARY, UNKNOWN
from repair.names.spelling import RIGHT, SPACES, WRONG_FORM, Verdict, judge
from repair.names.surroundings import Surroundings, tells_a_name
from repair.names.tables import settings, sounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from repair.model import Span
    from repair.names.index import Index
    from repair.names.passage import Passage, Standings
    from repair.spelling.language_model import LanguageModel

AGAIN = 0.7
"""Likeness from which another place of the passage may be the same name, misheard once more."""

WEIGHED = 4  # candidates of a window that are weighed, besides those a cue speaks for


class Situation:
    """One passage, read against all lexicons."""

    def __init__(
        self,
        passage: Passage,
        indexes: Sequence[Index],
        standings: Standings,
        thorough: bool,
        model: Callable[[], LanguageModel] | None = None,
        listed: Collection[str] | None = None,
        proposed: Sequence[Span] = (),
    ) -> None:
        """`listed`: folded words that may be compared with a gazetteer, None for all.
        `proposed`: names that stand in the text only because somebody may accept them.
        """
        self._model = model
        self._places: dict[str, list[int]] | None = None
        self._likest: dict[tuple[int, int], list[tuple[int, int, float]]] = {}
        self._listed = listed
        self.passage = passage
        self.indexes = indexes
        self.thorough = thorough
        self.standing = standings.row(passage)
        self._patterned = {
            i
            for index in indexes
            if index.cautious and not index.general
            for i, word in enumerate(passage.words)
            if index.bits(word.fold) & PATTERN
        }
        hits = [hit for index in indexes for hit in exact_hits(passage, index) if _judged(hit)]
        hits += spaced_hits(passage, [i for i in indexes if not i.learned], self.standing)
        self.right, self.damaged = self._sorted_out(hits)
        self._persons = {
            i
            for hit in self.right
            if hit.home.entry(hit.form.owner).kind == "person"
            for i in range(hit.first, hit.last + 1)
        }
        self._world_places = {
            hit.first
            for hit in self.right
            if hit.home.general
            and hit.first == hit.last
            and hit.home.entry(hit.form.owner).kind == "place"
        }
        self.covered = [0] * len(passage.words)  # length in words of the right name there
        for hit in self.right:
            count = hit.last - hit.first + 1
            if hit.home.general and count == 1:  # a town somewhere is called Carson
                continue
            for i in range(hit.first, hit.last + 1):
                self.covered[i] = max(self.covered[i], count)
        for hit, _ in self.damaged:  # its letters are right: nothing else is meant
            whole = hit.home.learned or hit.last > hit.first
            for i in range(hit.first, hit.last + 1):
                if whole and hit.form.role != HEARD:
                    self.covered[i] = max(self.covered[i], hit.last - hit.first + 1)
        witnesses = [hit for hit in self.right if not self._touches(hit, proposed)]
        self.around = {id(index): Surroundings(passage, index, witnesses) for index in indexes}
        self.view = View(
            passage,
            self.standing,
            standings,
            Counter(word.fold for word in passage.words),
            len({(id(h.home), h.form.owner) for h in witnesses if not h.home.general}),
            {},
            {},
            {i for h in self.right if h.home.general for i in range(h.first, h.last + 1)},
            self.covered,
        )

    def places_of(self, fold: str) -> list[int]:
        """The words of the passage that fold to this."""
        if self._places is None:
            self._places = {}
            for i, word in enumerate(self.passage.words):
                self._places.setdefault(word.fold, []).append(i)
        return self._places.get(fold, [])

    def _touches(self, hit: Hit, spans: Iterable[Span]) -> bool:
        """Whether a hit stands in one of the spans, or partly so."""
        words = self.passage.words
        start, end = words[hit.first].start, words[hit.last].end
        return any(span.start < end and start < span.end for span in spans)

    def is_right_place(self, i: int) -> bool:
        """Whether word `i` is a place of the world's lexicon in its right form."""
        return i in self._world_places

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
                unasked = hit.home.cautious or hit.home.large
                if verdict.confidence > 0.1 or not unasked:  # "nice" is no Nice
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
                self._anchors(index),
                self._worth_asking if index.learned else self._worth_looking,
                lambda letters: self.view.standings.of(letters) in (FUNCTION, ORDINARY),
                likely,
            )
            for window, candidates in found.items():
                merged.setdefault(window, []).extend(candidates)
        spaced = [(h.first, h.last) for h, v in self.damaged if v.what in (SPACES, WRONG_FORM)]
        self._read_fluently([*merged, *spaced], merged)
        weighed = {}
        places = self._places_of_names(merged)
        self._likest = self._likest_places(merged)
        sharing = _sharing_words(merged)
        for candidates in merged.values():
            candidates.sort(key=lambda c: -c.likeness)
        for window, candidates in merged.items():
            beside = [c for other in sharing(window) for c in merged[other][:WEIGHED]]
            expected = [c for c in candidates if self._expected(c)]
            chosen = [c for c in candidates[:WEIGHED] if c in expected or not self._too_bold(c)]
            weighed[window] = [
                (
                    c,
                    numbers(
                        c,
                        candidates,
                        self.view,
                        self.around[id(c.home)],
                        _apart(places[id(c.home), c.form.owner], window),
                        beside,
                    ),
                )
                for c in (*chosen, *(c for c in expected if c not in chosen))
                if not self._stands_inside(c)
            ]
        return weighed

    def likest_elsewhere(self, candidate: Candidate) -> float:
        """The likeness of the likest other place of the passage for the same name, 0 without."""
        first, last, form, home = candidate[:4]
        places = self._likest.get((id(home), form.owner), ())
        return max((like for i, j, like in places if j < first or i > last), default=0.0)

    @staticmethod
    def _likest_places(
        merged: Mapping[tuple[int, int], Sequence[Candidate]],
    ) -> dict[tuple[int, int], list[tuple[int, int, float]]]:
        """First and last word and likeness of the windows that resemble each entry as a whole."""
        places: dict[tuple[int, int], list[tuple[int, int, float]]] = {}
        for candidates in merged.values():
            for c in candidates:
                if len(c.form.parts) > 1:
                    key = id(c.home), c.form.owner
                    places.setdefault(key, []).append((c.first, c.last, c.likeness))
        return places

    @staticmethod
    def _places_of_names(
        merged: Mapping[tuple[int, int], Sequence[Candidate]],
    ) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """The windows that resemble each entry, known by its index and number."""
        places: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for window, candidates in merged.items():
            for candidate in candidates:
                if candidate.likeness >= AGAIN:
                    key = id(candidate.home), candidate.form.owner
                    places.setdefault(key, []).append(window)
        return defaultdict(list, places)

    def _read_fluently(
        self,
        windows: Sequence[tuple[int, int]],
        merged: Mapping[tuple[int, int], Sequence[Candidate]],
    ) -> None:
        """Ask the language model once about all windows and the names that may stand there."""
        if not windows or self._model is None:
            return
        of = self.view.standings.of
        wanted = {
            (c.first, c.last, c.form.parts)
            for candidates in merged.values()
            for c in candidates[:WEIGHED]
        }
        known = {word for *_, parts in wanted for word in parts if of(word) != UNKNOWN}
        fluency = Fluency(self.passage, self._model(), sorted(known))
        self.view.fits.update(fluency.fits(windows))
        self.view.words_fit.update(fluency.with_words(sorted(wanted)))

    def _expected(self, candidate: Candidate) -> bool:
        """Whether a pattern, or two cues nearby, make the name likely here."""
        around, owner = self.around[id(candidate.home)], candidate.form.owner
        return (
            self.one_of_two(candidate)
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
        opening = self.passage.words[first].fold
        begun = form.parts[0] == opening and len(form.parts) > 1 and tells_a_name(opening)
        named = begun or form.owner in around.present
        return known or acronym or not (named or around.near_cues(form.owner, first, last))

    def _anchors(self, index: Index) -> list[bool]:
        """The words without which a window is not worth looking up in `index`.

        For shipped and for very large lexicons these are unknown words, words a pattern may hold,
        and words joined to a person; for the user's own also names and capitalised words.
        """
        every = range(len(self.standing))
        if not (index.cautious or index.large):
            if self.thorough:
                return [kind != FUNCTION for kind in self.standing]
            return [
                self.standing[i] in (UNKNOWN, NAME)
                or self.passage.capitalised(i)
                or self._between_names(i)
                for i in every
            ]
        anchors = [kind == UNKNOWN for kind in self.standing]
        if index.large and self._listed is not None:
            words, listed = self.passage.words, self._listed
            anchors = [a and words[i].fold in listed for i, a in enumerate(anchors)]
        for place in self._patterned:
            for i in range(max(0, place - 2), min(len(anchors), place + 3)):
                anchors[i] = anchors[i] or self.standing[i] != FUNCTION
        if self._persons:
            for i in every:
                anchors[i] = anchors[i] or self._between_names(i)
        return anchors

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
        """Whether words first..last, one of them an anchor, could be a misheard name."""
        covered = self.covered[first : last + 1]
        kinds = self.standing[first : last + 1]
        if any(covered):
            if max(covered) > 1 or all(covered):
                return False
            return all(  # "Kim Yong Un": beside a right name only what looks like part of one
                covered[i - first] or kinds[i - first] == UNKNOWN or self.passage.capitalised(i)
                for i in range(first, last + 1)
            )
        return any(kind != FUNCTION for kind in kinds)

    def _worth_asking(self, first: int, last: int) -> bool:
        """As `_worth_looking`, where the decision model weighs what stands beside a right name."""
        covered = self.covered[first : last + 1]
        if max(covered) > 1 or all(covered):
            return False
        return last > first or self.standing[first] != FUNCTION

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

    def one_of_two(self, candidate: Candidate) -> bool:
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


def _sharing_words(
    windows: Iterable[tuple[int, int]],
) -> Callable[[tuple[int, int]], set[tuple[int, int]]]:
    """A function from one of the windows to the others that share a word with it."""
    at: dict[int, list[tuple[int, int]]] = {}
    for window in windows:
        for i in range(window[0], window[1] + 1):
            at.setdefault(i, []).append(window)

    def sharing(window: tuple[int, int]) -> set[tuple[int, int]]:
        found = {other for i in range(window[0], window[1] + 1) for other in at[i]}
        return found - {window}

    return sharing


def _apart(windows: Sequence[tuple[int, int]], window: tuple[int, int]) -> int:
    """How many of the windows do not overlap `window`, nor one another."""
    count, end = 0, -1
    for first, last in sorted(windows):
        if first > end and (last < window[0] or first > window[1]):
            count, end = count + 1, last
    return count


def _judged(hit: Hit) -> bool:
    """Whether fixed rules judge the hit, and not the decision model: its spaces are right."""
    return not hit.home.learned or len(hit.form.parts) == hit.last - hit.first + 1


def _part_of(hit: Hit, whole: Hit) -> bool:
    """Whether a right hit is only a word of a longer, damaged hit of the same entry."""
    return (
        whole.home is hit.home
        and whole.form.owner == hit.form.owner
        and whole.first <= hit.first
        and hit.last <= whole.last
        and whole.last - whole.first > hit.last - hit.first
    )
