"""A headline, a caption, a credit or a time stuck to the next: `bill: reportSouth Korean`.

The seam shows as a capital inside a word whose two sides are words: a headline before it and a
sentence behind it, a small word at the seam, or words that both sides share. Names written that
way (`YouTube`, `McDonald`), identifiers and texts about code are left alone.
"""

from __future__ import annotations

import re
from collections import Counter

from repair.model import Document, Evidence, Span
from repair.text.finding import mark, proposal
from repair.text.forms import places
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
_NAME_PREFIXES = frozenset({"Mac", "Fitz", "Mc", "De", "Van", "Von", "La", "Le", "Di", "Du", "Des"})
_ICON_WORDS = frozenset({"time", "clock", "date", "calendar", "icon", "updated", "published"})
_CONTENT_WORD = re.compile(r"[^\W\d_]{5,}")
_MENU_WORDS = 7
_HEADLINE_WORDS = 3  # words a line needs before the seam to be a headline


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every seam between two pieces of a page."""
    yield from _times(document, knowledge)
    yield from _credits(document, knowledge)
    found: list[tuple[str, Span, str, str]] = []
    lefts: Counter[str] = Counter()  # `wikiHow`, `wikiLove`: a text's own way of naming
    for form, span in places(document, _SEAM):
        if code_near(document.text, span.start):
            continue
        seam = _seam(document, knowledge, form, span)
        if seam is not None and not document.is_protected(span):
            found.append(seam)
            lefts[seam[2]] += 1
    found = [seam for seam in found if lefts[seam[2]] <= 2]
    if not found:
        return
    words = sum(document.forms.values())
    rate = knowledge.table("confidence")[NAME]["chance"]["false"] / 10_000
    trust = beyond_chance(len(found), words, rate)
    for situation, span, left, right in found:
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


def _seam(
    document: Document, knowledge: Knowledge, form: str, span: Span
) -> tuple[str, Span, str, str] | None:
    """Situation, place, left and right word of the seam inside a form, if it is one."""
    seams = list(_SEAM_IN_FORM.finditer(form))
    if len(seams) != 1:
        return None
    at = seams[0].end()
    left = _LAST_WORD.search(form[: seams[0].start()])
    right = _FIRST_WORD.match(form[at:])
    if left is None or right is None:
        return None
    known = knowledge.vocabulary.knows
    left_word, right_word = left.group(), right.group()
    if len(left_word) < 3 and left_word.lower() not in ("to", "in", "of", "on", "is", "us", "by"):
        return None
    if not known(left_word) or not (known(right_word) or "." in right_word):
        return None
    whole = left_word + right_word
    if known(whole) or known(whole.lower()) or knowledge.lexicon.knows(whole):
        return None
    if whole in knowledge.table("small_words")[NAME]["brands"] or left_word in _NAME_PREFIXES:
        return None
    if len(right_word) == 1 and right_word not in "AI":
        return None
    text = document.text
    if text.count(whole) > (2 if left_word.islower() else 1):
        return None  # a name of this text, written so throughout
    line = line_around(text, span.start)
    before, after = text[line.start : span.start + at], text[span.start + at : line.end]
    if seams[0][1] in ("’", "'") and "‘" not in before:
        return None  # an apostrophe: `all’Opera`
    situation = _situation(knowledge, before, after, left_word, right_word)
    place = span.start + at
    return (situation, Span(place, place), left_word, right_word) if situation else None


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
    if "ago" not in document.forms and "ago." not in document.forms:
        return
    for match in _AGO.finditer(document.text):
        left = match[1]
        if left.lower() in _ICON_WORDS:
            continue  # the name of an icon: the whole line is page furniture
        glued = re.match(r"an? ", document.text[match.end() : match.end() + 3])
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
    if not any(trigger in text for trigger in ("Images", "Reuters", "AFP", "AP Photo", "Shutter")):
        return
    agencies = "|".join(map(re.escape, knowledge.table("boilerplate")["credits"]))
    for match in re.finditer(rf"(?<!\w)(?:{agencies})(?=([a-z]+)(?!\w))", text):
        if not knowledge.vocabulary.knows(match[1]) or match[1] == "s":
            continue
        yield proposal(
            NAME,
            document,
            Span(match.end(), match.end()),
            " ",
            confidence(knowledge, NAME, "credit"),
            f"The credit {match.group()!r} is stuck to the text that follows it.",
            source=row(NAME, "credit"),
        )
