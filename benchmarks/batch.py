"""Measures `repair batch`: throughput, scaling, memory, start-up, Ray beside the local pool.

    python benchmarks/batch.py --bench ../shared/bench > benchmarks/results/batch.txt

Ratios of one sitting. Processor seconds are those of the whole process tree, so that they hold on a
busy machine too; wall-clock ratios hold only on a quiet one, and the load is printed beside them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


class Run(NamedTuple):
    """One run of the command."""

    wall: float
    processor: float  # seconds of the whole tree
    memory: float  # MB, peak of the tree's proportional set
    words: int
    proposals: int


def tree(parent: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [parent]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def used(pid: int) -> tuple[float, float]:
    """Processor seconds and MB of one process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    memory = 0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            memory = int(line.split()[1])
    return (int(fields[11]) + int(fields[12])) / TICKS, memory / 1024


def run(inputs: Path, jobs: int, *more: str) -> Run:
    folder = Path(tempfile.mkdtemp())
    output = folder / "out"
    command = [sys.executable, "-m", "repair", "batch", str(inputs), "-o", str(output)]
    began = time.monotonic()
    process = subprocess.Popen(
        [*command, "-j", str(jobs), "-q", *more],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )
    processor: dict[int, float] = {}
    peak = 0.0
    while process.poll() is None:
        memory = 0.0
        for pid in tree(process.pid):
            with contextlib.suppress(OSError):
                processor[pid], here = used(pid)
                memory += here
        peak = max(peak, memory)
        time.sleep(0.1)
    wall = time.monotonic() - began
    summary = json.loads((output / "summary.json").read_text())
    shutil.rmtree(folder)
    return Run(wall, sum(processor.values()), peak, summary["words"], summary["proposals"])


def text_of(paths: list[Path]) -> str:
    return "\n\n".join(path.read_text(encoding="utf-8") for path in paths)


def ocr_of(paths: list[Path]) -> str:
    return "\n\n".join(
        json.loads(line)["ocr"] for path in paths for line in path.open(encoding="utf-8")
    )


def repeated(text: str, megabytes: float, path: Path, lines: bool = False) -> Path:
    size = int(megabytes * 1e6)
    if lines:  # one record for each thousand characters
        parts = (text[at : at + 1000] for at in range(0, size, 1000))
        path.write_text("".join(json.dumps({"text": part}) + "\n" for part in parts))
        return path
    with path.open("w", encoding="utf-8") as file:
        written = 0
        while written < size:
            written += file.write(text[: size - written] + "\n\n")
    return path


def show(name: str, found: Run, size: float) -> None:
    per_million = found.processor / found.words * 1e6
    print(
        f"{name:42}{found.words:>12,} words {found.wall:8.1f} s {found.processor:8.1f} CPU s "
        f"{size / found.processor:7.2f} MB/CPU s {per_million:7.1f} CPU s/M words "
        f"{found.memory:7.0f} MB {found.proposals:>9,} proposals  load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 10, 100])
    parser.add_argument("--parts", nargs="+", default=["start", "text", "ocr", "scaling", "ray"])
    parser.add_argument("--scale", type=float, default=10, help="MB for scaling and Ray")
    parser.add_argument("--damaged", type=float, default=1, help="MB of OCR text")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    clean = text_of(sorted((arguments.bench / "clean").glob("*.dev.txt")))
    damaged = ocr_of([
        arguments.bench / "ocr" / f"{name}.dev.jsonl" for name in ("icdar2017-mono", "tesseract")
    ])  # fmt: skip
    plain = "--no-witness"
    if "start" in arguments.parts:
        path = repeated("One clean line.\n", 0.0001, folder / "tiny.txt")
        for jobs in (1, 2):
            show(f"start-up, {jobs} workers", run(path, jobs, plain), 0.0001)
    if "text" in arguments.parts:
        for size in arguments.sizes:
            path = repeated(clean, size, folder / "clean.txt")
            show(f"clean text, {size:g} MB", run(path, 1, plain), size)
    if "ocr" in arguments.parts:
        path = repeated(damaged, arguments.damaged, folder / "ocr.jsonl", lines=True)
        size = arguments.damaged
        show(f"OCR text, {size:g} MB", run(path, 1, plain), size)
        show(f"OCR text, {size:g} MB, with the witness", run(path, 1), size)
    if "scaling" in arguments.parts:
        path = repeated(clean, arguments.scale, folder / "scale.txt")
        one, two = run(path, 1, plain), run(path, 2, plain)
        show(f"clean text, {arguments.scale:g} MB, 1 worker", one, arguments.scale)
        show(f"clean text, {arguments.scale:g} MB, 2 workers", two, arguments.scale)
        print(f"2 workers against 1: {one.wall / two.wall:.2f} times as fast by the clock")
    if "ray" in arguments.parts:
        path = repeated(clean, arguments.scale, folder / "ray.txt")
        local, cluster = run(path, 2, plain), run(path, 2, plain, "--engine", "ray")
        show(f"local pool, {arguments.scale:g} MB, 2 workers", local, arguments.scale)
        show(f"Ray, {arguments.scale:g} MB, 2 workers", cluster, arguments.scale)
        print(f"Ray against the local pool: {cluster.wall / local.wall:.2f} times the time")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
