"""What may go wrong in a long run: killed processes, a full disk, broken files, huge rows."""

from __future__ import annotations

import gzip
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
import zstandard

from repair.batch.inputs import find_inputs
from repair.batch.local import LocalEngine
from repair.batch.pieces import Columns
from repair.batch.pool import Died, Failed, Pool
from repair.batch.run import run
from repair.batch.settings import Settings

TEXT = "He was there . And number {} went.\n"
RULE = ("--select", "space-before-stop", "--no-witness", "--apply-confidence", "0.9", "-w")


def moody(folder: str):
    """A worker that dies at some tasks: once, or every time."""

    def work(what: str) -> str:
        marker = Path(folder, what)
        if what == "always" or (what.startswith("once") and not marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "error":
            raise OSError(28, "No space left on device", "/some/file")
        return what.upper()

    return work


def test_a_killed_worker_is_replaced_and_its_tasks_are_not_lost(tmp_path):
    tasks = ["a", "once", "b", "always", "c", "once more", "error", "d"]
    with Pool(2, moody, (str(tmp_path),)) as pool:
        first = pool.process_ids
        for number, task in enumerate(tasks):
            pool.submit(number, (task,))
        found = {}
        while pool.unfinished:
            found.update(pool.collect())
        assert set(pool.process_ids).isdisjoint(first) or len(set(pool.process_ids) - set(first))
    assert [found[n] for n in (0, 1, 2, 4, 5, 7)] == ["A", "ONCE", "B", "C", "ONCE MORE", "D"]
    assert isinstance(found[3], Died)
    assert isinstance(found[6], Failed) and "/some/file: No space left" in found[6].message


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    plain = "Plain words stand here. " * 60
    rows = [json.dumps({"text": plain + TEXT.format(n)}) for n in range(700)]
    (folder / "rows.jsonl").write_text("\n".join(rows) + "\n")
    for n in range(20):
        (folder / f"{n}.txt").write_text(TEXT.format(n))
    return folder


@pytest.fixture(scope="module")
def unbroken(collection, tmp_path_factory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("unbroken") / "out"
    assert batch(collection, output).wait() == 0
    return tree(output)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".work" not in path.parts
    }


def batch(collection: Path, output: Path, *more: str, jobs: int = 2, **options) -> subprocess.Popen:
    command = [sys.executable, "-m", "repair", "batch", str(collection), "-o", str(output)]
    return subprocess.Popen(
        [*command, *RULE, "-j", str(jobs), *more],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def descendants(parent: int) -> list[int]:
    """Process ids below `parent`, the nearest first."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent and fields[0] != "Z":
                found.append(int(entry.name))
    return found + [below for child in sorted(found) for below in descendants(child)]


def wait_for_journal(output: Path, least: int = 1) -> None:
    journal = output / ".work" / "journal"
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if journal.exists() and journal.stat().st_size >= least:
            return
        time.sleep(0.002)
    raise AssertionError("the run did not begin")


def test_kill_9_of_a_worker_changes_nothing(collection, unbroken, tmp_path):
    process = batch(collection, tmp_path / "out")
    wait_for_journal(tmp_path / "out")
    workers = descendants(process.pid)
    os.kill(workers[-1], signal.SIGKILL)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert tree(tmp_path / "out") == unbroken


def test_kill_9_of_the_parent_leaves_no_process_and_can_be_resumed(collection, unbroken, tmp_path):
    process = batch(collection, tmp_path / "out")
    wait_for_journal(tmp_path / "out")
    below = descendants(process.pid)
    process.kill()
    process.wait()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in below) and time.monotonic() < until:
        time.sleep(0.02)
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]
    process = batch(collection, tmp_path / "out", "--resume")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert tree(tmp_path / "out") == unbroken


def test_ctrl_c_stops_with_a_sentence(collection, unbroken, tmp_path):
    process = batch(collection, tmp_path / "out", start_new_session=True)
    wait_for_journal(tmp_path / "out")
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    if process.returncode != 0:  # it may have been quicker than the signal
        assert process.returncode == 130
        assert errors.strip().endswith("run the same command with --resume to go on.")
        assert batch(collection, tmp_path / "out", "--resume").wait(60) == 0
    assert tree(tmp_path / "out") == unbroken


@pytest.mark.parametrize("limit", [3000, 300_000])
def test_a_full_disk_stops_the_run_which_can_be_resumed(collection, unbroken, tmp_path, limit):
    def no_more_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = batch(collection, tmp_path / "out", preexec_fn=no_more_room)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Nothing is lost" in errors and "--resume" in errors and "Traceback" not in errors
    assert not (tmp_path / "out" / "summary.json").exists()
    process = batch(collection, tmp_path / "out", "--resume")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert tree(tmp_path / "out") == unbroken


def test_broken_files_are_reported_and_the_rest_goes_on(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT.format(1))
    packed = gzip.compress(json.dumps({"text": TEXT * 2000}).encode())
    (folder / "cut.jsonl.gz").write_bytes(packed[:-20])
    (folder / "noise.txt.gz").write_bytes(b"no gzip at all")
    (folder / "cut.txt.zst").write_bytes(zstandard.compress(os.urandom(5000))[:-10])
    (folder / "cut.parquet").write_bytes(b"PAR1 and then nothing")
    pyarrow.parquet.write_table(pyarrow.table({"n": [1]}), folder / "other.parquet")
    (folder / "binary.txt").write_bytes(b"\0\1\2\3")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "locked.txt").write_text("x")
    (folder / "locked.txt").chmod(0)
    settings = Settings(str(tmp_path / "out"), str(folder), Columns(), True, select=("odd-space",))
    summary = run(find_inputs([str(folder)]), settings, LocalEngine(1))
    reasons = dict(summary.failed)
    expected = {
        "cut.jsonl.gz": "is cut off",
        "noise.txt.gz": "is not sound gzip data",
        "cut.txt.zst": "cut off",
        "cut.parquet": "cannot be read as Parquet",
        "other.parquet": "has no column 'text' but n. Name one with --text-column.",
        "binary.txt": "NUL bytes",
        "gone.txt": "No such file",
    }
    for name, words in expected.items():
        assert str(folder / name) in reasons[name] and words in reasons[name]
    if os.geteuid() != 0:
        assert "Permission denied" in reasons.pop("locked.txt")
    assert reasons.keys() == expected.keys()
    written = {path.name for path in (tmp_path / "out" / "files").iterdir()}
    assert written == {"good.txt"} | ({"locked.txt"} if os.geteuid() == 0 else set())


@pytest.mark.slow
def test_a_row_of_50_megabytes(tmp_path):
    line = "These are plain words in a plain line, and nothing is wrong with any of them.\n"
    text = line * (50_000_000 // len(line)) + TEXT.format("")
    (tmp_path / "huge.jsonl").write_text(
        json.dumps({"text": "a . b"}) + "\n" + json.dumps({"text": text}) + "\n"
    )
    process = batch(tmp_path / "huge.jsonl", tmp_path / "out", jobs=1)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    written = (tmp_path / "out" / "files" / "huge.jsonl").read_text().splitlines()
    assert json.loads(written[1])["text"] == text.replace(" . ", ". ")
