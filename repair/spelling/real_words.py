"""Whether a right word is the wrong one here: the words around it against those it stands for.

Every alternative of a word is scored with the language model in the window of two words on each
side; what it gains, on which side, and how well the word as it stands is accounted for become
features of a small logistic model, whose weights stand in `real_words.toml`.
"""

from __future__ import annotations

from repair.model import Evidence, Finding, Suggestion
from repair.records import NamedTuple
from repair.spelling.plain_model import BOUNDARY, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from repair.knowledge import Knowledge
    from repair.model import Document, Token
    from repair.spelling.language_model import LanguageModel
    from repair.spelling.plain_model import PlainModel

NO_WORD = -1
AT_HOME = -4.0
"""A word that goes with both neighbours, and is so much likelier there than alone, is right."""

MANY = 3_000
"""Questions from which importing numpy pays."""

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


class Window(NamedTuple):
    """How the model sees a word between two on each side."""

    parts: tuple[float, float, float]  # log probabilities of the word and the two after it
    seen: int  # on how many sides the word and its neighbour are a known pair
    unigram: float  # log probability of the word alone
    unigrams: float  # of the word and the two after it, each alone
    unknown: int  # of the four words around
    boundaries: int  # of the four places around

    @property
    def total(self) -> float:
        """Log probability of what the choice of the word decides."""
        return sum(self.parts)


Words5 = tuple["str | None", "str | None", str, "str | None", "str | None"]
"""A word between two on each side; None where nothing is known."""


def answers(
    words: Sequence[str],
    questions: Sequence[Question],
    score: Callable[[Sequence[Words5]], list[Window]],
    damage: float,
) -> list[Answer]:
    """For every question the alternative the words around like best.

    Args:
        words: as `reading` gives them.
        score: `plain_windows` or `many_windows` of a model.
        damage: share of the document's distinct forms that are unknown.
    """
    from math import log

    asked = [_window(words, question.at) for question in questions]
    as_written = score(asked)
    doubted = [
        (question, around, window)
        for question, around, window in zip(questions, asked, as_written, strict=True)
        if window.seen < 2 or window.unigrams - window.total > AT_HOME
    ]
    others = iter(
        score(
            [
                (*around[:2], other, *around[3:])
                for question, around, _ in doubted
                for _, other in question.others
            ]
        )
    )
    shared = log(damage + 0.002)
    return [
        _answer(words, question, window, [next(others) for _ in question.others], shared)
        for question, _, window in doubted
    ]


def _answer(
    words: Sequence[str], question: Question, written: Window, others: list[Window], damage: float
) -> Answer:
    ranked = sorted(range(len(others)), key=lambda i: -others[i].total)
    best = others[ranked[0]]
    kind, word = question.others[ranked[0]]
    second = others[ranked[1]].total if len(ranked) > 1 else written.total - 20.0
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


def _window(words: Sequence[str], at: int) -> Words5:
    """The word at a place and two on each side, none beyond the end of a sentence."""
    left1 = words[at - 1] if at >= 1 else None
    left2 = words[at - 2] if at >= 2 and left1 != BOUNDARY else None
    right1 = words[at + 1] if at + 1 < len(words) else None
    far = right1 is not None and right1 != BOUNDARY and at + 2 < len(words)
    return left2, left1, words[at], right1, words[at + 2] if far else None


def plain_windows(model: PlainModel, windows: Sequence[Words5]) -> list[Window]:
    """Windows scored one at a time, without numpy."""
    found = []
    for window in windows:
        left2, left1, word, right1, right2 = (
            model.word(form) if form is not None else None for form in window
        )
        assert word is not None
        after = [known for known in (right1, right2) if known is not None]
        around = [known for known in (left2, left1, right1, right2) if known is not None]
        alone = word.unigram + word.extra
        found.append(
            Window(
                (
                    model.logprob(left2, left1, word),
                    model.logprob(left1, word, right1) if right1 is not None else 0.0,
                    model.logprob(word, right1, right2) if right2 is not None else 0.0,
                ),
                sum(
                    one is not None and other is not None and model.pair(one, other) is not None
                    for one, other in ((left1, word), (word, right1))
                ),
                alone,
                alone + sum(known.unigram + known.extra for known in after),
                sum(not known.known for known in around),
                sum(form == BOUNDARY for form in window),
            )
        )
    return found


