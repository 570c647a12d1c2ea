"""Applying: only what was accepted, in the right place, whole files or none, and back again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_cases import TEXT, changes_in, numbers, session_in

from repair.review import ReviewError, line_file
from repair.review.apply import Approved, apply_changes, undo_last
from repair.review.decisions import Decisions
from repair.review.journal import Journal
from repair.review.session import Session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    return tmp_path


def apply_all(folder: Path) -> Session:
    session = session_in(folder)
    session.accept(range(len(session.changes)))
    report = session.apply()
    assert report.refused == ()
    return session


def text(folder: Path) -> str:
    return (folder / "a.txt").read_bytes().decode()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["accept", "reject", "edit", "delete", "undo", "group"]),
            st.integers(0, 7),
        ),
        max_size=15,
    )
)
def test_exactly_what_was_accepted_is_applied(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    (folder / "a.txt").write_bytes(TEXT.encode())
    session = session_in(folder)
    wanted: list[str | None] = [None] * 8
    history = [list(wanted)]
    for step, number in steps:
        if step == "accept":
            session.accept([number])
            wanted[number] = session.changes[number].after
        elif step == "reject":
            session.reject([number])
            wanted[number] = None
        elif step == "edit":
            session.accept([number], f"«{number}»")
            wanted[number] = f"«{number}»"
        elif step == "delete":
            session.accept([number], "")
            wanted[number] = ""
        elif step == "group":
            members = numbers(session, session.changes[number].before)
            session.accept(members)
            for member in members:
                wanted[member] = session.changes[member].after
        elif len(history) > 1:
            session.undo()
            history.pop()
            wanted = list(history[-1])
            continue
        else:
            continue
        history.append(list(wanted))
    expected, at = "", 0
    for change, new in zip(session.changes, wanted, strict=True):
        if new is not None:
            expected += TEXT[at : change.span.start] + new
            at = change.span.end
    expected += TEXT[at:]
    report = session_in(folder).apply()  # by another process, from what is on the disk
    assert report.total == sum(new is not None for new in wanted)
    assert text(folder) == expected
    if report.total:
        undo_last(Decisions.load(folder / ".repair"), "anna")
        assert text(folder) == TEXT


def test_twice_is_once(folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT.encode())
    changes = changes_in(folder)
    apply_all(folder)
    after = text(folder)
    report = Session(changes, Decisions.load(folder / ".repair"), "anna").apply()
    assert (report.total, report.refused) == (0, ())
    approved = [Approved(c, c.after or "", "anna") for c in changes]
    report = apply_changes(approved, folder, Decisions.load(folder / ".repair"))
    assert (report.total, report.already_done, report.refused) == (0, 8, ())
    assert text(folder) == after


def test_moved_text_is_found_by_its_context(folder: Path) -> None:
    session = session_in(folder)
    session.accept(numbers(session, "shunne") + numbers(session, "weremactively"))
    (folder / "a.txt").write_bytes(("Something new.\r\n\r\n" + TEXT).encode())
    report = session.apply()
    assert (report.total, report.refused) == (3, ())
    assert "Something new.\r\n\r\nThey were actively engaged near Carson" in text(folder)
    assert "shunned by all" in text(folder)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("offer was shunne by all.  It", "", "'shunne' does not stand there any more"),
        (TEXT, TEXT + TEXT, "stands in 2 places"),
    ],
)
def test_text_that_cannot_be_found_for_certain_is_refused(
    folder: Path, old: str, new: str, sentence: str
) -> None:
    session = session_in(folder)
    session.accept(numbers(session, "shunne"))
    changed = TEXT.replace(old, new)
    (folder / "a.txt").write_bytes(changed.encode())
    report = session.apply()
    assert report.total == 0
    assert "a.txt, line 2" in report.refused[0]
    assert sentence in report.refused[0]
    assert text(folder) == changed


def test_of_places_that_look_alike_the_accepted_one_is_changed(folder: Path) -> None:
    same = "one two three teh four five six. "
    (folder / "a.txt").write_bytes((same * 4).encode())
    session = session_in(folder)
    session.reject([0, 1, 3])
    session.accept([2])
    session.apply()
    assert text(folder) == same * 2 + same.replace("teh", "the") + same
    left = session_in(folder)  # what was refused stays refused, though its number changed
    assert {s.verdict for s in left.states} <= {"rejected"}
    assert left.apply().total == 0


def test_two_appliers_one_after_the_other_each_with_half(folder: Path) -> None:
    first, second = session_in(folder), session_in(folder)
    first.accept([0, 2, 4, 6])
    second.accept([1, 3, 5, 7])
    for session in (first, second):
        report = apply_changes(session.approved(), folder, session.decisions)
        assert (report.total, report.refused) == (4, ())
    both = text(folder)
    (folder / "a.txt").write_bytes(TEXT.encode())
    apply_all(folder)
    assert both == text(folder)


def test_undo_restores_every_byte_and_applying_again_works(folder: Path) -> None:
    session = apply_all(folder)
    after = text(folder)
    restored, refused = undo_last(session.decisions, "anna")
    assert (restored, refused) == (["a.txt"], [])
    assert text(folder) == TEXT
    with pytest.raises(ReviewError, match="nothing to undo"):
        undo_last(session.decisions, "anna")
    assert session_in(folder).apply().total == 8
    assert text(folder) == after


def test_undo_leaves_a_file_that_was_edited_since(folder: Path) -> None:
    session = apply_all(folder)
    edited = text(folder) + "More.\n"
    (folder / "a.txt").write_bytes(edited.encode())
    restored, refused = undo_last(session.decisions, "anna")
    assert restored == []
    assert "a.txt was edited since" in refused[0]
    assert text(folder) == edited


def test_the_audit_log_says_who_accepted_what_when_and_by_which_rule(folder: Path) -> None:
    session = session_in(folder, "ben")
    session.accept(numbers(session, "Carson"), "Hasan")
    session.apply()
    (row,) = line_file.read(folder / ".repair/audit.jsonl")
    (change,) = row["changes"]
    assert row["file"] == "a.txt"
    assert (change["before"], change["after"], change["rule"]) == ("Carson", "Hasan", "name")
    assert change["by"] == "ben"
    assert change["time"].startswith("20")


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "{folder}/../outside.txt", "link.txt", "a\0b", "sub/../../outside.txt", "."],
)
def test_no_path_leads_out_of_the_root(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "root"
    (folder / "sub").mkdir(parents=True)
    outside = tmp_path / "outside.txt"
    outside.write_bytes(TEXT.encode())
    (folder / "link.txt").symlink_to(outside)
    (folder / "a.txt").write_bytes(TEXT.encode())
    change = changes_in(folder)[0]._replace(file=name.format(folder=folder))
    report = apply_changes(
        [Approved(change, "x", "anna")], folder, Decisions.load(folder / ".repair")
    )
    assert report.total == 0
    assert "lies outside of" in report.refused[0]
    assert outside.read_bytes() == TEXT.encode()


def test_files_that_are_gone_or_binary_or_in_another_encoding(folder: Path) -> None:
    (folder / "b.txt").write_bytes(TEXT.encode("utf-16"))
    (folder / "c.txt").write_bytes(TEXT.encode())
    (folder / "d.txt").write_bytes(TEXT.encode())
    session = session_in(folder)
    session.accept(range(len(session.changes)))
    (folder / "c.txt").unlink()
    (folder / "d.txt").write_bytes(b"\0\0\0")
    report = session.apply()
    assert list(report.written) == ["a.txt"]
    assert len(report.refused) == 2
    assert "c.txt cannot be read (No such file" in report.refused[0]
    assert "d.txt cannot be read: it holds NUL" in report.refused[1]


def test_an_approved_text_the_encoding_cannot_hold_is_refused(folder: Path) -> None:
    session = session_in(folder)
    session.accept([0], "\ud800")
    report = session.apply()
    assert "cannot hold the approved text" in report.refused[0]
    assert text(folder) == TEXT


def test_bytes_that_are_no_text_and_the_mode_survive(folder: Path) -> None:
    data = b"\xff\xfe\xfd caf\xe9 teh end \x80\r\n"
    path = folder / "a.txt"
    path.write_bytes(b"x" + data)
    path.chmod(0o640)
    apply_all(folder)
    assert path.read_bytes() == b"x" + data.replace(b"teh", b"the")
    assert path.stat().st_mode & 0o777 == 0o640


# Crashes and company

_SLOW = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from repair.review import apply
from repair.formats import files
from review_cases import session_in
real = files.os.replace
def slow(*arguments):
    time.sleep(0.004)
    real(*arguments)
    time.sleep(0.004)
files.os.replace = slow
session = session_in(Path({folder!r}))
session.accept(range(len(session.changes)))
print("ready", flush=True)
session.apply()
"""


