"""What calibration believes of labels, and what is never stated with certainty."""

from __future__ import annotations

import numpy
import pytest

from repair.knowledge import Knowledge
from repair.spelling.hypotheses import Hypothesis
from repair.spelling.proposals import _stated
from repair.training.decision import _band_from, _with_band, without_noise


def test_sure_changes_that_a_faulty_reference_calls_wrong_count_in_part():
    scores = numpy.array([5.0, 5.0, 5.0, 1.0])
    accepted = numpy.array([0, 0, 1, 0])
    likely = without_noise(scores, accepted, ["bln600", "tesseract", "bln600", "bln600"])
    assert list(likely) == [0.5, 0.15, 1.0, 0.0]


@pytest.fixture(scope="module")
def maker():
    from repair.spelling.kinds import Maker

    machine = Knowledge().engine.machine
    return Maker(machine.words, machine.channel)


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        ("1", "I", False),
        ("l8", "18", False),
        ("T", "", False),
        ("tho", "the", True),
        ("|", "I", True),
        ("x", "", False),
        ("wv", "", False),
        ("~", "", True),
        ("Jun-seok", "Jun-seek", False),
        ("court-honse", "court-house", True),
    ],
)
def test_numbers_and_lone_letters_are_never_changed_unasked(maker, before, after, sure):
    from repair.spelling.context import Fit
    from repair.spelling.window import Window

    candidate = maker.make(0, after, (after.lower(),) if after else (), before, after.lower())
    fit = Fit(0.0, 0.0, 0.0, 0.0, 0.0)
    hypothesis = Hypothesis(Window(0, 0, (candidate,)), candidate, fit, fit)
    hypothesis.probability = 0.999
    assert (_stated(hypothesis, before) >= 0.99) is sure


def test_a_band_of_sure_changes_may_be_written_as_a_whole():
    scores = numpy.linspace(0.0, 4.0, 4000)
    right = numpy.ones(4000)
    right[:2000:10] = 0
    right[2000::300] = 0
    edge = _band_from(scores, right)
    assert edge is not None and 1.8 < edge < 2.1
    knots, values = _with_band([0.0, 1.0, 2.5, 4.0], [0.5, 0.9, 0.98, 0.999], edge)
    assert knots == sorted(knots) and values == sorted(values)
    stated = numpy.interp([1.0, edge - 0.01, edge, 2.5, 4.0], knots, values)
    assert stated.tolist()[2:] == [0.99, 0.99, 0.999]
    assert stated[0] == 0.9 and stated[1] < 0.97


def test_few_changes_are_no_band():
    assert _with_band([0.0], [0.5], None) == ([0.0], [0.5])
    assert _band_from(numpy.arange(100.0), numpy.ones(100)) is None
    assert _band_from(numpy.arange(400.0), numpy.ones(400)) == 0.0
