"""Counting a language model and writing it as one file.

Interpolated absolute discounting (Ney, Essen and Kneser, 1994) over weighted counts, pruned by
how much an n-gram adds to the likelihood of the training text beyond what backing off gives it
(Stolcke, 1998), with backoff weights that make the pruned model sum to one again.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from repair.spelling import count_ngrams as ngrams
from repair.spelling.count_corpus import TokenTable, chunks, name, write
from repair.spelling.count_ngrams import (
    BITS,
    BOUNDARY,
    BREAK,
    FIRST_WORD,
    NAME,
    NUMBER,
    UNKNOWN,
    Counts,
)
from repair.spelling.misread_ngrams import without_misread
from repair.spelling.pack_language_model import pack
from repair.spelling.plain_model import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from repair.spelling.vocabulary import Vocabulary

RECIPE = "language_model.toml"
_LETTER_WORDS = ("a", "i", "o")
DISCOUNTS = (0.75, 1.1, 1.35)
"""Taken from n-grams seen once, twice, and more often, in occurrences."""


class Words(NamedTuple):
    """The words of a model; number i + FIRST_WORD is that of words[i]."""

    words: list[str]
    rare_names: list[tuple[str, float]]  # members of the class of names, with their weights
    unigrams: NDArray[np.float64]  # weight of each number, classes and boundary included


class Order(NamedTuple):
    """The kept n-grams of one length, with log probabilities and those of their contexts."""

    keys: NDArray[np.uint64]
    logs: NDArray[np.float64]


def train(
    corpora: Sequence[str], folder: str, recipe_path: str | None, progress: Callable[[str], None]
) -> None:
    """Count `corpora` and write the model to `folder`.

    Words are taken from the vocabulary in `folder`, or the shipped one when there is none.
    """
    from repair.spelling.train_vocabulary import read_recipe
    from repair.spelling.vocabulary import Vocabulary

    shipped = shipped_folder()
    vocabulary_folder = folder if os.path.exists(os.path.join(folder, "words.bin")) else shipped
    recipe = read_recipe(recipe_path or os.path.join(shipped, RECIPE))
    vocabulary = Vocabulary.open(vocabulary_folder)
    with tempfile.TemporaryDirectory() as work:
        table, pieces = tokenized(sorted(corpora), work, recipe, progress)
        words, numbers = choose_words(table.tokens, pieces, vocabulary, recipe)
        progress(f"{len(words.words):,} words, {len(words.rare_names):,} rare names")
        pairs, triples, sound = _counted(pieces, numbers, progress)
    everything = len(pairs.keys)
    pairs, triples = without_misread(pairs, triples, sound, words.words, recipe["misread"])
    progress(f"{everything - len(pairs.keys):,} of {everything:,} bigrams look misread")
    data = pack(words, *estimate(words, pairs, triples, recipe, progress), recipe)
    write(os.path.join(folder, FILE), data)
    progress(f"{len(data):,} bytes")


def shipped_folder() -> str:
    """The shipped folder of the English dictionaries."""
    from repair.knowledge import dictionaries_folder

    return os.path.join(dictionaries_folder(), "en")


class Piece(NamedTuple):
    """A stretch of a corpus: a file of token numbers, its weight, what a line end means."""

    path: str
    weight: float
    ragged: bool


def tokenized(
    corpora: Sequence[str], work: str, recipe: dict[str, Any], progress: Callable[[str], None]
) -> tuple[TokenTable, list[Piece]]:
    table = TokenTable()
    pieces: list[Piece] = []
    weights, ragged = recipe["corpora"]["weight"], recipe["corpora"]["ragged"]
    for path in corpora:
        corpus = name(path)
        for text in chunks(path):
            piece = os.path.join(work, f"{len(pieces)}.npy")
            np.save(piece, table.numbers(text))
            pieces.append(Piece(piece, weights.get(corpus, 1.0), corpus in ragged))
        progress(f"{corpus}: read")
    return table, pieces


def choose_words(
    tokens: list[str], pieces: list[Piece], vocabulary: Vocabulary, recipe: dict[str, Any]
) -> tuple[Words, tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """The model's words, and for each token the number it gets (in ragged corpora the second)."""
    limits = recipe["words"]
    weight = np.zeros(len(tokens))
    for piece in pieces:
        weight += piece.weight * np.bincount(np.load(piece.path), minlength=len(tokens))
    folds: dict[str, float] = {}
    for token, amount in zip(tokens, weight.tolist(), strict=True):
        if token[0].isalpha():
            form = token.lower().rstrip("-")
            folds[form] = folds.get(form, 0.0) + amount
    known = {word for word in vocabulary.all_words if vocabulary.tier(word) != "modern"}
    known.update([word.lower() for word in known])
    known.update(_LETTER_WORDS)
    ordered = sorted(
        (
            (word, amount)
            for word, amount in folds.items()
            if amount >= limits["count"] and (word in known)
        ),
        key=lambda item: (-item[1], item[0]),
    )[: limits["largest"]]
    rare = {
        word: amount
        for word, amount in ordered
        if amount < limits["name_count"] and vocabulary.capital_share(word) >= limits["name_share"]
    }
    words = [word for word, _ in ordered if word not in rare]
    numbers = {word: number for number, word in enumerate(words, FIRST_WORD)}
    numbers |= dict.fromkeys(rare, NAME)
    mapped = np.array([_number(token, numbers) for token in tokens], np.int32)
    ragged = mapped.copy()
    for number, token in enumerate(tokens):
        if token == "\n":
            ragged[number] = BREAK
    unigrams = np.zeros(FIRST_WORD + len(words))
    for piece in pieces:
        found = (ragged if piece.ragged else mapped)[np.load(piece.path)]
        unigrams += piece.weight * np.bincount(found, minlength=len(unigrams))
    return Words(words, sorted(rare.items()), unigrams), (mapped, ragged)


