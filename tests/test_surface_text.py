"""The small helpers that the rules of the surface share."""

from __future__ import annotations

import re

import pytest

from repair.knowledge import Knowledge
from repair.model import Document, Span
from repair.text.forms import forms_with, places
from repair.text.lines import code_near, is_sentence, is_title_case, line_around, spans_of_lines
from repair.text.measured import CAUTION, beyond_chance, laplace, least_beyond_chance
from repair.text.noise import is_noisy
from repair.text.quotation import closes


def test_laplace_never_claims_certainty():
    assert laplace(0, 0) == 0.5
    assert laplace(98, 0) == 0.99
    assert 0.9 < laplace(1000, 50) < 0.96


def test_as_many_finds_as_clean_text_holds_prove_nothing():
    assert beyond_chance(0, 1000, 0.001) == 0.0
    assert beyond_chance(1, 1000, 0.001) == 0.0
    assert beyond_chance(100, 1000, 0.001) == pytest.approx(1 - CAUTION / 100)
    needed = least_beyond_chance(1000, 0.001, 0.5)
    assert beyond_chance(round(needed), 1000, 0.001) == pytest.approx(0.5)


def test_forms_are_found_with_their_places():
    document = Document("end.Start of it\nand end.Start, again")
    pattern = re.compile(r"\.[A-Z]")
    assert forms_with(document, pattern) == ["end.Start", "end.Start,"]
    assert places(document, pattern) == [("end.Start", Span(0, 9)), ("end.Start,", Span(20, 30))]


def test_lines_without_their_white_space():
    document = Document("  one\n\n\u00a0two \nthree")
    assert [document.text[a:b] for a, b in spans_of_lines(document)] == ["one", "two", "three"]
    assert line_around(document.text, 9) == Span(7, 12)


@pytest.mark.parametrize("line", ["let x = 1;", "$ ls -l", "a::b", "call()", "├── src", "x -> y"])
def test_code(line):
    assert code_near(line, 1)


@pytest.mark.parametrize("line", ["He paid $5 for it.", "The end (of it) came.", "A > B is odd"])
def test_prose_is_no_code(line):
    assert not code_near(line, 1)


def test_headings_and_sentences():
    assert is_title_case("Race To Freedom: A Desperate Attempt To Flee")
    assert not is_title_case("The council met on Monday in York")
    assert is_sentence("He left.”")
    assert not is_sentence("He left")


def test_straight_marks_close_what_is_open():
    text = 'He said "yes" and "no".\n"New'
    assert [closes(text, m.start()) for m in re.finditer('"', text)] == [
        False, True, False, True, False,
    ]  # fmt: skip
    assert closes("“a”", 2) and not closes("“a”", 0)


def test_a_bad_scan_is_told_by_its_short_unknown_words():
    unknown = ["tbe", "aud", "wbich", "ot", "bis", "tlie", "wliat", "hirn", "froin", "bv", "ln"]
    scan = Document(" ".join([*unknown, "the words of a short old text"]))
    knowledge = Knowledge()
    assert is_noisy(scan, knowledge)
    page = Document("residentsmwere evacuatedmfrom the town and the harbour of the island")
    assert not is_noisy(page, knowledge)


def test_names_without_their_capitals_are_no_scan():
    names = "budapest brussels moscow london paris berlin vienna geneva lisbon dublin madrid"
    page = Document(f"the talks were in {names} and the words of a short text")
    assert not is_noisy(page, Knowledge())
