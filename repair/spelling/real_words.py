"""Whether a right word is the wrong one here: the words around it against those it stands for.

Every alternative of a word is scored with the language model in the window of two words on each
side; what it gains, on which side, and how well the word as it stands is accounted for become
features of a small logistic model, whose weights stand in `real_words.toml`.
"""

from __future__ import annotations

from repair.model import Evidence, Finding, Suggestion
from repair.records import NamedTuple
from repair.spelling.plain_model import BOUNDARY
from repair.spelling.word_windows import Window, Words5, window, windows_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from repair.knowledge import Knowledge
    from repair.model import Document, Token
    from repair.spelling.word_windows import Windows

FEATURES = (
    "gain",  # log probability the window gains by the alternative
    "left_gain",  # the part of it that the words to the left account for
    "worse_side",  # the smaller of the two parts
    "frequency",  # log ratio of the alternative's frequency to the word's
    "lead",  # how far the next best alternative is behind
    "surprise",  # how much likelier the word as it stands is alone than in this window
    "seen",  # sides on which the alternative and its neighbour are a known pair
    "seen_as_written",  # the same of the word as it stands
    "decisive",  # 1 when both neighbours go with the alternative and none with the word
    "rarity",  # how improbable the word as it stands is alone
    "strong_gain",  # what the gain has above 8
    "unknown_neighbours",
    "boundary_neighbours",
    "letters",  # of the shorter word
    "damage",  # log of the document's share of unknown forms, with a floor
)

STOPS = ".!?"
_ABBREVIATIONS = frozenset(
    ("mr", "mrs", "ms", "dr", "st", "prof", "rev", "hon", "gen", "col", "capt", "lieut", "no", "vs")
)


LONG = 12_000
"""A text of more characters is only read when it is damaged otherwise."""

DAMAGED = 0.015
"""Share of unknown lower-case words from which a text counts as damaged; clean text has 0.003."""


class Question(NamedTuple):
    """A word that may stand for others: its place among the words, the others with their kinds."""

    at: int
    others: tuple[tuple[str, str], ...]  # (kind, word)


class Answer(NamedTuple):
    """The best alternative at a place, and what speaks for it."""

    at: int
    word: str
    kind: str
    features: tuple[float, ...]  # in the order of FEATURES

    @property
    def gain(self) -> float:
        """Log probability that the window gains."""
        return self.features[0]


def reading(document: Document) -> tuple[list[str], list[int]]:
    """The words of a document with ends of sentences among them, and each one's token (or -1)."""
    words: list[str] = [BOUNDARY]
    owners: list[int] = [-1]
    text, end = document.text, 0
    for number, token in enumerate(document.tokens):
        if words[-1] != BOUNDARY and text.count("\n", end, token.span.start) > 1:
            words.append(BOUNDARY)
            owners.append(-1)
        end = token.span.end
        if token.word:
            words.append(token.word)
            owners.append(number)
        if words[-1] != BOUNDARY and _ends_sentence(token):
            words.append(BOUNDARY)
            owners.append(-1)
    return words, owners


def _ends_sentence(token: Token) -> bool:
    tail = token.text[token.core.end - token.span.start :]
    if not any(stop in tail for stop in STOPS):
        return False
    return "." not in tail or not (len(token.word) == 1 or token.word.lower() in _ABBREVIATIONS)


def answers(
    words: Sequence[str], questions: Sequence[Question], windows: Windows, damage: float
) -> list[Answer]:
    """For every question the alternative the words around like best.

    An alternative is considered only when it goes with its neighbours on one side, and on as
    many as the word as it stands does.

    Args:
        words: as `reading` gives them.
        damage: share of the document's distinct forms that are unknown.
    """
    from math import log

    around = [window(words, question.at) for question in questions]
    asked: list[tuple[int, str, str]] = []  # question, kind, word
    offered: list[Words5] = []
    least: list[int] = []
    for number, seen in enumerate(windows.seen(around)):
        left2, left1, _, right1, right2 = around[number]
        for kind, other in questions[number].others:
            asked.append((number, kind, other))
            offered.append((left2, left1, other, right1, right2))
            least.append(max(1, seen))
    possible = [i for i, seen in enumerate(windows.seen(offered)) if seen >= least[i]]
    doubted = sorted({asked[i][0] for i in possible})
    written = dict(zip(doubted, windows.score([around[n] for n in doubted]), strict=True))
    others: dict[int, list[tuple[Window, str, str]]] = {number: [] for number in doubted}
    for i, scored in zip(possible, windows.score([offered[i] for i in possible]), strict=True):
        number, kind, other = asked[i]
        others[number].append((scored, kind, other))
    shared = log(damage + 0.002)
    return [_answer(words, questions[n], written[n], others[n], shared) for n in doubted]


