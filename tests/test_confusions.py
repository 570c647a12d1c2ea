"""The table of real words that are taken for one another, and the decision about them."""

from __future__ import annotations

import os

import pytest

import repair
from repair.knowledge import Knowledge, dictionaries_folder
from repair.model import Document
from repair.rules import confused_word, inflection
from repair.spelling import confusions
from repair.spelling.confusions import Confusions
from repair.spelling.real_words import answers, reading
from repair.spelling.word_windows import ManyWindows, PlainWindows

FOLDER = os.path.join(dictionaries_folder(), "en")
TEXT = """They bad been in there house, and the villages were attack by the rebels. He said that the
minister is expect to visit the town of Lvov in 1994. It was a grate day for the whole country!
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge()


def test_sorted_and_well_formed(knowledge):
    with open(os.path.join(FOLDER, confusions.FILE), "rb") as file:
        words = [line.split(b"\t")[0] for line in file.read().splitlines()]
    assert words == sorted(set(words))
    for word, rest in knowledge.confusions.entries.items():
        others = rest.split(" ")
        assert all(part[0] in confusions.KINDS for part in others)
        assert word not in [part[1:] for part in others]
        assert all(knowledge.vocabulary.tier(part[1:]) in ("word", "variant") for part in others)


def test_spellings_of_one_word_never_stand_for_each_other(knowledge):
    pairs = ("colour color", "centre center", "realise realize", "grey gray", "defence defense")
    for one, other in map(str.split, pairs):
        assert other not in [word for _, word in knowledge.confusions.of(one)]
        assert one not in [word for _, word in knowledge.confusions.of(other)]


def test_searching_and_reading_the_table_agree(knowledge):
    words = [*list(knowledge.confusions.entries)[::997], "aaaa", "zzzz", "their", "bad", ""]
    searched = Confusions.open(FOLDER)
    assert [searched.of(w) for w in words] == [knowledge.confusions.of(w) for w in words]
    assert all(knowledge.confusions.of(w) for w in words[:-5])


def test_both_ways_of_scoring_agree(knowledge):
    document = Document(TEXT)
    words, owners = reading(document)
    for rule in (confused_word, inflection):
        questions = rule.questions(document, knowledge, words, owners)
        assert questions
        plain = answers(words, questions, PlainWindows(knowledge.plain_model), 0.01)
        many = answers(words, questions, ManyWindows(knowledge.language_model), 0.01)
        assert [a[:3] for a in plain] == [a[:3] for a in many]
        for one, other in zip(plain, many, strict=True):
            assert one.features == pytest.approx(other.features, abs=1e-3)


def test_nothing_is_ever_applied_unasked(knowledge):
    weights = knowledge.table("real_words")
    assert weights["at_most"] < repair.model.APPLY_THRESHOLD
    assert repair.fix(TEXT, select=["confused-word", "inflection"]) == TEXT


def test_a_missing_table_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="repair train confusions"):
        Confusions.open(str(tmp_path))
