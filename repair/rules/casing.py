"""A capital inside a sentence that no name explains: `would Supply arms`, `18 months of War`.

The word has to be one that clean text writes small inside sentences, and nothing around it may
explain the capital: a name it belongs to, a title, a headline, a text that capitalises its terms
or its nouns. A capital on a word that often begins sentences means a lost stop instead.
"""

from __future__ import annotations

import re
from collections import Counter

from repair.model import MIN_CONFIDENCE, Document, Evidence, Span
from repair.text.finding import proposal
from repair.text.lines import code_near, is_title_case, line_around
from repair.text.measured import beyond_chance, confidence, least_beyond_chance, row
from repair.text.noise import is_damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "casing"
SUMMARY = "A capital inside a sentence that no name explains: `months of War`."
FIXES = (
    ("The club would Supply the shirts.", "The club would supply the shirts."),
    (
        "They went on with their Communication by letter.",
        "They went on with their communication by letter.",
    ),
)
KEEPS = (
    "She joined the Ministry of Supply and read War and Peace.",
    "The Talks of the Town are back in Cold War Berlin.",
    "The Buyer shall pay. If the Buyer fails, the Seller may ask the Buyer or another Buyer.",
)

_CAPITAL = re.compile(r" [A-Z](?<=[a-z0-9] [A-Z])[a-z]{2,}(?![\w'’.-]*[A-Z_@/])")
_MANY = 400  # different capitalised words, from which a word has to stand small in the text too
_ENDS = ("", ",", ".", ";", ":", ")", "'s", "’s")
_HEADING = 120  # characters up to which a line without a stop may be a heading
_SHORT_HEADING = 40  # the same for a line that begins small
_SMALL_PRONOUNS = frozenset(
    {"i", *(f"i{mark}{rest}" for mark in "'’" for rest in ("m", "ve", "ll", "d"))}
)
_PRONOUN = re.compile(r"[\s\"“(]i(?:(['’](?:m|ve|ll|d))(?!\w)| ([a-z]+(?:['’]t)?)(?![\w=.(]))")
_CAPITALS = 0.03  # forms with a capital among all, below which a text has no capitals
_FOREIGN = 0.3  # unknown forms among all, from which a text is not in this language
_TRANSCRIPT = 60  # words a stop, above which stops are missing
_LOOKED_AT = 200
_RARE = 20  # occurrences in the training corpora below which a word is not judged
_TERM = 3  # capitals that make a word a term of the text
_STYLE_RATE = 1 / 25  # suspicious capitals a word, from which they are the style of the text
_STYLE_WORDS = 8
_FEW = 2  # single capitals, below which only one counts that the word before speaks against
_GRAMMAR = frozenset(("verb", "possessive", "indefinite"))
_PAIR = re.compile(r"(?<=[a-z] )([A-Z][a-z]{2,}) ([A-Z][a-z]{2,})(?= [a-z]|[.,;])")
_PAIRS_FROM = 3  # single capitals found, from which pairs are looked at
_PAIRS_TRUST = 0.8
_WORD = re.compile(r"\S+")