def _number(token: str, numbers: dict[str, int]) -> int:
    if token[0].isdigit():
        return NUMBER
    if not token[0].isalpha():
        return BOUNDARY
    form = token.lower().rstrip("-")
    if form not in numbers and form.endswith("'s"):
        form = form[:-2]
    return numbers.get(form, UNKNOWN)


def _counted(
    pieces: list[Piece],
    numbers: tuple[NDArray[np.int32], NDArray[np.int32]],
    progress: Callable[[str], None],
) -> tuple[Counts, Counts, Counts]:
    """All bigrams and trigrams of the pieces, and the bigrams of those that were not scanned.

    They are counted piece by piece and merged in batches.
    """
    totals = [ngrams.empty(), ngrams.empty(), ngrams.empty()]
    waiting = [ngrams.empty(), ngrams.empty(), ngrams.empty()]
    for done, piece in enumerate(pieces, 1):
        text = numbers[piece.ragged][np.load(piece.path)]
        # Of boundaries in a row (a stop and a line end) one is enough.
        text = text[np.r_[True, (text[1:] != BOUNDARY) | (text[:-1] != BOUNDARY)]]
        pairs = ngrams.bigrams(text)
        sound = pairs[:0] if piece.ragged else pairs
        for order, keys in enumerate((pairs, ngrams.trigrams(text), sound)):
            waiting[order] = ngrams.added(waiting[order], keys, piece.weight)
            if len(waiting[order].keys) > len(totals[order].keys) // 2 or done == len(pieces):
                totals[order] = ngrams.merged(totals[order], waiting[order])
                waiting[order] = ngrams.empty()
        if done % 10 == 0 or done == len(pieces):
            progress(f"{done}/{len(pieces)} pieces, {len(totals[1].keys):,} trigrams")
    return totals[0], totals[1], totals[2]


