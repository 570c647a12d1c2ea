"""The prose of a file with markup: what a reader sees of it, and where that stands in the file.

Rules read the prose alone, so that a word inside of tags is a word like any other and its
neighbours are the words a reader sees beside it. What they find is carried back to the file; a
change that would reach over markup is cut to what changes, put into the first element, or left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from repair.model import Document, Finding, Mark, Span
from repair.text.dashes import DASH, marks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "section", "table", "tbody",
    "td", "textblock", "textline", "th", "thead", "title", "tr", "ul", "unicode",
))  # fmt: skip
"""Elements that end a line where they begin or end."""

_CELLS = ("json_strings", "table_cells")
"""Containers of strings that have nothing to do with each other."""

_HIDING = re.compile(
    r"\\[A-Za-z@]+\*?(?:\[[^\]]*\])?[^\w\s]|\$|\\[\[(]|<(?!!)[^<>]*>.*</", re.DOTALL
)
"""Markup with words in it that are no prose: `\verb|x|`, a formula, `<code>x</code>`."""

_NEXT_VALUE = "\n\n"
"""What is seen between them: the end of a paragraph."""

_LATEX_WITHIN_WORDS = re.compile(r"[{}]|\\(?:emph|text[a-z]+|mbox|ul)|\\['\"`^~=.]")
"""Braces, commands for the look of letters, accents: no space is seen where they stand."""

_ACROSS = 0.98
"""Confidence at most of a change whose letters stand in several elements."""

_UNSAFE = frozenset("<>&\"'\\")
"""What may not be put beside markup without knowing what it means there."""

_MARGIN = 20  # characters of white space and points that may stand beside what is all of a cue
_LONGEST_SIGN = 12  # characters of what stands for a single one: `&hellip;`, `\\u2026`
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\", "\\/": "/", '""': '"'}


def read(document: Document) -> Prose | None:
    """The prose of a document that holds markup or dashes without spaces; None of any other."""
    marked = any(map(_is_markup, document.marks))
    dashes = tuple(dash for dash in marks(document) if not (marked and _is_covered(dash, document)))
    if not (marked or dashes):
        return None
    kept = (*document.marks, *dashes)
    return Prose(Document(document.text, document.name, tuple(sorted(kept)) if dashes else kept))


def _is_covered(dash: Mark, document: Document) -> bool:
    """Whether a dash is part of the markup."""
    return document.is_protected(dash.span)


class Prose:
    """The prose of a document, as a document of its own."""

    def __init__(self, document: Document) -> None:
        self._original = document
        pieces: list[str] = []
        self._starts: list[int] = []  # of stretches of prose, in the prose …
        self._places: list[int] = []  # … and in the file
        self._ends: list[int] = []  # in the file
        self._apart: list[int] = []  # numbers of stretches that what stands before parts
        at = length = 0
        for mark in filter(_is_markup, document.marks):
            start, end = mark.span
            if start > at:
                length += self._take(pieces, at, start, length)
            if end > at:
                markup = document.text[max(at, start) : end]
                instead = _instead(markup, mark.note)
                if instead == _NEXT_VALUE or _HIDING.match(markup):
                    self._apart.append(len(self._starts))
                pieces.append(instead)
                length += len(instead)
                at = end
        self._take(pieces, at, len(document.text), length)
        self.document = Document("".join(pieces), document.name)
        self.document.marks = tuple(self._kept_marks())

    def _take(self, pieces: list[str], start: int, end: int, length: int) -> int:
        """Note a stretch of prose; how long it is."""
        if end > start:
            pieces.append(self._original.text[start:end])
            self._starts.append(length)
            self._places.append(start)
            self._ends.append(end)
        return max(0, end - start)

    def _kept_marks(self) -> Iterable[Mark]:
        """What else is known of the file, where its prose stands."""
        for mark in self._original.marks:
            if _is_markup(mark):
                continue
            first = bisect_right(self._ends, mark.span.start)
            last = bisect_left(self._places, mark.span.end) - 1
            if first <= last:
                start = self._starts[first] + max(0, mark.span.start - self._places[first])
                inside = min(mark.span.end, self._ends[last]) - self._places[last]
                yield mark._replace(span=Span(start, self._starts[last] + inside))

    def in_the_file(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings where they stand in the file, without changes that reach over markup."""
        text = self._original.text
        found = []
        within = (f for f in findings if not (f.suggestions and self._leaves_its_value(f.span)))
        for finding in map(self._within_one, within):
            span = self._span(finding.span, whole=bool(finding.suggestions))
            if span is not None:
                if not (self._ends_its_attribute(finding, span) or self._empties(finding)):
                    found.append(finding._replace(span=span, before=text[span.start : span.end]))
            elif joined := self._joined(finding):
                found.append(joined)
        return tuple(found)

    def _leaves_its_value(self, span: Span) -> bool:
        """Whether a span goes on in another cell or string, or behind code or a formula."""
        first, last = self._stretches(span)
        return bisect_right(self._apart, first) < bisect_right(self._apart, last)

    def _empties(self, finding: Finding) -> bool:
        """Whether a change would leave nothing of a stretch: a cue, a cell, the words of a tag."""
        if finding.after is None or finding.after.strip():
            return False
        first, _ = self._stretches(finding.span)
        length = self._ends[first] - self._places[first]
        if length > len(finding.before) + _MARGIN:
            return False
        start = finding.span.start - self._starts[first]
        stretch = self.document.text[self._starts[first] : self._starts[first] + length]
        return not (stretch[:start] + stretch[start + len(finding.before) :]).strip()

    def _ends_its_attribute(self, finding: Finding, span: Span) -> bool:
        """Whether a change brings in the quotation mark that its stretch stands between."""
        place = self._places[bisect_right(self._places, span.start) - 1]
        quote = self._original.text[place - 1 : place] if place else ""
        return quote in ("'", '"') and quote in (finding.after or "")

    def _within_one(self, finding: Finding) -> Finding:
        """The finding without what it leaves as it is, where that lets it stand in one stretch."""
        first, last = self._stretches(finding.span)
        if first == last or first < 0 or not finding.suggestions:
            return finding
        before, after = finding.before, finding.after or ""
        start, end = finding.span
        for n in range(first, last + 1):
            length = self._ends[n] - self._places[n]
            low = max(start, self._starts[n])
            high = min(end, self._starts[n] + length)
            head, tail = before[: low - start], before[high - start :]
            alike = after.startswith(head) and after.endswith(tail)
            inside = before[low - start : high - start]
            # The space between two elements is not taken away: they would still be two words.
            if alike and low < high and len(head) + len(tail) <= len(after) and inside.strip():
                best = finding.suggestions[0]
                changed = after[len(head) : len(after) - len(tail)]
                if changed.strip() == inside and changed != inside:
                    continue  # elements without a space between them may well stand apart
                divided = _is_one_word(head, inside) or _is_one_word(inside, tail)
                inner = best._replace(
                    replacement=changed,
                    confidence=min(best.confidence, _ACROSS) if divided else best.confidence,
                )
                return finding._replace(
                    span=Span(low, high), before=inside, suggestions=(inner,)
                )
        return finding

    def _joined(self, finding: Finding) -> Finding | None:
        """A change to one word whose letters stand in several elements: the first gets them all.

        The elements stay, and with them what they say of places and times.
        """
        span = self._span(finding.span, whole=False)
        if span is None or finding.span.start == finding.span.end:
            return None
        first, last = self._stretches(finding.span)
        prose, text = self.document.text, self._original.text
        pieces, at = [], span.start
        for n in range(first, last + 1):
            start, end = max(at, self._places[n]), min(span.end, self._ends[n])
            shown = self._starts[n] + self._ends[n] - self._places[n]
            if n < last and prose[shown : self._starts[n + 1]].strip():
                return None  # an entity between them is a sign of its own
            pieces.append(text[at:start])
            if text[start:end].isspace():
                pieces.append(text[start:end])
            at = end
        kept = "".join(pieces)
        made = tuple(
            one._replace(
                replacement=one.replacement + kept, confidence=min(one.confidence, _ACROSS)
            )
            for one in finding.suggestions
            if _UNSAFE.isdisjoint(one.replacement) and not any(map(str.isspace, one.replacement))
        )
        if not made or made[0].replacement == text[span.start : span.end]:
            return None
        return finding._replace(span=span, before=text[span.start : span.end], suggestions=made)

    def _span(self, span: Span, *, whole: bool) -> Span | None:
        """A span of the prose as one of the file; None when it touches what is no prose there."""
        first, last = self._stretches(span)
        if first < 0 or last < first:
            return None
        start = self._places[first] + span.start - self._starts[first]
        end = self._places[last] + span.end - self._starts[last]
        if not whole:  # it only points to a place
            return Span(min(start, self._ends[first]), min(end, self._ends[last]))
        if first != last or end > self._ends[first]:
            return None
        if start == end and start in (self._places[first], self._ends[first]):
            return None if 0 < start < len(self._original.text) else Span(start, end)
        return Span(start, end)

    def _stretches(self, span: Span) -> tuple[int, int]:
        """The first and the last stretch a span of the prose lies in."""
        first = bisect_right(self._starts, span.start) - 1
        return first, bisect_left(self._starts, span.end) - 1 if span.end > span.start else first