@pytest.mark.slow
def test_killed_at_any_moment_every_file_is_old_or_new_and_undo_works(tmp_path: Path) -> None:
    seen = set()
    for attempt in range(6):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        for number in range(6):
            (folder / f"{number}.txt").write_bytes(TEXT.encode())
        code = _SLOW.format(tests=str(Path(__file__).parent), folder=str(folder))
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.016 * attempt)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        new = TEXT
        for wrong, right in [
            ("weremactively", "were actively"),
            ("teh", "the"),
            ("shunne", "shunned"),
            ("atLake", "at Lake"),
            ("Carson", "Khasan"),
        ]:
            new = new.replace(wrong, right)
        states = [(folder / f"{n}.txt").read_bytes().decode() for n in range(6)]
        assert set(states) <= {TEXT, new}
        seen.add(states.count(new))
        store = Decisions.load(folder / ".repair")
        if Journal(folder / ".repair").entries():
            assert undo_last(store, "anna")[1] == []
        assert {p.read_bytes().decode() for p in folder.glob("*.txt")} == {TEXT}
        session = session_in(folder)  # and it can be continued
        session.apply()
        assert {p.read_bytes().decode() for p in folder.glob("*.txt")} == {new}
    assert len(seen) > 1, "the kills all came at the same moment"


