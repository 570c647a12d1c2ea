"""What is not damaged must not be paid for: nothing is loaded or made for sound text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repair.knowledge import Knowledge
from repair.model import Document
from repair.prepared import kept
from repair.spelling.reading import Reading
from repair.text.forms import places_of

SOUND = "The members met in the old town and talked about the work of the year. " * 10


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge()


@pytest.mark.parametrize("unknown", ["Zaltmeer", "`zaltmeer`", "**zaltmeer**", "see Zaltmeer,"])
def test_names_and_code_of_a_sound_text_load_no_engine(knowledge: Knowledge, unknown: str) -> None:
    document = Document(f"{SOUND}They went to {unknown} again.")
    assert knowledge.engine.findings(document, knowledge) == ()
    assert knowledge.engine._machine is None


def test_a_short_text_and_a_damaged_one_are_looked_at() -> None:
    for text, found in (("Wednesdav morning", 1), (f"{SOUND} Wednesdav tbe", 1), (SOUND, 0)):
        suspicious = {"Wednesdav", "tbe"}
        reading = Reading(Document(text), suspicious)
        assert bool(reading.doubted) == bool(found)
    assert Reading(Document(f"{SOUND} Wednesdav"), {"Wednesdav"}).doubted == []


def test_starts_are_those_of_the_runs() -> None:
    text = "\n one  two\n\n\tthree\u00a0four \nfive"
    reading = Reading(Document(text), {"four"})
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    assert [reading.starts[i] for i in range(len(reading.runs))] == starts
    assert reading.hits == [3]


@pytest.mark.parametrize("others", [0, 30])
def test_places_of_few_and_of_many_forms_are_the_same(others: int) -> None:
    text = "a b a\nab a,\n b"
    forms = ["a", "b", *(f"x{i}" for i in range(others))]
    found = [(form, span.start) for form, span in places_of(text, forms)]
    assert found == [("a", 0), ("b", 2), ("a", 4), ("b", 13)]


def test_what_is_kept_is_made_again_when_its_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPAIR_CACHE_DIR", str(tmp_path / "cache"))
    source = tmp_path / "source"
    made = []

    def value() -> dict[str, bytes]:
        made.append(source.read_text())
        return {"text": source.read_bytes()}

    for text, damage in (("one", False), ("one", False), ("three", False), ("three", True)):
        if not source.exists() or source.read_text() != text:
            source.write_text(text)
        if damage:
            (file,) = (tmp_path / "cache").iterdir()
            file.write_bytes(file.read_bytes()[:-1])
        assert kept("thing-1", (str(source),), value) == {"text": text.encode()}
    assert made == ["one", "three", "three"]
    assert kept("thing-1", (), value) == {"text": b"three"} and len(made) == 4
