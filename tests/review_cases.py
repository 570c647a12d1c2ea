"""Hand-made proposals for the tests of reviewing: a text and what might be wrong in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from repair.model import Document, Evidence, Finding, Result, Span, Suggestion
from repair.review.change import Change, collect
from repair.review.decisions import Decisions
from repair.review.session import Session

WORDS = {
    "teh": ("the", "spelling", 0.995),
    "weremactively": ("were actively", "stray-letter", 0.93),
    "shunne": ("shunned", "spelling", 0.8),
    "atLake": ("at Lake", "joined-words", 0.97),
    "Carson": ("Khasan", "name", 0.7),
}

TEXT = (
    "They weremactively engaged near Carson station in 1938, and\r\n"
    "teh offer was shunne by all.  It lay atLake Khasan, where teh train\r\n"
    "stopped; they weremactively looking for <b>teh</b> way home.\r\n"
)


def check(text: str, name: str) -> Result:
    """Every word of the table, wherever it stands in the text."""
    findings = []
    for wrong, (right, rule, confidence) in WORDS.items():
        at = text.find(wrong)
        while at >= 0:
            why = Evidence("vocabulary", f"{right!r} is known; {wrong!r} is not", 3.5)
            suggestions = (Suggestion(right, confidence, (why,)), Suggestion(right.upper(), 0.1))
            span = Span(at, at + len(wrong))
            findings.append(Finding(rule, span, wrong, f"{wrong!r} is no word.", suggestions))
            at = text.find(wrong, at + 1)
    return Result(Document(text, name), tuple(sorted(findings, key=lambda f: f.span)))


def check_files(paths: Iterable[Path]) -> list[Result]:
    """The findings of files, as `repair` would read them."""
    return [
        check(path.read_bytes().decode("utf-8", "surrogateescape"), str(path)) for path in paths
    ]


def changes_in(folder: Path) -> list[Change]:
    """All proposals for the text files of a folder, named from it."""
    return collect(check_files(sorted(folder.glob("**/*.txt"))), folder)


def session_in(folder: Path, by: str = "anna") -> Session:
    """A review of the folder's text files with the decisions kept there."""
    return Session(changes_in(folder), Decisions.load(folder / ".repair"), by)


def numbers(session: Session, before: str) -> list[int]:
    """The numbers of all changes of a word."""
    return [n for n, change in enumerate(session.changes) if change.before == before]