def _apply_half(folder: str, half: int) -> None:
    session = session_in(Path(folder), f"reviewer {half}")
    session.accept(range(half, len(session.changes), 2))
    (Path(folder) / f"ready{half}").touch()
    while not (Path(folder) / f"ready{1 - half}").exists():
        time.sleep(0.001)
    approved = session.approved()
    mine = [a for a in approved if a.by == session.by]
    report = apply_changes(mine, Path(folder), session.decisions)
    assert report.refused == (), report.refused
    assert report.total == len(session.changes) // 2, report


@pytest.mark.slow
def test_two_processes_applying_at_once_lose_no_edit(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.txt").write_bytes(TEXT.encode())
    workers = [
        get_context("spawn").Process(target=_apply_half, args=(str(tmp_path), half))
        for half in (0, 1)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    left = b"".join(path.read_bytes() for path in tmp_path.glob("*.txt"))
    assert not any(wrong in left for wrong in (b"teh", b"weremac", b"shunne ", b"atLake"))
    assert len({path.read_bytes() for path in tmp_path.glob("*.txt")}) == 1


def test_several_applies_are_undone_one_after_the_other(folder: Path) -> None:
    texts = [text(folder)]
    for word in ("Carson", "teh", "shunne"):
        session = session_in(folder)
        session.accept(numbers(session, word))
        assert session.apply().refused == ()
        texts.append(text(folder))
    assert len(set(texts)) == 4
    for before in reversed(texts[:-1]):
        undo_last(Decisions.load(folder / ".repair"), "anna")
        assert text(folder) == before


def test_old_copies_are_dropped_and_the_log_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("repair.review.journal.KEPT_RUNS", 2)
    for word in ("Carson", "atLake", "weremactively"):
        session = session_in(folder)
        session.accept(numbers(session, word))
        session.apply()
    assert len(list((folder / ".repair/journal").iterdir())) == 2
    assert len(list(line_file.read(folder / ".repair/audit.jsonl"))) == 3
    for _ in range(2):
        undo_last(Decisions.load(folder / ".repair"), "anna")
    with pytest.raises(ReviewError, match="nothing to undo"):
        undo_last(Decisions.load(folder / ".repair"), "anna")
    assert text(folder) == TEXT.replace("Carson", "Khasan")
