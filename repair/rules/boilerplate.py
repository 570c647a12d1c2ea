"""Furniture of web pages: `Read more »`, `Leave a Reply`, cookie and newsletter lines, credits.

Known lines and patterns stand in the table `boilerplate.toml`. A line that may as well be a
heading (`Comments`) counts only on a page that holds sure ones, and so does what only its place
gives away: a source above the age of an article, a short line between two pieces of furniture.
Everything is only marked; whether it goes is for a person to say.
"""

from __future__ import annotations

import re

from repair.model import Document, Span
from repair.text.finding import mark
from repair.text.forms import joined_forms, may_hold
from repair.text.lines import line_around, spans_of_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "boilerplate"
SUMMARY = "Furniture of a web page in the text: `Read more »`, `Leave a Reply` (marked only)."
FIXES = (
    ("The match ended 2-0.\n\nRead more »\n", "The match ended 2-0.\n\nRead more »\n"),
    ("Leave a Reply\n\nLogo\n", "Leave a Reply\n\nLogo\n"),
)
KEEPS = (
    "He had to read more books.\nComments\n\nThe share of the app was small.",
    "Three days ago\nwe left the house.",
)

_LONGEST = 260
_SHORT = 60  # characters; hard-wrapped prose has longer lines
_SIGNS = (
    *("ookies", "ewsletter", "avaScript", "ead more", "lso read", "mail address", "ubscrib", "©"),
    *("ights reserved", "ownload", "omment", "oading", "igned", "Similar ", "Related ", " app "),
    *("Sign up", "sign up", "ontinue", "agree to", "CAPTCHA", "lick here", "ree article", "inbox"),
    *("reproduced", "required", "Required", "oogle Play", "ago", "READ MORE", "auto-published"),
    *("story was", "article was", "story has been", "article has been", "ontributed to this"),
)
_OUTER = " \t\u00a0•·*-–—>»›«‹<|:.…!→←▶►✕×[](){}\"'“”#+"
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[\w’'-]+|[|>»›©]|\(c\)")
_AGE = re.compile(r"\bago$")
_KNOWN = "A line that belongs to the page, not to its text."
_LABEL_WORDS = 5
_BETWEEN_WORDS = 14
_CREDIT = r"(?<!\S)[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){0,3} ?[|/] ?(?:(?:%s) ?[|/] ?)*(?:%s)(?!\w{12})"


_CREDIT_FORM = re.compile(r"/(?:AFP|Reuters|Getty|Shutterstock|AP|EPA|Alamy|Bloomberg)")
_CREDIT_LENGTH = 120


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every line of page furniture, and credits of pictures inside the text."""
    lines = spans_of_lines(document)
    text = document.text
    if not any(_may_be_furniture(text, span) for span in lines) and not any(
        sign in text for sign in _SIGNS
    ):
        return  # prose, whose short lines are the ends of paragraphs
    table = _Table(knowledge)
    reasons: dict[int, str] = {}
    doubtful: dict[int, str] = {}
    for number, span in enumerate(lines):
        if span.end - span.start > _LONGEST:
            continue
        line = text[span.start : span.end]
        if not _may_be_furniture(text, span) and not any(sign in line for sign in _SIGNS):
            continue
        key = _SPACES.sub(" ", line.strip(_OUTER).lower().replace("’", "'"))
        if not key and not line.strip(_OUTER):
            continue
        if key in table.sure:
            reasons[number] = _KNOWN
        elif key in table.doubtful:
            doubtful[number] = _KNOWN
        else:
            reason, certain = table.reason(line, key)
            if reason:
                (reasons if certain else doubtful)[number] = reason
    if reasons:
        reasons |= doubtful
        _by_place(text, lines, reasons)
    for number in sorted(reasons):
        yield mark(NAME, document, lines[number], reasons[number])
    yield from _credits(document, knowledge, {lines[number] for number in reasons})


def _may_be_furniture(text: str, span: Span) -> bool:
    """Whether a line is short and does not end as the last line of a paragraph does."""
    return span.end - span.start <= _SHORT and text[span.end - 1] not in ".,;-\"”’'"


class _Table:
    """The known lines and the patterns of `boilerplate.toml`, compiled as they are needed."""

    def __init__(self, knowledge: Knowledge) -> None:
        table = knowledge.table(NAME)
        self.sure: frozenset[str] = frozenset(table["sure"])
        self.doubtful: frozenset[str] = frozenset(table["doubtful"])
        self._patterns: dict[str, list[dict[str, Any]]] = {}
        for row in table["pattern"]:
            for word in row["words"]:
                self._patterns.setdefault(word, []).append(row)

    def reason(self, line: str, key: str) -> tuple[str, bool]:
        """Why the line is furniture ("" when no pattern matches all of it), and if that is sure."""
        words = _WORD.findall(line.lower())
        if self._patterns.keys().isdisjoint(words):
            return "", False
        written = line.strip()
        for word in words:
            for row in self._patterns.get(word, ()):
                forms = (written,) if "letters" in row else (key, written.lower())
                if any(re.fullmatch(row["line"], form) for form in forms):
                    return row["reason"], not row.get("doubtful", False)
        return "", False


def _by_place(text: str, lines: list[Span], reasons: dict[int, str]) -> None:
    """Adds lines that only their place gives away to `reasons`."""

    def words(number: int) -> list[str]:
        return text[lines[number].start : lines[number].end].split()

    for number in sorted(reasons):
        line = text[lines[number].start : lines[number].end].lower()
        if not _AGE.search(line.rstrip(_OUTER)) or not number or number - 1 in reasons:
            continue
        label = text[lines[number - 1].start : lines[number - 1].end].strip(_OUTER)
        if 0 < len(label.split()) <= _LABEL_WORDS and label[0].isupper() and label[-1].isalpha():
            reasons[number - 1] = "The source of an article that is only linked to."
            following = number + 1
            if following < len(lines):
                after = text[lines[following].start : lines[following].end]
                if after.strip(_OUTER) == label and following not in reasons:
                    reasons[following] = "The source of an article that is only linked to."
    for number in sorted(reasons):
        between = number + 1
        if (
            between not in reasons
            and between + 1 in reasons
            and len(words(between)) <= _BETWEEN_WORDS
            and text[lines[between].end - 1].isalnum()
        ):
            reasons[between] = "A short line between two pieces of page furniture."


def _credits(document: Document, knowledge: Knowledge, lines: set[Span]) -> Iterator[Finding]:
    """`Ann Lee | AFP | Getty Images` inside the text."""
    text = document.text
    if "|" not in document.forms and not _CREDIT_FORM.search(joined_forms(document)):
        return
    names = knowledge.table(NAME)["credits"]
    agencies = "|".join(re.escape(name) for name in names)
    pattern = re.compile(_CREDIT % (f"(?i:{agencies})", f"(?i:{agencies})"))
    found = set()
    for name in names:
        at = text.find(name) if may_hold(document, name) else -1
        while at >= 0:
            line = line_around(text, at)
            start = max(line.start, at - _CREDIT_LENGTH)
            found |= {
                Span(*match.span())
                for match in pattern.finditer(text, start, min(line.end, at + _CREDIT_LENGTH))
                if match.start() <= at < match.end()
            }
            at = text.find(name, at + len(name))
    for span in sorted(found):
        if not any(other != span and other.covers(span) for other in found | lines):
            yield mark(NAME, document, span, "The credit of a picture inside the text.")
