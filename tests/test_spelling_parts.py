"""The parts of the engine, each by itself: differences, channel, index, words, trees, labels."""

from random import Random

import pytest
from rapidfuzz.distance import OSA

from repair.spelling import known
from repair.spelling.channel import Channel, parse, render
from repair.spelling.decision import Decision
from repair.spelling.differences import Difference, differences
from repair.spelling.features import NAMES
from repair.spelling.forms import form, unknown_part
from repair.spelling.index import WordIndex
from repair.training.damage import damaged
from repair.training.labels import Reference
from repair.training.layout import laid_out
from repair.training.pairs import CHOOSE, REPORT, TRAIN, part

WORDS = ["the", "then", "them", "house", "horse", "mouse", "prisoner", "prison", "charged", "man"]


@pytest.mark.parametrize(
    ("observed", "intended", "expected"),
    [
        ("rnan", "man", [("rn", "m", "start")]),
        ("tlie", "the", [("li", "h", "inside")]),
        ("ofthe", "of the", [("", " ", "inside")]),
        ("shunne", "shunned", [("", "d", "end")]),
        ("hosue", "house", [("su", "us", "inside")]),
        ("the", "the", []),
    ],
)
def test_differences_take_neighbouring_edits_together(observed, intended, expected):
    assert differences(observed, intended) == tuple(Difference(*row) for row in expected)


def test_channel_prefers_what_it_has_seen_and_survives_writing():
    counts = {"ocr-old": {("rn", "m"): (30.0, 60.0, 10.0, 9000.0), ("x", "m"): (1, 1, 1, 9000.0)}}
    channel = Channel(parse(render(counts)))
    likely = channel.cost(differences("rnan", "man"), "ocr-old")
    unlikely = channel.cost(differences("xan", "man"), "ocr-old")
    unseen = channel.cost(differences("qan", "man"), "ocr-old")
    assert likely < unlikely < unseen
    assert channel.profiles == ("ocr-old",)
    assert parse(render(counts)) == parse(render(parse(render(counts))))


@pytest.mark.parametrize("query", ["tbe", "hosue", "prisonor", "chargcd", "mann", "zzzz", "t"])
def test_index_finds_what_measuring_every_word_finds(query):
    index = WordIndex(dict.fromkeys(sorted(WORDS, key=len)))
    for distance in (1, 2, 3):
        expected = {w: OSA.distance(query, w) for w in WORDS if OSA.distance(query, w) <= distance}
        assert dict(index.near(query, distance)) == expected
    beside = {w for w in WORDS if OSA.distance(query, w) == 1}
    assert set(index.beside(query)) == beside


def test_form_sets_punctuation_apart():
    assert form("(“Hello,”")[1:] == ("(“", "Hello", ",”")
    assert form("~|")[2] == ""


class Few:
    def __init__(self, words):
        self._words = set(words)

    def knows(self, word):
        return word.lower() in self._words


@pytest.mark.parametrize(
    ("core", "unknown"),
    [("house", None), ("house-horse", None), ("house-hrose", "hrose"), ("house's", None),
     ("1,250", None), ("4th", None), ("U.S", None), ("XIV", None), ("tbe", "tbe")],
)
def test_unknown_part(core, unknown):
    assert unknown_part(core, Few(WORDS)) == unknown


def test_trees_and_tables_give_what_walking_them_by_hand_gives():
    tree = {"column": [0, 1, -1, -1, -1], "limit": [0.5, 2.0], "value": [1.0, -1.0, 0.5]}
    table = {"0": {"score": [-1.0, 1.0], "probability": [0.1, 0.9]}}
    model = Decision({"columns": list(NAMES), "trees": [tree, tree], "calibration": table})
    rows = [[0.0, 1.0], [0.0, 3.0], [1.0, 0.0]]
    rows = [row + [0.0] * (len(NAMES) - 2) for row in rows]
    assert model.scores(rows).tolist() == [-2.0, 1.0, 2.0]
    assert model.probabilities(rows)[:2] == pytest.approx([0.1, 0.9])
    many = Decision({"columns": list(NAMES), "trees": [tree] * 300, "calibration": {}})
    assert many.scores(rows).tolist() == [-150.0, 150.0, 300.0]  # the first one was hopeless
    with pytest.raises(ValueError, match="other columns"):
        Decision({"columns": ["a"], "trees": [tree], "calibration": {}})


def test_reference_judges_single_changes():
    runs = ["He", "was", "ofthe", "hous", "e", "and", "tbe,", "man"]
    reference = Reference(runs, "He was of the house and the. man")
    assert reference.judge(2, 2, "of the").exact
    assert not reference.judge(2, 2, "often").right
    assert reference.judge(3, 4, "house").exact
    assert not reference.judge(4, 4, "").right
    assert reference.judge(6, 6, "the,") == (False, True, True)
    assert not reference.judge(0, 0, "She").right


def test_damage_is_reproducible_and_moderate():
    text = "The committee of the house met again before the winter came to the valley. " * 40
    made = damaged(text, 0.1, Random(3))
    assert made == damaged(text, 0.1, Random(3)) != text
    assert abs(len(made) - len(text)) < 0.05 * len(text)


def test_a_reference_may_have_tied_letters():
    reference = Reference(["the", "ofice", "was"], "the o\ufb03ce was")
    assert reference.judge(1, 1, "office").exact


def test_a_page_laid_out_keeps_its_letters():
    text = "The committee of the house met again before the winter came to the valley. " * 40
    for seed in range(40):
        intended, observed = laid_out(text, Random(seed))
        assert (intended, observed) == laid_out(text, Random(seed))
        if intended == text:  # without formulas nothing but spaces and hyphens differ
            assert "".join(observed.replace("-", "").split()) == "".join(text.split())


def test_a_page_laid_out_loses_ligatures_and_gains_formulas():
    text = "The first officer found a different reflection of the affected fluid. " * 40
    pages = [laid_out(text, Random(seed)) for seed in range(60)]
    assert any("rst o" in observed and "first" not in observed for _, observed in pages)
    assert any(intended != text and len(intended) > len(text) for intended, _ in pages)


def test_every_document_has_one_part():
    parts = [part(f"document {number}") for number in range(500)]
    assert parts == [part(f"document {number}") for number in range(500)]
    assert 0.5 < parts.count(TRAIN) / 500 < 0.7
    assert parts.count(CHOOSE) and parts.count(REPORT)


def test_what_is_remembered_stays_small_and_the_answers_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Asked:
        count = 0

        def knows(self, word: str) -> bool:
            self.count += 1
            return word.isalpha()

    monkeypatch.setattr(known, "REMEMBERED", 3)
    asked = Asked()
    words = known.KnownWords(asked, ["Zaltmeer"])  # type: ignore[arg-type]
    for _ in range(2):
        assert [words.knows(w) for w in ("a", "b", "1", "c", "2", "ZALTMEER", "d")] == [
            True, True, False, True, False, True, True,
        ]  # fmt: skip
    assert asked.count > 6 and len(words._known) <= 6
    assert words.knows("Zaltmeer")
