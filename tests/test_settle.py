"""Overlapping findings: the best set wins, whatever the order."""

import random

from repair.model import Finding, Span, Suggestion
from repair.ranking.settle import settle


def proposal(start, end, confidence, after="x", rule="spelling"):
    return Finding(
        rule, Span(start, end), "b" * (end - start), "", (Suggestion(after, confidence),)
    )


def test_the_greater_sum_wins():
    wide, left, right = proposal(0, 10, 0.9), proposal(0, 4, 0.6), proposal(5, 9, 0.6)
    assert settle([wide, left, right]) == (left, right)
    assert settle([wide, left]) == (wide,)


def test_one_insertion_per_place():
    one, two = proposal(3, 3, 0.7), proposal(3, 3, 0.8, "y")
    assert settle([one, two]) == (two,)


def test_marks_stay_beside_proposals():
    mark = Finding("boilerplate", Span(0, 5), "bbbbb", "look")
    assert settle([mark, proposal(0, 5, 0.9), mark]) == (mark, proposal(0, 5, 0.9))


def test_order_does_not_matter():
    findings = [proposal(i % 7, i % 7 + 1 + i % 3, 0.5 + i / 100, str(i)) for i in range(30)]
    expected = settle(findings)
    for seed in range(5):
        random.Random(seed).shuffle(findings)
        assert settle(findings) == expected
