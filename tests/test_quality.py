"""The score of texts: signs of damage, estimated rates, artefacts, the report, the command."""

from __future__ import annotations

import json
import random

import pytest
from click.testing import CliRunner

from repair.cli.score import command
from repair.knowledge import Knowledge
from repair.model import Document, Finding, Span, Suggestion
from repair.quality import Collection, estimate, measure_features, score_text
from repair.quality.features import Features, Measured
from repair.quality.fit import Known, fit
from repair.quality.profile import add, empty_signs, profile, signs
from repair.quality.report import as_page, as_text, as_values

CLEAN = (
    "The committee met in the morning and heard three reports about the harbour. The first was "
    "short; the second, by the engineer, took an hour. Nobody spoke against the plan.\n"
)
DAMAGED = (
    "Tlie committce mct in tbe morning and heaid thrce rep0rts abont the harb0ur . Tlie first was "
    "sbort; tlie sec ond, by the engi-\nneer, took an hovr. N0body spoke agninst the plnn. ~ ^\n"
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge()


def finding(text: str, before: str, after: str | None, rule: str = "spelling") -> Finding:
    start = text.index(before)
    suggestions = () if after is None else (Suggestion(after, 0.9),)
    return Finding(rule, Span(start, start + len(before)), before, "Why.", suggestions)


def test_signs_of_damage_are_shares_of_words(knowledge):
    clean = measure_features(Document(CLEAN), knowledge)
    assert clean.words == len(CLEAN.split()) and sum(clean.features) == 0
    damaged = measure_features(Document(DAMAGED), knowledge).features
    assert damaged.unknown > 0.15 and damaged.mixed > 0.05
    assert damaged.loose_signs > 0 and damaged.line_hyphens > 0
    assert measure_features(Document(""), knowledge).words == 0


def test_more_damage_is_a_higher_rate_inside_its_interval(knowledge):
    low, high = (
        estimate(measure_features(Document(text), knowledge), knowledge)
        for text in (CLEAN, DAMAGED)
    )
    assert low.wer.value < 0.01 < 0.2 < high.wer.value
    assert low.cer.value < high.cer.value < high.wer.value
    for rate in (*low, *high):
        assert 0 <= rate.low <= rate.value <= rate.high <= 1


def test_fit_finds_the_weights_and_an_honest_interval():
    generator = random.Random(5)
    texts = []
    for number in range(300):
        unknown = generator.random() * 0.1
        features = Features(unknown, 0, 0, 0, generator.random() * 0.05, 0, 0)
        noise = generator.uniform(0.8, 1.2)
        truth = (0.4 * features.unknown + 0.2 * features.single_letters) * noise
        texts.append(Known(f"set {number % 5}", Measured(features, 600, 3600), truth, truth))
    fitted = fit(texts, "cer")
    assert fitted.weights.weights["unknown"] == pytest.approx(0.4, rel=0.1)
    assert fitted.weights.document[0] < 1 < fitted.weights.document[1] < 1.4
    assert fitted.covered == pytest.approx(0.9, abs=0.08)


def test_artefacts_say_where_and_what(knowledge):
    text = "".join(f"endof line {n} wltb\nnext\n" for n in range(9))
    found = []
    for n in range(9):
        start = text.index(f"endof line {n}")
        found.append(
            Finding("joined-words", Span(start, start + 5), "endof", "", (Suggestion("end of", 1),))
        )
        start = text.index("wltb", start)
        found.append(
            Finding("spelling", Span(start, start + 4), "wltb", "", (Suggestion("with", 1),))
        )
    both = empty_signs()
    add(both, signs(text, found))
    words, joins = sorted(profile(both), key=lambda s: "joined" in s)
    assert joins.startswith("9 joined words, all at the start of a line: look at")
    assert "9 suspicious words, all at the end of a line" in words
    assert "'i' read as 'l' in 9" in words


def collection(knowledge) -> Collection:
    found = Collection(knowledge)
    for number in range(30):
        text = DAMAGED if number == 7 else CLEAN
        findings = [
            finding(text, damaged, right)
            for damaged, right in (("rep0rts", "reports"), ("abont", "about"))
            if damaged in text
        ]
        found.add(score_text(Document(text, f"text {number}"), findings, knowledge))
    found.close()
    return found


def test_the_worst_are_named_and_the_rest_counted(knowledge):
    found = collection(knowledge)
    assert found.texts == 30 and len(found.rates) == 30
    assert found.worst_texts[0][0] == "text 7" and len(found.worst_texts) == 20
    assert [p.text for p in found.worst_passages] == ["text 7"]
    assert "rep0rts" in found.worst_passages[0].words
    assert 95 < found.score < 99.9
    report, values, html = as_text(found), as_values(found), as_page(found, "Q <script>")
    assert "worst texts" in report and "text 7:1:" in report
    assert values["texts"] == 30 and json.dumps(values)
    assert html.count("<svg") == 3 and "<script>" not in html and "src=" not in html


def test_parts_of_one_text_count_as_one(knowledge):
    found = Collection(knowledge)
    for _ in range(3):
        found.add(score_text(Document(CLEAN, "long"), (), knowledge))
    found.close()
    assert found.measured.words == 3 * len(CLEAN.split()) and found.texts == 1


def test_repeated_lines_and_missing_stops_are_counted(knowledge):
    line = "Daily News of the Harbour, page\n"
    scored = score_text(Document(line * 3 + "word " * 80), (), knowledge)
    assert scored.repeated == 2 * len(line.strip())
    assert scored.unpunctuated >= 80


def test_command(tmp_path):
    (tmp_path / "a.txt").write_text(CLEAN * 3)
    (tmp_path / "b.txt").write_text(DAMAGED * 3)
    arguments = [str(tmp_path), "-j", "1", "--fail-under", "99"]
    result = CliRunner().invoke(command, [*arguments, "--output-format", "json"])
    assert result.exit_code == 1 and "is under 99" in result.stderr
    assert json.loads(result.stdout)["texts"] == 2
    result = CliRunner().invoke(command, [str(tmp_path / "a.txt"), "-j", "1"])
    assert result.exit_code == 0 and "estimated word error rate" in result.stdout
    (tmp_path / "c.txt.gz").write_bytes(b"no")
    result = CliRunner().invoke(command, [str(tmp_path), "-j", "1"])
    assert result.exit_code == 2 and "not sound gzip" in result.stderr
