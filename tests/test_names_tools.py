"""Lexicons to and from other programs, learned from decisions, mined, checked and tested."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from repair.cli import lexicon as commands
from repair.knowledge import Knowledge
from repair.names import Entry, LexiconError
from repair.names.checking import failures, warnings
from repair.names.exchange import EXPORTS, as_toml, imported
from repair.names.learning import cues, decisions_from, lessons, taught
from repair.names.mining import mine
from repair.names.reading import read_bytes

GEORGE = [("George", ("gorge", "jorge"))]


def shapes(data: str, path: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.name, entry.heard_as) for entry in imported(data.encode(), path)]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("map.txt", "# names\ngorge -> George\njorge => George\n"),
        ("map.txt", "George = gorge | jorge\n"),
        ("map.csv", "from,to\ngorge,George\njorge,George\n"),
        ("map.tsv", "gorge\tGeorge\njorge\tGeorge\n"),
        ("map.json", '{"gorge": "George", "jorge": "George"}'),
        ("map.json", '{"George": ["gorge", "jorge"]}'),
        ("map.json", '{"custom_spelling": [{"from": ["gorge", "jorge"], "to": "George"}]}'),
        ("map.json", '[{"value": "George", "pronunciations": ["gorge", "jorge"]}]'),
        (
            "eng_OCRFixReplaceList.xml",
            '<OCRFixReplaceList><WholeWords><Word from="gorge" to="George" />'
            '<Word from="jorge" to="George" /></WholeWords></OCRFixReplaceList>',
        ),
        (
            "replace.template",
            "<Settings><MultipleSearchAndReplaceItem><Enabled>true</Enabled><FindWhat>gorge"
            "</FindWhat><ReplaceWith>George</ReplaceWith></MultipleSearchAndReplaceItem>"
            "<MultipleSearchAndReplaceItem><FindWhat>jorge</FindWhat><ReplaceWith>George"
            "</ReplaceWith></MultipleSearchAndReplaceItem></Settings>",
        ),
    ],
)
def test_lists_of_other_programs(path: str, data: str) -> None:
    assert shapes(data, path) == GEORGE


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("a.json", "{", "not valid JSON"),
        ("a.xml", "<names><name>", "not well-formed"),
        ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', "document type"),
        ("a.txt", "\n", "no names"),
    ],
)
def test_unreadable_lists_are_told(path: str, data: str, words: str) -> None:
    with pytest.raises(LexiconError, match=words):
        imported(data.encode(), path)


def test_toml_is_read_back_as_written() -> None:
    entry = Entry(
        'Say "no"\t', "term", ("No\\w",), ("know",), ("nou",), ("word",), ("{} way",), "a\nb",
        ("en",), "strict", "me", ("No.",), (("Know way.", "No way."),),
    )  # fmt: skip
    (again,), problems = read_bytes(as_toml([entry]).encode(), "n.toml")
    assert problems == []
    assert again._replace(origin="") == entry._replace(name='Say "no"')


def test_exports() -> None:
    entries = [Entry("AFP", heard_as=("a f p",)), Entry("Los Angeles", sounds_like=("loss angle",))]
    assert EXPORTS["whisper-prompt"](entries) == "Glossary: AFP, Los Angeles.\n"
    assert EXPORTS["hotwords"](entries) == "AFP, Los Angeles\n"
    assert json.loads(EXPORTS["assemblyai"](entries)) == {
        "keyterms_prompt": ["AFP", "Los Angeles"],
        "custom_spelling": [{"from": ["a f p"], "to": "AFP"}],
    }
    assert EXPORTS["aws"](entries).splitlines() == [
        "Phrase\tSoundsLike\tIPA\tDisplayAs",
        "A.F.P.\t\t\tAFP",
        "Los-Angeles\tloss-angle\t\tLos Angeles",
    ]


LEXICON = '[[entry]]\nname = "Dmitry Peskov"\nheard_as = ["Peskoff"]\n\n[[entry]]\nname = "Kyiv"\n'


def test_learning_proposes_only_what_sounds_alike() -> None:
    rows = [
        {"before": "Dimitry pesky", "after": "Dmitry Peskov", "rule": "x", "verdict": "accepted"},
        {"before": "president", "after": "Dmitry Peskov", "rule": "name", "verdict": "accepted"},
        {"before": "Keev", "after": "Kyiv", "rule": "name", "verdict": "accepted"},
        {"before": "Kief", "after": "Kyiv", "rule": "name", "verdict": "rejected"},
        {"before": "teh", "after": "the", "rule": "spelling", "verdict": "accepted"},
    ]
    decisions = decisions_from([*map(json.dumps, rows), "not json", "[]"])
    entries, _ = read_bytes(LEXICON.encode(), "n.toml")
    new = tomllib.loads(taught(LEXICON, lessons(decisions, entries), "n.toml"))
    assert [entry.get("heard_as") for entry in new["entry"]] == [
        ["Peskoff", "Dimitry pesky"],
        ["Keev"],
    ]


def test_mining_finds_names_and_their_variants() -> None:
    text = (
        "The envoy met Olena Marchuk in Zhytomyr. Later Olena Marchuk left. In Zhytomyr it rained."
    )
    found = {m.entry.name: m.entry for m in mine([text, text], Knowledge())}
    assert set(found) == {"Olena Marchuk", "Zhytomyr"}
    assert found["Zhytomyr"].kind == "place"
    assert found["Olena Marchuk"].note == "4 times in 2 documents"


def test_warnings_and_own_sentences() -> None:
    entries = [
        Entry("Claude", heard_as=("cloud",), origin="n.toml:1"),
        Entry("Vladivostok", right=("He saw Vladivostok.",), origin="n.toml:5",
              wrong=(("He saw Vladivostock in Russia.", ""), ("He saw a dog.", "He saw a cat."))),
    ]  # fmt: skip
    knowledge = Knowledge(entries)
    (warning,) = warnings(entries, "n.toml", knowledge)
    assert "'cloud'" in str(warning) and warning.line == 1
    assert [str(f) for f in failures(entries, "n.toml", knowledge)] == [
        "n.toml:5: 'Vladivostok': the wrong sentence 'He saw a dog.' stayed as it is; "
        "'He saw a cat.' was expected."
    ]


def test_wrong_forms_of_common_words_are_warned_of() -> None:
    entries = [Entry("Habakkuk", heard_as=("have a cook",)), Entry("Puyallup", heard_as=("pewal",))]
    (warning,) = warnings(entries, "n.toml", Knowledge())
    assert "'have a cook'" in str(warning)


def test_mining_counts_a_family_name_with_the_full_name_and_leaves_titles() -> None:
    text = "Later Judge Miranda Boudreaux spoke. Then Boudreaux left with Ann Odum and Paul Odum."
    found = {m.entry.name: m for m in mine([text], Knowledge(), least=1)}
    assert set(found) == {"Miranda Boudreaux", "Ann Odum", "Paul Odum"}
    assert found["Miranda Boudreaux"].times == 2


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lexicon, decisions = tmp_path / "n.toml", tmp_path / "decisions.jsonl"
    lexicon.write_text(LEXICON)
    row = {"before": "Keev", "after": "Kyiv", "rule": "name", "verdict": "accepted"}
    decisions.write_text(json.dumps(row) + "\n")
    assert commands.check((str(lexicon),)) == 0
    assert commands.learn(str(lexicon), str(decisions), 1, write=False) == 1
    assert lexicon.read_text() == LEXICON
    assert '+heard_as = ["Keev"]' in capsys.readouterr().out
    assert commands.learn(str(lexicon), str(decisions), 1, write=True) == 0
    assert commands.learn(str(lexicon), str(decisions), 1, write=True) == 0
    assert 'heard_as = ["Keev"]' in lexicon.read_text()
    assert commands.export(str(lexicon), "hotwords", None) == 0
    assert "Dmitry Peskov, Kyiv" in capsys.readouterr().out
    assert commands.check((str(tmp_path / "none.toml"),)) == 2
    out = tmp_path / "out.toml"
    (tmp_path / "map.txt").write_text("Keev -> Kyiv\n")
    assert commands.import_lists((str(tmp_path / "map.txt"),), str(out)) == 0
    assert tomllib.loads(out.read_text())["entry"][0]["heard_as"] == ["Keev"]


def row(verdict: str, before: str, left: str, right: str) -> dict[str, str]:
    return {"verdict": verdict, "before": before, "after": "Khasan", "left": left, "right": right}


@pytest.mark.parametrize("known", ['["Carson"]', '"Carson"', "'Carson'  # of old"])
def test_learning_proposes_cues_for_names_taken_for_words(known: str) -> None:
    lexicon = f'[[entry]]\nname = "Khasan"\nheard_as = {known}\n'
    decisions = [
        row("accepted", "cars on", "the railway gateway of ", " station near Vladivostok is"),
        row("accepted", "Carson", "They took the railway to ", " and then Vladivostok"),
        row("rejected", "Carson", "The gateway to ", " City was open"),
    ]
    entries, _ = read_bytes(lexicon.encode(), "n.toml")
    learned = lessons(decisions, entries)
    context = cues(decisions, learned, entries, Knowledge().vocabulary.knows)
    assert context == {"Khasan": ("Vladivostok", "railway")}
    (entry,) = tomllib.loads(taught(lexicon, learned, "n.toml", context))["entry"]
    assert entry["heard_as"] == ["Carson", "cars on"]
    assert entry["context"] == ["Vladivostok", "railway"]


def test_a_name_put_for_another_teaches_nothing() -> None:
    decisions = [row("accepted", "Kazan", "in ", " on the border")]
    assert lessons(decisions, [Entry("Khasan"), Entry("Kazan")]) == []


def test_bad_lists_are_told_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "map.txt"
    names.write_text("Carson -> Khasan\nKhasan -> Carson\nX ->\n")
    assert commands.import_lists((str(names),), str(tmp_path / "n.toml")) == 1
    said = capsys.readouterr().err
    assert "map.txt:3: 'X ->' is not" in said and "n.toml:1: 'Khasan' and 'Carson'" in said
    names.write_bytes(b"Olga\0\n")
    assert commands.import_lists((str(names),), None) == 2
    table = tmp_path / "map.csv"
    table.write_text('from,to\ngorge,\n"gorge,George\n')
    assert commands.import_lists((str(table),), None) == 2
    assert "map.csv:3: the row that begins here" in capsys.readouterr().err


def test_mining_and_learning_say_what_they_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.txt").write_bytes(b"Olga\nM\xfcller\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "n.toml").write_text(LEXICON)
    assert commands.mine((str(tmp_path),), 2, False, None) == 2
    assert "old.txt:2: this is not UTF-8" in capsys.readouterr().err
    assert commands.mine((str(tmp_path / "empty"),), 2, False, None) == 2
    assert "no .txt or .md file" in capsys.readouterr().err
    text = tmp_path / "some.jsonl"
    text.write_text("a story\n")
    assert commands.learn(str(tmp_path / "n.toml"), str(text), 1, write=False) == 2
    assert "no decision in this file" in capsys.readouterr().err
