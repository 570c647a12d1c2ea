"""Whether a right word is the wrong one here: the words around it against those it stands for.

Every alternative of a word is scored with the language model in the window of two words on each
side; what it gains, on which side, and how well the word as it stands is accounted for become
features of a small logistic model, whose weights stand in `real_words.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from repair.model import Evidence, Finding, Suggestion
from repair.spelling.language_model import BOUNDARY, NO_WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from repair.knowledge import Knowledge
    from repair.model import Document, Token
    from repair.spelling.language_model import Encoded, LanguageModel

    Floats = NDArray[np.float64]

FEATURES = (
    "gain",  # log probability the window gains by the alternative
    "left_gain",  # the part of it that the words to the left account for
    "worse_side",  # the smaller of the two parts
    "frequency",  # log ratio of the alternative's frequency to the word's
    "lead",  # how far the next best alternative is behind
    "surprise",  # how much likelier the word as it stands is alone than in this window
    "seen",  # sides on which the alternative and its neighbour are a known pair
    "seen_as_written",  # the same of the word as it stands
    "unknown_neighbours",
    "boundary_neighbours",
    "letters",  # of the shorter word
    "damage",  # log of the document's share of unknown forms, with a floor
)

STOPS = ".!?"
_ABBREVIATIONS = frozenset("mr mrs ms dr st prof rev hon gen col capt lieut no vs etc messrs".split())


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
    words: Sequence[str], questions: Sequence[Question], model: LanguageModel, damage: float
) -> list[Answer]:
    """For every question the alternative the words around like best.

    Args:
        words: as `reading` gives them.
        damage: share of the document's distinct forms that are unknown.
    """
    import numpy as np

    if not questions:
        return []
    needed: dict[str, int] = {BOUNDARY: 0}

    def index(word: str) -> int:
        return needed.setdefault(word, len(needed))

    windows, owners, chosen = [], [], []
    for number, question in enumerate(questions):
        around = _window(words, question.at, index)
        for candidate in (words[question.at], *(other for _, other in question.others)):
            windows.append((*around[:2], index(candidate), *around[2:]))
            owners.append(number)
            chosen.append(candidate)
    rows = np.array(windows, np.int64)
    encoded = model.encode(list(needed))
    parts = np.stack(
        [
            np.where(rows[:, c] >= 0, model.logprob(encoded, rows[:, c - 2], rows[:, c - 1], rows[:, c]), 0)
            for c in (2, 3, 4)
        ],
        axis=1,
    ).astype(np.float64)
    known = encoded.known
    unigram = (encoded.unigram + encoded.extra).astype(np.float64)
    seen = _seen_sides(model, encoded, rows)
    starts = np.searchsorted(owners, np.arange(len(questions) + 1))
    total = parts.sum(1)
    shared = float(np.log(damage + 0.002))
    found = []
    for number, question in enumerate(questions):
        first, last = int(starts[number]), int(starts[number + 1])
        ranked = first + 1 + np.argsort(-total[first + 1 : last], kind="stable")
        best = int(ranked[0])
        second = total[ranked[1]] if len(ranked) > 1 else total[first] - 20.0
        around = rows[first, [0, 1, 3, 4]]
        real = around[around > 0]
        left = parts[best, 0] - parts[first, 0]
        gain = total[best] - total[first]
        written = rows[first, 2:5]
        surprise = sum(unigram[w] for w in written if w >= 0) - total[first]
        found.append(
            Answer(
                question.at,
                chosen[best],
                question.others[best - first - 1][0],
                (
                    float(gain),
                    float(left),
                    float(min(left, gain - left)),
                    float(unigram[rows[best, 2]] - unigram[rows[first, 2]]),
                    float(min(total[best] - second, 10.0)),
                    float(surprise),
                    float(seen[best]),
                    float(seen[first]),
                    float((~known[real]).sum()),
                    float((around == 0).sum()),
                    float(min(len(words[question.at]), len(chosen[best]), 8)),
                    shared,
                ),
            )
        )
    return found


def _seen_sides(model: LanguageModel, encoded: Encoded, rows: NDArray[np.int64]) -> Floats:
    """On how many sides (0 to 2) the word in the middle and its neighbour are a known pair."""
    import numpy as np

    total = np.zeros(len(rows))
    for left, right in ((1, 2), (2, 3)):
        both = (rows[:, left] >= 0) & (rows[:, right] >= 0)
        total += both & model.knows_pair(encoded, rows[:, left], rows[:, right])
    return total


def _window(words: Sequence[str], at: int, index: Any) -> tuple[int, int, int, int]:
    """Indexes of two words on each side; nothing is known beyond the end of a sentence."""
    left1 = index(words[at - 1]) if at >= 1 else NO_WORD
    left2 = index(words[at - 2]) if at >= 2 and words[at - 1] != BOUNDARY else NO_WORD
    right1 = index(words[at + 1]) if at + 1 < len(words) else NO_WORD
    far = right1 != NO_WORD and words[at + 1] != BOUNDARY and at + 2 < len(words)
    return left2, left1, right1, index(words[at + 2]) if far else NO_WORD


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
    for answer in answers(words, asked, knowledge.language_model, damage):
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
