"""Writing an estimated language model as the file that `LanguageModel` maps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from repair.spelling import language_model as model
from repair.spelling import plain_model
from repair.spelling.count_ngrams import BITS
from repair.spelling.hashed_table import build, fingerprints

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from repair.spelling.train_language_model import Order, Words

CLASSES = (plain_model.BOUNDARY, plain_model.UNKNOWN, plain_model.NUMBER, plain_model.NAME)

UNKNOWN_WORD = -9.0
"""Log probability of one certain word among all that the model does not hold."""


def pack(
    words: Words,
    unigram: NDArray[np.float64],
    backoff1: NDArray[np.float64],
    bigrams: Order,
    backoff2: NDArray[np.float64],
    trigrams: Order,
    recipe: dict[str, Any],
) -> bytes:
    """The bytes of the model's file; the same model always gives the same bytes."""
    hashes = np.array(
        [
            0,  # a break is never looked up
            *map(model.hash_of, CLASSES),
            *map(model.hash_of, words.words),
        ],
        np.uint64,
    )
    total = sum(amount for _, amount in words.rare_names) or 1.0
    members = np.array([model.hash_of(word) for word, _ in words.rare_names], np.uint64)
    within = np.log(np.array([amount / total for _, amount in words.rare_names] or [1.0]))
    within = within[: len(members)]

    one_book, one_codes = _quantised(np.concatenate([unigram[1:], within]), 256)
    off_book, off_codes = _quantised(np.concatenate([backoff1[1:], backoff2]), 256)
    two_book, two_codes = _quantised(bigrams.logs, 1 << (16 - model.NGRAM_PRINT))
    three_book, three_codes = _quantised(trigrams.logs, 1 << (16 - model.NGRAM_PRINT))

    count = len(unigram) - 1
    named = np.r_[np.zeros(count, np.uint64), np.ones(len(members), np.uint64)]
    off_one = np.r_[off_codes[:count], np.zeros(len(members), np.uint64)]
    keys, first = np.unique(model.keys_of(np.r_[hashes[1:], members]), return_index=True)
    cells = {
        "unigram": _table(
            keys,
            (named << np.uint64(16) | one_codes << np.uint64(8) | off_one)[first],
            17,
            model.UNIGRAM_PRINT,
        )
    }
    mask = np.uint64((1 << BITS) - 1)
    pair = [hashes[(bigrams.keys >> np.uint64(s)) & mask] for s in (BITS, 0)]
    triple = [hashes[(trigrams.keys >> np.uint64(s)) & mask] for s in (2 * BITS, BITS, 0)]
    low = 16 - model.NGRAM_PRINT
    # One table for both numbers of a bigram, cut in two so that a cell takes three bytes, not four.
    codes = two_codes | off_codes[count:] << np.uint64(16)
    shape, both = _table(model.keys_of(*pair), codes, low, model.NGRAM_PRINT)
    cells["bigram"] = shape, both & np.uint64(0xFFFF)
    cells["bigram_backoff"] = shape, both >> np.uint64(16)
    cells["trigram"] = _table(model.keys_of(*triple), three_codes, low, model.NGRAM_PRINT)

    arrays: dict[str, NDArray[Any]] = {
        "unigram_values": one_book,
        "backoff_values": off_book,
        "bigram_values": two_book,
        "trigram_values": three_book,
        "unigram": cells["unigram"][1].astype("<u4"),
        "bigram": cells["bigram"][1].astype("<u2"),
        "bigram_backoff": cells["bigram_backoff"][1].astype("u1"),
        "trigram": cells["trigram"][1].astype("<u2"),
    }
    header = {
        "unknown_word": UNKNOWN_WORD,
        "words": len(words.words),
        "names": len(words.rare_names),
        "bigrams": len(bigrams.keys),
        "trigrams": len(trigrams.keys),
        "recipe": recipe,
        "shapes": {table: list(shape) for table, (shape, _) in cells.items()},
        "arrays": [(name, array.dtype.str, len(array)) for name, array in arrays.items()],
    }
    return headed(header) + b"".join(array.tobytes() for array in arrays.values())


def headed(header: dict[str, Any]) -> bytes:
    """The two lines before the arrays: what `plain_model` needs, as words, and all of it, as JSON.

    Padded so that every array begins at a multiple of its item size.
    """
    short = [plain_model.MAGIC, f"unknown_word={header['unknown_word']}"]
    shapes = sorted(header["shapes"].items())
    short += [f"shape:{name}={','.join(map(str, shape))}" for name, shape in shapes]
    short += [f"array:{name}={kind},{size}" for name, kind, size in header["arrays"]]
    lines = f"{' '.join(short)}\n{json.dumps(header, sort_keys=True)}".encode()
    return lines + b" " * (-(len(lines) + 1) % 64) + b"\n"


def _table(
    keys: NDArray[np.uint64], values: NDArray[np.uint64], low: int, bits: int
) -> tuple[Any, NDArray[np.uint64]]:
    """A hashed table of `values` with fingerprints of `bits` bits put in at bit `low`.

    Values wider than `low` bits leave room for the fingerprint at bits `low` to `low + bits`.
    """
    unique, first = np.unique(keys, return_index=True)
    prints = fingerprints(unique, bits) << np.uint64(low)
    return build(unique, values[first] | prints)


def _quantised(
    values: NDArray[np.float64], levels: int
) -> tuple[NDArray[np.float32], NDArray[np.uint64]]:
    """A book of `levels` values and each value's nearest place in it (Lloyd's method)."""
    if not len(values):
        return np.zeros(levels, np.float32), np.zeros(0, np.uint64)
    ordered = np.sort(values)
    totals = np.r_[0.0, np.cumsum(ordered)]
    book = np.quantile(ordered, (np.arange(levels) + 0.5) / levels)
    for _ in range(20):
        edges = np.searchsorted(ordered, (book[1:] + book[:-1]) / 2)
        starts, ends = np.r_[0, edges], np.r_[edges, len(ordered)]
        filled = ends > starts
        means = (totals[ends] - totals[starts]) / np.maximum(ends - starts, 1)
        book = np.sort(np.where(filled, means, book))
    codes = np.searchsorted((book[1:] + book[:-1]) / 2, values).astype(np.uint64)
    return book.astype("<f4"), codes


