"""Words that look like a damaged form, stroke by stroke."""

from __future__ import annotations

import numpy
import pytest

from repair.spelling.strokes import StrokeIndex, parts_of, strokes

WORDS = ["where", "resolution", "restitution", "running", "turning", "it's", "café"]


@pytest.fixture(scope="module")
def index():
    return StrokeIndex(numpy.array(WORDS, dtype=object), parts_of(WORDS))


def test_letters_come_apart():
    assert strokes("modern") == strokes("modem") == strokes("inodcrn")
    assert strokes("clay") == strokes("day")
    assert strokes("so") != strokes("go")


@pytest.mark.parametrize(
    ("form", "word", "apart"),
    [
        ("wlieie", "where", 0),
        ("tostltutlon", "restitution", 0),
        ("tostltution", "restitution", 0),
        ("tostltutloni", "restitution", 1),
        ("nmning", "running", 0),
        ("caf\u00e9", "caf\u00e9", 0),
    ],
)
def test_near_words_are_found(index, form, word, apart):
    assert (word, apart) in index.near(form)


@pytest.mark.parametrize("form", ["", "a", "re", "xxxxxxxx", "\u20ac\udcff\u4e16\u754c"])
def test_others_are_not(index, form):
    assert index.near(form) == []


def test_short_forms_need_the_same_strokes():
    short = StrokeIndex(numpy.array(["them", "then"], dtype=object), parts_of(["them", "then"]))
    assert short.near("tlicm") == [("them", 0)]
    assert short.near("tlic") == []


def test_no_words_at_all():
    assert StrokeIndex(numpy.array([], dtype=object), parts_of([])).near("where") == []
