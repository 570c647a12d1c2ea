"""The hooks, run by the real pre-commit from a copy of this repository.

The copy is installed into the environment pre-commit makes, without its dependencies, which come
from the environment of the tests: that is what takes long and is tested with the wheel.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.tools,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("git"), reason="needs git"),
]

ROOT = Path(__file__).parents[1]
PARTS = ("repair", "dictionaries", "pyproject.toml", ".pre-commit-hooks.yaml", "README.md",
         "LICENSE")  # fmt: skip
DIRTY = "The match was\u00a0played on Sunday.\n"
CLEAN = "The match was played on Sunday.\n"


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds what is needed to install repair and its hooks."""
    folder = tmp_path_factory.mktemp("hooks")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "all")
    return folder


def try_hooks(hooks: Path, folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """Runs the hooks over every file of a repository made of `folder`."""
    git(folder, "init", "-q")
    git(folder, "add", ".")
    environment = {
        **os.environ,
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # the option is negative: 0 turns isolation off
        "PYTHONPATH": sysconfig.get_paths()["purelib"],
        "PRE_COMMIT_HOME": str(folder.parent / "cache"),
    }
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), *names, "--all-files",
         "--verbose"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


def test_both_hooks(hooks: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "dirty.txt").write_text(DIRTY)
    (folder / "clean.txt").write_text(CLEAN)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")

    done = try_hooks(hooks, folder)  # first repair-check, then repair-fix
    assert done.returncode == 1, done.stdout + done.stderr
    check, fix = done.stdout.split("repair (check)")[-1].split("repair (fix)")
    assert "exit code: 1" in check and "files were modified" not in check  # read-only
    assert "--- a/dirty.txt\n+++ b/dirty.txt\n" in check
    assert "clean.txt" not in check and "picture" not in check
    assert "exit code: 1" in fix and "files were modified by this hook" in fix
    assert "written" in fix and "odd-space" in fix  # every change is listed
    assert (folder / "dirty.txt").read_text() == CLEAN
