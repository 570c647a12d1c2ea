"""The engine as rules and users meet it: proposals, reasons, what it leaves alone."""

from itertools import pairwise

import pytest

import repair
from repair.knowledge import Knowledge
from repair.model import Document

ENGINE_RULES = ("spelling", "stray-letter", "joined-words", "split-word", "line-hyphen",
                "letter-case", "stray-mark")  # fmt: skip
DAMAGED = (
    "The prisoner was ofthe opinion that tbe house was empty, and the witncss said that he had "
    "hcard nothing of the robbery until the following morning."
)
CLEAN = (
    "The prisoner was of the opinion that the house was empty, and the witness said that he had "
    "heard nothing of the robbery until the following morning."
)


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge()


def findings(text, knowledge):
    document = Document(text)
    return knowledge.engine.findings(document, knowledge)


def test_damaged_words_are_repaired():
    assert repair.fix(DAMAGED, min_confidence=0.5, select=ENGINE_RULES) == CLEAN


def test_clean_text_is_left_alone():
    assert repair.fix(CLEAN, min_confidence=0.5, select=ENGINE_RULES) == CLEAN


def test_findings_are_sorted_disjoint_and_true_to_the_text(knowledge):
    found = findings(DAMAGED, knowledge)
    assert found
    for finding in found:
        start, end = finding.span
        assert DAMAGED[start:end] == finding.before
        assert 0.0 <= finding.confidence <= 1.0
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_every_finding_says_why(knowledge):
    for finding in findings(DAMAGED, knowledge):
        assert finding.rule in ENGINE_RULES
        assert finding.reason.endswith(".")
        assert finding.before.strip() in finding.reason
        assert any(evidence.kind == "vocabulary" for evidence in finding.evidence)


def test_findings_are_worked_out_once(knowledge):
    document = Document(DAMAGED)
    first = knowledge.engine.findings(document, knowledge)
    assert knowledge.engine.findings(document, knowledge) is first


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org/tbe/prisonor and write to tbe.prisonor@example.org today.",
        "Run `tbe_prisonor --witncss` in the shell.",
        "The 1,250 men of the 4th and the 27th left at 10.30 a.m. for No. 17.",
        "",
        "   \n\n\t",
        "§ ¶ † ‡ … — –",
    ],
)
def test_protected_text_numbers_and_signs_stay(text):
    assert repair.fix(text, min_confidence=0.5, select=ENGINE_RULES) == text


def test_applied_changes_are_a_part_of_the_proposed(knowledge):
    result = repair.check(DAMAGED, select=ENGINE_RULES)
    applied = {edit.span for edit in result.edits(0.99)}
    assert applied <= {edit.span for edit in result.edits(0.5)}