def many_windows(model: LanguageModel, windows: Sequence[Words5]) -> list[Window]:
    """The same for many windows at once, with numpy."""
    import numpy as np

    if not windows:
        return []
    needed: dict[str | None, int] = {BOUNDARY: 0}
    rows = np.array(
        [[needed.setdefault(w, len(needed)) for w in window] for window in windows], np.int64
    )
    nothing = needed.get(None, -2)
    forms = list(needed)
    encoded = model.encode([form or UNKNOWN for form in forms])
    rows[rows == nothing] = NO_WORD
    here = rows >= 0
    alone = (encoded.unigram + encoded.extra).astype(np.float64)
    parts = np.stack(
        [
            np.where(
                here[:, c], model.logprob(encoded, rows[:, c - 2], rows[:, c - 1], rows[:, c]), 0.0
            )
            for c in (2, 3, 4)
        ],
        axis=1,
    )
    seen = sum(
        here[:, c] & here[:, c + 1] & model.knows_pair(encoded, rows[:, c], rows[:, c + 1])
        for c in (1, 2)
    )
    around = rows[:, [0, 1, 3, 4]]
    columns = (
        parts.astype(np.float64).tolist(),
        np.asarray(seen, np.int64).tolist(),
        alone[rows[:, 2]].tolist(),
        np.where(here[:, 2:], alone[rows[:, 2:]], 0.0).sum(1).tolist(),
        ((around >= 0) & ~encoded.known[around]).sum(1).tolist(),
        (around == 0).sum(1).tolist(),
    )
    return [Window(tuple(three), *rest) for three, *rest in zip(*columns, strict=True)]


def probability(answer: Answer, weights: Mapping[str, Any]) -> float:
    """How likely an editor would accept the answer, by the weights of `real_words.toml`."""
    from math import exp

    table = weights[answer.kind]
    score = table["constant"] + sum(
        table[name] * value for name, value in zip(FEATURES, answer.features, strict=True)
    )
    return min(float(weights["at_most"]), 1 / (1 + exp(-max(-30.0, min(30.0, score)))))


def findings(
    rule: str,
    document: Document,
    knowledge: Knowledge,
    questions: Callable[..., list[Question]],
    damage: float | None = None,
) -> Iterator[Finding]:
    """The proposals of `rule` for the questions it asks of a document.

    Args:
        questions: from (document, knowledge, words, owners), as `reading` gives the last two.
        damage: share of unknown forms, when it is known already.
    """
    words, owners = document_reading(document)
    asked = questions(document, knowledge, words, owners)
    if not asked:
        return
    if damage is None:
        damage = len(knowledge.unknown_forms(document)) / max(1, len(document.forms))
    weights = knowledge.table("real_words")
    for answer in answers(words, asked, scorer(knowledge, len(asked)), damage):
        confidence = probability(answer, weights)
        if confidence < weights["at_least"]:
            continue
        token = document.tokens[owners[answer.at]]
        if not document.is_protected(token.core):
            yield _finding(rule, token, words, answer, confidence)


def scorer(knowledge: Knowledge, questions: int) -> Callable[[Sequence[Words5]], list[Window]]:
    """The way of scoring windows that is quickest for so many questions."""
    from functools import partial

    if questions < MANY:
        return partial(plain_windows, knowledge.plain_model)
    return partial(many_windows, knowledge.language_model)


def _finding(
    rule: str, token: Token, words: Sequence[str], answer: Answer, confidence: float
) -> Finding:
    left = " ".join(w for w in words[max(0, answer.at - 1) : answer.at] if w != BOUNDARY)
    right = " ".join(w for w in words[answer.at + 1 : answer.at + 2] if w != BOUNDARY)
    meant = f"{left} {answer.word} {right}".strip()
    stands = f"{left} {token.word} {right}".strip()
    reason = {
        "sound": f"{answer.word!r} sounds like {token.word!r} and fits far better here.",
        "look": f"{answer.word!r} looks like {token.word!r} and fits far better here.",
        "ending": f"{answer.word!r} fits far better here than {token.word!r}.",
        "participle": f"{token.word!r} seems to have lost its ending: {answer.word!r}.",
    }[answer.kind]
    context = Evidence(
        "context", f"'{meant}' is far likelier here than '{stands}'", round(answer.gain, 2)
    )
    kinds = {
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
