"""The command line as transcripts: every file in tests/cmd is one call and all that came of it.

Keys: args, stdin, files (name = content), and what is expected: code, stdout, stderr, after
(files that differ afterwards).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli_harness import run, write

CASES = sorted((Path(__file__).parent / "cmd").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_transcript(case: Path, place: Path) -> None:
    told: dict[str, Any] = tomllib.loads(case.read_text())
    for name, content in told.get("files", {}).items():
        write(place, name, content)
    got = run(*told["args"], stdin=told.get("stdin", "").encode())
    assert got.out == told.get("stdout", "")
    assert got.err == told.get("stderr", "")
    assert got.code == told["code"]
    for name, content in {**told.get("files", {}), **told.get("after", {})}.items():
        assert (place / name).read_text() == content, name
