"""What a damaged run, or two neighbouring ones, may have been meant to be."""

from __future__ import annotations

import pytest

from repair.knowledge import Knowledge
from repair.model import Document
from repair.spelling.candidates import Candidates
from repair.spelling.neighbours import spoken
from repair.spelling.reading import Reading, suspicious_forms
from repair.spelling.windows import windows


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge()


@pytest.fixture(scope="module")
def candidates(knowledge):
    machine = knowledge.engine.machine
    return Candidates(machine.words, machine.channel)


@pytest.mark.parametrize(
    ("run", "meant"),
    [
        ("with'them,", "with them,"),
        ("ex-perience", "experience"),
        ("com-mittee's", "committee's"),
        ("that-wais", "that was"),
        ("him,The", "him, The"),
        ("1", "I"),
        ("|", "I"),
        ("wiUing", "willing"),
        ("skilJul", "skillful"),
        ("had|", "had"),
        ("gréât", "great"),
        ("inisappiopriatlon", "misappropriation"),
        ("tostltutlon", "restitution"),
        ("Gcoigc", "George"),
        ("à", "a"),
        ("Zhivago'a", "Zhivago's"),
        ("Zhivago?s", "Zhivago's"),
        ("coreferenceresolution", "coreference resolution"),
        ("club(and", "club (and"),
        ("hie", "the"),
        ("lho", "the"),
        ("theDEDB.", "the DEDB."),
        ("of18th", "of 18th"),
        ("thebaseline.In", "the baseline. In"),
        (
            "Themethodthatweproposedoesmuchbetterthanallothers",
            "The method that we propose does much better than all others",
        ),
        ("speci®c", "specific"),
        ("Speci?cally,", "Specifically,"),
        ("\ufb01rst", "first"),
        ("®nal", "final"),
        ("a\ufffdected", "affected"),
        ("in¯uence", "influence"),
        ("a®liated", "affiliated"),
        ("dierent", "different"),
        ("oces.", "offices."),
        ("8econd", "Second"),
        ("8econd", "second"),
    ],
)
def test_a_damaged_run_may_have_been(candidates, run, meant):
    offered = (*candidates.of_form(run), *candidates.of_word(run))
    assert meant in {candidate.replacement for candidate in offered}


@pytest.mark.parametrize(
    ("run", "meant"),
    [
        (",present", "present"),
        ("In", "in"),
        ("Intent", "intent"),
        ("AU", "All"),
        ("was.", "was"),
        ("kind-ness", "kindness"),
        ("half-past", "half past"),
        ("assign-ment,", "assignment,"),
    ],
)
def test_a_right_run_may_have_been(candidates, run, meant):
    assert meant in {candidate.replacement for candidate in candidates.of_word(run)}


@pytest.mark.parametrize("run", ["o'clock", "don't", "John", "Monday", "2,000", "I'll"])
def test_some_runs_are_never_taken_apart(candidates, run):
    assert not any(" " in c.replacement for c in candidates.of_word(run))


def windows_of(text, knowledge):
    document = Document(text)
    words = knowledge.vocabulary
    suspicious = suspicious_forms(document, knowledge.unknown_forms(document), words)
    reading = Reading(document, suspicious)
    machine = knowledge.engine.machine
    found = windows(reading, Candidates(machine.words, machine.channel))
    return {(reading.runs[w.first], c.replacement) for w in found for c in w.candidates}


def test_divided_words_are_looked_for_where_others_show(knowledge):
    line = "The well-known method is good for deter-mining the result of our Work-shop. " * 4
    assert ("deter-mining", "determining") not in windows_of(line, knowledge)
    shown = windows_of(line + "A num-ber of sev-eral others.", knowledge)
    assert {("deter-mining", "determining"), ("Work-shop.", "Workshop.")} <= shown
    assert ("well-known", "wellknown") not in shown


@pytest.mark.parametrize(
    ("left", "right", "meant"),
    [
        ("n", "ght,", "night,"),
        ("r", "ady", "ready"),
        ("unfoi", "tunate", "unfortunate"),
        ("examlna", "tlons", "examinations"),
        ("ho", "e", "hope"),
        ("f", "r", "for"),
    ],
)
def test_a_letter_may_be_lost_between_two_pieces(candidates, left, right, meant):
    assert meant in {candidate.replacement for candidate in candidates.of_pair(left, right)}


