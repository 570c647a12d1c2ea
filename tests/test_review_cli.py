"""The commands about people, as they are typed."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from review_cases import TEXT, changes_in, check, session_in

from repair.cli import proposals
from repair.cli.group import command
from repair.outputs.diff import unified
from repair.review.changeset import dump, load
from repair.review.decisions import Decisions

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "changes.jsonl").write_bytes(dump(changes_in(tmp_path)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPAIR_REVIEWER", "anna")
    monkeypatch.setattr(
        proposals, "check", lambda document, **_: check(document.text, document.name)
    )
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    def run(*arguments: str, code: int = 0) -> Result:
        done = CliRunner().invoke(command, arguments)
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output
        return done

    return run


def accept(folder: Path, word: str) -> None:
    path = folder / "changes.jsonl"
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        if json.loads(line).get("before") == word:
            lines[number] = line.replace('"decision": "pending"', '"decision": "accepted"')
    path.write_text("\n".join(lines) + "\n")


def test_accepted_by_hand_applied_and_undone(folder: Path, run: Run) -> None:
    assert "None of the 8 proposals" in run("apply", "changes.jsonl").stderr
    accept(folder, "Carson")
    done = run("apply", "changes.jsonl")
    assert "a.txt: 1 change written" in done.stderr
    assert "repair undo" in done.stderr
    assert (folder / "a.txt").read_bytes().decode() == TEXT.replace("Carson", "Khasan")
    assert "1 already there" in run("apply", "changes.jsonl").stderr
    assert "a.txt: as it was" in run("undo").stderr
    assert (folder / "a.txt").read_bytes().decode() == TEXT
    assert "nothing to undo" in run("undo", code=2).stderr


def test_what_was_later_refused_is_not_applied_and_said(folder: Path, run: Run) -> None:
    session = session_in(folder)
    session.reject(range(8))
    accept(folder, "Carson")
    done = run("apply", "changes.jsonl")
    assert "accepted in changes.jsonl, but rejected in a later decision" in done.stderr
    assert (folder / "a.txt").read_bytes().decode() == TEXT


def test_a_refusal_is_an_error_and_the_rest_is_done(folder: Path, run: Run) -> None:
    accept(folder, "Carson")
    accept(folder, "shunne")
    text = TEXT.replace("Carson", "Corson")
    (folder / "a.txt").write_bytes(text.encode())
    done = run("apply", "changes.jsonl", code=2)
    assert "'Carson' does not stand there any more" in done.stderr
    assert "1 change written to 1 file, 1 refused" in done.stderr
    assert (folder / "a.txt").read_bytes().decode() == text.replace("shunne", "shunned")


def test_an_edited_diff(folder: Path, run: Run) -> None:
    diff = unified(TEXT, check(TEXT, "").edits(0.5), "a.txt").replace(
        "Khasan station", "Hasan halt"
    )
    (folder / "fix.patch").write_bytes(diff.encode())
    assert "written to 1 file" in run("apply", "fix.patch").stderr
    assert "near Hasan halt in" in (folder / "a.txt").read_text()
    run("undo")
    assert (folder / "a.txt").read_bytes().decode() == TEXT
    assert "neither a change set nor a unified diff" in run("apply", "a.txt", code=2).stderr
    assert "cannot be read" in run("apply", "nowhere", code=2).stderr


def test_in_a_folder_below_the_project(folder: Path, run: Run, monkeypatch) -> None:
    (folder / ".repair").mkdir()
    (folder / "deep").mkdir()
    (folder / "deep/b.txt").write_bytes(TEXT.encode())
    monkeypatch.chdir(folder / "deep")
    changes = [c._replace(file="b.txt", decision="accepted") for c in changes_in(folder / "deep")]
    Path("changes.jsonl").write_bytes(dump(changes))
    run("apply", "changes.jsonl")
    assert "Khasan station" in (folder / "deep/b.txt").read_text()
    assert {r.file for r in Decisions.load(folder / ".repair")} == {"deep/b.txt"}
    outside = [c._replace(file="../a.txt") for c in changes]
    Path("changes.jsonl").write_bytes(dump(outside))
    assert "lies outside of" in run("apply", "changes.jsonl", code=2).stderr
    assert (folder / "a.txt").read_bytes().decode() == TEXT
    run("apply", "changes.jsonl", "--root", str(folder / "deep"), code=2)


def test_decisions_are_listed_and_forgotten(folder: Path, run: Run) -> None:
    session = session_in(folder)
    session.accept([0], "we are actively")
    session.reject([1])
    session.never("rule", 2)
    listed = run("decisions", "list").stdout
    assert "stray-letter  … They [weremactively → we are actively] engaged near …  a.txt" in listed
    assert "[Carson ↛ Khasan]" in listed
    assert "never the rule spelling" in listed
    rows = [json.loads(line) for line in run("decisions", "list", "--json").stdout.splitlines()]
    assert [row["verdict"] for row in rows] == ["accepted", "rejected", "ignored"]
    assert len(run("decisions", "list", "name").stdout.splitlines()) == 1
    assert "1 decision forgotten" in run("decisions", "forget", "Carson").stderr
    assert "0 decisions forgotten" in run("decisions", "forget", "Carson", code=1).stderr
    assert "2 decisions forgotten" in run("decisions", "forget", "--all").stderr
    assert "No decisions." in run("decisions", "list").stderr
    assert "Name what to forget" in run("decisions", "forget", code=2).stderr


def test_the_baseline(folder: Path, run: Run) -> None:
    assert "8 findings accepted as they are" in run("baseline", ".").stderr
    assert "0 findings accepted as they are (8 were" in run("baseline", ".").stderr
    store = Decisions.load(folder / ".repair")
    assert store.filter(check(TEXT, str(folder / "a.txt"))).findings == ()
    assert "8 decisions forgotten" in run("decisions", "forget", "baseline").stderr


def test_statistics(folder: Path, run: Run) -> None:
    assert "Nobody has decided" in run("stats").stderr
    session = session_in(folder)
    session.accept([0, 1, 2])
    session.accept([3], "other")
    session.reject([4])
    lines = run("stats").stdout.splitlines()
    assert lines[0].split()[:3] == ["rule", "decided", "accepted"]
    assert any(line.startswith("spelling") and "too few to tell" in line for line in lines)
    rows = [json.loads(line) for line in run("stats", "--json").stdout.splitlines()]
    assert {row["rule"] for row in rows} == {"stray-letter", "name", "spelling", "joined-words"}
    assert all(row["may_be_applied_unasked"] for row in rows)


def test_a_report_for_somebody_else(folder: Path, run: Run) -> None:
    assert "holds 8 proposals" in run("review", ".", "--html", "report.html").stderr
    assert "Khasan" in (folder / "report.html").read_text()
    assert not (folder / ".repair").exists()
    run("review", ".", "--html", str(folder / "nowhere/report.html"), code=2)


def test_the_page_from_the_command_line(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import webbrowser

    def visit(url: str) -> bool:
        def decide() -> None:
            origin = "/".join(url.split("/")[:3])
            for what, body in (("decide", {"numbers": [1], "verdict": "accepted"}),
                               ("finish", {"apply": True})):  # fmt: skip
                urllib.request.urlopen(urllib.request.Request(
                    url + what, json.dumps(body).encode(),
                    {"Origin": origin, "Content-Type": "application/json"},
                ))  # fmt: skip

        threading.Thread(target=decide).start()
        return True

    monkeypatch.setattr(webbrowser, "open", visit)
    done = run("review", "changes.jsonl", "--web")
    assert "The review is at http://127.0.0.1:" in done.stderr
    assert "1 change written to 1 file" in done.stderr
    assert (folder / "a.txt").read_bytes().decode() == TEXT.replace("Carson", "Khasan")


def test_nothing_to_review_and_wrong_options(folder: Path, run: Run) -> None:
    (folder / "clean.txt").write_text("All is well.")
    assert "nothing to review" in run("review", "clean.txt").stderr
    run("review", "nowhere.txt", code=2)
    assert "save standard input to one" in run("review", "-", code=2).stderr
    run("review", "a.txt", "--web", "--html", "x", code=2)
    (folder / "changes.jsonl").write_text('{"format": "repair change set", "schema": 9}\n')
    assert "reads schema 1" in run("review", "changes.jsonl", code=2).stderr


def test_a_change_set_of_files_elsewhere_needs_a_root(
    folder: Path, run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch
) -> None:
    from repair.review.changeset import save

    save([check(TEXT, str(folder / "a.txt"))], folder / "changes.jsonl",
         str(tmp_path_factory.mktemp("other")))  # fmt: skip
    assert load(folder / "changes.jsonl")[0].file == str(folder / "a.txt")
    accept(folder, "Carson")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    assert "lies outside of" in run("apply", str(folder / "changes.jsonl"), code=2).stderr
    run("apply", str(folder / "changes.jsonl"), "--root", str(folder))
    assert "Khasan station" in (folder / "a.txt").read_text()


def test_fix_writes_what_was_accepted_and_leaves_what_was_refused(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repair.cli import checking

    def checked(document, min_confidence, **_):
        result = check(document.text, document.name)
        kept = tuple(f for f in result.findings if f.confidence >= min_confidence)
        return result._replace(findings=kept)

    monkeypatch.setattr(checking, "check", checked)
    session = session_in(folder)
    session.accept([c for c, change in enumerate(session.changes) if change.before == "Carson"])
    session.reject([c for c, change in enumerate(session.changes) if change.before == "teh"])
    run("fix", "a.txt", "-w", code=1)
    assert (folder / "a.txt").read_bytes().decode() == TEXT.replace("Carson", "Khasan")


def test_a_folder_nobody_may_write_to_is_a_sentence(folder: Path, run: Run) -> None:
    (folder / ".repair").write_text("a file, not a folder")
    accept(folder, "Carson")
    assert "cannot be made" in run("apply", "changes.jsonl", code=2).stderr
    assert (folder / "a.txt").read_bytes().decode() == TEXT
