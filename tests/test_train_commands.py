"""`repair train vocabulary` and `repair train lm` on a few lines of text."""

from __future__ import annotations

import pytest

from repair.cli import train
from repair.spelling.count_corpus import TokenTable, chunks, write
from repair.spelling.count_words import count
from repair.spelling.train_vocabulary import choose, fold
from repair.spelling.vocabulary import Vocabulary, pack
from repair.spelling.word_lists import WordLists

TALE = (
    "The old mill stood by the river Orrin, the weir and the bridge. "
    "Nobody saw tbe mill-\nwheel turn at Orrin now.\n"
)
RECIPE = {
    "corpora": {"unclean": ["scan"]},
    "lookalikes": {"pairs": ["h b"]},
    "evidence": {
        "rare": {"count": 1, "blocks": 1, "corpora": 1},
        "counted": {"count": 2, "blocks": 1, "corpora": 1},
        "name": {"count": 2, "blocks": 1, "always": 2, "lower": 0.03},
        "short_name": {"letters": 2, "count": 9},
        "short": {"letters": 2, "count": 9},
        "short_rare": {"letters": 2, "count": 9, "blocks": 9},
        "candidate_count": {"rare": 1, "name": 1, "let_in": 1},
        "lookalike_ratio": {"counted": 1, "name": 9},
        "listed_ratio": {"2": [9, 9]},
    },
    "usage": {
        "zipf": {"5": 2.5}, "mistake": 0.9, "common": 5.0,
        "listed": {"size": 70, "zipf": {"4": 2.5}, "name": 3.0},
    },
    "exceptions": {"out": [{"word": "nobody", "why": "for the test"}]},
}
LISTS = WordLists(
    {"the", "old", "stood", "by", "at", "now", "nobody"}, *(set() for _ in range(8)),
    {}, {"orrington": 3.0, "now": 6.0},
)  # fmt: skip


@pytest.fixture
def tale(tmp_path):
    path = tmp_path / "tale.txt"
    path.write_text(TALE * 3, encoding="utf-8")
    return path


def test_words_are_counted_as_written(tale):
    counted = count([str(tale)], {}, lambda _: None)
    found = dict(zip(counted.words, counted.counts["tale"].tolist(), strict=True))
    assert found["Orrin"] == 6 and found["tbe"] == 3
    assert found["mill-"] == 0 and found["wheel"] == 3  # halves of broken words do not count
    assert dict(zip(counted.words, counted.inside["tale"].tolist(), strict=True))["Orrin"] == 6


def test_names_come_in_damage_and_exceptions_stay_out(tale):
    seen = fold(count([str(tale)], {}, lambda _: None), RECIPE)
    vocabulary = Vocabulary(*pack(choose(LISTS, seen, RECIPE)))
    assert vocabulary.tier("Orrin") == "name"
    assert vocabulary.knows("mill") is False or vocabulary.tier("mill") == "rare"
    assert vocabulary.tier("orrington") == "modern"
    assert not vocabulary.knows("tbe")
    assert not vocabulary.knows("nobody")


def test_a_corpus_read_by_a_machine_admits_nothing(tmp_path):
    scan = tmp_path / "scan.txt"
    scan.write_text(TALE * 3, encoding="utf-8")
    seen = fold(count([str(scan)], {}, lambda _: None), RECIPE)
    assert "Orrin" not in Vocabulary(*pack(choose(LISTS, seen, RECIPE)))


def test_chunks_are_read_from_a_line_on(tale):
    assert "".join(chunks(str(tale))) == TALE * 3
    assert "".join(chunks(str(tale), 3)) == TALE * 2


def test_numbers_of_tokens_stay():
    table = TokenTable()
    first = table.numbers("a b a").tolist()
    assert table.numbers("b a c").tolist() == [first[1], first[0], 2]


def test_writing_replaces_the_file_whole(tmp_path):
    target = tmp_path / "new" / "words.txt"
    write(str(target), b"one")
    write(str(target), b"two")
    assert target.read_bytes() == b"two"
    assert [p.name for p in target.parent.iterdir()] == ["words.txt"]


def test_the_command_names_what_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"vocabulary\.toml"):
        train.vocabulary((str(tmp_path / "none.txt"),), str(tmp_path))