def test_a_stop_misread_for_a_hyphen_joins(candidates):
    offered = candidates.of_known_pair("be.", "fore")
    assert "before" in {candidate.replacement for candidate in offered}
    assert not candidates.of_known_pair("be.", "Fore")
    assert not candidates.of_known_pair("to", "day")


def test_known_words_are_doubted_in_damaged_text_only(knowledge):
    machine = knowledge.engine.machine
    sound = "He had a house in the hills. In summer he went to the sea and she stayed at home. "
    damaged = "Tlie mcn hod becn tbere whcn tlie rain bcgan and thcy went ln. "
    for text, expected in ((sound * 3, False), (sound + damaged * 2, True)):
        document = Document(text)
        unknown = suspicious_forms(document, knowledge.unknown_forms(document), machine.words)
        reading = Reading(document, unknown)
        found = windows(reading, Candidates(machine.words, machine.channel))
        known = [w for w in found if reading.runs[w.first] not in unknown]
        assert bool(known) is expected


def test_a_capital_begins_a_sentence_after_a_comma_read_for_a_stop(knowledge):
    machine = knowledge.engine.machine
    text = "Tlie mcn hod becn tbere. It was the growth, We had seen lt. thcn thcy ate."
    document = Document(text)
    unknown = suspicious_forms(document, knowledge.unknown_forms(document), machine.words)
    reading = Reading(document, unknown)
    found = windows(reading, Candidates(machine.words, machine.channel))
    offered = {c.replacement for window in found for c in window.candidates}
    assert "growth." in offered


def test_compounds_are_several_words_to_the_language_model():
    assert spoken("half-past") == ("half", "past")
    assert spoken("don't") == ("don't",)
    assert spoken(".") == (".",)


DAMAGED = "Tlie mcn hod becn tbere whcn tlie rain bcgan and thcy went ln. "


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the case was clear The judge agreed", "clear."),
        ("the case was clear , the judge agreed", "clear,"),
        ("Mr. A. Hill, Mr. B. Hall, Mr. C. Hull and Mr M. Dale came", "Mr."),
        ("J. Hill, K. Hall, P. Hull and T Dale came", "T."),
    ],
)
def test_a_stop_may_be_lost_or_stand_apart(knowledge, text, meant):
    assert meant in _doubted(knowledge, DAMAGED * 2 + text)


@pytest.mark.parametrize(
    ("text", "not_meant"),
    [
        ("then he saw Paris again", "saw."),
        ("it was plan B that Hall had", "B."),
        ("the case\n. The judge agreed", "case."),
    ],
)
def test_where_no_stop_is_expected(knowledge, text, not_meant):
    assert not_meant not in _doubted(knowledge, DAMAGED * 2 + text)


def _doubted(knowledge, text):
    machine = knowledge.engine.machine
    document = Document(text)
    unknown = suspicious_forms(document, knowledge.unknown_forms(document), machine.words)
    found = windows(Reading(document, unknown), Candidates(machine.words, machine.channel))
    return {candidate.replacement for window in found for candidate in window.candidates}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("of the character izat ion of it", "characterization"),
        ("this s e c t i o n ends", "section"),
        ("we mod el l ing, too", "modelling,"),
    ],
)
def test_a_word_may_be_spelled_in_pieces(knowledge, text, meant):
    assert meant in _doubted(knowledge, DAMAGED * 2 + text)


@pytest.mark.parametrize("text", ["the mod. el ling was", "at a x b c time"])
def test_pieces_that_make_no_word_stay(knowledge, text):
    offered = _doubted(knowledge, DAMAGED * 2 + text)
    assert not {"modelling", "atax"} & offered


def test_signs_are_weighed_beside_hopeless_words(knowledge):
    """What else `brothers.` may be is far-fetched; that its stop is dirt must still be asked."""
    text = (
        "The prisoncr was taken to the statiou by his brothers. who said that he had becn at home "
        "all night and that uothing was missing from the honse."
    )
    document = Document(text)
    reading, judged = knowledge.engine.judged(document, knowledge.unknown_forms(document))
    number = reading.runs.index("brothers.")
    asked = {h.candidate.replacement for h in judged if h.window.first == number}
    assert {"brothers", "brothers,"} <= asked
