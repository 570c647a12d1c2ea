"""The structure of the code, read from its source: imports go down, and only the top prints."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "repair").rglob("*.py"))

FLOORS = {
    "records": 0,
    "prepared": 0,
    "folders": 0,
    "model": 0,
    "text": 1,
    "knowledge": 1,
    "spelling": 2,
    "names": 2,
    "rules": 3,
    "formats": 3,
    "ranking": 4,
    "pipeline": 5,
    "api": 5,
    "config": 5,
    "quality": 5,
    "evaluate": 5,
    "training": 5,
    "outputs": 6,
    "review": 7,
    "batch": 7,
    "cli": 8,
    "__init__": 8,
    "__main__": 8,
}
"""Higher floors may import lower ones; neighbours on a floor may import each other where NEIGHBOURS
says so."""

NEIGHBOURS = {
    ("model", "records"),
    ("prepared", "folders"),
    ("names", "spelling"),
    ("spelling", "names"),
    ("pipeline", "api"),
    ("api", "pipeline"),
    ("quality", "pipeline"),
    ("quality", "api"),
    ("quality", "evaluate"),
    ("evaluate", "pipeline"),
    ("evaluate", "api"),
    ("training", "pipeline"),
    ("training", "api"),
    ("training", "evaluate"),
    ("batch", "review"),
    ("__main__", "cli"),
}

UPWARDS = {
    ("model", "text"): "what is derived from a document is computed when somebody asks for it",
    ("knowledge", "spelling"): "its parts are loaded when somebody asks for them",
    ("knowledge", "names"): "the same",
    ("names", "pipeline"): "a lexicon's own examples are tried through the whole flow",
}
"""Imports inside functions that go up, each with its reason."""


def part(path: Path) -> str:
    """The part of the house a file belongs to."""
    return path.relative_to(ROOT / "repair").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every part of repair the file imports at run time, with the line."""
    tree = ast.parse(path.read_text())
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for child in node.body
        for inner in ast.walk(child)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write imports in full"
            names = [node.module or ""]
            if node.module == "repair":
                names = [f"repair.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("repair.") and name.split(".")[1] in FLOORS:
                yield name.split(".")[1], node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    here = part(path)
    assert here in FLOORS, f"{here} has no floor: add it to FLOORS"
    for there, line in imports(path):
        allowed = (
            there == here
            or FLOORS[there] < FLOORS[here]
            or (here, there) in NEIGHBOURS
            or (here, there) in UPWARDS
        )
        assert allowed, f"{path}:{line}: {here} may not import {there}"


def test_rules_know_neither_each_other_nor_formats() -> None:
    for path in (ROOT / "repair" / "rules").glob("*.py"):
        used = {there for there, _ in imports(path)}
        assert "formats" not in used, path
        assert path.name == "__init__.py" or "rules" not in used, path


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_command_line_prints(path: Path) -> None:
    if part(path) in ("cli", "__main__"):
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "input"), f"{path}:{node.lineno}"
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr"):
            raise AssertionError(f"{path}:{node.lineno} writes to a stream")


OPENS = frozenset({"text", "rules", "ranking", "pipeline", "outputs", "model", "records"})


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_core_opens_no_file(path: Path) -> None:
    if part(path) not in OPENS or path.name == "html.py":  # its page is a file of the package
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            opens = called in ("open", "os.open") or called.endswith((".read_text", ".read_bytes"))
            assert not opens, f"{path}:{node.lineno} opens a file"


TOO_LONG = {"names/weighing.py": 450, "spelling/candidates.py": 450}
"""Files that wait to be taken apart, and how long they may get until then."""


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    most = TOO_LONG.get(str(path.relative_to(ROOT / "repair")), 400)
    assert len(path.read_text().splitlines()) <= most


HEAVY = (
    "click", "dataclasses", "difflib", "flask", "ftfy", "inspect", "json", "logging", "numpy",
    "pathlib", "pathspec", "rapidfuzz", "regex", "symspellpy", "tomllib", "typing",
)  # fmt: skip
"""What the check of a clean file must not pay for."""

CLEAN = (
    "The committee met on Monday to talk about the new road. Most of the members thought that it\n"
    "would help the town, and they agreed to ask for more money in the spring.\n"
)


def test_a_clean_file_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(CLEAN)
    code = (
        "import sys\n"
        "from repair.cli.start import main\n"
        "try: main(['fix', 'clean.txt'])\n"
        "except SystemExit as left: assert not left.code, left.code\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    for _ in ("the first run fills the cache", "the second is what is meant"):
        done = subprocess.run(
            [sys.executable, "-S", "-c", code],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "REPAIR_CACHE_DIR": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["1 file checked: nothing to repair.", ""], done.stdout