def _answer(
    words: Sequence[str],
    question: Question,
    written: Window,
    others: list[tuple[Window, str, str]],
    damage: float,
) -> Answer:
    others.sort(key=lambda other: -other[0].total)
    best, kind, word = others[0]
    second = others[1][0].total if len(others) > 1 else written.total - 20.0
    gain, left = best.total - written.total, best.parts[0] - written.parts[0]
    return Answer(
        question.at,
        word,
        kind,
        (
            gain,
            left,
            min(left, gain - left),
            best.unigram - written.unigram,
            min(best.total - second, 10.0),
            written.unigrams - written.total,
            float(best.seen),
            float(written.seen),
            float(best.seen == 2 and written.seen == 0),
            -written.unigram,
            max(0.0, gain - 8.0),
            float(written.unknown),
            float(written.boundaries),
            float(min(len(words[question.at]), len(word), 8)),
            damage,
        ),
    )


def probability(answer: Answer, weights: Mapping[str, Any]) -> float:
    """How likely an editor would accept the answer, by the weights of `real_words.toml`."""
    from math import exp

    table = weights[answer.kind]
    score = table["constant"] + sum(
        table[name] * value for name, value in zip(FEATURES, answer.features, strict=True)
    )
    return min(float(weights["at_most"]), 1 / (1 + exp(-max(-30.0, min(30.0, score)))))


def worth_reading(document: Document, knowledge: Knowledge) -> bool:
    """Whether a text is short, or damaged enough, to look for right words in wrong places."""
    if len(document.text) <= LONG:
        return True
    forms = document.forms
    damaged = sum(
        forms[form]
        for form in knowledge.unknown_forms(document)
        if form.islower() and form.rstrip(".,;:!?").isalpha()
    )
    return damaged >= DAMAGED * sum(forms.values())


def findings(
    rule: str,
    document: Document,
    knowledge: Knowledge,
    questions: Callable[..., list[Question]],
) -> Iterator[Finding]:
    """The proposals of `rule` for the questions it asks of a document.

    Args:
        questions: from (document, knowledge, words, owners), as `reading` gives the last two.
    """
    words, owners = document_reading(document)
    asked = questions(document, knowledge, words, owners)
    if not asked:
        return
    damage = len(knowledge.unknown_forms(document)) / max(1, len(document.forms))
    weights = knowledge.table("real_words")
    for answer in answers(words, asked, windows_of(knowledge, len(asked)), damage):
        confidence = probability(answer, weights)
        if confidence < weights["at_least"]:
            continue
        token = document.tokens[owners[answer.at]]
        if not document.is_protected(token.core):
            yield _finding(rule, token, words, answer, confidence)


def _finding(
    rule: str, token: Token, words: Sequence[str], answer: Answer, confidence: float
) -> Finding:
    left = " ".join(w for w in words[max(0, answer.at - 1) : answer.at] if w != BOUNDARY)
    right = " ".join(w for w in words[answer.at + 1 : answer.at + 2] if w != BOUNDARY)
    meant = f"{left} {answer.word} {right}".strip()
    stands = f"{left} {token.word} {right}".strip()
    reason = {
        "same-sound": f"{answer.word!r} sounds as {token.word!r} does and fits far better here.",
        "sound": f"{answer.word!r} sounds like {token.word!r} and fits far better here.",
        "look": f"{answer.word!r} looks like {token.word!r} and fits far better here.",
        "ending": f"{answer.word!r} fits far better here than {token.word!r}.",
        "participle": f"{token.word!r} seems to have lost its ending: {answer.word!r}.",
    }[answer.kind]
    context = Evidence(
        "context", f"'{meant}' is far likelier here than '{stands}'", round(answer.gain, 2)
    )
    kinds = {
        "same-sound": Evidence("sound", f"{answer.word!r} sounds the same as {token.word!r}"),
        "sound": Evidence("sound", f"{answer.word!r} sounds like {token.word!r}"),
        "look": Evidence("shape", f"{answer.word!r} looks like {token.word!r}"),
        "ending": Evidence("grammar", f"{answer.word!r} is a form of the same word"),
        "participle": Evidence("grammar", f"an auxiliary wants the participle {answer.word!r}"),
    }
    return Finding(
        rule,
        token.core,
        token.word,
        reason,
        (Suggestion(answer.word, round(confidence, 4), (context, kinds[answer.kind])),),
    )


def document_reading(document: Document) -> tuple[list[str], list[int]]:
    """`reading`, done once for each document."""
    cached: tuple[list[str], list[int]] | None = document.__dict__.get("_reading_of_words")
    if cached is None:
        cached = document.__dict__["_reading_of_words"] = reading(document)
    return cached
