"""How fast the command line is, beside codespell and typos, as ratios taken in one sitting.

    python benchmarks/speed.py [FOLDER WITH CLEAN TEXTS] [--runs 5] [--write FILE]

Needs the programs `codespell` and `typos` on the path for their columns; without one of them its
rows are left out. Every figure is the median of several runs, the programs taking turns, so that
whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
REPAIR = [sys.executable, "-c", "from repair.cli.start import main; main()", "fix"]
MEGABYTES = 5
SMALL = 1024
DAMAGED = ROOT / "seeds" / "001_e46daf88f120ff74.txt"


class Cost(NamedTuple):
    """What one run of a command took."""

    seconds: float
    cpu: float
    megabytes: float  # of memory at its peak


def run(command: list[str]) -> Cost:
    """Runs a command with its output thrown away."""
    before = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(
            command,
            stdout=nowhere,
            stderr=nowhere,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    scale = 1024 if platform.system() == "Linux" else 1024 * 1024
    return Cost(time.perf_counter() - before, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def measure(commands: dict[str, list[str]], runs: int) -> dict[str, Cost]:
    """The median cost of each command, the commands taking turns; the first turn is a rehearsal."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            cost = run(command)
            if turn:
                found[name].append(cost)
    return {
        name: Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))
        for name, costs in found.items()
    }


def rivals(path: str) -> dict[str, list[str]]:
    """The other programs that are installed, checking `path`."""
    known = {"codespell": ["codespell", path], "typos": ["typos", "--format", "brief", path]}
    return {name: command for name, command in known.items() if shutil.which(command[0])}


def text_of(folder: Path, megabytes: float) -> str:
    """So much of the texts in a folder, each in turn, from the start again when they end."""
    whole = "\n".join(path.read_text() for path in sorted(folder.glob("*.txt")))
    wanted = int(megabytes * 1_000_000)
    return (whole * (1 + wanted // max(1, len(whole.encode()))))[:wanted]


def excerpts(text: str, count: int) -> list[str]:
    """Whole lines of about `SMALL` bytes from all over the text."""
    found = []
    for number in range(count):
        start = text.index("\n", number * len(text) // count) + 1
        piece = text[start : start + SMALL]
        found.append(piece[: piece.rfind("\n") + 1] or piece)
    return [piece for piece in found if len(piece) > SMALL // 2]


def clean_files(folder: Path, text: str, wanted: int) -> list[Path]:
    """Files of about 1 KB in which repair finds nothing."""
    files = []
    for number, piece in enumerate(excerpts(text, 4 * wanted)):
        path = folder / f"clean{number}.txt"
        path.write_text(piece)
        done = subprocess.run(
            [*REPAIR, "--isolated", str(path)],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
        if b"nothing to repair" in done.stdout:
            files.append(path)
        if len(files) == wanted:
            break
    return files


def report(folder: Path, runs: int, megabytes: float) -> list[str]:
    """The measured rows, as lines of a table."""
    text = text_of(folder, megabytes)
    rows = ["| what | program | median | ratio |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as place:
        large = Path(place) / "large.txt"
        large.write_text(text)
        size = large.stat().st_size / 1e6
        costs = measure({"repair": [*REPAIR, str(large)], **rivals(str(large))}, runs)
        for name, cost in costs.items():
            share = costs.get("codespell", cost).seconds / cost.seconds
            rows.append(
                f"| {size:g} MB of clean text | {name} | {size / cost.seconds:.2f} MB/s, "
                f"{cost.megabytes:.0f} MB | {share:.2f} of codespell's throughput |"
            )
        ratios: dict[str, list[float]] = {}
        for path in clean_files(Path(place), text, 7):
            bare = [sys.executable, "-c", "pass"]
            small = {"python": bare, "repair": [*REPAIR, str(path)], **rivals(str(path))}
            costs = measure(small, 2 * runs)
            for name, cost in costs.items():
                ratios.setdefault(name, []).append(cost.cpu / costs["python"].cpu)
        for name, values in ratios.items():
            if name != "python":
                rows.append(
                    f"| 1 KB clean file | {name} | {statistics.median(values):.1f} × the CPU time "
                    f"of bare Python | best {min(values):.1f}, worst {max(values):.1f} "
                    f"of {len(values)} files |"
                )
        damaged = Path(place) / "damaged.txt"
        damaged.write_text(DAMAGED.read_text()[:SMALL])
        cost = measure({"repair": [*REPAIR, str(damaged)]}, runs)["repair"]
        rows.append(
            f"| 1 KB damaged file | repair | {cost.seconds:.2f} s, {cost.megabytes:.0f} MB "
            f"| {cost.cpu:.2f} s of CPU time |"
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", default="../shared/bench/clean", type=Path)
    parser.add_argument("--runs", default=5, type=int)
    parser.add_argument("--megabytes", default=MEGABYTES, type=float, help="size of the large text")
    parser.add_argument("--write", type=Path, help="write the table to this file too")
    arguments = parser.parse_args()
    rows = report(arguments.folder, arguments.runs, arguments.megabytes)
    table = "\n".join(rows)
    load = os.getloadavg()[0]
    note = (
        f"Measured {date.today()} with Python {platform.python_version()} on {os.cpu_count()} "
        f"cores (load {load:.1f}), medians of {arguments.runs} runs taking turns: "
        "`python benchmarks/speed.py`."
    )
    print(table, note, sep="\n\n")
    if arguments.write:
        arguments.write.write_text(f"# Speed\n\n{note}\n\n{table}\n")


if __name__ == "__main__":
    main()
