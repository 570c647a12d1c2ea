"""The short way for clean files says exactly what the long way says."""

from __future__ import annotations

from pathlib import Path

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
