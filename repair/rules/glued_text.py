"""A headline, a caption, a credit or a time stuck to the next: `bill: reportSouth Korean`.

The seam shows as a capital inside a word whose two sides are words: a headline before it and a
sentence behind it, a small word at the seam, or words that both sides share. Names written that
way (`YouTube`, `McDonald`), identifiers and texts about code are left alone.
"""

from __future__ import annotations

import re
from collections import Counter

from repair.model import Document, Evidence, Span
from repair.records import NamedTuple
from repair.text.finding import mark, proposal
from repair.text.forms import forms_with, joined_forms, may_hold, places_of
from repair.text.lines import code_near, is_sentence, line_around
from repair.text.measured import beyond_chance, confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "glued-text"
SUMMARY = "Two pieces of a page stuck together: `new bill: reportSouth Korean President`."
FIXES = (
    (
        "Council to sell the old library: reportThe council will sell the library, it said.",
        "Council to sell the old library: report\nThe council will sell the library, it said.",
    ),
    (
        "Photo: Ann Lee | Getty Imagesthe players ran.",
        "Photo: Ann Lee | Getty Images the players ran.",
    ),
    ("Posted by Reuters9 hours ago", "Posted by Reuters 9 hours ago"),
)
KEEPS = (
    "She put the video on YouTube with her iPhone.",
    "The HashMap calls getValue for McDonald and MacArthur.",
    "WhatsApp and LinkedIn were bought by PricewaterhouseCoopers.",
)

