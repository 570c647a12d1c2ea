"""The few types every part of repair speaks in: immutable, without I/O.

A *finding* is a place that looks wrong, a *suggestion* is what may have been meant there, a
*decision* is what was settled and by whom, an *edit* is what was done. Positions are always
code points of ``Document.text``, and every span is half-open: ``text[start:end]``.
"""

from __future__ import annotations

from functools import cached_property

from repair.records import NamedTuple

APPLY_THRESHOLD = 0.99
"""Confidence from which an edit may be written without asking (measured precision >= 99 %)."""

MIN_CONFIDENCE = 0.5
"""Confidence from which a proposal is shown to a person by default."""


PROPOSED = "proposed"
"""Kind of the marks round names that were put into a text to see what else it needs: they are
only proposals, and bear no witness for others."""


class Span(NamedTuple):
    """A half-open range of code points; ``start == end`` is a place between two characters."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character, or one is a place strictly inside the other."""
        if self.start == self.end or other.start == other.end:
            return (self.start < other.end and other.start < self.end) or self == other
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Mark(NamedTuple):
    """What a format knows of a stretch of text: markup, a cue's time, a recogniser's confidence."""

    span: Span
    kind: str  # "protected", "confidence", "time", …
    note: str = ""
    value: float | None = None  # a recogniser's word confidence in 0..1, else None


class Token(NamedTuple):
    """A run of characters without white space, with its outer punctuation set apart."""

    span: Span  # the whole run
    text: str
    core: Span  # the run without leading and trailing punctuation; may be empty
    word: str  # the text of `core`


class Evidence(NamedTuple):
    """One reason for or against a suggestion, in words and, where there is one, as a number."""

    kind: str  # "vocabulary", "context", "document", "sound", "channel", "grammar", …
    text: str  # for a person: "'shunned' is a word; 'shunne' is not"
    value: float | None = None


class Suggestion(NamedTuple):
    """One thing that may have been meant, with the probability that an editor would accept it."""

    replacement: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


class Finding(NamedTuple):
    """A place that looks wrong. Without suggestions it is a mark for a person to look at."""

    rule: str
    span: Span
    before: str
    reason: str  # one sentence, shown wherever the finding is shown
    suggestions: tuple[Suggestion, ...] = ()  # best first
    source: str = ""  # the lexicon entry or table line behind it, as "file:line", if any

    @property
    def after(self) -> str | None:
        """The best replacement, or None when a person has to decide without one."""
        return self.suggestions[0].replacement if self.suggestions else None

    @property
    def confidence(self) -> float:
        """The best suggestion's confidence in 0..1; for a bare mark 0."""
        return self.suggestions[0].confidence if self.suggestions else 0.0

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What speaks for the best suggestion."""
        return self.suggestions[0].evidence if self.suggestions else ()

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The other replacements, best first."""
        return tuple(s.replacement for s in self.suggestions[1:])


class Edit(NamedTuple):
    """A change to a text: `before` stands at `span` and is replaced by `after`."""

    span: Span
    before: str
    after: str
    rule: str = ""
    confidence: float = 1.0
    reason: str = ""


class Decision(NamedTuple):
    """What was decided about a finding, and by whom ("policy" or a person's name)."""

    finding: Finding
    verdict: str  # "accepted", "rejected", "pending"
    by: str
    replacement: str | None = None  # what a person wrote instead of the suggestion, if anything


class Document:
    """A text as the file holds it, with its name and what the format knows about parts of it.

    Everything that is derived from the text is computed once and only when somebody asks.
    """

    def __init__(self, text: str, name: str = "<text>", marks: tuple[Mark, ...] = ()) -> None:
        self.text = text
        self.name = name
        self.marks = marks

    def __reduce__(self) -> tuple[type[Document], tuple[str, str, tuple[Mark, ...]]]:
        """Another process gets the text; what was derived from it may hold what cannot travel."""
        return Document, (self.text, self.name, self.marks)

    def __repr__(self) -> str:
        return f"Document({self.name!r}, {len(self.text)} characters)"

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All runs of non-space characters, in order."""
        from repair.text.tokens import tokenize

        return tokenize(self.text)

    @cached_property
    def forms(self) -> dict[str, int]:
        """Distinct runs of non-space characters and how often each stands outside the markup."""
        from collections import Counter

        return Counter(self._without_markup().split())

    def _without_markup(self) -> str:
        """The text with a space for every stretch a format has marked as protected."""
        if not self.marks:
            return self.text
        pieces, at = [], 0
        for mark in self.marks:
            if mark.kind == "protected" and mark.note != "quotation":
                pieces.append(self.text[at : mark.span.start])
                at = max(at, mark.span.end)
        return " ".join([*pieces, self.text[at:]])

    @cached_property
    def protected(self) -> tuple[Span, ...]:
        """Sorted, disjoint spans no rule may touch: links, code, numbers, markup, ignores."""
        from repair.text.protect import protected_spans

        return protected_spans(self)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line; lines end with LF, CR or CR LF."""
        from repair.text.tokens import line_starts

        return line_starts(self.text)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, columns in code points."""
        from bisect import bisect_right

        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def is_protected(self, span: Span) -> bool:
        """Whether the span touches protected text."""
        from repair.text.protect import touches

        return touches(self.protected, span)


class Result(NamedTuple):
    """What a check found in one document."""

    document: Document
    findings: tuple[Finding, ...]  # sorted, disjoint, all of them: proposals and marks

    @property
    def proposals(self) -> tuple[Finding, ...]:
        """Findings that say what should stand there instead."""
        return tuple(f for f in self.findings if f.suggestions)

    @property
    def marks(self) -> tuple[Finding, ...]:
        """Findings that only point a person to a place."""
        return tuple(f for f in self.findings if not f.suggestions)

    def edits(self, min_confidence: float = APPLY_THRESHOLD) -> tuple[Edit, ...]:
        """The edits that applying every proposal at or above `min_confidence` makes."""
        return tuple(
            Edit(f.span, f.before, f.after or "", f.rule, f.confidence, f.reason)
            for f in self.proposals
            if f.confidence >= min_confidence
        )

    def text(self, min_confidence: float = APPLY_THRESHOLD) -> str:
        """The document's text with those edits applied."""
        from repair.text.edits import apply

        return apply(self.document.text, self.edits(min_confidence))
