"""The change set: readable, stable, portable, and refused with a sentence when it is damaged."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from review_cases import TEXT, changes_in, check, check_files

from repair.model import Document, Finding, Result, Span
from repair.review import ReviewError
from repair.review.change import collect
from repair.review.changeset import dump, from_row, load, save, to_row


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b.txt").write_bytes(b"teh end")
    results = check_files([tmp_path / "b.txt", tmp_path / "a.txt"])
    assert save(results, tmp_path / "changes.jsonl", str(tmp_path)) == 9
    changes = load(tmp_path / "changes.jsonl")
    assert changes == collect(results, tmp_path)
    assert [c.file for c in changes] == ["a.txt"] * 8 + ["b.txt"]
    assert dump(changes) == (tmp_path / "changes.jsonl").read_bytes()


def test_every_line_fits_the_published_schema(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    schema = json.loads((files("repair.review") / "changes.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    decided = [
        c._replace(decision="accepted", replacement="", by="anna", time="2026-01-01T00:00:00Z")
        for c in changes_in(tmp_path)
    ]
    for line in dump([*changes_in(tmp_path), *decided]).splitlines():
        validator.validate(json.loads(line))


def test_ids_do_not_depend_on_position_but_on_what_stands_around() -> None:
    ids = [c.id for c in collect([check("one two three teh four five six", "a")])]
    moved = "A new beginning.\n\none two three teh four five six, and a new end"
    elsewhere = "one two THREE teh four five six"
    assert [c.id for c in collect([check(moved, "a")])] != ids  # "six," is another word
    moved = moved.replace("six,", "six")
    assert [c.id for c in collect([check(moved, "a")])] == ids
    assert [c.id for c in collect([check(elsewhere, "a")])] != ids


def test_places_that_look_alike_have_different_ids() -> None:
    changes = collect([check("so it is teh one, so it is teh one, so it is teh one, so", "a")])
    assert len({c.id for c in changes}) == 3
    assert [(c.occurrence, c.occurrences) for c in changes] == [(0, 2), (1, 2), (0, 1)]


def test_marks_are_left_out_unless_asked_for() -> None:
    mark = Finding("boilerplate", Span(0, 9), "Read more", "It is no part of the article.")
    result = Result(Document("Read more", "a.txt"), (mark,))
    assert collect([result]) == []
    (change,) = collect([result], marks=True)
    assert change.after is None
    assert from_row(to_row(change)) == change


@given(st.text(), st.text(st.characters(categories=["Cs", "L"]), min_size=1), st.text())
def test_any_text_survives(left: str, before: str, right: str) -> None:
    span = Span(len(left), len(left) + len(before))
    finding = Finding("x", span, before, "because", check("teh", "").findings[0].suggestions)
    result = Result(Document(left + before + right, "a.txt"), (finding,))
    (change,) = collect([result])
    header, line, end = dump([change]).split(b"\n")
    assert header
    assert not end
    assert from_row(json.loads(line)) == change


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"{", "line 3: it is not whole JSON"),
        (b"[]", "a change is a JSON object"),
        (b"{}", "'id' is missing"),
        (b'{"format": "repair change set", "schema": 2}', "reads schema 1, not 2"),
        (b'{"format": "other"}', "this is a 'other'"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: bytes, sentence: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"teh")
    path = tmp_path / "changes.jsonl"
    path.write_bytes(dump(changes_in(tmp_path)) + line + b"\n")
    with pytest.raises(ReviewError, match=sentence):
        load(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("span", [3, 1]),
        ("span", [0]),
        ("decision", "perhaps"),
        ("confidence", "high"),
        ("evidence", [1]),
        ("after", 7),
        ("occurrence", [None, 1]),
        ("replacement", 1),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, key: str, value: object) -> None:
    (tmp_path / "a.txt").write_bytes(b"teh")
    row = to_row(changes_in(tmp_path)[0])
    row[key] = value
    with pytest.raises(ReviewError, match=key):
        from_row(row)


def test_joined_change_sets_are_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"teh")
    data = dump(changes_in(tmp_path))
    path = tmp_path / "changes.jsonl"
    path.write_bytes(data + data)
    assert len(load(path)) == 1


def test_a_file_that_is_no_change_set(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(ReviewError, match="is empty"):
        load(tmp_path / "empty")
    with pytest.raises(ReviewError, match="cannot be read"):
        load(tmp_path / "nowhere")
