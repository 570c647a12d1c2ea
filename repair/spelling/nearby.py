"""How the words of hypotheses fit among the words around them, by word vectors."""

from __future__ import annotations

from repair.records import NamedTuple
from repair.spelling.word_vectors import REACH, STRANGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.spelling.word_vectors import WordVectors


class Nearness(NamedTuple):
    """Log-odds (nats) of some words among the words around them."""

    mean: float
    least: float


NOTHING = Nearness(STRANGE, STRANGE)
"""Of no words at all."""

Place = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Words before the place, in it, and after it."""


def nearness(vectors: WordVectors, places: Sequence[Place]) -> list[Nearness]:
    """How well the words of each place fit between those around it; one call for a document."""
    import numpy

    contexts: dict[tuple[int, ...], int] = {}
    owners: list[int] = []
    asked: list[int] = []
    for left, words, right in places:
        numbers = vectors.numbers((*left, *words, *right))
        line = [-1] * (REACH - len(left)) + numbers + [-1] * (REACH - len(right))
        for at in range(REACH, REACH + len(words)):
            around = (*line[at - REACH : at], *line[at + 1 : at + REACH + 1])
            owners.append(contexts.setdefault(around, len(contexts)))
            asked.append(line[at])
    if not asked:
        return [NOTHING] * len(places)
    table = numpy.array(list(contexts), numpy.int32)
    scores = vectors.scores(table, numpy.array(owners), numpy.array(asked)).tolist()
    found = []
    at = 0
    for _, words, _ in places:
        own = scores[at : at + len(words)]
        at += len(words)
        found.append(Nearness(sum(own) / len(own), min(own)) if own else NOTHING)
    return found
