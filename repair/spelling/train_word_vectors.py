"""Learning the word vectors and writing them as one file.

Every word of the corpora is told from words drawn by chance (Mikolov and others, 2013, negative
sampling) and from words a letter away from it, by the words around it; see `word_vectors` for the
model. Now and then a neighbour is hidden, so that the model learns to do without it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from repair.spelling.count_corpus import write
from repair.spelling.count_ngrams import BOUNDARY, BREAK, FIRST_WORD, NAME, NUMBER, UNKNOWN
from repair.spelling.train_language_model import choose_words, shipped_folder, tokenized
from repair.spelling.word_vectors import CLASSES, FILE, KIND, REACH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from repair.spelling.train_language_model import Piece

RECIPE = "word_vectors.toml"
_PROGRESS = 2_000  # blocks
_LOOKALIKES = 12  # of one word
_TABLE = 1 << 24  # entries of the table that words are drawn from
_EVEN = 0.75  # power of a word's count by which it is drawn
_NUMBERS = (UNKNOWN, BOUNDARY, NUMBER, NAME)  # in the order of CLASSES


class Text(NamedTuple):
    """Everything to learn from: all corpora in a row, and where blocks of them begin."""

    numbers: NDArray[np.int32]
    blocks: NDArray[np.int64]


def train(corpora: Sequence[str], folder: str, progress: Callable[[str], None]) -> None:
    """Learn vectors from `corpora` and write them to `folder`; recipes are the shipped ones.

    Raises:
        ImportError: when numba is not installed.
    """
    from repair.spelling.sample_words import learn
    from repair.spelling.train_language_model import RECIPE as LANGUAGE_MODEL
    from repair.spelling.train_vocabulary import read_recipe
    from repair.spelling.vocabulary import Vocabulary

    shipped = shipped_folder()
    own = os.path.exists(os.path.join(folder, "words.bin"))
    vocabulary = Vocabulary.open(folder if own else shipped)
    recipe = read_recipe(os.path.join(shipped, RECIPE))
    counting = read_recipe(os.path.join(shipped, LANGUAGE_MODEL))
    counting["words"]["largest"] = recipe["size"]["words"]
    chance = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as work:
        table, pieces = tokenized(sorted(corpora), work, counting, progress)
        words, numbers = choose_words(table.tokens, pieces, vocabulary, counting)
        text = _text(pieces, numbers, recipe["learning"]["block"], chance)
    progress(f"{len(words.words):,} words, {len(text.blocks):,} blocks")
    size = FIRST_WORD + len(words.words)
    counts = np.bincount(text.numbers, minlength=size).astype(float)
    counts[[BREAK, UNKNOWN]] = 0

    def report(done: int, loss: float) -> None:
        if done % _PROGRESS == 0:
            progress(f"{done:,} blocks, loss {loss:.3f}")

    settings = recipe["learning"]
    share = counts / counts.sum()
    model = learn(
        text.numbers,
        np.concatenate([chance.permutation(text.blocks) for _ in range(settings["passes"])]),
        _drawn(counts),
        np.minimum(1, np.sqrt(settings["kept"] / np.maximum(share, 1e-12))).astype(np.float32),
        _lookalikes(words.words),
        recipe,
        chance,
        report,
    )
    data = pack(words.words, *model)
    write(os.path.join(folder, FILE), data)
    progress(f"{len(data):,} bytes")


def _text(
    pieces: list[Piece],
    numbers: tuple[NDArray[np.int32], NDArray[np.int32]],
    block: int,
    chance: np.random.Generator,
) -> Text:
    """All pieces in a row; the blocks of a piece as often as its weight says."""
    parts, blocks, start = [], [], 0
    for piece in pieces:
        part = numbers[piece.ragged][np.load(piece.path)]
        part = part[np.r_[True, (part[1:] != BOUNDARY) | (part[:-1] != BOUNDARY)]]
        part = part[part != BREAK]
        own = np.arange(start, start + len(part) - block + 1, block)
        times = np.floor(piece.weight + chance.random(len(own))).astype(int)
        blocks.append(np.repeat(own, times))
        parts.append(part)
        start += len(part)
    return Text(np.concatenate(parts), np.concatenate(blocks))


def _drawn(counts: NDArray[np.float64]) -> NDArray[np.int32]:
    """A table in which every word stands as often as it is to be drawn by chance."""
    even = counts**_EVEN
    times = np.ceil(_TABLE * even / even.sum()).astype(int)
    return np.repeat(np.arange(len(counts), dtype=np.int32), times)


def _lookalikes(words: list[str]) -> NDArray[np.int32]:
    """For each number how many words are a letter away, and their numbers, frequent ones first."""
    without = defaultdict(list)
    for number, word in enumerate(words, FIRST_WORD):
        for form in _shortened(word):
            without[form].append(number)
    table = np.zeros((FIRST_WORD + len(words), 1 + _LOOKALIKES), np.int32)
    for number, word in enumerate(words, FIRST_WORD):
        near = {other for form in _shortened(word) for other in without[form]} - {number}
        first = sorted(near)[:_LOOKALIKES]
        table[number, : 1 + len(first)] = [len(first), *first]
    return table


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def pack(
    words: list[str],
    around: NDArray[np.float32],
    asked: NDArray[np.float32],
    bias: NDArray[np.float32],
    places: NDArray[np.float32],
) -> bytes:
    """The file: a line of JSON, then the arrays; vectors as bytes with a scale for each."""
    from repair.spelling.language_model import hash_of

    order = [*_NUMBERS, *range(FIRST_WORD, FIRST_WORD + len(words))]
    codes = np.array([hash_of(word) for word in (*CLASSES, *words)], np.uint32)
    rows = np.argsort(codes, kind="stable").astype(np.int32)
    arrays: dict[str, NDArray[Any]] = {"hashes": codes[rows], "rows": rows}
    for name, vectors in (("around", around[order]), ("asked", asked[order])):
        scale = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
        arrays[f"{name}_scale"] = scale.astype(np.float32)
        arrays[name] = np.round(vectors / scale[:, None]).astype(np.int8)
    arrays["bias"] = bias[order].astype(np.float32)
    arrays["places"] = places.astype(np.float32)
    listed = sorted(arrays.items(), key=lambda item: -item[1].dtype.itemsize)  # keeps all aligned
    header = json.dumps(
        {
            "kind": KIND,
            "reach": REACH,
            "arrays": [[name, array.dtype.str, list(array.shape)] for name, array in listed],
        }
    )
    header += " " * (-(len(header) + 1) % 64) + "\n"
    return header.encode() + b"".join(array.tobytes() for _, array in listed)
