"""Every rule's examples: those in its module and those in tests/cases/<rule>.toml.

A case file holds `[[fix]]` tables (text, expected, provenance; lexicon and profile if needed;
marks: passages a person has to be pointed to, where a rule only marks) and `[[keep]]` tables
(text, provenance), which the rule must leave alone without proposal or mark.
`known_failures.toml` names cases that do not hold yet; one that begins to hold fails the suite,
so that it is taken off the list.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import repair
from repair import rules
from repair.knowledge import Knowledge
from repair.model import MIN_CONFIDENCE

CASES = Path(__file__).parent / "cases"
PROVENANCES = {"wild", "made", "issue"}
KINDS = ("fix", "keep")


def _tables() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Rule -> its case file."""
    return {
        path.stem.replace("_", "-"): tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(CASES.glob("*.toml"))
        if path.stem != "known_failures"
    }


TABLES = _tables()


def _known_failures() -> dict[tuple[str, str], str]:
    path = CASES / "known_failures.toml"
    if not path.exists():
        return {}
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {(row["rule"], row["text"]): row["reason"] for row in table.get("failure", [])}


KNOWN_FAILURES = _known_failures()


def _cases(kind: str) -> list[Any]:
    """The cases of one kind, the known failures among them expected to fail."""
    params = []
    for rule, table in TABLES.items():
        for number, case in enumerate(table.get(kind, [])):
            reason = KNOWN_FAILURES.get((rule, case["text"]))
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            params.append(pytest.param(rule, case, id=f"{rule}-{number}", marks=marks))
    return params


def _lexicon(case: dict[str, Any]) -> Any:
    """What the case brings as lexicon: entries, or a path beside the case files."""
    lexicon = case.get("lexicon")
    return str(CASES / lexicon) if isinstance(lexicon, str) else lexicon


def _checked(rule: str, case: dict[str, Any]) -> repair.Result:
    return repair.check(
        case["text"],
        lexicon=_lexicon(case),
        select=[rule],
        profile=case.get("profile", "auto"),
        min_confidence=case.get("min_confidence", 0.5),
    )


@pytest.mark.parametrize(("rule", "case"), _cases("fix"))
def test_fix(rule: str, case: dict[str, Any]) -> None:
    result = _checked(rule, case)
    assert result.text(case.get("min_confidence", 0.5)) == case["expected"]
    shown = [finding.before for finding in result.findings]
    for passage in case.get("marks", []):
        assert any(passage in before for before in shown), f"{passage!r} is not marked"
    assert shown, "nothing was found"


@pytest.mark.parametrize(("rule", "case"), _cases("keep"))
def test_keep(rule: str, case: dict[str, Any]) -> None:
    result = _checked(rule, case)
    assert [(f.before, f.after, f.confidence) for f in result.findings] == []


@pytest.mark.parametrize("rule", rules.names())
def test_every_rule_has_cases_of_both_kinds(rule: str) -> None:
    assert rule in TABLES, f"tests/cases/{rule}.toml is missing"
    for kind in KINDS:
        assert TABLES[rule].get(kind), f"tests/cases/{rule}.toml has no [[{kind}]]"


@pytest.mark.parametrize("rule", sorted(TABLES))
def test_every_case_says_where_it_comes_from(rule: str) -> None:
    assert rule in rules.names(), f"tests/cases/{rule}.toml belongs to no rule"
    assert set(TABLES[rule]) <= set(KINDS)
    for kind in KINDS:
        for case in TABLES[rule].get(kind, []):
            assert case.get("provenance") in PROVENANCES, case["text"]


def test_every_known_failure_is_a_case() -> None:
    cases = {
        (rule, case["text"])
        for rule, table in TABLES.items()
        for kind in KINDS
        for case in table.get(kind, [])
    }
    assert set(KNOWN_FAILURES) <= cases


@pytest.mark.parametrize("rule", rules.names())
def test_examples_of_the_module_hold(rule: str) -> None:
    module = rules.rule(rule)
    assert rule == module.NAME
    assert module.SUMMARY and "\n" not in module.SUMMARY
    assert module.FIXES and module.KEEPS
    for text, expected in module.FIXES:
        result = repair.check(text, select=[rule])
        assert result.text(MIN_CONFIDENCE) == expected
        assert result.findings, f"nothing is found in {text!r}"
    for text in module.KEEPS:
        result = repair.check(text, select=[rule])
        assert [(f.before, f.after) for f in result.findings] == [], text


def _pattern_rows() -> list[Any]:
    table = rules_table("boilerplate")
    return [pytest.param(row, id=row["reason"]) for row in table["pattern"]]


def rules_table(name: str) -> dict[str, Any]:
    """A table of the shipped language folder."""
    return Knowledge().table(name)  # type: ignore[no-any-return]


@pytest.mark.parametrize("row", _pattern_rows())
def test_examples_of_the_boilerplate_table_hold(row: dict[str, Any]) -> None:
    sure = "" if not row.get("doubtful") else "\n\nLeave a Reply"
    marked = repair.check(row["example"] + sure, select=["boilerplate"])
    assert row["example"].split("\n")[0].strip(" •") in [
        f.before.strip(" •") for f in marked.findings
    ]
    assert not repair.check(row["counter"] + sure, select=["boilerplate"]).findings or sure
    assert row["counter"] not in [
        f.before for f in repair.check(row["counter"] + sure, select=["boilerplate"]).findings
    ]


def test_examples_of_the_abbreviation_table_hold() -> None:
    for row in rules_table("abbreviations")["abbreviation"]:
        text, expected = row["example"].split(" => ")
        assert repair.fix(text, min_confidence=0.5, select=["abbreviation"]) == expected
