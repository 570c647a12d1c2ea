"""No space where a sentence, a clause or a quotation begins: `Sochi,The`, `delay.Writing`,
`Twitter,"What`, `the British Army"too small"`.

Both sides have to be words. Domain names, file names, abbreviations (`e.g.the`), code, times
and party names such as `SP.A` are not words on both sides, or are protected anyway.
"""

from __future__ import annotations

import re

from repair.model import Document, Evidence, Span
from repair.text.finding import proposal
from repair.text.forms import places
from repair.text.lines import code_near
from repair.text.measured import confidence, row
from repair.text.noise import is_noisy
from repair.text.quotation import closes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "space-after-stop"
SUMMARY = "No space after a stop, or before an opening or after a closing quotation mark."
FIXES = (
    ("The keeper was hurt,The club said so.", "The keeper was hurt, The club said so."),
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
    for form, span in places(document, _TRIGGER):
        if code_near(text, span.start):
            continue
        seams = list(_SEAM.finditer(form))
        if len(seams) > 1 and form.count(",") > 1:
            continue  # a list of values: `red,green,blue`
        if len(seams) > 1 and not any(seam.group()[-1].isupper() or seam["mark"] for seam in seams):
            continue  # `key:value,other:thing`
        for match in seams:
            finding = _seam(document, knowledge, form, span.start, match)
            if finding is not None:
                yield finding


def _seam(
    document: Document, knowledge: Knowledge, form: str, offset: int, match: re.Match[str]
) -> Finding | None:
    """The finding for one seam of a form that begins at `offset`, if both sides are words."""
    mark = match["mark"] or match["bare"] or ""
    stop = "" if match["bare"] else form[match.start()]
    left = _LEFT_WORD.search(form[: match.start()])
    right_at = match.start() + len(stop) + len(mark)
    right = _RIGHT_WORD.match(form[right_at:])
    if right is None or (left is None and not form[match.start() - 1].isdigit()):
        return None
    left_word = left.group().rstrip("’')]") if left else ""
    situation = _situation(knowledge, form, left_word, stop, mark, right.group(), right_at)
    if situation is None:
        return None
    if is_noisy(document, knowledge.unknown_forms(document)):
        situation += "-scan"  # there a stop inside a word is as often a speck
    at = offset + match.start() + len(stop)
    if mark and closes(document.text, at):
        at += len(mark)
    shown = stop + mark
    return proposal(
        NAME,
        document,
        Span(at, at),
        " ",
        confidence(knowledge, NAME, situation),
        f"No space at {shown!r} between {left_word or 'a number'!r} and {right.group()!r}.",
        (Evidence("vocabulary", f"{left_word!r} and {right.group()!r} are words"),),
        source=row(NAME, situation),
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
