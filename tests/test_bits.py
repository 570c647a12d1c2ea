"""Short runs around a place: formulas, initials, dirt."""

from __future__ import annotations

import pytest

from repair.spelling.bits import Bits


def near(text, number):
    runs = text.split()
    return Bits(set(runs)).near(runs, number, number)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("a man of the = city was here", 4, (0, False)),
        ("that x = 0, and k = 1", 2, (4, True)),
        ("we saw the | and a . of it", 3, (1, False)),
        ("", 0, (0, False)),
    ],
)
def test_bits_are_counted(text, number, expected):
    runs = text.split() or ["word"]
    assert Bits(set(runs)).near(runs, number, number) == expected


def test_words_are_no_bits():
    assert near("I am a man to be at A", 2) == (0, False)


def test_windows_of_several_runs_do_not_recur():
    runs = ["K", "=", "K", "="]
    assert Bits(runs).near(runs, 0, 1) == (2, False)
