"""A real local Ray cluster with two workers: the same bytes, also when a worker is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.ray

if not os.environ.get("CI"):
    pytest.importorskip("ray")

TEXT = "He was there . And number {} went.\n"


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("collection")
    plain = "Plain words stand here in a row. " * 40
    for n in range(6):
        rows = [f'{{"id": "{n}-{m}", "text": "{plain} {TEXT[:-1].format(m)}"}}' for m in range(40)]
        (folder / f"{n}.jsonl").write_text("\n".join(rows) + "\n")
    (folder / "short.txt").write_text(TEXT.format("one"))
    (folder / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00 and nothing more")
    return folder


def command(collection: Path, output: Path, engine: str) -> subprocess.Popen:
    root = str(Path(__file__).parents[1])
    arguments = [str(collection), "-o", str(output), "-j", "2", "--engine", engine, "-w"]
    more = ["--no-witness", "--select", "space-before-stop", "--apply-confidence", "0.9"]
    return subprocess.Popen(
        [sys.executable, "-m", "repair", "batch", *arguments, *more],
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.DEVNULL,
        stderr=(output.parent / f"{engine}.log").open("w"),
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".work" not in path.parts
    }


def actors() -> list[int]:
    """Process ids of Ray actors that repair pieces."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                title = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if b"ray::MapWorker" in title and b"_Actor" in title:
                found.append(int(entry.name))
    return found


def test_ray_gives_the_same_bytes_although_a_worker_is_lost(collection, tmp_path):
    local = command(collection, tmp_path / "local", "local")
    assert local.wait(120) == 2  # the broken file is reported, the rest is done
    before = set(actors())
    cluster = command(collection, tmp_path / "ray", "ray")
    journal = tmp_path / "ray" / ".work" / "journal"
    until = time.monotonic() + 120
    killed = 0
    while cluster.poll() is None and time.monotonic() < until:
        working = sorted(set(actors()) - before)
        if journal.exists() and journal.stat().st_size and working:
            os.kill(working[0], signal.SIGKILL)
            killed += 1
            break
        time.sleep(0.02)
    assert cluster.wait(120) == 2, (tmp_path / "ray.log").read_text()
    assert killed == 1
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert len(tree(tmp_path / "ray")) == 2 + 7
