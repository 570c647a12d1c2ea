"""No space where a sentence, a clause or a quotation begins: `Sochi,The`, `delay.Writing`,
`Twitter,"What`, `the British Army"too small"`.

Both sides have to be words. Domain names, file names, abbreviations (`e.g.the`), code, times
and party names such as `SP.A` are not words on both sides, or are protected anyway.
"""

from __future__ import annotations

import re

from repair.model import Document, Evidence, Finding, Span, Suggestion
from repair.records import NamedTuple
from repair.text.finding import proposal
from repair.text.forms import forms_with, places_of
from repair.text.lines import code_near
from repair.text.measured import confidence, row
from repair.text.noise import is_noisy
from repair.text.quotation import closes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge

NAME = "space-after-stop"
SUMMARY = "No space after a stop, or before an opening or after a closing quotation mark."
FIXES = (
    ("The keeper was hurt,The club said so.", "The keeper was hurt. The club said so."),
    ("She will stay for a year.Both were glad.", "She will stay for a year. Both were glad."),
    ('He wrote on the wall,"What now?"', 'He wrote on the wall, "What now?"'),
    ('They called the ward"too small" for it.', 'They called the ward "too small" for it.'),
)
KEEPS = (
    "See example.com, node.js or E.coli, e.g. in Ph.D.s of the U.S.A. at 10:30am.",
    'The 6"gun and b"bytes" stay.',
    "Use foo.bar and self.value here.",
)

_TRIGGER = re.compile(r"[.,;:!?\"“”](?<=[\w’')\]].)[\"“”]?[^\W\d_]")
_SEAM = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][’')\]]))[.,;:!?](?P<mark>[\"”“‘]?)[^\W\d_]"
    r"|(?<=\d\d\d)[.](?=[A-Z][a-z])"
    r"|(?<=[^\W\d_])(?P<bare>[\"”“])(?=[^\W\d_])"
)
_LEFT_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?[’')\]]?$")
_RIGHT_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SINGLE = frozenset({"a", "A", "I"})


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every seam inside a form where a stop or a quotation mark lost its space."""
    text = document.text
    seams = {form: _seams(form, knowledge) for form in forms_with(document, _TRIGGER)}
    for form, span in places_of(text, [form for form, found in seams.items() if found]):
        if not code_near(text, span.start):
            for seam in seams[form]:
                yield _finding(document, knowledge, span.start, seam)


class _Seam(NamedTuple):
    """A place in a form where a space is missing, with what stands on both sides of it."""

    offset: int  # behind the stop, before the quotation mark if there is one
    situation: str
    left: str
    stop: str
    mark: str
    right: str


def _seams(form: str, knowledge: Knowledge) -> list[_Seam]:
    """The seams of a form that have a word on either side."""
    matches = list(_SEAM.finditer(form))
    if len(matches) > 1 and form.count(",") > 1:
        return []  # a list of values: `red,green,blue`
    if len(matches) > 1 and not any(m.group()[-1].isupper() or m["mark"] for m in matches):
        return []  # `key:value,other:thing`
    seams = []
    for match in matches:
        mark = match["mark"] or match["bare"] or ""
        stop = "" if match["bare"] else form[match.start()]
        left = _LEFT_WORD.search(form[: match.start()])
        right_at = match.start() + len(stop) + len(mark)
        right = _RIGHT_WORD.match(form[right_at:])
        if right is None or (left is None and not form[match.start() - 1].isdigit()):
            continue
        word = left.group().rstrip("’')]") if left else ""
        situation = _situation(knowledge, form, word, stop, mark, right.group(), right_at)
        if situation is not None:
            offset = match.start() + len(stop)
            seams.append(_Seam(offset, situation, word, stop, mark, right.group()))
    return seams


def _finding(document: Document, knowledge: Knowledge, start: int, seam: _Seam) -> Finding:
    """The proposal of a space at the seam of a form that begins at `start`."""
    situation = seam.situation
    if is_noisy(document, knowledge):
        situation += "-scan"  # there a stop inside a word is as often a speck
    at = start + seam.offset
    if seam.mark and closes(document.text, at):
        at += len(seam.mark)
    left, shown = seam.left or "a number", seam.stop + seam.mark
    if seam.situation == "cut-off":
        return _cut_off(document, knowledge, Span(at - 1, at), seam, situation)
    return proposal(
        NAME,
        document,
        Span(at, at),
        " ",
        confidence(knowledge, NAME, situation),
        f"No space at {shown!r} between {left!r} and {seam.right!r}.",
        (Evidence("vocabulary", f"{left!r} and {seam.right!r} are words"),),
        source=row(NAME, situation),
    )


def _cut_off(
    document: Document, knowledge: Knowledge, comma: Span, seam: _Seam, situation: str
) -> Finding:
    """`in Sochi,The initiative`: rather the end of a sentence that was cut off than a comma."""
    value = confidence(knowledge, NAME, situation)
    evidence = (Evidence("grammar", f"{seam.right!r} with a capital begins a sentence"),)
    return Finding(
        NAME,
        comma,
        ",",
        f"A sentence begins at {seam.right!r}, stuck to the comma before it.",
        (
            Suggestion(". ", value, evidence),
            Suggestion(", ", (1.0 - value) / 2, evidence),
        ),
        row(NAME, situation),
    )


def _situation(
    knowledge: Knowledge, form: str, left: str, stop: str, mark: str, right: str, right_at: int
) -> str | None:
    """Which measured situation a seam is, None when it is none of them."""
    known = knowledge.vocabulary.knows
    if left and (len(left) < 2 or not known(left)):
        return None
    if len(right) < 2 and right not in _SINGLE:
        return None
    rest = form[right_at + len(right) :]
    if (rest[:1] == "." and rest[1:2].isalnum()) or rest[:1] in ("_", "(", "/", "@"):
        return None  # a dotted name goes on
    is_word = known(right)
    if mark:
        return "quotation" if is_word else "quotation-unknown"
    if right[0].isupper():
        if stop in ".!?":
            if left.isupper():
                return None  # `SP.A`, `FDP.The`
            return "sentence" if is_word else "sentence-unknown"
        if right.isupper() and left.isupper():
            return None  # `TEL:FAX`
        if stop == "," and right.lower() in knowledge.table("small_words")[NAME]["openers"]:
            return "cut-off"
        return "clause-capital" if is_word else None
    if not is_word or left.isupper():
        return None
    if stop == ",":
        return "comma"
    if stop in ";!?":
        return "clause"
    if stop == ":":
        return "colon"
    return "full-stop-small" if len(left) > 2 and len(right) > 2 else None
