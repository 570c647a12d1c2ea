"""The lexicon as the rest of repair sees it: findings, names in their right form, known words."""

from __future__ import annotations

from repair.model import PROPOSED, Evidence, Finding, Span, Suggestion
from repair.names.codes import PART
from repair.names.entry import Entry
from repair.names.fold import folded
from repair.names.suspicion import ANYWHERE, LONG_TEXT, suspicious

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from repair.knowledge import Knowledge
    from repair.model import Document
    from repair.names.index import Index
    from repair.names.situation import Situation
    from repair.names.weighing import Proposal, Reading

THOROUGH_FORMS = 5_000
"""Up to so many forms, and so many distinct words, ordinary words are compared with names too."""

SHOWN = 4  # suggestions per finding


class Lexicon:
    """Names and places: immutable, compiled once, shared between threads.

    Args:
        own: compiled lexicons of the user.
        shipped: compiled lexicons that come with repair.
    """

    def __init__(self, own: Sequence[Index], shipped: Sequence[Index]) -> None:
        self.indexes = (*own, *shipped)
        self._own = tuple(own)
        self._own_forms = sum(index.forms for index in own)

    def __len__(self) -> int:
        return sum(len(index) for index in self.indexes)

    def entries(self) -> Iterable[Entry]:
        """Every entry, the user's own first."""
        for index in self.indexes:
            for number in range(len(index)):
                yield index.entry(number)

    def knows(self, word: str) -> bool:
        """Whether `word` belongs to a right form of a name, with the capitals it has."""
        return any(index.holds(word) for index in self.indexes)

    def findings(self, document: Document, knowledge: Knowledge) -> Iterable[Finding]:
        """What looks like a damaged name; computed once per document."""
        cached = document.__dict__.get("_name_findings")
        if cached is None or cached[0] is not self:
            readings = self.readings(document, knowledge)
            found = tuple(f for reading in readings for f in _findings(reading, document))
            cached = document.__dict__["_name_findings"] = (self, found)
        return cached[1]

    def readings(self, document: Document, knowledge: Knowledge) -> list[Reading]:
        """The passages that something in them concerns, with all proposals for them."""
        situations = self.situations(document, knowledge)
        if not situations:
            return []
        from repair.names.weighing import read

        return [read(situation) for situation in situations]

    def situations(self, document: Document, knowledge: Knowledge) -> list[Situation]:
        """The passages that something in them concerns, read against all lexicons."""
        thorough = (
            bool(self._own)
            and self._own_forms <= THOROUGH_FORMS
            and len(document.forms) <= THOROUGH_FORMS
        )
        forms = (
            dict.fromkeys(document.forms, ANYWHERE)
            if thorough
            else suspicious(document, knowledge, [i for i in self.indexes if not i.large])
        )
        gazetteers = [index for index in self.indexes if index.large]
        only_listed, asked = set(), None
        if gazetteers and not thorough:
            listed = suspicious(document, knowledge, gazetteers)
            only_listed = listed.keys() - forms.keys()
            forms = {**listed, **forms}
            if len(document.text) > LONG_TEXT:
                asked = {word for form in listed for word in folded(form)}
        if not forms:
            return []
        from repair.names.passage import Standings, passages_with
        from repair.names.situation import Situation

        standings = Standings(knowledge.vocabulary, lambda: knowledge.usage)
        proposed = [mark.span for mark in document.marks if mark.kind == PROPOSED]
        return [
            Situation(
                passage,
                self.indexes,
                standings,
                thorough,
                lambda: knowledge.language_model,
                asked,
                proposed,
            )
            for passage in passages_with(document, forms, only_listed)
        ]

    def right_spans(
        self, document: Document, near: Iterable[Span] | None = None
    ) -> tuple[Span, ...]:
        """Sorted spans of names that stand in a right form.

        Args:
            near: only names that touch one of these spans matter; None for all of the text.
        """
        from repair.names.matching import exact_hits
        from repair.names.passage import passage_of
        from repair.names.spelling import RIGHT, judge
        from repair.text.casing import style_of

        text = document.text
        style = style_of(document)
        found: set[Span] = set()
        for low, high in _regions(text, near):
            passage = passage_of(text, low, high, style)
            kinds = [2] * len(passage.words)
            for index in self.indexes:
                for hit in exact_hits(passage, index):
                    if judge(hit, passage, kinds).what == RIGHT:
                        words_at = passage.words
                        found.add(Span(words_at[hit.first].start, words_at[hit.last].end))
        from repair.text.protect import merge

        return merge(list(found))


