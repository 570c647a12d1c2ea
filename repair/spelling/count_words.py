"""How often, how widely and in which case each word stands in the training corpora."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from repair.spelling.count_corpus import TokenTable, chunks, name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np


class WordCounts(NamedTuple):
    """Statistics of distinct words as written; all arrays run parallel to `words`.

    Words after or before a hyphen are not counted: in old prints they are often halves.
    """

    words: list[str]
    counts: dict[str, np.ndarray]  # by corpus: occurrences
    blocks: dict[str, np.ndarray]  # by corpus: pieces of about 4 MB with at least one
    inside: dict[str, np.ndarray]  # by corpus: occurrences right after a lower-case word


def count(
    corpora: Sequence[str],
    first_lines: Mapping[str, int],
    progress: Callable[[str], None],
) -> WordCounts:
    """Count the words of `corpora`, each from its line in `first_lines` on (default: the first)."""
    import numpy as np

    table = TokenTable()
    lower = np.zeros(0, bool)  # by token number: a lower-case word
    broken = np.zeros(0, bool)  # a word before a hyphen
    totals: dict[str, list[np.ndarray]] = {}
    for path in corpora:
        corpus = name(path)
        counts = np.zeros(0, np.int64)
        blocks = np.zeros(0, np.int32)
        inside = np.zeros(0, np.int64)
        for text in chunks(path, first_lines.get(corpus, 1)):
            numbers = table.numbers(text)
            if len(table) > len(lower):
                new = table.tokens[len(lower) :]
                lower = np.append(lower, [t.islower() and t[0].isalpha() for t in new])
                broken = np.append(broken, [t.endswith("-") for t in new])
            before = np.r_[-1, numbers[:-1]]
            whole = ~broken[numbers] & ~((before >= 0) & broken[before])
            here = np.bincount(numbers[whole], minlength=len(table))
            after = (before >= 0) & lower[before] & whole
            counts = _added(counts, here)
            blocks = _added(blocks, (here > 0).astype(np.int32))
            inside = _added(inside, np.bincount(numbers[after], minlength=len(table)))
        totals[corpus] = [counts, blocks, inside]
        progress(f"{corpus}: {int(counts.sum()):,} tokens, {len(table):,} distinct so far")
    size = len(table)
    padded = {c: [_added(np.zeros(size, np.int64), a) for a in v] for c, v in totals.items()}
    return WordCounts(
        table.tokens,
        {c: v[0] for c, v in padded.items()},
        {c: v[1] for c, v in padded.items()},
        {c: v[2] for c, v in padded.items()},
    )


def _added(total: np.ndarray, more: np.ndarray) -> np.ndarray:
    """The sum of two arrays of counts, the shorter one filled with zeros."""
    import numpy as np

    if len(total) < len(more):
        total, more = more, total
    out = np.array(total, np.int64)
    out[: len(more)] += more
    return out
