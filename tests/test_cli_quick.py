"""The short way for clean files says exactly what the long way says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli_harness import run, write

from repair.cli import start
from repair.cli.quick import quick

CALLS = [
    ("fix", "clean.txt"),
    ("fix", "clean.txt", "more.txt"),
    ("fix", "clean.txt", "--diff"),
    ("fix", "clean.txt", "--check"),
    ("fix", "--diff", "--check", "clean.txt"),
    ("fix", "-w", "clean.txt"),
    ("fix", "--write-changes", "clean.txt", "-q"),
    ("check", "clean.txt"),
    ("check", "clean.txt", "--quiet"),
    ("fix", "empty.txt"),
]
OTHERS = [
    ("fix", "dirty.txt"),
    ("fix", "clean.txt", "dirty.txt"),
    ("fix", "marked.txt"),
    ("fix", "clean.txt", "clean.txt"),
    ("fix", "clean.txt", "--min-confidence", "0.2"),
    ("fix", "none.txt"),
    ("fix", "."),
    ("fix", "-"),
    ("fix", "-w", "--diff", "clean.txt"),
    ("check", "-w", "clean.txt"),
    ("fix",),
    ("fix", "--help"),
]


@pytest.fixture
def files(place: Path) -> Path:
    write(place, "clean.txt", "All is well.\n")
    write(place, "more.txt", "All is well here too.\r\n")
    write(place, "empty.txt", "")
    write(place, "dirty.txt", "teh end\n")
    write(place, "marked.txt", "LOOKHERE\n")
    return place


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_both_ways_say_the_same(
    files: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(start, "_long_way", lambda _: pytest.fail("took the long way"))
        short = run(*call)
    monkeypatch.setattr("repair.cli.quick.quick", lambda _: None)
    assert run(*call) == short
    assert short.code == 0


@pytest.mark.parametrize("call", OTHERS, ids=" ".join)
def test_everything_else_goes_the_long_way(
    files: Path, capfd: pytest.CaptureFixture[str], call: tuple[str, ...]
) -> None:
    assert quick(call) is None
    assert capfd.readouterr() == ("", "")


def test_a_configuration_goes_the_long_way(files: Path) -> None:
    write(files, "pyproject.toml", "[tool.other]\n")
    assert quick(("fix", "-q", "clean.txt")) == 0
    write(files, "pyproject.toml", "[tool.repair]\nexit-zero = true\n")
    assert quick(("fix", "-q", "clean.txt")) is None


@pytest.mark.parametrize("beside", [True, False])
def test_bytecode_goes_to_the_cache_folder_when_it_may_not_lie_beside_the_sources(
    place: Path, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    there = write(place, "start.pyc", "") if beside else place / "none.pyc"
    monkeypatch.setattr(start, "__spec__", SimpleNamespace(cached=str(there)))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setenv("REPAIR_CACHE_DIR", str(place / "cache"))
    start._keep_bytecode_elsewhere()
    expected = None if beside else str(place / "cache" / "bytecode")
    assert sys.pycache_prefix == expected
    assert sys.dont_write_bytecode is beside


def test_a_clean_run_ends_with_its_code_and_all_its_output(tmp_path: Path) -> None:
    write(tmp_path, "clean.txt", "The committee met on Monday to talk about the new road.\n")
    done = subprocess.run(
        [sys.executable, "-c", "from repair.cli.start import main; main()", "fix", "clean.txt"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 file checked: nothing to repair.\n"
