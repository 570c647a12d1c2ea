"""How common words are outside the corpora: looking up, coding, building."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import repair
from repair.knowledge import Knowledge
from repair.spelling.train_usage import pack
from repair.spelling.train_vocabulary import listed_today, modern
from repair.spelling.usage import FILE, FOREIGN, UNHEARD, Standing, Usage, _standing, code_of

LIMITS = {"zipf": {5: 2.5, 6: 2.0}, "mistake": 0.9, "common": 5.0}


@pytest.fixture(scope="module")
def usage() -> Usage:
    return Knowledge().usage


def test_common_words_are_common(usage):
    assert usage.of("the").zipf > usage.of("station").zipf > usage.of("thimble").zipf > 0
    assert usage.of("qwxzvk") == UNHEARD


def test_words_of_other_languages(usage):
    assert usage.of("und").foreign == usage.of("avec").foreign == FOREIGN[-1]
    assert usage.of("thimble").foreign == 0.0


@pytest.mark.parametrize(
    ("word", "written"), [("holp", 2), ("London", 2), ("Holp", 1), ("london's", 0), ("tlie", 0)]
)
def test_lists_know_the_case(usage, word, written):
    assert usage.of(word.lower()).as_written(word) in (written, 2 * (word == "london's"))


def test_a_possessive_is_its_owner(usage):
    assert usage.of("xerxes's").listed_name == usage.of("xerxes").listed_name
    assert usage.of("xerxes’s") == usage.of("xerxes's")


def test_many_at_once_are_what_each_is():
    words = ["the", "holp", "und", "qwxzvk", "it's"]
    one, all_at_once = Knowledge().usage, Knowledge().usage
    all_at_once.note(words)
    assert [one.of(word) for word in words] == [all_at_once.of(word) for word in words]


@pytest.mark.parametrize("code", [0, 1, 31, 32, 127, 128, 257, 511])
def test_codes_come_back(code):
    zipf, foreign, listed, name = _standing(code)
    assert code_of(zipf, foreign, listed, name) == code


def test_building_gives_the_same_bytes_again(tmp_path):
    lists = {"harbour": 4.0}, {"hafen": 4.2}, {"harbour", "Hafen"}
    data = pack(*lists)
    assert data == pack(*lists)
    (tmp_path / FILE).write_bytes(data)
    made = Usage.open(str(tmp_path))
    assert made.of("harbour") == Standing(4.0, 0.0, True, False)
    assert made.of("hafen") == Standing(0.0, 4.5, False, True)


def test_a_missing_or_other_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="repair train usage"):
        Usage.open(str(tmp_path))
    (tmp_path / FILE).write_text('{"kind": "other"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="another version"):
        Usage.open(str(tmp_path))
    (tmp_path / FILE).write_bytes(b"\x00\x01\n")
    with pytest.raises(ValueError, match="not frequencies"):
        Usage.open(str(tmp_path))


def test_words_of_today_are_let_in_and_mistakes_are_not():
    frequencies = {
        "whatsapp": 3.7, "separate": 4.6, "seperate": 2.8, "sooooo": 3.1, "of": 7.4, "the": 7.7,
        "ofthe": 2.6, "bring": 5.2, "erdoğan": 2.6, "short": 4.9, "rarely": 1.9, "r2d2x": 3.0,
    }  # fmt: skip
    known = dict.fromkeys(("separate", "of", "the", "bring", "short", "rarely"), "word")
    assert list(modern(frequencies, known, LIMITS)) == ["whatsapp", "erdoğan"]


def test_listed_words_of_today_are_let_in_if_they_are_common():
    usage = {"boson": 2.5, "bosom": 3.6, "stor": 2.2, "lehr": 2.1, "thai": 4.2, "thun": 2.6}
    lists = SimpleNamespace(
        usual={"boson", "bosom", "stor", "lehr"}, names={"Thai", "Thun"}, usage=usage
    )
    limits = {"listed": {"zipf": {4: 2.5, 5: 2.0}, "name": 3.0}}
    assert set(listed_today(lists, {"bosom": "word"}, limits)) == {"boson", "Thai"}


@pytest.mark.parametrize(
    "word", ["WhatsApp", "iPhone", "Erdoğan", "Huawei", "biosecurity", "Thai", "boson"]
)
def test_the_vocabulary_knows_words_of_today(word):
    assert not Knowledge().vocabulary.unknown([word])


def test_a_modern_text_is_left_alone():
    text = (
        "She posted the video on YouTube and WhatsApp, and Huawei and JPMorgan denied it. "
        "Erdoğan met Zlatan Ibrahimović in Mykonos; Ivanka wrote on Instagram from her iPhone. "
        "The startup builds chatbots for cryptocurrency exchanges and streams on Spotify."
    )
    assert not repair.check(text).findings


def test_words_of_today_may_be_spellings_of_names():
    from repair.names.passage import ORDINARY, UNKNOWN, Standings

    knowledge = Knowledge()
    standings = Standings(knowledge.vocabulary, lambda: knowledge.usage)
    assert standings.of("Manafort") == UNKNOWN
    assert standings.of("station") == ORDINARY
    assert standings.usage("station") > standings.usage("manafort") > 0
