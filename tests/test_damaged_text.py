"""What a text that is damaged as a whole lets rules do, and what it forbids."""

from __future__ import annotations

import repair
from repair.model import APPLY_THRESHOLD

DAMAGED = (
    "Tlie old man was tbere and saw bim whcn thcy went to tbe house. He cxpected thcm , but "
    "tlie ncxt day thcir Carriage was gone. "
)
SOUND = (
    "The old man was there and saw him when they went to the house. He expected them , but "
    "the next day their carriage was gone. "
)


def proposals(text: str, rule: str) -> list[repair.Finding]:
    return [f for f in repair.check(text).proposals if f.rule == rule]


def test_a_comma_set_apart_is_joined_in_sound_text_only():
    assert proposals(SOUND, "space-before-stop")
    assert not proposals(DAMAGED, "space-before-stop")


def test_a_damaged_text_stays_one_after_its_first_repairs():
    # The second reading sees the repaired words; it must not take the text for a sound one.
    assert not proposals(DAMAGED * 3, "casing")
    assert not proposals(DAMAGED * 3, "space-before-stop")


def test_a_lone_digit_may_be_the_pronoun_but_is_never_changed_unasked():
    text = "Tlie old man was tbere and 1 saw him whcn 1 went. Thcy had 10 of thcm."
    result = repair.check(text)
    found = [f for f in result.proposals if f.before == "1"]
    assert [f.after for f in found] == ["I", "I"]
    assert all(f.confidence < APPLY_THRESHOLD for f in found)
    assert "10" in result.text(0.5)


def test_numbers_of_sound_text_stay():
    text = "There was 1 left. Step 1 is simple, and 1 of them had 0 errors."
    assert repair.fix(text, min_confidence=0.5) == text


def test_words_beside_a_dash_are_words_like_any_other():
    text = (
        "The clerk stated that busincss.—Apply at the office--and tbe—and the boat--and so on. "
        "See https://example.org/tbe--and and the option --tbe-mode; COALS.—VVilliam Brown sold it."
    )
    repaired = repair.fix(text, min_confidence=0.5)
    assert repaired == (
        "The clerk stated that business.—Apply at the office--and the—and the boat--and so on. "
        "See https://example.org/tbe--and and the option --tbe-mode; COALS.—William Brown sold it."
    )


def test_dashes_between_right_words_stay():
    text = "He came—so they said--late. The mother–child bond, the Paris–London train, 1914–18."
    assert repair.check(text).proposals == ()


def test_a_sign_without_case_that_opens_a_sentence_gets_a_capital():
    text = (
        "He stayed in a qniet town. 1t is a smali village and they came tbere. "
        "lf the warnlng lamp stays on, ladv, he said that lf it rains, he goes."
    )
    repaired = repair.check(text).text(0.5)
    assert "town. It is" in repaired and "If the warning" in repaired
    assert "lady, he said that if it rains" in repaired


def test_a_text_without_capitals_gets_none():
    text = (
        "so welcome back to the show today we talk about the rnssian army in the american north "
        "and about people in sub saharan africa at the end ofthe year and i think it will last"
    )
    repaired = repair.check(text).text(0.3)
    assert repaired == text.replace("rnssian", "russian").replace("ofthe", "of the")
