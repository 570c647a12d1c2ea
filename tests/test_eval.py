"""Measures of a repair: agreement with jiwer, units and their outcomes, single changes."""

from __future__ import annotations

import json

import jiwer
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.cli.eval import command
from repair.evaluate import Record, evaluate, intervals, judge, measure, total
from repair.evaluate.normalize import blind, fold, join_accepted, join_line_hyphens
from repair.evaluate.outcomes import outcomes
from repair.evaluate.reliability import reliability
from repair.evaluate.report import as_page, as_text, as_values
from repair.model import Edit, Span

WORDS = st.lists(
    st.sampled_from(["a", "b", "c", "the", "cat", "ca", "t", "thecat", "x1", "Mr.", "-"]),
    max_size=8,
)


def counted(source: str, truth: str, hypothesis: str) -> dict[str, int]:
    found = outcomes(source.split(), truth.split(), hypothesis.split())
    return {name: count for name, count in found._asdict().items() if count}


@pytest.mark.parametrize(
    ("source", "truth", "hypothesis", "expected"),
    [
        ("tbe dog", "the dog", "tbe dog", {"correct": 1, "errors": 1, "kept": 1, "missed": 1}),
        ("tbe dog", "the dog", "the dog", {"correct": 1, "errors": 1, "kept": 1, "fixed": 1}),
        ("the dog", "the dog", "the dug", {"correct": 2, "kept": 1, "broken": 1}),
        ("par ty on", "party on", "party on", {"correct": 1, "errors": 1, "kept": 1, "fixed": 1}),
        ("one two", "one two", "onetwo", {"correct": 2, "broken": 2}),
        ("one two", "one two", "one x two", {"correct": 2, "kept": 2, "inserted": 1}),
        (
            "one x two",
            "one two",
            "one two",
            {"correct": 2, "errors": 1, "kept": 2, "fixed": 1, "spurious_units": 1},
        ),
        (
            "one two",
            "one x two",
            "one x two",
            {"correct": 2, "errors": 1, "kept": 2, "fixed": 1, "missing_units": 1},
        ),
        (
            "a wqr1d c",
            "a world c",
            "a worid c",
            {"correct": 2, "errors": 1, "kept": 2, "misfixed": 1, "misfixed_closer": 1},
        ),
    ],
)
def test_what_became_of_each_word(source, truth, hypothesis, expected):
    assert counted(source, truth, hypothesis) == expected


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_outcomes_add_up(source, truth, hypothesis):
    found = outcomes(source, truth, hypothesis)
    assert found.correct == found.kept + found.broken
    assert found.errors == found.fixed + found.missed + found.misfixed
    assert outcomes(source, truth, truth).fixed == found.errors
    assert outcomes(source, truth, source).missed == found.errors


@settings(max_examples=100, deadline=None)
@given(WORDS.filter(bool), WORDS)
def test_error_rates_agree_with_jiwer(truth, hypothesis):
    one, other = " ".join(truth), " ".join(hypothesis)
    rates = measure(Record("1", one, other)).rates()
    assert rates["wer"] == pytest.approx(jiwer.wer(one, other))
    assert rates["cer"] == pytest.approx(jiwer.cer(one, other))
    if blind(one):
        output = jiwer.process_characters(blind(one), blind(other))
        edits = output.substitutions + output.deletions + output.insertions
        assert rates["cmer"] == pytest.approx(edits / (output.hits + edits))


def test_normal_forms():
    assert blind("“Mœurs,” said_he — 3rd") == "moeurs said he 3rd"
    assert fold("‘a’ – b") == "'a' - b"
    assert join_accepted("the north-\neast co-op", {"north"}) == "the north- east co-op"
    assert join_accepted("(north-east) co-op", {"northeast"}) == "(northeast) co-op"
    assert join_line_hyphens("north-\neast") == "northeast"


