"""How the words of hypotheses fit among the words around them, by word vectors."""

from __future__ import annotations

from itertools import islice

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

    parts = list(dict.fromkeys(part for place in places for part in place))
    flat = iter(vectors.numbers([word for part in parts for word in part]))
    numbers = {part: tuple(islice(flat, len(part))) for part in parts}
    edge = (-1,) * REACH
    contexts: dict[tuple[int, ...], int] = {}
    owners: list[int] = []
    asked: list[int] = []
    for left, words, right in places:
        own = numbers[words]
        asked += own
        before = edge[len(left) :] + numbers[left]
        after = numbers[right] + edge[len(right) :]
        if len(own) == 1:
            owners.append(contexts.setdefault(before + after, len(contexts)))
            continue
        line = before + own + after
        for at in range(REACH, REACH + len(own)):
            around = line[at - REACH : at] + line[at + 1 : at + REACH + 1]
            owners.append(contexts.setdefault(around, len(contexts)))
    if not asked:
        return [NOTHING] * len(places)
    table = numpy.array(list(contexts), numpy.int32)
    scores = vectors.scores(table, numpy.array(owners), numpy.array(asked)).tolist()
    found = []
    at = 0
    for _, words, _ in places:
        found_here = scores[at : at + len(words)]
        at += len(words)
        if len(found_here) == 1:
            found.append(Nearness(found_here[0], found_here[0]))
        elif found_here:
            found.append(Nearness(sum(found_here) / len(found_here), min(found_here)))
        else:
            found.append(NOTHING)
    return found