_SEAM = re.compile(r"[A-Z](?<=[a-z]{2}[A-Z]|[a-z][’”\"][A-Z])(?=[a-z]|[.,;:'’\"”]?\n|[.’'])")
_SEAM_IN_FORM = re.compile(r"(?<=[a-z]{2})([’”\"]?)(?=[A-Z](?:[a-z’'.]|[,;:\"”]?$))")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|[A-Z]\.(?:[A-Z]\.)*")
_AGO = re.compile(
    r"(?<!\S)([^\W\d_]{2,}?)(?=(?:\d{1,3} ?|an? )"
    r"(?:sec|second|min|minute|hr|hour|day|week|month|year)s? ago\b)"
)
_AGO_WORD = re.compile(r" ago\b")
_NAME_PREFIXES = frozenset({"Mac", "Fitz", "Mc", "De", "Van", "Von", "La", "Le", "Di", "Du", "Des"})
_SMALL_WORD = re.compile(r"[a-z]+(?!\w)")
_CREDIT_FORM = re.compile(
    r"(?:I(?:mages|magn|Stock)|Reuters|AFP|A(?:P|AP|lamy|nadolu|ssociated)|EPA|Photo|Press|"
    r"Shutterstock|Bloomberg|Xinhua|NurPhoto|Wire|Media|Sports|Commons|Unsplash|Pexels|Pixabay)"
    r"[a-z]+[,.]?\n"
)
_ICON_WORDS = frozenset({"time", "clock", "date", "calendar", "icon", "updated", "published"})
_CONTENT_WORD = re.compile(r"[^\W\d_]{5,}")
_MENU_WORDS = 7
_HEADLINE_WORDS = 3  # words a line needs before the seam to be a headline


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every seam between two pieces of a page."""
    yield from _times(document, knowledge)
    yield from _credits(document, knowledge)
    found: list[_Seam] = []
    lefts: Counter[str] = Counter()  # `wikiHow`, `wikiLove`: a text's own way of naming
    glued: dict[str, tuple[int, str, str]] = {}
    for form in forms_with(document, _SEAM):
        sides = _words(form, knowledge)
        if sides is None:
            continue
        _, left, right = sides
        others = joined_forms(document).count(left + right) - 1
        if document.forms[form] + others > (2 if left.islower() else 1):
            continue  # a name of this text, written so throughout
        glued[form] = sides
    for form, span in places_of(document.text, glued):
        at, left, right = glued[form]
        seam = _seam(document, knowledge, span.start + at, left, right)
        if seam is not None and not document.is_protected(span):
            found.append(seam)
            lefts[left] += 1
    found = [seam for seam in found if lefts[seam.left] <= 2]
    if not found:
        return
    words = sum(document.forms.values())
    rate = knowledge.table("confidence")[NAME]["chance"]["false"] / 10_000
    trust = beyond_chance(len(found), words, rate)
    for situation, place, left, right in found:
        span = Span(place, place)
        if situation == "menu":
            reason = f"Two entries of a menu are stuck together: {left!r} and {right!r}."
            yield mark(NAME, document, Span(span.start - len(left), span.end + len(right)), reason)
            continue
        strong = situation in ("headline", "shared")
        value = confidence(knowledge, NAME, situation)
        yield proposal(
            NAME,
            document,
            span,
            "\n" if strong and not left.startswith("’") else " ",
            min(value, trust),
            f"Two pieces of text are stuck together between {left!r} and {right!r}.",
            (
                Evidence(
                    "vocabulary", f"{left!r} and {right!r} are words, {left + right!r} is none"
                ),
            ),
            source=row(NAME, situation),
        )


class _Seam(NamedTuple):
    """A place where two texts meet, the words on both sides, and what speaks for it."""

    situation: str
    place: int
    left: str
    right: str


def _words(form: str, knowledge: Knowledge) -> tuple[int, str, str] | None:
    """Where a form has its one seam, and the words on both sides, if both are words."""
    seams = list(_SEAM_IN_FORM.finditer(form))
    if len(seams) != 1:
        return None
    at = seams[0].end()
    left_match = _LAST_WORD.search(form[: seams[0].start()])
    right_match = _FIRST_WORD.match(form[at:])
    if left_match is None or right_match is None:
        return None
    left, right = left_match.group(), right_match.group()
    if len(left) < 3 and left.lower() not in ("to", "in", "of", "on", "is", "us", "by"):
        return None
    if (len(right) == 1 and right not in "AI") or left in _NAME_PREFIXES:
        return None
    known, whole = knowledge.vocabulary.knows, left + right
    if not known(left) or not (known(right) or "." in right) or known(whole):
        return None
    if known(whole.lower()) or knowledge.lexicon.knows(whole):
        return None
    if whole in knowledge.table("small_words")[NAME]["brands"]:
        return None
    return at, left, right


def _seam(
    document: Document, knowledge: Knowledge, place: int, left: str, right: str
) -> _Seam | None:
    """The seam at `place`, if what stands around it is glued text rather than a name."""
    text = document.text
    if code_near(text, place):
        return None
    line = line_around(text, place)
    before, after = text[line.start : place], text[place : line.end]
    if before.endswith(("’", "'")) and "‘" not in before:
        return None  # an apostrophe: `all’Opera`
    situation = _situation(knowledge, before, after, left, right)
    return _Seam(situation, place, left, right) if situation else None


def _situation(knowledge: Knowledge, before: str, after: str, left: str, right: str) -> str | None:
    """What speaks for a seam: a headline before it, words on both sides, a small word at it."""
    openers = knowledge.table("small_words")["casing"]["opener"]
    headline = len(before.split()) >= _HEADLINE_WORDS and not re.search(r"[a-z]{2}[.!?] ", before)
    sentence = is_sentence(after) and len(after.split()) >= 5
    shared = (set(_content(before)) & set(_content(after))).difference(openers)
    by_case = left[0].islower() and len(left) > 3
    if headline and sentence and (shared or right.lower() in openers or by_case):
        return "shared" if shared else "headline"
    if right.lower() in openers and len(right) > 1 and len(after.split()) >= 3:
        return "opener"
    if by_case and len(right) > 2 and len(after.split()) >= 3:
        return "small-left"
    entries = f"{before} {after}".lower().split()
    if len(entries) <= _MENU_WORDS and len(entries) > len(set(entries)):
        return "menu"
    return None


def _content(text: str) -> list[str]:
    return [word.lower() for word in _CONTENT_WORD.findall(text)]


def _times(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """`Reuters9 hours ago`: a source stuck to the age of its article."""
    text = document.text
    if "ago" not in document.forms and "ago." not in document.forms:
        return
    for ago in _AGO_WORD.finditer(text):
        match = _AGO.search(text, max(0, ago.start() - 30), ago.end())
        if match is None or match.end() < ago.start() - 12:
            continue
        left = match[1]
        if left.lower() in _ICON_WORDS:
            continue  # the name of an icon: the whole line is page furniture
        glued = re.match(r"an? ", text[match.end() : match.end() + 3])
        whole = left + (glued.group().strip() if glued else "")
        if not knowledge.vocabulary.knows(left) or (glued and knowledge.vocabulary.knows(whole)):
            continue
        yield proposal(
            NAME,
            document,
            Span(match.end(), match.end()),
            " ",
            confidence(knowledge, NAME, "time"),
            f"{left!r} is stuck to the time that follows it.",
            source=row(NAME, "time"),
        )


def _credits(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """`Getty Imagesthat Kim`: the credit of a picture stuck to the running text."""
    text = document.text
    for agency in knowledge.table("boilerplate")["credits"] if _has_credits(document) else ():
        at = text.find(agency) if may_hold(document, agency) else -1
        while at >= 0:
            end = at + len(agency)
            word = _SMALL_WORD.match(text, end)
            if (
                word is not None
                and word.group() != "s"
                and not text[max(0, at - 1) : at].isalnum()
                and knowledge.vocabulary.knows(word.group())
            ):
                yield proposal(
                    NAME,
                    document,
                    Span(end, end),
                    " ",
                    confidence(knowledge, NAME, "credit"),
                    f"The credit {agency!r} is stuck to the text that follows it.",
                    source=row(NAME, "credit"),
                )
            at = text.find(agency, end)


def _has_credits(document: Document) -> bool:
    """Whether a form of the text looks like an agency with a word stuck to it."""
    return _CREDIT_FORM.search(joined_forms(document)) is not None
