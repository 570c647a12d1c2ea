"""What may be changed unasked: kinds of undoubted damage, and the measured share of right ones."""

from __future__ import annotations

import pytest

from repair.names.decision import SEVERAL, SPACED, TORN, UNKNOWN, is_spelled_out, kind
from repair.names.evidence import FEATURES
from repair.names.examples import Example, owners
from repair.names.train_decision import certainties


def numbers(**known: float) -> tuple[float, ...]:
    """Evidence in which all that is not said is nothing."""
    return tuple(known.get(name, 0.0) for name in FEATURES)


@pytest.mark.parametrize(
    ("before", "after", "spelled"),
    [
        ("N H S", "NHS", True),
        ("J P Morgan", "JP Morgan", True),
        ("the U S Army", "the US Army", True),
        ("U. S", "US", False),  # a way of writing
        ("U.S", "US", False),
        ("a new", "anew", False),
        ("E commerce", "eCommerce", False),  # one letter may be a word
    ],
)
def test_initials_read_out(before: str, after: str, spelled: bool) -> None:
    assert is_spelled_out(before, after) == spelled


@pytest.mark.parametrize(
    ("before", "after", "known", "which"),
    [
        ("co vid", "COVID", {"spaced": 1, "unknown": 0.5, "names": 0.5}, TORN),
        ("N H S", "NHS", {"spaced": 1, "names": 1}, TORN),
        ("C M", "CM", {"spaced": 1, "names": 1, "beside_letter": 1}, ""),  # of "C M S"
        ("video jet", "Videojet", {"spaced": 1, "fit_swap": 20}, SPACED),
        ("health care", "Healthcare", {"spaced": 1, "fit_swap": 11}, ""),
        ("Hirshey", "Hershey", {"margin": 0.5, "unknown": 1, "words": 1}, UNKNOWN),
        ("Hirshey", "Hershey", {"margin": 0.01, "unknown": 1, "words": 1}, ""),
        ("affirmed", "Affimed", {"margin": 0.5, "words": 1, "known_changed": 1}, ""),
        (
            "conical phillips",
            "ConocoPhillips",
            {
                "margin": 0.5, "words": 2, "known_changed": 1, "weakest": 0.8,
                "more_words": -1, "names_changed": 0.5,
            },
            SEVERAL,
        ),
        (
            "Jackie Ross",
            "Jacquie Ross",
            {"margin": 0.5, "words": 2, "known_changed": 0.5, "weakest": 0.9, "names_changed": 0.5},
            "",
        ),
        (
            "healthcare products",
            "healthcare providers",
            {"margin": 0.5, "words": 2, "known_changed": 0.5, "weakest": 0.43},
            "",
        ),
        ("AFM 24", "AFM24", {"spaced": 1, "unknown": 1}, ""),  # a number
        ("Koven 19", "COVID-19", {"margin": 0.5, "unknown": 0.5, "words": 2}, UNKNOWN),
    ],
)  # fmt: skip
def test_kinds_of_undoubted_damage(
    before: str, after: str, known: dict[str, float], which: str
) -> None:
    assert kind(before, after, numbers(**known)) == which


def test_possessives_are_no_mistake_of_a_name() -> None:
    assert owners("Hershey's bars, the Hersheys’ and Adtran’s") == [
        "hershey", "bars", "the", "hersheys", "and", "adtran",
    ]  # fmt: skip


def example(number: int, right: bool, breaks: int = 0) -> Example:
    before = "nahm" + "".join(chr(ord("a") + int(digit)) for digit in str(number))
    unknown = numbers(margin=0.5, unknown=1, words=1)
    return Example(f"r{number}", "d", "s", before, "Name", unknown, right, breaks, 0, 0)


def test_certainty_is_the_share_of_right_changes() -> None:
    surest = [example(n, right=True) for n in range(200)]
    later = [example(200 + n, right=n % 4 > 0, breaks=1) for n in range(100)]
    odds = [5 - n / 100 for n in range(300)]
    certain = certainties([*surest, *later], odds)
    assert list(certain["least"]) == [UNKNOWN]
    assert certain["share"] >= 0.99
    assert certain["least"][UNKNOWN] == 2.97  # it can bear one that breaks something


def test_nothing_is_certain_on_little_proof() -> None:
    few = [example(n, right=True) for n in range(40)]
    assert certainties(few, [5.0] * 40)["least"] == {}
