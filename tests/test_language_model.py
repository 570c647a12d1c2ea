"""The language model: counting, packing, looking up, the same numbers both ways."""

from __future__ import annotations

import lzma
import os
from math import exp

import numpy as np
import pytest

from repair.knowledge import dictionaries_folder
from repair.spelling import hashed_table
from repair.spelling.language_model import BOUNDARY, FILE, NO_WORD, LanguageModel
from repair.spelling.plain_model import PlainModel
from repair.spelling.train_language_model import train
from repair.spelling.vocabulary import pack

FOLDER = os.path.join(dictionaries_folder(), "en")
TEXT = (
    """The cat sat on the mat. The cat saw the dog! The dog sat on the mat.
A dog and a cat sat on the mat in 1938. The dog's mat was on the cat.
"""
    * 8
)


@pytest.fixture(scope="module")
def shipped() -> LanguageModel:
    return LanguageModel.open(FOLDER)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A folder with a model counted from a few lines."""
    folder = tmp_path_factory.mktemp("own")
    words, table = pack(
        (w, 9, 0.0, "word", True)
        for w in ["the", "cat", "sat", "on", "mat", "saw", "dog", "a", "and", "in", "was"]
    )
    (folder / "words.txt").write_bytes(words)
    (folder / "words.bin").write_bytes(table)
    corpus = folder / "tale.txt.xz"
    corpus.write_bytes(lzma.compress(TEXT.encode()))
    train([str(corpus)], str(folder), None, lambda _: None)
    return folder


def test_the_same_corpus_gives_the_same_bytes(own):
    first = (own / FILE).read_bytes()
    train([str(own / "tale.txt.xz")], str(own), None, lambda _: None)
    assert (own / FILE).read_bytes() == first


def test_probabilities_of_all_words_sum_to_one(own):
    model = LanguageModel.open(str(own))
    forms = [
        BOUNDARY,
        "the",
        "cat",
        "sat",
        "on",
        "mat",
        "saw",
        "dog",
        "a",
        "and",
        "in",
        "was",
        "1938",
    ]
    encoded = model.encode([*forms, "xyzzy", "sat", "on"])
    words = np.arange(len(forms))
    for left2, left1 in ((NO_WORD, NO_WORD), (NO_WORD, 1), (1, 2), (3, 4)):
        scores = model.logprob(
            encoded, np.full(len(forms), left2), np.full(len(forms), left1), words
        )
        rest = 2 * exp(float(encoded.unigram[len(forms)]))  # the classes of unknown words and names
        assert 0.9 - rest < float(np.exp(scores).sum()) < 1.1


def test_what_was_counted_is_likelier(own):
    model = LanguageModel.open(str(own))
    assert sum(model.score(["the", "cat", "sat", "on", "the", "mat"])) > sum(
        model.score(["mat", "the", "on", "sat", "cat", "the"])
    )
    assert model.score([]) == []


def test_plain_reading_gives_the_same_numbers(shipped):
    words = [
        "The",
        "president",
        "of",
        "Russia",
        "met",
        "Mr.",
        "Kim",
        "in",
        "1938",
        ".",
        "Zzyzx",
        "bosinney",
        "had",
        "the",
        "king's",
        "horses",
    ]
    plain = PlainModel.open(FOLDER)
    seen = [plain.word(w) for w in [BOUNDARY, *words]]
    expected = shipped.score(words)
    got = [
        plain.logprob(seen[i - 2] if i > 1 else None, seen[i - 1], seen[i])
        for i in range(1, len(seen))
    ]
    assert got == pytest.approx(expected, abs=1e-4)


def test_rows_are_sums_of_words(shipped):
    words = ["the", "people", "of", "the", "united", "states"]
    encoded = shipped.encode(words)
    rows = np.arange(len(words))[None, :]
    expected = sum(shipped.score(words)[2:])
    assert float(shipped.score_rows(encoded, rows)[0]) == pytest.approx(expected, abs=1e-3)


def test_the_shipped_model_knows_english(shipped):
    good, bad = "of the united states", "of the untied states"
    assert sum(shipped.score(good.split())) > sum(shipped.score(bad.split())) + 5
    assert os.path.getsize(os.path.join(FOLDER, FILE)) <= 15_000_000
    assert not shipped.encode(["tlie"]).known[0]


def test_a_missing_or_foreign_file_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="repair train lm"):
        LanguageModel.open(str(tmp_path))
    (tmp_path / FILE).write_bytes(b"something else\n")
    with pytest.raises(ValueError, match="repair train lm"):
        LanguageModel.open(str(tmp_path))


@pytest.mark.parametrize("size", [1, 2, 7, 100, 3000])
def test_hashed_tables_give_back_what_was_put_in(size):
    random = np.random.default_rng(size)
    keys = random.integers(0, 2**63, size).astype(np.uint64)
    values = random.integers(0, 2**16, size).astype(np.uint64)
    shape, cells = hashed_table.build(keys, values)
    a, b, c = hashed_table.places(keys, shape)
    assert (cells[a] ^ cells[b] ^ cells[c] == values).all()


def test_hashed_tables_refuse_repeated_keys():
    twice = np.array([5, 5], np.uint64)
    with pytest.raises(ValueError, match="distinct"):
        hashed_table.build(twice, twice)
