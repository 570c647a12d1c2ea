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
    rows: dict[tuple[str, ...], tuple[int, ...]] = {}
    before: list[int] = []
    last: list[int] = []
    asked: list[int] = []
    for query in queries:
        for words in query:
            if words not in rows:
                rows[words] = tuple([numbers.setdefault(word, len(numbers)) for word in words])
        left, inner, right = query
        sequence = (-1, -1, *rows[left], *rows[inner], *rows[right])[len(left) :]
        before += sequence[:-2]
        last += sequence[1:-1]
        asked += sequence[2:]
    if not asked:
        return [Fit(0.0, 0.0, 0.0, 0.0, 0)] * len(queries)
    encoded = model.encode(list(numbers))
    found_scores, seen = model.logprob_seen(
        encoded, numpy.array(before), numpy.array(last), numpy.array(asked)
    )
    scores, known = found_scores.tolist(), seen.tolist()
    found = []
    at = 0
    for left, words, right in queries:
        middle = at + len(words)
        end = middle + len(right)
        after = sum(scores[middle:end])
        # Pairs at the edges; without words in the place there are none.
        sides = (known[at] if left and words else 0) + (known[middle] if right and words else 0)
        own_scores = scores[at:middle]
        if len(own_scores) == 1:
            score = own_scores[0]
            found.append(Fit(score + after, score, after, score, sides))
        else:
            first = own_scores[0] if own_scores else 0.0
            least = min(own_scores, default=0.0)
            found.append(Fit(sum(own_scores) + after, first, after, least, sides))
        at = end
    return found