class _Share:
    """How often clean text may capitalise a word that is still taken for an ordinary one."""

    DEFINITE = 0.02
    OTHER = 0.06
    INDEFINITE = 0.2
    PAIR = 0.05
    NAME = 0.95


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every unexplained capital inside a sentence, where there are more than clean text holds."""
    yield from _pronouns(document, knowledge)
    capitals = Counter(_CAPITAL.findall(document.text))
    if not capitals:
        return
    suspects, terms = _suspects(document, knowledge, capitals)
    if not suspects:
        return
    words = sum(document.forms.values())
    rate = knowledge.table("confidence")[NAME]["chance"]["false"] / 10_000
    enough = least_beyond_chance(words, rate, MIN_CONFIDENCE)
    total = sum(capitals[f" {word}"] for word in suspects)
    if total < enough:
        return  # so few are what clean text holds; no need to look at them
    found = _found(document, knowledge, suspects, enough / total)
    if not found or (len(found) > _STYLE_RATE * words and len(found) >= _STYLE_WORDS):
        return
    if len(found) < _FEW:
        # One capital in a short text may as well be a surname, or the style of its time.
        found = [place for place in found if place[0] in _GRAMMAR]
        if not found:
            return
    unknown = knowledge.unknown_forms(document)
    if is_damaged(document, knowledge) or len(unknown) > _FOREIGN * len(document.forms):
        return  # a scan, where capitals are old style or misread, or another language
    trust = beyond_chance(len(found), words, rate) * len(found) / (len(found) + terms)
    if len(found) >= _PAIRS_FROM and trust > _PAIRS_TRUST:
        found += _pairs(document, knowledge)
    for situation, span in sorted(found, key=lambda place: place[1]):
        yield _finding(document, knowledge, situation, span, trust)


def _pronouns(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """`i think`, `i'm`: the pronoun in small letters, where the text has capitals at all."""
    forms = document.forms
    if forms.keys().isdisjoint(_SMALL_PRONOUNS):
        return
    if sum(form[:1].isupper() for form in forms) < _CAPITALS * len(forms):
        return  # everything is in small letters
    verbs = knowledge.table("small_words")[NAME]["after_i"]
    for match in _PRONOUN.finditer(document.text):
        if not match[1] and match[2] not in verbs:
            continue
        span = Span(match.start() + 1, match.start() + 2)
        if code_near(document.text, span.start):
            continue
        yield proposal(
            NAME,
            document,
            span,
            "I",
            confidence(knowledge, NAME, "pronoun"),
            "The pronoun 'I' is written with a capital.",
            source=row(NAME, "pronoun"),
        )


def _found(
    document: Document, knowledge: Knowledge, suspects: list[str], least: float
) -> list[tuple[str, Span]]:
    """Places of single capitals with the situation they are in.

    None when, of the first hundreds looked at, far less than a share of `least` are unexplained.
    """
    text = document.text
    found: list[tuple[str, Span]] = []
    looked = 0
    small = knowledge.table("small_words")[NAME]
    wanted = {f" {word}" for word in suspects}
    for match in _CAPITAL.finditer(text):
        if match.group() in wanted:
            span = Span(match.start() + 1, match.end())
            situation = _situation(document, knowledge, small, match.group()[1:], span)
            looked += 1
            if situation is not None:
                found.append((situation, span))
            elif looked == _LOOKED_AT and len(found) < 0.5 * least * looked:
                return []
    return found


def _pairs(document: Document, knowledge: Knowledge) -> Iterator[tuple[str, Span]]:
    """Two ordinary words with capitals (`and Military Affairs including`)."""
    share, tier = knowledge.vocabulary.capital_share, knowledge.vocabulary.tier
    small = knowledge.table("small_words")[NAME]
    apart = {*small["opener"], *small["name_too"]}
    for match in _PAIR.finditer(document.text):
        words = [word.lower() for word in match.groups()]
        if apart.isdisjoint(words) and all(
            tier(word) == "word" and share(word) <= _Share.PAIR for word in words
        ):
            span = Span(match.start(1), match.end(2))
            before = _WORD.findall(document.text[max(0, span.start - 60) : span.start])
            if before and not _has_capital(before[-1]) and before[-1] not in ("the", "of", "The"):
                yield "pair", span


def _finding(
    document: Document, knowledge: Knowledge, situation: str, span: Span, trust: float
) -> Finding:
    word = document.text[span.start : span.end]
    share = max(knowledge.vocabulary.capital_share(part) for part in word.lower().split())
    return proposal(
        NAME,
        document,
        span,
        word.lower(),
        min(confidence(knowledge, NAME, situation), trust),
        f"{word!r} has a capital inside the sentence that no name explains.",
        (
            Evidence(
                "vocabulary",
                f"clean text capitalises {word.lower()!r} inside sentences {share:.0%} of the time",
                share,
            ),
        ),
        source=row(NAME, situation),
    )


def _suspects(
    document: Document, knowledge: Knowledge, capitals: Counter[str]
) -> tuple[list[str], int]:
    """Ordinary words with a capital inside a sentence, and how many the text makes terms of."""
    vocabulary, forms = knowledge.vocabulary, document.forms
    suspects, terms = [], 0
    for found, count in capitals.items():
        word = found[1:]
        lower = word.lower()
        small = forms.get(lower, 0)
        if len(capitals) > _MANY and small <= 2 * count:
            continue
        if (
            vocabulary.capital_share(lower) > _Share.INDEFINITE
            or vocabulary.count(lower) < _RARE
            or vocabulary.tier(lower) != "word"
            or knowledge.lexicon.knows(word)
        ):
            continue
        written = sum(forms.get(word + end, 0) for end in _ENDS)
        if (not small and written > 1) or (count >= _TERM and count > small):
            terms += 1  # `the Buyer`, twice or more, and never small
        else:
            suspects.append(word)
    return suspects, terms


def _situation(
    document: Document, knowledge: Knowledge, small: dict[str, list[str]], word: str, span: Span
) -> str | None:
    """Which measured situation the capital is in, None when something explains it."""
    text = document.text
    line = line_around(text, span.start)
    whole = text[slice(*line)]
    if word.lower() in small["opener"] or word.lower() in small["name_too"]:
        return None
    before = _WORD.findall(text[max(line.start, span.start - 60) : span.start])
    after = _WORD.findall(text[span.end : min(line.end, span.end + 60)])
    share = knowledge.vocabulary.capital_share(word.lower())
    if text[span.end : span.end + 1] == " " and after and _has_capital(after[0]):
        # The beginning of a longer name, unless the stop between two sentences is lost there.
        next_word = after[0].strip(".,;:!?\"”’')")
        name = knowledge.vocabulary.capital_share(next_word) >= _Share.NAME
        if share > _Share.OTHER or not name or not _lacks_stops(document):
            return None
    if not before or _has_capital(before[-1]):
        return None  # its end
    if text.startswith(("'", "’", "-"), span.end) or (after and after[0][:1].isdigit()):
        return None  # a person, a compound or a numbered thing: `Hope's`, `Stage 4`
    if before and any(character.isdigit() for character in before[-1]):
        return None  # `10th Street`
    if _name_beyond(small["link"], reversed(before)) or _name_beyond(small["link"], after):
        return None  # `Ministry of War`, `War and Peace`
    if code_near(text, span.start):
        return None
    near = before[-6:] + after[:6]
    if sum(_has_capital(run) for run in near) > 0.5 * len(near) or (
        len(whole) < 200 and is_title_case(whole)
    ):
        return None
    heading = _HEADING if whole.lstrip()[:1].isupper() else _SHORT_HEADING
    if len(whole) < heading and not whole.rstrip().endswith((".", "!", "?", "”", '"')):
        return None
    previous = before[-1].lower()
    if previous in small["before_verb"]:
        return "verb" if share <= _Share.INDEFINITE else None
    if previous in small["indefinite"]:
        return "indefinite" if share <= _Share.INDEFINITE else None
    if previous in small["definite"]:
        return "definite" if share <= _Share.DEFINITE else None
    if share > _Share.OTHER:
        return None
    return "possessive" if previous in small["possessive"] else "other"


def _lacks_stops(document: Document) -> bool:
    """Whether the text is a transcript whose sentences mostly end without a stop."""
    cached: bool | None = document.__dict__.get("_lacks_stops")
    if cached is None:
        words = sum(document.forms.values())
        ends = sum(many for form, many in document.forms.items() if form[-1] in ".!?")
        cached = words > _TRANSCRIPT * max(1, ends)
        document.__dict__["_lacks_stops"] = cached
    return cached


def _name_beyond(links: list[str], runs: Iterable[str]) -> bool:
    """Whether a capital follows when the small links of a name are passed over."""
    passed = False
    for run in runs:
        if run not in links:
            return passed and _has_capital(run)
        passed = True
    return False


def _has_capital(run: str) -> bool:
    """Whether the first letter of a run is a capital (`I` alone is none)."""
    bare = run.lstrip("\"'“‘([-–—")
    return bare[:1].isupper() and bare.rstrip(".,;:!?\"'”’)") != "I"
