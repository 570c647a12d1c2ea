"""What the words around a place say about a candidate: language model scores of whole windows."""

from __future__ import annotations

from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.spelling.language_model import LanguageModel


class Fit(NamedTuple):
    """Log probabilities (nats) of some words in their place."""

    total: float  # of the words and the two after them
    first: float  # of the first word after those before it
    after: float  # of the words that follow
    least: float  # of the least likely of the words
    seams: int  # how many of the pairs of neighbours at the two edges the model knows


Query = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Words before the place, in it, and after it; "." stands for the end of a sentence."""


def fits(model: LanguageModel, queries: Sequence[Query]) -> list[Fit]:
    """How well the words of each query fit between their neighbours; one call for a document."""
    import numpy

    if not queries:
        return []
    places: dict[Query, int] = {}
    for query in queries:
        places.setdefault(query, len(places))
    numbers: dict[str, int] = {}
    before: list[int] = []
    last: list[int] = []
    asked: list[int] = []
    seams: list[int] = []  # numbers of neighbours at the left and the right edge of each query
    for left, words, right in places:
        sequence = [-1, -1]
        sequence += [numbers.setdefault(word, len(numbers)) for word in (*left, *words, *right)]
        start = 2 + len(left)
        end = start + len(words)
        seams += sequence[start - 1 : start + 1] if left and words else (-1, -1)
        seams += sequence[end - 1 : end + 1] if right and words else (-1, -1)
        asked += sequence[start:]
        last += sequence[start - 1 : -1]
        before += sequence[start - 2 : -2]
    if not asked:
        return [Fit(0.0, 0.0, 0.0, 0.0, 0)] * len(queries)
    encoded = model.encode(list(numbers))
    scores = model.logprob(
        encoded, numpy.array(before), numpy.array(last), numpy.array(asked)
    ).tolist()
    edges = numpy.array(seams).reshape(-1, 2)
    known = (model.knows_pair(encoded, edges[:, 0], edges[:, 1]) & (edges[:, 0] >= 0)).tolist()
    found = []
    at = 0
    for number, (_, words, right) in enumerate(places):
        own = scores[at : at + len(words)]
        at += len(words)
        after = sum(scores[at : at + len(right)])
        at += len(right)
        found.append(
            Fit(
                sum(own) + after,
                own[0] if own else 0.0,
                after,
                min(own, default=0.0),
                known[2 * number] + known[2 * number + 1],
            )
        )
    return [found[places[query]] for query in queries]
