"""What may be changed unasked: kinds of undoubted damage, and the measured share of right ones."""

from __future__ import annotations

import pytest

from repair.names.decision import SEVERAL, SPACED, TORN, UNKNOWN, is_spelled_out, kind
from repair.names.evidence import FEATURES
from repair.names.examples import Example, owners
from repair.names.train_certainty import Change, bounds, certainties


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
        ("video jet", "Videojet", {"spaced": 1, "fit_swap": 20, "usage": 4.2}, SPACED),
        ("sales force", "Salesforce", {"spaced": 1, "fit_swap": 20, "usage": 5.0}, ""),
        ("health care", "Healthcare", {"spaced": 1, "fit_swap": 11}, ""),
        ("Hirshey", "Hershey", {"margin": 0.5, "words": 1, "of_letters": 7}, UNKNOWN),
        ("Hirshey", "Hershey", {"margin": 0.01, "words": 1, "of_letters": 7}, ""),
        ("Hirshey", "Hersheys", {"margin": 0.5, "words": 1, "of_letters": 8}, ""),  # an ending
        ("Firshey", "Hershey", {"margin": 0.5, "words": 1, "of_letters": 7}, ""),
        ("Insu", "Ensu", {"margin": 0.5, "words": 1, "of_letters": 4}, ""),  # short
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
    unknown = numbers(margin=0.5, unknown=1, words=1, of_letters=6)
    document = f"d{number % 37}"
    return Example(f"r{number}", document, "s", before, "Nahmen", unknown, right, breaks, 0, 0)


def test_certainty_is_the_share_of_right_changes_in_documents_left_out() -> None:
    surest = [example(n, right=True) for n in range(600)]
    later = [example(600 + n, right=n % 3 > 0, breaks=1) for n in range(300)]
    odds = [4 - n / 300 for n in range(900)]
    certain = certainties([*surest, *later], [odds])
    assert list(certain["least"]) == [UNKNOWN]
    assert certain["share"] >= 0.99
    assert 60 <= certain["changes"] <= 640
    assert 1.8 < certain["least"][UNKNOWN] < 3.9  # of the later ones each third is wrong


def test_nothing_is_certain_on_little_proof() -> None:
    few = [example(n, right=True) for n in range(40)]
    assert certainties(few, [[5.0] * 40])["least"] == {}


def test_nothing_is_certain_where_faults_do_not_thin_out() -> None:
    some = [example(n, right=n % 20 > 0, breaks=1) for n in range(400)]
    assert certainties(some, [[5 - n / 100 for n in range(400)]])["least"] == {}


def test_a_gap_between_faults_moves_no_bound() -> None:
    """One fault more or less at the edge hardly matters: the curve is fitted to all of them."""
    changes = [
        Change(5 - n / 100, float(n > 250 and n % 4 == 0), UNKNOWN, f"d{n}") for n in range(400)
    ]
    without = [c for c in changes if c.odds != changes[252].odds]
    assert abs(bounds(changes, 0.02)[UNKNOWN] - bounds(without, 0.02)[UNKNOWN]) < 0.1


def test_a_kind_of_which_little_is_known_is_no_surer_than_the_others() -> None:
    changes = [
        Change(5 - n / 100, float(n > 250 and n % 4 == 0), UNKNOWN, f"d{n}") for n in range(400)
    ]
    changes += [Change(4 - n / 10, 0.0, SPACED, f"d{n}") for n in range(8)]
    chosen = bounds(changes, 0.02)
    assert chosen[SPACED] > chosen[UNKNOWN] - 1
