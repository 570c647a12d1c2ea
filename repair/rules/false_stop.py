"""A full stop and a capital that break a sentence: `Following the summit in Russia. Japan warned`.

Two shapes are looked for: a piece that begins like a subordinate clause or a phrase of time and
place and never gets a main clause of its own, and a piece that hangs on the sentence before it
(`. Who has accepted`, `reported. That Kim`). Writers do both on purpose, so these are proposals,
and only where a text does it more often than clean text does.
"""

from __future__ import annotations

import re
from itertools import chain

from repair.model import Document, Evidence, Span
from repair.text.finding import proposal
from repair.text.measured import beyond_chance, confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "false-stop"
SUMMARY = "A full stop and a capital that break a sentence in two."
FIXES = (
    (
        "Following the long meeting between the clubs in York. The mayor issued a statement.",
        "Following the long meeting between the clubs in York, the mayor issued a statement.",
    ),
    (
        "The award went to the surgeon Ann Lee. Who has worked in Leeds for years.",
        "The award went to the surgeon Ann Lee, who has worked in Leeds for years.",
    ),
)
KEEPS = (
    "After the war he moved to York. The house was small.",
    "He called the surgeon. Who was to blame? That was not clear.",
    "While it rained we stayed. Nobody came.",
)

_HEADS = (
    r"[“\"]?(?P<head>Following|During|Despite|Amid|Throughout|Besides|Alongside|Concerning|"
    r"Regarding|Owing|Thanks|Given|Unlike|While|Whilst|As|After|Although|Though|Because|Since|"
    r"When|Before|Once|Whereas|Upon|Under) "
)
# Each begins with a literal, so that the search runs at the speed of `str.find`.
_HEAD_PLACES = tuple(re.compile(rf"{before}{_HEADS}") for before in (r"\. ", r"\n", r"\A"))
_HEAD_REST = re.compile(
    r"(?P<rest>[^.!?,;:\n“”\"()—–]{15,220}[^\s.!?,;:A-Z“”\"()—–])\. (?=[A-Z][^\s.])"
)
_TAIL = re.compile(
    r"\. (?P<head>Who|Which|That|And|With|Including|Especially|Particularly|Among) "
    r"(?P<rest>[^.!?\n]{12,240})(?P<end>[.!?\n]|\Z)"
)
_BEFORE = re.compile(r"[^\s.]{3,}[”\"]?$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_FEW_WORDS = 4


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every stop that breaks a sentence, where there are more than a writer would make."""
    text = document.text
    found = [*_heads(text, knowledge), *_tails(text, knowledge)]
    if not found:
        return
    rate = knowledge.table("confidence")[NAME]["chance"]["false"] / 10_000
    trust = beyond_chance(len(found), sum(document.forms.values()), rate)
    for situation, span, replacement, reason in sorted(found, key=lambda place: place[1]):
        yield proposal(
            NAME,
            document,
            span,
            replacement,
            min(confidence(knowledge, NAME, situation), trust),
            reason,
            (Evidence("grammar", reason),),
            source=row(NAME, situation),
        )


def _small_words(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in knowledge.table("small_words")[NAME].items()}


def _heads(text: str, knowledge: Knowledge) -> Iterator[tuple[str, Span, str, str]]:
    """Pieces that begin like a subordinate clause and have no main clause before their stop."""
    small: dict[str, frozenset[str]] = {}
    for place in chain.from_iterable(pattern.finditer(text) for pattern in _HEAD_PLACES):
        match = _HEAD_REST.match(text, place.end())
        if match is None:
            continue
        small = small or _small_words(knowledge)
        head = place["head"]
        words = _WORD.findall(match["rest"])
        verbs = _finite(words, small, knowledge)
        if len(words) < _FEW_WORDS:
            continue
        participle = words[0].endswith("ing")
        if head in small["preposition"] or (
            head in ("While", "Whilst", "After", "Before", "Since") and participle
        ):
            allowed = 0
        elif head in small["conjunction"] and words[0].lower() not in (
            "a",
            "an",
            "for",
            "to",
            "of",
        ):
            allowed = 1
        else:
            continue
        # A pronoun after the first words begins the main clause: `When it rains we stay.`
        if len(verbs) != allowed or any(w.lower() in small["subject"] for w in words[2:]):
            continue
        if allowed and (not verbs or verbs[0] == 0):
            continue
        following = _WORD.findall(text[match.end() : match.end() + 120].split(". ")[0])
        if not _finite(following[1:], small, knowledge) or following[0] in small["conjunction"]:
            continue
        if following[0].lower() in small["no_subject"]:
            continue
        if head in small["with_to"] and words[0] != "to":
            continue
        stop = match.end() - 2
        yield (
            "head-phrase" if not allowed else "head-clause",
            *_joined(text, stop, ",", following[0], knowledge),
            f"What begins with {head!r} has no main clause before the full stop.",
        )


def _tails(text: str, knowledge: Knowledge) -> Iterator[tuple[str, Span, str, str]]:
    """Pieces that hang on the sentence before them."""
    small: dict[str, frozenset[str]] = {}
    for match in _TAIL.finditer(text):
        stop = match.start()
        before = _BEFORE.search(text[max(0, stop - 40) : stop])
        if before is None:
            continue
        small = small or _small_words(knowledge)
        head, words = match["head"], _WORD.findall(match["rest"])
        if len(words) < _FEW_WORDS or match["end"] in "!?":
            continue
        verbs = _finite(words, small, knowledge)
        comma = ","
        if head == "Who":
            last = _WORD.findall(before.group())
            if not verbs or verbs[0] > 1 or not last or not last[-1][0].isupper():
                continue
            situation = "who"
        elif head == "That":
            if _bare(before.group()) not in small["report"] or not words[0][0].isupper():
                continue
            if len(verbs) < 1 or 0 in verbs:
                continue
            situation, comma = "that", ""
        elif head == "And":
            # `And told reporters`, but not `And let us`, `And it's`, `And are we`.
            if not verbs or verbs[0] != 0 or words[0].lower() in _NOT_TOLD or "'" in words[0]:
                continue
            if "’" in words[0] or words[0].lower() in _AUXILIARY:
                continue
            situation, comma = "and", ""
        elif head in small["trailing"]:
            if verbs and not _only_participles(words, verbs):
                continue
            if "," in match["rest"] or any(word.lower() in small["subject"] for word in words):
                continue
            situation, comma = "trailing", "" if head == "With" else ","
        else:
            continue
        yield (
            situation,
            *_joined(text, stop, comma, head, knowledge),
            f"What begins with {head!r} hangs on the sentence before the full stop.",
        )


_NOT_TOLD = frozenset({"let", "put", "set", "indeed", "moved", "no", "lies", "left"})
_AUXILIARY = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "shall",
        "should",
        "must",
        "has",
        "have",
        "had",
    }
)


def _joined(text: str, stop: int, comma: str, word: str, knowledge: Knowledge) -> tuple[Span, str]:
    """The place from the stop to the end of `word`, and the two sentences joined there."""
    share = knowledge.vocabulary.capital_share(word.lower())
    keeps = (
        share > 0.5
        or word == "I"
        or (len(word) > 1 and not word[1:].islower())
        or not knowledge.vocabulary.knows(word.lower())
    )
    after = word if keeps else word[:1].lower() + word[1:]
    return Span(stop, stop + 2 + len(word)), f"{comma} {after}"


def _finite(words: list[str], small: dict[str, frozenset[str]], knowledge: Knowledge) -> list[int]:
    """Which of the words are finite verbs, as far as their form tells."""
    verbs = []
    for number, word in enumerate(words):
        lower = word.lower().replace("’", "'")
        if lower in small["finite"]:
            verbs.append(number)
        elif lower.endswith("ed") and len(lower) > 4 and word.islower():
            before = words[number - 1].lower() if number else ""
            if before not in ("the", "a", "an", "of", "by", "his", "its", "their", "so", "and"):
                verbs.append(number)
    # `was attacked`, `has been seen` are one verb.
    return [v for v in verbs if v - 1 not in verbs and not (v > 1 and words[v - 1] == "been")]


def _only_participles(words: list[str], verbs: list[int]) -> bool:
    return all(
        words[v].endswith("ed") and v + 1 < len(words) and words[v + 1] in ("by", "in", "to")
        for v in verbs
    )


def _bare(run: str) -> str:
    return run.strip("”\"’'").lower()
