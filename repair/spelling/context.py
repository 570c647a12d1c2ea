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


def fits(
    model: LanguageModel, queries: Sequence[Query], known: dict[Query, Fit] | None = None
) -> list[Fit]:
    """How well the words of each query fit between their neighbours; one call for a document.

    `known` holds earlier answers and is given the new ones.
    """
    known = {} if known is None else known
    asked = [query for query in dict.fromkeys(queries) if query not in known]
    if asked:
        known.update(zip(asked, _fits(model, asked), strict=True))
    return [known[query] for query in queries]


def _fits(model: LanguageModel, queries: Sequence[Query]) -> list[Fit]:
    """The same for distinct queries."""
    import numpy

    numbers: dict[str, int] = {}
    encoded: dict[tuple[str, ...], tuple[int, ...]] = {}
    flat: list[int] = []
    sizes: list[tuple[int, int, int]] = []
    for query in queries:
        flat += (-1, -1)
        for words in query:
            row = encoded.get(words)
            if row is None:
                row = encoded[words] = tuple(
                    [numbers.setdefault(word, len(numbers)) for word in words]
                )
            flat += row
        left, inner, right = query
        sizes.append((len(left), len(inner), len(right)))
    if not numbers:
        return [Fit(0.0, 0.0, 0.0, 0.0, 0)] * len(queries)
    words_of = model.encode(list(numbers))
    sequence = numpy.array(flat)
    before, inside, behind = numpy.array(sizes).T
    end = numpy.cumsum(2 + before + inside + behind)
    edge = end - behind  # the first word after the place
    start = edge - inside
    scored = numpy.ones(len(flat), bool)
    first = end - (2 + before + inside + behind)
    for shift in range(4):  # the words before the place, and two that are none before them
        scored[(first + shift)[shift < 2 + before]] = False
    at = numpy.flatnonzero(scored)
    scores = model.logprob(words_of, sequence[at - 2], sequence[at - 1], sequence[at]).tolist()
    seams = numpy.zeros(len(queries), int)
    for place, there in ((start, (before > 0) & (inside > 0)), (edge, (inside > 0) & (behind > 0))):
        at = place[there]
        seams[there] += model.knows_pair(words_of, sequence[at - 1], sequence[at])
    found = []
    here = 0
    for (_, own, following), known in zip(sizes, seams.tolist(), strict=True):
        middle, last = here + own, here + own + following
        after = sum(scores[middle:last])
        if own == 1:
            score = scores[here]
            found.append(Fit(score + after, score, after, score, known))
        else:
            some = scores[here:middle]
            first_one = some[0] if some else 0.0
            found.append(Fit(sum(some) + after, first_one, after, min(some, default=0.0), known))
        here = last
    return found
