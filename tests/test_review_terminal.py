"""Review in the terminal, through a real pseudo-terminal."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pexpect
import pytest
from review_cases import TEXT, changes_in, check

from repair.review.changeset import dump, load
from repair.review.decisions import Decisions

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b.txt").write_bytes(b"At teh end.\n")
    (tmp_path / "changes.jsonl").write_bytes(dump(changes_in(tmp_path)))
    return tmp_path


def review(folder: Path, *options: str, command: str = "review") -> pexpect.spawn:
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "TERM": "xterm",
        "REPAIR_REVIEWER": "anna",
        "COLUMNS": "90",
    }
    return pexpect.spawn(
        sys.executable,
        ["-m", "repair", command, "changes.jsonl", *options],
        cwd=str(folder),
        env=environment,
        encoding="utf-8",
        timeout=15,
        dimensions=(40, 90),
    )


def text(folder: Path) -> str:
    return (folder / "a.txt").read_bytes().decode()


def test_every_key(folder: Path) -> None:
    child = review(folder)
    child.expect("9 proposals in 2 files, 9 to decide.")
    child.expect("1/9.*name.*70% sure.*a.txt:1:")  # the riskiest first
    child.expect("near .*Carson.*Khasan.* station in 1938")
    child.expect("'Carson' is no word")
    child.expect("'Khasan' is known")
    child.expect("1.*KHASAN")
    child.send("?")
    child.expect("undo the last decision")
    child.send(" ")
    child.expect("1/9.*looking for <b>teh</b> way home")  # more context
    child.send("e")
    child.expect("Write .*: Khasan")
    child.send("\x15Hasan\r")
    child.expect("accepted as 'Hasan'")
    child.expect("2/9.*shunne")
    child.send("u")
    child.expect("taken back")
    child.expect("1/9.*Carson")
    child.send("n")
    child.expect("rejected")
    child.expect("2/9.*shunne")
    child.send("y")
    child.expect("3/9.*the same change 2 times")
    child.send("a")
    child.expect("accepted, 2 places")
    child.expect("5/9.*the same change 4 times in 2 files.*teh")
    child.send("sn")  # typed ahead: skip this place, refuse the next
    child.expect("skipped")
    child.expect("rejected")
    child.send("uu")
    child.expect("taken back")
    child.expect("5/9.*a.txt:2:1")
    child.send("\x1b[Az")  # keys that mean nothing
    child.send("x")
    child.expect("rejected, 4 places")
    child.expect("9/9.*atLake")
    child.send("dz")  # thinks better of it
    child.expect("Never again: w the word")
    child.send("dw")
    child.expect("ignored")
    child.expect("Write 3 accepted changes now")
    child.send("y")
    child.expect("3 changes written to 1 file")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    wanted = TEXT.replace("shunne", "shunned").replace("weremactively", "were actively")
    assert text(folder) == wanted
    left = Decisions.load(folder / ".repair").filter(check(wanted, str(folder / "a.txt")))
    assert {f.before for f in left.findings} == {"shunne"}  # in the shunned of this rule's making


def test_alternatives_and_bytes_on_the_disk(folder: Path) -> None:
    child = review(folder, "--apply")
    child.expect("Carson")
    child.send("1")
    child.expect("accepted as 'KHASAN'")
    child.send("q")
    child.expect("1 change written to 1 file")
    child.expect(pexpect.EOF)
    assert text(folder) == TEXT.replace("Carson", "KHASAN")
    undo = pexpect.spawn(
        sys.executable,
        ["-m", "repair", "undo"],
        cwd=str(folder),
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    undo.expect("1 file restored")
    undo.expect(pexpect.EOF)
    assert text(folder) == TEXT


@pytest.mark.parametrize("how", ["ctrl-c", "hangup", "kill", "end of file"])
def test_stopped_at_any_moment_nothing_decided_is_lost(folder: Path, how: str) -> None:
    child = review(folder)
    child.expect("1/9")
    child.send("y")
    child.expect("2/9")
    child.send("n")
    child.expect("3/9")
    if how == "ctrl-c":
        child.sendintr()
        child.expect("Stopped. What you decided is kept")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 130
    elif how == "end of file":
        child.sendeof()
        child.expect(pexpect.EOF)
    elif how == "hangup":
        child.close(force=True)
    else:
        child.kill(signal.SIGKILL)
        child.expect(pexpect.EOF)
    assert text(folder) == TEXT
    assert len(list(Decisions.load(folder / ".repair"))) == 2
    child = review(folder)
    child.expect("9 proposals in 2 files, 7 to decide")
    child.expect("3/9")
    child.send("q")
    child.expect("Write 1 accepted change now")
    child.send("n")
    child.expect("2 of 9 proposals decided, 1 accepted")
    child.expect(pexpect.EOF)
    assert text(folder) == TEXT


def test_control_characters_of_a_document_do_not_reach_the_terminal(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"an \x1b]0;evil\x07 title teh \x1b[2J end")
    (folder / "changes.jsonl").write_bytes(dump(changes_in(folder)))
    child = review(folder, "--color", "never")
    child.expect("evil")
    child.expect(r"y accept")
    assert "\x1b" not in child.before
    assert "\x07" not in child.before
    child.send("q")
    child.expect(pexpect.EOF)


def test_without_a_terminal_a_sentence_says_what_to_do(folder: Path) -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "repair", "review", "changes.jsonl"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "needs a terminal. Use --web" in done.stderr
    assert load(folder / "changes.jsonl")
