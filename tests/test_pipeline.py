"""The flow: passes are composed, protection and ignores hold, threads are safe."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

import repair
from repair import rules
from repair.model import Document, Finding, Span, Suggestion


def fake_rule(name, changes, confidence=0.9):
    """A rule that replaces fixed strings wherever they stand."""

    def find(document, knowledge):
        for before, after in changes.items():
            at = document.text.find(before)
            while at >= 0:
                yield Finding(
                    name,
                    Span(at, at + len(before)),
                    before,
                    f"{before} is {after}.",
                    (Suggestion(after, confidence),),
                )
                at = document.text.find(before, at + len(before))

    return SimpleNamespace(NAME=name, find=find)


@pytest.fixture
def only_rule(monkeypatch):
    def use(changes, confidence=0.9):
        fake = fake_rule("spelling", changes, confidence)
        monkeypatch.setattr(rules, "chosen", lambda select, ignore: ("spelling",))
        monkeypatch.setattr(rules, "rule", lambda name: fake)

    return use


def test_a_second_pass_is_composed_into_the_first(only_rule):
    only_rule({"themwar": "the war", "the war in": "a war in"})
    text = "so themwar in it"
    result = repair.check(text)
    (finding,) = result.proposals
    assert text[slice(*finding.span)] == finding.before == "themwar in"
    assert finding.after == "a war in"
    assert repair.fix(text, min_confidence=0.5) == "so a war in it"


def test_a_later_finding_elsewhere_keeps_its_own_place(only_rule):
    only_rule({"aaa": "b", "b c d": "b c e"})
    text = "aaa c d"
    assert repair.fix(text, min_confidence=0.5) == "b c e"


def test_protected_text_and_numbers_stay(only_rule):
    only_rule({"teh": "the", "in 1938.": "in of."})
    text = "https://x.com/teh in 1938. teh"
    assert repair.fix(text, min_confidence=0.5) == "https://x.com/teh in 1938. the"


def test_quotations_on_request(only_rule):
    only_rule({"teh": "the"})
    text = '"teh cat" saw teh dog'
    assert repair.fix(text, min_confidence=0.5, protect=["quotes"]) == '"teh cat" saw the dog'
    with pytest.raises(ValueError, match="quotes"):
        repair.check(text, protect=["names"])


def test_only_safe_edits_without_asking(only_rule):
    only_rule({"teh": "the"}, confidence=0.98)
    assert repair.fix("teh") == "teh"
    only_rule({"teh": "the"}, confidence=0.995)
    assert repair.fix("teh") == "the"


def test_unknown_rules_are_named_with_a_hint():
    with pytest.raises(rules.UnknownRule, match="did you mean"):
        repair.check("text", select=["spacebefore-stop"])


def test_threads_agree():
    text = "Nothing here is wrong, and nothing is found."
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: repair.check(text).findings, range(16)))
    assert all(r == results[0] for r in results)


def test_position_counts_lines_and_columns_from_one():
    document = Document("ab\r\ncd\ne")
    assert [document.position(i) for i in (0, 4, 7)] == [(1, 1), (2, 1), (3, 1)]


def test_a_result_can_go_to_another_process() -> None:
    result = repair.check("He weremactively engaged , and teh end .")
    again = pickle.loads(pickle.dumps(result))
    assert again.document.text == result.document.text
    assert again.findings == result.findings


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_collection_is_left_as_it_was(collecting):
    import gc

    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        repair.check("Teh prisoner was hcard.")
        with pytest.raises(rules.UnknownRule):
            repair.check("Teh prisoner.", select=["no-such-rule"])
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()
