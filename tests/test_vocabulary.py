"""The shipped vocabulary: well formed, free of common damage, both national spellings, quick."""

from __future__ import annotations

import os
import time
import tomllib

import pytest

from repair.knowledge import dictionaries_folder
from repair.spelling.vocabulary import TIERS, Vocabulary, code_of, count_of, pack

FOLDER = os.path.join(dictionaries_folder(), "en")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.open(FOLDER)


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    with open(os.path.join(FOLDER, "words.txt"), "rb") as file:
        return file.read().split(b"\n")[:-1]


def test_sorted_and_distinct(lines):
    assert lines == sorted(set(lines))


def test_table_fits_the_words(vocabulary, lines):
    assert len(vocabulary) == len(lines)
    assert os.path.getsize(os.path.join(FOLDER, "words.bin")) == 16 + 4 * (
        len(lines) + 1
    ) + 3 * len(lines)


def test_words_hold_nothing_but_letters_and_apostrophes(lines):
    odd = [w for w in lines if not w.decode().replace("'", "").replace(".", "").isalpha()]
    assert not odd


DAMAGE = [
    "tlie",
    "tbe",
    "thc",
    "tho",
    "ofthe",
    "tothe",
    "inthe",
    "onthe",
    "ofa",
    "tbat",
    "thal",
    "aud",
    "aad",
    "whieh",
    "wbich",
    "wliich",
    "wlio",
    "bave",
    "liave",
    "hia",
    "hirn",
    "thoy",
    "thero",
    "beeu",
    "heen",
    "wero",
    "waa",
    "wa8",
    "th",
    "tae",
    "vas",
    "fiom",
    "froni",
    "iu",
    "iii",
    "ihe",
    "fhe",
    "lhe",
    "teh",
    "recieve",
    "wbo",
    "vvas",
    "vvith",
    "witb",
    "tbis",
    "thia",
    "tliis",
    "thoir",
    "iheir",
    "theso",
    "abouta",
    "shouldbe",
    "ou",
    "te",
    "nd",
    "ti",
]


@pytest.mark.parametrize("form", DAMAGE)
def test_common_damage_is_unknown(vocabulary, form):
    assert not vocabulary.knows(form)


KNOWN = [
    "the",
    "a",
    "I",
    "colour",
    "color",
    "armoured",
    "armored",
    "colourful",
    "colorful",
    "litres",
    "liters",
    "centre",
    "center",
    "realise",
    "realize",
    "travelling",
    "traveling",
    "defence",
    "defense",
    "programme",
    "program",
    "crypto",
    "drones",
    "cosmonaut",
    "spaceport",
    "website",
    "podcast",
    "online",
    "email",
    "smartphone",
    "Moscow",
    "London",
    "Putin",
    "Khrushchev",
    "don't",
    "we're",
    "o'clock",
    "king's",
    "boys'",
    "north-east",
    "well-known",
    "mother-in-law",
    "1st",
    "22nd",
    "1990s",
    "10km",
    "MOSCOW",
    "Mr",
    "Ukraine's",
    "THE",
    "The",
    "iPhone's",
    "oat",
    "ore",
    "hi",
    "oh",
    "chat",
    "bike",
    "info",
]


@pytest.mark.parametrize("form", [w for w in KNOWN if not w.startswith("iPhone")])
def test_right_words_are_known(vocabulary, form):
    assert vocabulary.knows(form)
    assert vocabulary.unknown([form]) == []


def test_a_name_needs_its_capital(vocabulary):
    assert vocabulary.knows("Moscow")
    assert not vocabulary.knows("moscow")
    assert not vocabulary.knows("tHe")


def test_punctuation_round_and_between_words_is_ignored(vocabulary):
    assert vocabulary.unknown(["“The", "end.”", "and/or", "war—peace", "(see", "…", "1,000"]) == []
    assert vocabulary.unknown(["weremactively,", "shunne", "thatmPutin"]) == [
        "weremactively,",
        "shunne",
        "thatmPutin",
    ]


def test_few_and_many_forms_give_the_same_answer(vocabulary):
    forms = [
        *DAMAGE,
        *KNOWN,
        "“Quite",
        "tlie,",
        "M.",
        "U.S.",
        "§4",
        "it's;",
        "Tlie",
        "ab1c",
        "c.",
        "b",
        "p.m.",
        "U.S",
        "McGregor",
        "O'Callaghan",
        "XIV",
        "in.the",
        "42º",
        "本",
        "18'1,",
        "co-operation",
        "and",
        "(a)",
        "II.",
        "1",
    ]
    few = Vocabulary.open(FOLDER).unknown(forms)
    padding = [f"{'the'}{' ' * 0}" for _ in range(400)]
    many = Vocabulary.open(FOLDER).unknown(forms + padding)
    assert few == many


def test_tiers_and_counts(vocabulary):
    assert vocabulary.tier("house") == "word"
    assert vocabulary.tier("Moscow") == "name"
    assert vocabulary.tier("weremactively") == ""
    assert vocabulary.is_candidate("house")
    assert not vocabulary.is_candidate("weremactively")
    assert vocabulary.count("the") > vocabulary.count("house") > vocabulary.count("podcast")
    assert vocabulary.capital_share("house") < 0.5 < vocabulary.capital_share("Moscow")
    assert {vocabulary.tier(w) for w in vocabulary} <= set(TIERS)


def test_counts_are_kept_to_five_percent():
    for count in (0, 1, 7, 100, 12345, 4_000):
        assert abs(count_of(code_of(count)) - count) <= 0.05 * count


def test_exceptions_have_reasons():
    with open(os.path.join(FOLDER, "vocabulary.toml"), "rb") as file:
        exceptions = tomllib.load(file)["exceptions"]
    for entry in [*exceptions["in"], *exceptions["out"]]:
        assert entry["word"] and len(entry["why"]) > 8
    words = [e["word"] for e in [*exceptions["in"], *exceptions["out"]]]
    assert len(words) == len(set(words))


def test_packed_words_are_found():
    words, table = pack([("zebra", 3, 0.0, "word", True), ("Élan", 5, 1.0, "name", False)])
    small = Vocabulary(words, table)
    assert small.knows("Zebra") and small.knows("ÉLAN") and not small.knows("élan")
    assert small.tier("élan") == "name"
    assert list(small.candidates()) == [("zebra", 3)]


def test_a_missing_vocabulary_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="repair train vocabulary"):
        Vocabulary.open(str(tmp_path))


def test_opening_costs_nothing():
    start = time.perf_counter()
    for _ in range(10):
        Vocabulary.open(FOLDER).knows("house")
    assert time.perf_counter() - start < 0.5