def test_intervals_hold_the_rate_and_repeat():
    documents = {
        str(n): measure(Record(str(n), "the cat sat", "the cat sat" if n % 3 else "tho cat sat"))
        for n in range(12)
    }
    low, high = intervals(documents, 200)["wer"]
    assert low < total(documents.values()).rates()["wer"] < high
    assert intervals(documents, 200)["wer"] == (low, high)


RECORD = Record(
    "1", "They were actively engaged at Khasan .", "", "They weremactively engaged at Khasan ."
)


def edit(before: str, after: str, confidence: float = 0.9, rule: str = "spelling") -> Edit:
    start = RECORD.source.index(before)
    return Edit(Span(start, start + len(before)), before, after, rule, confidence)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (edit("weremactively", "were actively"), "right"),
        (edit("mactively", " actively"), "right"),
        (edit("weremactively", "were activity"), "wrong"),
        (edit("Khasan", "Carson"), "harmful"),
        (edit(" .", " ."), "wrong"),
    ],
)
def test_single_changes_are_judged_alone(change, verdict):
    assert judge(RECORD, [change])[0].verdict == verdict


def test_confidence_is_compared_with_what_was_right():
    judged = judge(
        RECORD, [edit("weremactively", "were actively", 1.0), edit("Khasan", "Carson", 0.55)]
    )
    found = reliability(judged)
    assert [(b.changes, b.right) for b in found.bins] == [(1, 0.0), (1, 1.0)]
    assert found.expected_error == pytest.approx(0.55 / 2)


def test_reports_say_the_same():
    record = RECORD._replace(hypothesis=RECORD.truth)
    found = evaluate([record], {"1": [edit("weremactively", "were actively")]}, keep_examples=True)
    text, values, page = as_text(found, 1), as_values(found), as_page(found, "A <b> title")
    assert "'weremactively' should be 'were actively'" in text
    assert values["rates"]["recall"] == 1.0 and values["rules"][0]["rule"] == "spelling"
    assert (
        "A &lt;b&gt; title" in page
        and "<svg" in page
        and "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    )


def test_command_matches_lines_folders_and_files(tmp_path):
    rows = [{"id": "a", "ocr": "tbe cat", "gt": "the cat"}, {"id": "b", "ocr": "x", "gt": "y"}]
    reference = tmp_path / "reference.jsonl"
    reference.write_text("".join(json.dumps(row) + "\n" for row in rows))
    hypothesis = tmp_path / "hypothesis.jsonl"
    hypothesis.write_text('{"id": "a", "text": "the cat"}\n')
    run = CliRunner().invoke(
        command, [str(hypothesis), str(reference), "--output-format", "json", "--resamples", "0"]
    )
    assert run.exit_code == 0, run.output
    assert "1 records of the reference have no hypothesis" in run.stderr
    assert json.loads(run.stdout)["rates"]["precision"] == 1.0
    for name, text in (("one", "tbe cat"), ("two", "the cat")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text)
    for first, second in (("one", "two"), ("one/a.txt", "two/a.txt")):
        run = CliRunner().invoke(
            command, [str(tmp_path / first), str(tmp_path / second), "--output-format", "json"]
        )
        assert json.loads(run.stdout)["rates"]["wer"] == 0.5


def test_command_says_what_is_wrong(tmp_path):
    good = tmp_path / "good.jsonl"
    good.write_text('{"id": "a", "gt": "x"}\n')
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a", "txt": "x"}\nnonsense\n')
    run = CliRunner().invoke(command, [str(bad), str(good)])
    assert run.exit_code == 2 and "Name it with --text-column" in run.stderr
    run = CliRunner().invoke(command, [str(good), str(bad), "--text-column", "gt"])
    assert run.exit_code == 2 and "Name it with --truth-column" in run.stderr
    run = CliRunner().invoke(command, [str(tmp_path / "none"), str(tmp_path / "nothing")])
    assert run.exit_code == 2 and "does not exist" in run.stderr