def estimate(
    words: Words,
    pairs: Counts,
    triples: Counts,
    recipe: dict[str, Any],
    progress: Callable[[str], None],
) -> tuple[NDArray[np.float64], NDArray[np.float64], Order, NDArray[np.float64], Order]:
    """Log unigrams, their backoff weights, bigrams, their backoff weights, trigrams."""
    size = recipe["size"]
    mask = np.uint64((1 << BITS) - 1)
    unigram = words.unigrams.copy()
    unigram[BREAK] = 0
    unigram = np.maximum(unigram, 1.0) / np.maximum(unigram, 1.0).sum()

    left = (pairs.keys >> np.uint64(BITS)).astype(np.int64)
    right = (pairs.keys & mask).astype(np.int64)
    pair_p, pair_rest = _interpolated(pairs, left, unigram[right], len(unigram))
    gain = pairs.weight * np.log(pair_p / (pair_rest[left] * unigram[right]))

    # The trigrams' estimate uses all bigrams; only then either is pruned.
    context = np.searchsorted(pairs.keys, triples.keys >> np.uint64(BITS))
    context = np.minimum(context, len(pairs.keys) - 1)
    inner_keys = triples.keys & np.uint64((1 << 2 * BITS) - 1)
    inner = np.minimum(np.searchsorted(pairs.keys, inner_keys), len(pairs.keys) - 1)
    lower = np.where(
        pairs.keys[inner] == inner_keys,
        pair_p[inner],
        pair_rest[(inner_keys >> np.uint64(BITS)).astype(np.int64)]
        * unigram[(inner_keys & mask).astype(np.int64)],
    )
    triple_p, triple_rest = _interpolated(triples, context, lower, len(pairs.keys))
    triple_gain = np.log(triple_p / (triple_rest[context] * lower))
    triple_gain *= triples.weight.astype(np.float64)
    triple_gain[triples.seen < size["trigram_count"]] = -1
    triple_gain[pairs.keys[context] != triples.keys >> np.uint64(BITS)] = -1
    keep3 = _best(triple_gain, size["trigrams"])
    needed = np.zeros(len(pairs.keys), bool)
    needed[context[keep3]] = True
    gain[needed] = np.inf
    keep2 = _best(gain, size["bigrams"])
    keep3 &= keep2[context]
    progress(f"{int(keep2.sum()):,} bigrams, {int(keep3.sum()):,} trigrams kept")

    backoff1 = _backoff(left[keep2], pair_p[keep2], unigram[right[keep2]], len(unigram))
    kept_pairs = pairs.keys[keep2]
    inner = np.minimum(np.searchsorted(kept_pairs, inner_keys[keep3]), len(kept_pairs) - 1)
    lower = np.where(
        kept_pairs[inner] == inner_keys[keep3],
        pair_p[keep2][inner],
        backoff1[(inner_keys[keep3] >> np.uint64(BITS)).astype(np.int64)]
        * unigram[(inner_keys[keep3] & mask).astype(np.int64)],
    )
    place = np.searchsorted(kept_pairs, triples.keys[keep3] >> np.uint64(BITS))
    backoff2 = _backoff(place, triple_p[keep3], lower, len(kept_pairs))
    return (
        np.log(unigram),
        np.log(backoff1),
        Order(kept_pairs, np.log(pair_p[keep2])),
        np.log(backoff2),
        Order(triples.keys[keep3], np.log(triple_p[keep3])),
    )


def _interpolated(
    counts: Counts, context: NDArray[np.int64], lower: NDArray[np.float64], contexts: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probability of every n-gram, and of each context the weight left to the lower order."""
    weight = counts.weight.astype(np.float64)
    taken = np.choose(np.minimum(counts.seen, 3) - 1, DISCOUNTS) * weight / counts.seen
    total = np.bincount(context, weight, contexts)
    rest = np.bincount(context, taken, contexts) / np.maximum(total, 1e-9)
    rest[total == 0] = 1.0
    return (weight - taken) / total[context] + rest[context] * lower, rest


def _best(gain: NDArray[np.float64], count: int) -> NDArray[np.bool_]:
    """Which have the `count` greatest gains, of those above zero."""
    if int((gain > 0).sum()) <= count:
        return gain > 0
    limit = np.partition(gain, len(gain) - count)[len(gain) - count]
    best: NDArray[np.bool_] = (gain >= limit) & (gain > 0)
    return best


def _backoff(
    context: NDArray[np.int64], high: NDArray[np.float64], low: NDArray[np.float64], contexts: int
) -> NDArray[np.float64]:
    """The weight that makes what is not kept of each context share what is left."""
    above = 1 - np.minimum(np.bincount(context, high, contexts), 1 - 1e-4)
    below = 1 - np.minimum(np.bincount(context, low, contexts), 1 - 1e-4)
    weight: NDArray[np.float64] = np.maximum(above / below, 1e-4)
    return weight
