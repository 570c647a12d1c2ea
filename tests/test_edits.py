"""Arithmetic of edits: apply, invert, compose, between."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.model import Edit, Span
from repair.text.edits import apply, between, compose, invert

TEXTS = st.text(alphabet="ab \n", max_size=30)


@st.composite
def edits_of(draw, text):
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return tuple(
        Edit(Span(a, b), text[a:b], draw(st.text(alphabet="xyz", max_size=4))) for a, b in pairs
    )


@st.composite
def text_and_edits(draw):
    text = draw(TEXTS)
    return text, draw(edits_of(text))


@given(text_and_edits())
def test_undo_gives_the_original(case):
    text, edits = case
    assert apply(apply(text, edits), invert(edits)) == text


@given(st.data())
def test_compose_equals_applying_twice(data):
    text = data.draw(TEXTS)
    first = data.draw(edits_of(text))
    middle = apply(text, first)
    second = data.draw(edits_of(middle))
    both = compose(text, first, second)
    assert apply(text, both) == apply(middle, second)
    assert all(a.span.end <= b.span.start for a, b in pairwise(both))


@given(TEXTS, TEXTS)
def test_between_leads_from_one_text_to_the_other(one, other):
    assert apply(one, between(one, other)) == other


def test_apply_refuses_edits_of_another_text():
    with pytest.raises(ValueError, match="not 'cat'"):
        apply("a dog", (Edit(Span(2, 5), "cat", "cow"),))


def test_apply_refuses_overlapping_edits():
    with pytest.raises(ValueError, match="overlap"):
        apply("abcd", (Edit(Span(0, 3), "abc", "x"), Edit(Span(2, 4), "cd", "y")))
