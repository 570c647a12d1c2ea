"""Word vectors: looking up, scoring words among their neighbours, learning."""

from __future__ import annotations

import os

import pytest

from repair.knowledge import Knowledge, dictionaries_folder
from repair.spelling.nearby import NOTHING, nearness
from repair.spelling.vocabulary import pack
from repair.spelling.word_vectors import FILE, STRANGE, WordVectors

FOLDER = os.path.join(dictionaries_folder(), "en")
TEXT = "The cat sat on the mat and saw the dog. A dog sat on the mat in the sun. " * 400


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return Knowledge().word_vectors


def scored(vectors, left, word, right):
    place = (tuple(left.split()), (word,), tuple(right.split()))
    return nearness(vectors, [place])[0].mean


@pytest.mark.parametrize(
    ("left", "right_word", "wrong_word", "right"),
    [
        ("he", "had", "bad", "been there before ."),
        ("they walked into the", "house", "mouse", "and shut the door"),
        ("the train left the", "station", "nation", "at nine o'clock"),
    ],
)
def test_the_right_word_fits_better(vectors, left, right_word, wrong_word, right):
    assert scored(vectors, left, right_word, right) > scored(vectors, left, wrong_word, right)


def test_a_word_without_a_vector_is_strange(vectors):
    assert scored(vectors, "the", "qwxzv", "of") == STRANGE
    assert nearness(vectors, [((), (), ())]) == [NOTHING]


def test_hidden_neighbours_do_no_harm(vectors):
    assert scored(vectors, "qwxzv he", "had", "been qwxzv") > scored(
        vectors, "qwxzv he", "bad", "been qwxzv"
    )


def test_many_places_give_what_each_gives(vectors):
    places = [(("he",), ("had", "been"), ("there",)), ((), ("the",), ("king",))]
    together = nearness(vectors, places)
    assert together == [nearness(vectors, [place])[0] for place in places]


def test_a_missing_or_foreign_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="repair train vectors"):
        WordVectors.open(str(tmp_path))
    (tmp_path / FILE).write_text('{"kind": "other"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="another version"):
        WordVectors.open(str(tmp_path))
    (tmp_path / FILE).write_bytes(b"\x00\x01\n")
    with pytest.raises(ValueError, match="not word vectors"):
        WordVectors.open(str(tmp_path))


@pytest.mark.slow
def test_learning_gives_the_same_bytes_again(tmp_path):
    from repair.spelling.train_word_vectors import train

    known = ["the", "cat", "sat", "on", "mat", "saw", "dog", "a", "and", "in", "sun"]
    words, table = pack((word, 9, 0.0, "word", True) for word in known)
    (tmp_path / "words.txt").write_bytes(words)
    (tmp_path / "words.bin").write_bytes(table)
    corpus = tmp_path / "tale.txt"
    corpus.write_text(TEXT, encoding="utf-8")
    train([str(corpus)], str(tmp_path), lambda _: None)
    first = (tmp_path / FILE).read_bytes()
    learned = WordVectors.open(str(tmp_path))
    assert scored(learned, "sat on the", "mat", "and") > scored(learned, "sat on the", "saw", "and")
    train([str(corpus)], str(tmp_path), lambda _: None)
    assert (tmp_path / FILE).read_bytes() == first