def _regions(text: str, near: Iterable[Span] | None) -> Iterable[tuple[int, int]]:
    """The stretches of text in which names that touch `near` stand whole."""
    if near is None:
        return [(0, len(text))]
    margin = 120
    regions: list[tuple[int, int]] = []
    for span in sorted(near):
        low, high = max(0, span.start - margin), min(len(text), span.end + margin)
        while low > 0 and not text[low - 1].isspace():
            low -= 1
        while high < len(text) and not text[high].isspace():
            high += 1
        if regions and low <= regions[-1][1]:
            regions[-1] = (regions[-1][0], max(high, regions[-1][1]))
        else:
            regions.append((low, high))
    return regions


def _findings(reading: Reading, document: Document) -> Iterable[Finding]:
    """The best proposals that do not overlap, as findings."""
    from repair.names.carried import carried

    def rank(proposals: list[Proposal]) -> float:
        best = proposals[0]
        return best.confidence + 0.15 * (best.last - best.first) - 0.02 * (best.form.role == PART)

    taken: set[int] = set()
    chosen = []
    for proposals in sorted(reading.proposals.values(), key=rank, reverse=True):
        place = range(proposals[0].first, proposals[0].last + 1)
        if proposals[0].confidence >= 0.05 and taken.isdisjoint(place):
            taken.update(place)
            chosen.append(proposals)
    chosen += [[lone] for lone in carried(reading, [proposals[0] for proposals in chosen])]
    for proposals in sorted(chosen, key=lambda p: p[0].first):
        finding = _finding(reading, proposals)
        if finding is None or _inside_identifier(document.text, finding.span):
            continue
        if not document.is_protected(finding.span):
            yield finding


def _inside_identifier(text: str, span: Span) -> bool:
    """Whether the words are part of an address or a dotted name: "biomed.taiwan"."""
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    return (len(before) == 2 and before[1] in "./@_:\\" and before[0].isalnum()) or (
        len(after) == 2 and after[0] in "./@_:\\" and after[1].isalnum()
    )


def _finding(reading: Reading, proposals: list[Proposal]) -> Finding | None:
    from repair.names.spelling import in_style

    passage, best = reading.passage, proposals[0]
    written = passage.written(best.first, best.last)
    span = Span(passage.words[best.first].start, passage.words[best.last].end)
    suggestions: dict[str, Suggestion] = {}
    for proposal in proposals[:SHOWN]:
        after = in_style(proposal.form.text, proposal.first, proposal.last, passage)
        if after != written and after not in suggestions:
            suggestions[after] = Suggestion(after, proposal.confidence, _evidence(proposal))
    if not suggestions or next(iter(suggestions)) != in_style(
        best.form.text, best.first, best.last, passage
    ):
        return None
    entry = best.home.entry(best.form.owner)
    reason = f"{best.reason}{_because(best)}"
    return Finding("name", span, written, reason, tuple(suggestions.values()), entry.origin)


def _because(proposal: Proposal) -> str:
    said = []
    if proposal.pattern:
        said.append(f"'{proposal.pattern.replace('{}', '…')}'")
    said += [f"'{cue}'" for cue in proposal.cues[:3]]
    nearby = f"; {', '.join(said)} nearby" if said else ""
    present = "; the name stands elsewhere in this document" if proposal.present else ""
    return f"{nearby}{present}."


def _evidence(proposal: Proposal) -> tuple[Evidence, ...]:
    entry = proposal.home.entry(proposal.form.owner)
    evidence = [Evidence("lexicon", f"'{entry.name}' is a name of the lexicon")]
    if proposal.what == "sound":
        evidence.append(Evidence("sound", f"sounds like '{proposal.form.text}'", proposal.sound))
        evidence.append(Evidence("letters", "share of letters kept", proposal.letters))
    if proposal.pattern:
        evidence.append(Evidence("context", f"fills the pattern '{proposal.pattern}'"))
    if proposal.cues:
        cues = ", ".join(f"'{cue}'" for cue in proposal.cues)
        evidence.append(Evidence("context", f"{cues} nearby", float(len(proposal.cues))))
    if proposal.present:
        text = f"'{entry.name}' stands in this document"
        evidence.append(Evidence("document", text, float(proposal.present)))
    return tuple(evidence)