def _is_one_word(left: str, right: str) -> bool:
    """Whether a word goes on from one piece of text to the next."""
    return left[-1:].isalnum() and right[:1].isalnum()


def _is_markup(mark: Mark) -> bool:
    return mark.kind == "protected" and mark.note != "quotation"


def _instead(markup: str, container: str) -> str:
    """What a reader sees in the place of some markup: nothing, one sign, or the end of a line."""
    if container == DASH:
        return f" {markup} "
    sign = _sign(markup) if len(markup) <= _LONGEST_SIGN else ""
    if sign:
        return sign
    if container in _CELLS:
        return _NEXT_VALUE
    if "\n" in markup or (container == "markdown" and "|" in markup):
        return "\n"
    if container == "latex":
        return "" if _LATEX_WITHIN_WORDS.fullmatch(markup) else " "
    if markup[:1] == "<":
        name = markup[1:].lstrip("/").split(None, 1)[0].rstrip("/>").lower()
        name = name.rpartition(":")[2]
        return "\n" if name in _BLOCKS else " " if name == "string" else ""
    return ""


def _sign(markup: str) -> str:
    """The one sign an entity or an escape stands for, if any."""
    if markup[0] == "&":
        from html import unescape

        sign = unescape(markup)
        return sign if len(sign) == 1 else ""
    if markup[0] == "\\" and markup[1:2] in ("u", "x"):
        try:
            return chr(int(markup[2:], 16))
        except ValueError:
            return ""
    if len(markup) == 2 and markup[0] == "\\" and markup[1] in "#&%$_":
        return markup[1]
    return _ESCAPES.get(markup, "")
