"""The wheel, built and installed with its dependencies in an empty environment, and run there."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = [pytest.mark.tools, pytest.mark.slow]

ROOT = Path(__file__).parents[1]


def test_wheel_runs_in_an_empty_environment(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("repair-*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    bin_folder = tmp_path / "empty" / "bin"
    pinned = ROOT / "constraints.txt"
    constraints = ["-c", str(pinned)] if pinned.exists() else []
    subprocess.run(
        [str(bin_folder / "pip"), "install", "-q", *constraints, str(wheel)],
        check=True,
    )
    (tmp_path / "a.txt").write_text("The match was\u00a0played on Sunday.\n")
    done = subprocess.run(
        [str(bin_folder / "repair"), "fix", "a.txt", "--diff"],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.endswith("+The match was played on Sunday.\n")
    for command in (["rules"], ["explain", "odd-space"], ["--version"]):
        subprocess.run([str(bin_folder / "repair"), *command], check=True, capture_output=True)
