"""Runs the command line in this process, with three damages of a rule made for the tests."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from repair import rules
from repair.cli import settings as cli_settings
from repair.cli.start import main
from repair.config import nearest
from repair.model import Document, Evidence, Finding, Span, Suggestion

DAMAGE = {"teh": ("the", 0.995), "recieve": ("receive", 0.7), "wrld": ("world", 0.3)}
"""What the test rules repair, to what, and how sure they are."""

MARKED = "LOOKHERE"


def _find(document: Document, knowledge: object) -> Iterator[Finding]:
    for word, (after, confidence) in DAMAGE.items():
        at = document.text.find(word)
        while at >= 0:
            evidence = (Evidence("vocabulary", f"'{after}' is a word; '{word}' is not"),)
            yield Finding(
                "misspelt",
                Span(at, at + len(word)),
                word,
                f"'{word}' is no word.",
                (Suggestion(after, confidence, evidence), Suggestion("other", 0.1)),
                "words.toml:7",
            )
            at = document.text.find(word, at + 1)


def _mark(document: Document, knowledge: object) -> Iterator[Finding]:
    at = document.text.find(MARKED)
    if at >= 0:
        yield Finding("marked", Span(at, at + len(MARKED)), MARKED, "A person should look here.")


RULES = {
    "misspelt": SimpleNamespace(
        NAME="misspelt", SUMMARY="A misspelt word.", FIXES=(("teh", "the"),), KEEPS=("the",),
        __doc__="Words that are none.", find=_find,
    ),
    "marked": SimpleNamespace(
        NAME="marked", SUMMARY="A place.", FIXES=(), KEEPS=("there",), __doc__="Places.",
        find=_mark,
    ),
}  # fmt: skip


class Run(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def made_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaces all rules by the two above."""
    monkeypatch.setattr(rules, "names", lambda: ("marked", "misspelt"))

    def rule(name: str) -> SimpleNamespace:
        if name not in RULES:
            raise rules.UnknownRule(f"there is no rule called {name!r}.")
        return RULES[name]

    monkeypatch.setattr(rules, "rule", rule)


@pytest.fixture
def place(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    made_rules: None,
) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.setenv("REPAIR_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


def run(*arguments: str, stdin: bytes = b"") -> Run:
    """The exit code and what was printed by `repair ARGUMENTS`."""
    cli_settings.settings_for.cache_clear()
    nearest.cache_clear()
    streams = [io.TextIOWrapper(io.BytesIO(data), "utf-8") for data in (stdin, b"", b"")]
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            main(list(arguments))
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(bool(left.code))
        for stream in streams[1:]:
            stream.flush()
    out, err = (s.buffer.getvalue().decode("utf-8", "surrogateescape") for s in streams[1:])
    return Run(code, out, err)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with that content."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
