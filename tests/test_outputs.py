from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repair.model import Document, Edit, Evidence, Finding, Result, Span, Suggestion
from repair.outputs import concise, diff, github, jsonl, sarif, text
from repair.outputs import json as json_output
from repair.outputs.closing import Counts, closing, percent
from repair.outputs.report import Report, count
from repair.text.edits import apply


def finding(document: Document, before: str, after: str | None, confidence: float = 0.8) -> Finding:
    start = document.text.index(before)
    suggestions = (
        (Suggestion(after, confidence, (Evidence("vocabulary", "it is a word", 3.0),)),)
        if after is not None
        else ()
    )
    span = Span(start, start + len(before))
    return Finding("test-rule", span, before, "It is wrong.", suggestions, "names.toml:3")


def report(content: str, *changes: tuple[str, str | None], name: str = "a.txt", **more) -> Report:
    document = Document(content, name)
    return Report(Result(document, tuple(finding(document, *c) for c in changes)), **more)


# The unified diff

PIECES = st.sampled_from(
    ["a", "b", "word ", "\n", "\r\n", "\r", "\u2028", "é", "\x0c", "-", "+", " "]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    content = draw(TEXTS)
    cuts = sorted(set(draw(st.lists(st.integers(0, len(content)), max_size=8))))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edits.append(Edit(Span(start, end), content[start:end], draw(TEXTS)))
    return content, tuple(edits)


def _apply_with(tool: list[str], folder: Path, name: str, before: bytes, patch: str) -> bytes:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(before)
    done = subprocess.run(
        tool,
        cwd=folder,
        input=patch.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode() + repr(patch)
    return path.read_bytes() if path.exists() else b""


TOOLS = (
    ["patch", "-p1", "--binary", "--no-backup-if-mismatch"],
    ["patch", "-p1"],
    ["git", "apply", "--whitespace=nowarn"],
)


@pytest.mark.tools
@pytest.mark.skipif(not (shutil.which("patch") and shutil.which("git")), reason="needs both")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(edited(), st.booleans())
def test_diff_is_accepted_by_patch_and_git(case: tuple[str, tuple[Edit, ...]], marked) -> None:
    content, edits = case
    prefix = "\ufeff" if marked else ""
    patch = diff.unified(content, edits, "dir/a.txt", prefix)
    after = (prefix + apply(content, edits)).encode()
    before = (prefix + content).encode()
    assert (patch == "") == (before == after)
    if not patch or not before:
        return
    for tool in TOOLS:
        with tempfile.TemporaryDirectory() as folder:
            assert _apply_with(tool, Path(folder), "dir/a.txt", before, patch) == after


@pytest.mark.tools
@pytest.mark.skipif(not (shutil.which("patch") and shutil.which("git")), reason="needs both")
@pytest.mark.parametrize("name", ["my a.txt", "a\tb.txt", 'q"uote.txt', "ünï.txt", "a\\b"])
@pytest.mark.parametrize("tool", TOOLS[1:], ids=["patch", "git"])
def test_odd_file_names(name: str, tool: list[str], tmp_path: Path) -> None:
    content = "one\nteh two\nthree\n"
    patch = diff.unified(content, report(content, ("teh", "the")).result.edits(0), name)
    assert _apply_with(tool, tmp_path, name, content.encode(), patch) == b"one\nthe two\nthree\n"


def test_diff_shows_three_lines_around_and_joins_near_hunks() -> None:
    lines = [f"line {n}\n" for n in range(30)]
    content = "".join(lines)
    patch = diff.render([report(content, ("line 5\n", "five\n"), ("line 11\n", "x\n"))])
    assert patch.count("@@ -") == 1
    assert "@@ -3,13 +3,13 @@" in patch
    patch = diff.render([report(content, ("line 5\n", "five\n"), ("line 25\n", "x\n"))])
    assert patch.count("@@ -") == 2


def test_names_outside_the_current_folder_start_at_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    assert diff.relative("a.txt") == "a.txt"
    assert diff.relative(str(tmp_path / "in" / "b" / "a.txt")) == "b/a.txt"
    assert diff.relative("../a.txt") == str(tmp_path / "a.txt").lstrip("/")
    assert diff.relative("./a.txt") == "a.txt"


# Records


def test_json_record_holds_everything() -> None:
    one = report("héllo teh end\n", ("teh", "the"), byte_order_mark=b"\xef\xbb\xbf")
    (row,) = json.loads(json_output.render([one]))
    assert row["byte_start"] == 3 + len("héllo ".encode())
    assert row["byte_end"] == row["byte_start"] + 3
    assert (row["start"], row["end"], row["line"], row["column"]) == (6, 9, 1, 7)
    assert (row["before"], row["after"], row["tier"]) == ("teh", "the", "ask")
    assert row["evidence"] == [{"kind": "vocabulary", "text": "it is a word", "value": 3.0}]
    assert row["source"] == "names.toml:3" and row["file"] == "a.txt"
    expected = (
        "id file line column start end byte_start byte_end before after alternatives rule "
        "confidence reason evidence source context_hash group tier written"
    )
    assert list(row) == expected.split()
    assert json.loads(jsonl.render([one])) == row


def test_ids_differ_for_equal_places_and_survive_edits_elsewhere() -> None:
    same = Document("teh end\nx\nx\nx x x\nteh end\nx x x\nx x x\n", "a.txt")
    found = tuple(
        Finding("r", Span(at, at + 3), "teh", "", (Suggestion("the", 0.8),)) for at in (0, 18)
    )
    ids = [row["id"] for row in json.loads(json_output.render([Report(Result(same, found))]))]
    assert len(set(ids)) == 2
    moved = report("A new line before\n\nlong way to go teh end of it all\n", ("teh", "the"))
    here = report("long way to go teh end of it all\n", ("teh", "the"))
    assert (
        json.loads(jsonl.render([moved]))["context_hash"]
        == json.loads(jsonl.render([here]))["context_hash"]
    )


def test_lone_surrogates_stay_valid_json() -> None:
    broken = "bad \udcff byte"
    rendered = json_output.render([report(broken, ("bad \udcff byte", "x"))])
    rendered.encode()  # valid UTF-8
    assert json.loads(rendered)[0]["before"] == broken
    for module in (text, concise, github):
        module.render([report(broken, ("bad \udcff byte", "x"))]).encode()


def test_empty_outputs_are_still_valid() -> None:
    assert json.loads(json_output.render([])) == []
    assert jsonl.render([]) == diff.render([]) == github.render([]) == text.render([]) == ""
    assert json.loads(sarif.render([]))["runs"][0]["results"] == []


def test_byte_offsets_in_utf_16() -> None:
    one = report("𝄞é teh\n", ("teh", "the"), encoding="utf-16-le", byte_order_mark=b"\xff\xfe")
    row = json.loads(jsonl.render([one]))
    assert row["byte_start"] == 2 + len("𝄞é ".encode("utf-16-le"))


# GitHub, SARIF, concise, text


def test_github_escapes() -> None:
    one = report("50% teh\nend", ("50% teh\nend", "x"), ("50", None), name="a,b:c.txt")
    lines = github.render([one]).splitlines()
    assert lines[0].startswith(
        "::warning file=a%2Cb%3Ac.txt,line=1,endLine=2,title=repair%3A test-rule::50%25 teh⏎end → x"
    )
    assert lines[1].startswith("::notice file=")
    assert "col=1,endColumn=3" in lines[1]


def test_sarif_has_places_and_fixes() -> None:
    one = report("x\nhé teh\n", ("teh", "the"), name="my dir/a.txt")
    log = json.loads(sarif.render([one], "1.0", {"test-rule": "What it does."}))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["rules"][0]["shortDescription"]["text"] == "What it does."
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20dir/a.txt"
    assert place["region"]["startLine"] == 2 and place["region"]["startColumn"] == 4
    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"]["text"] == "the"
    assert result["level"] == "warning" and result["rank"] == 80


def test_control_characters_never_reach_a_terminal() -> None:
    nasty = "\x1b[31mred\x07 teh\u202e end\u00a0x"
    for module in (text, concise, github):
        out = module.render([report(nasty, (nasty, "x"), name="\x1b]0;a.txt")])
        assert not any(c in out for c in "\x1b\x07\u202e\u00a0")


def test_concise_is_one_line_per_finding() -> None:
    out = concise.render([report("teh\nend", ("teh\nend", "x"), ("end", None))])
    assert out.splitlines() == [
        "a.txt:1:1: test-rule 80% teh⏎end → x: It is wrong.",
        "a.txt:2:1: test-rule It is wrong.",
    ]


def test_context_is_cut_at_words() -> None:
    long = "some words here " * 10 + "teh" + " and more words there" * 10
    out = text.render([report(long, ("teh", "the"))])
    assert "      … here some words here some words here [-teh-]{+the+} and" in out or "… " in out
    assert max(map(len, out.splitlines())) < 100


def test_closing_line() -> None:
    assert closing(Counts(1)) == "1 file checked: nothing to repair."
    counts = Counts(2, 3, 1, 2, 4, 1) + Counts(1)
    assert closing(counts) == (
        "3 files checked: 4 repairs written, 3 proposals (1 safe to write with -w), "
        "2 places marked for a person to look at; 1 error."
    )
    assert percent(0.9996) == "99.9%" and percent(1.0) == "100%" and percent(0.5) == "50%"
    assert percent(0.29) == "29%"


def test_counts_of_a_report() -> None:
    one = report("teh end", ("teh", "the"), ("end", None))
    assert count(one) == Counts(1, 1, 0, 1, 0, 0)
