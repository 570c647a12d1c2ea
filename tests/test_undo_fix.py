"""What `repair fix -w` writes, `repair undo` takes back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cli_harness import run, write

from repair.review import journal
from repair.review.journal import Journal

BEFORE, AFTER = "\ufeffteh end\r\nthey recieve\r\n", "\ufeffthe end\r\nthey recieve\r\n"


def blobs(place: Path) -> list[Path]:
    return list((place / ".repair" / "journal").glob("*.z"))


def test_undo_restores_every_byte_of_the_last_run_only(place: Path) -> None:
    first = write(place, "a.txt", "teh first\n")
    run("fix", "-w", "a.txt")
    paths = [write(place, f"sub/{n}.txt", BEFORE) for n in range(3)]
    run("fix", "-w", "-j", "2", ".")
    assert {p.read_bytes() for p in paths} == {AFTER.encode()}
    got = run("undo")
    assert got.code == 0
    assert "sub/1.txt: as it was" in got.err and got.err.endswith("3 files restored.\n")
    assert {p.read_bytes() for p in paths} == {BEFORE.encode()}
    assert first.read_text() == "the first\n"
    assert run("undo").code == 0
    assert first.read_text() == "teh first\n"
    assert "nothing to undo" in run("undo").err


def test_every_edit_is_in_the_log_with_its_reason(place: Path) -> None:
    write(place, "a.txt", "teh end\n")
    run("fix", "-w", "a.txt")
    (entry,) = Journal(place / ".repair").undoable()
    (made,) = entry.made
    assert (made.by, made.edit.before, made.edit.after) == ("policy", "teh", "the")
    (log,) = (place / ".repair" / "journal" / "runs").iterdir()
    assert json.loads(log.read_text())["changes"][0]["reason"] == "'teh' is no word."


@pytest.mark.parametrize(
    "arguments",
    [("fix", "a.txt"), ("fix", "--diff", "a.txt"), ("check", "a.txt"), ("fix", "-w", "clean.txt"),
     ("fix", "-w", "-"), ("fix", "-o", "out", "a.txt"), ("fix", "-w", "proposal.txt")],
    ids=" ".join,
)  # fmt: skip
def test_where_no_file_is_written_no_journal_is_made(
    place: Path, arguments: tuple[str, ...]
) -> None:
    write(place, "a.txt", "teh end\n")
    write(place, "clean.txt", "All is well.\n")
    write(place, "proposal.txt", "they recieve\n")
    run(*arguments, stdin=b"teh end\n")
    assert not (place / ".repair").exists()


def test_a_file_edited_since_is_left_alone(place: Path) -> None:
    path = write(place, "a.txt", "teh end\n")
    run("fix", "-w", "a.txt")
    path.write_text("the very end\n")
    got = run("undo")
    assert got.code == 2 and "was edited since" in got.err
    assert path.read_text() == "the very end\n"


def test_the_journal_is_written_before_the_file(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(place, "a.txt", "teh end\n")
    seen = []

    def crash(target: Path, data: bytes) -> None:
        if target.name == "a.txt":
            seen.extend(Journal(place / ".repair").undoable())
            raise KeyboardInterrupt
        target.write_bytes(data)

    monkeypatch.setattr(journal, "write_atomically", crash)
    assert run("fix", "-w", "a.txt").code == 130
    assert [entry.file for entry in seen] == ["a.txt"]
    assert path.read_text() == "teh end\n"
    monkeypatch.undo()
    os.chdir(place)
    assert run("undo").code == 0
    assert path.read_text() == "teh end\n"


def test_what_could_not_be_written_is_nothing_to_undo(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(place, "a.txt", "teh end\n")
    run("fix", "-w", "a.txt")
    write(place, "b.txt", "teh end\n")

    def refused(target: Path, data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    with monkeypatch.context() as patched:
        patched.setattr(journal, "write_atomically", refused)
        assert run("fix", "-w", "b.txt").code == 2
    assert "a.txt: as it was" in run("undo").err


def test_where_nothing_can_be_kept_beside_either_nothing_is_written(place: Path) -> None:
    path = write(place, "a.txt", "teh end\n")
    write(place, ".repair", "a file stands in the way\n")
    got = run("fix", "-w", "a.txt")
    assert got.code == 2
    assert "a.txt was not written" in got.err and "(File exists). Check free space" in got.err
    assert path.read_text() == "teh end\n"


def test_a_folder_that_cannot_be_written_leaves_the_journal_beside_the_file(
    place: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write(place, ".repair", "a file stands in the way\n")
    other = tmp_path_factory.mktemp("other")
    path = write(other, "a.txt", "teh end\n")
    got = run("fix", "-w", "-q", str(path))
    assert f"repair undo --root {other}" in got.err
    assert path.read_text() == "the end\n"
    assert run("undo", "--root", str(other)).code == 0
    assert path.read_text() == "teh end\n"


def test_the_last_writing_is_found_in_whichever_folder_above(place: Path) -> None:
    path = write(place, "sub/a.txt", "teh end\n")
    os.chdir(place / "sub")
    run("fix", "-w", "a.txt")
    write(place, ".repair/decisions.jsonl", "")
    assert run("undo").code == 0
    assert path.read_text() == "teh end\n"
    run("fix", "-w", "a.txt")  # now beside the decisions
    assert blobs(place) and run("undo").code == 0
    assert path.read_text() == "teh end\n"


def test_old_runs_are_forgotten_with_their_logs(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "KEPT_RUNS", 2)
    for number in range(4):
        write(place, f"{number}.txt", "teh end\n")
        run("fix", "-w", f"{number}.txt")
    assert len(blobs(place)) == 2
    assert len(list((place / ".repair" / "journal" / "runs").iterdir())) == 2
    assert run("undo").code == run("undo").code == 0
    assert run("undo").code == 2
    assert [p.read_text()[:3] for p in sorted(place.glob("*.txt"))] == ["the", "the", "teh", "teh"]


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_git_sees_only_the_repaired_files_until_somebody_decides(place: Path) -> None:
    def changed() -> list[str]:
        command = ["git", "status", "--porcelain", "-uall"]
        done = subprocess.run(command, cwd=place, check=True, capture_output=True, text=True)
        return [line[3:] for line in done.stdout.splitlines()]

    write(place, "a.txt", "teh end\n")
    identity = ["-c", "user.name=t", "-c", "user.email=t@t"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "all"]):
        subprocess.run(["git", *command], cwd=place, check=True)
    run("fix", "-w", "a.txt")
    assert changed() == ["a.txt"]
    run("undo")
    assert changed() == []
    run("baseline", "a.txt")  # decisions are for git
    shared = [".repair/.gitattributes", ".repair/.gitignore", ".repair/decisions.jsonl"]
    assert changed() == shared
    write(place, "a.txt", "an end\nteh word\n")
    run("fix", "-w", "a.txt")
    assert changed() == ["a.txt", *shared]
