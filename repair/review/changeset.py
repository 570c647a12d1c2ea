"""The change set: every proposal of a check, in one file that people and programs can read.

A file of JSON lines, a header first, sorted by file and place, so that it can be diffed, edited,
sent to somebody and applied elsewhere. `changes.schema.json` beside this module describes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from repair.formats.files import write_atomically
from repair.model import Evidence, Result, Span
from repair.review import ReviewError
from repair.review.change import Change, collect
from repair.review.line_file import encode

FORMAT = "repair change set"
SCHEMA = 1
HEADER = {
    "format": FORMAT,
    "schema": SCHEMA,
    "about": 'set "decision" to "accepted" or "rejected", then run: repair apply THIS-FILE',
}
DECISIONS = ("pending", "accepted", "rejected")


def save(results: Iterable[Result], path: str | os.PathLike[str], root: str = ".") -> int:
    """Write every proposal to `path` and return their number. Raises `WriteError`."""
    changes = collect(results, root)
    write_atomically(path, dump(changes))
    return len(changes)


def dump(changes: Sequence[Change]) -> bytes:
    """A change set as bytes; the same changes always give the same bytes."""
    return b"".join([encode(HEADER), *(encode(to_row(change)) for change in changes)])


def to_row(change: Change) -> dict[str, Any]:
    """One line, what a person looks for first."""
    row = {
        "id": change.id,
        "decision": change.decision,
        "file": change.file,
        "line": change.line,
        "column": change.column,
        "rule": change.rule,
        "before": change.before,
        "after": change.after,
        "replacement": change.replacement,
        "confidence": round(change.confidence, 4),
        "reason": change.reason,
        "left": change.left,
        "right": change.right,
        "alternatives": list(change.alternatives),
        "evidence": [e._asdict() for e in change.evidence],
        "source": change.source,
        "span": list(change.span),
        "occurrence": [change.occurrence, change.occurrences],
        "source_hash": change.source_hash,
        "context_hash": change.context_hash,
        "group": change.group,
        "by": change.by,
        "time": change.time,
    }
    optional = ("replacement", "alternatives", "evidence", "source", "by", "time")
    return {
        key: value
        for key, value in row.items()
        if value or key not in optional or (key == "replacement" and value is not None)
    }


def load(path: str | os.PathLike[str]) -> list[Change]:
    """Read a change set; change sets joined end to end are one change set.

    Raises `ReviewError` with the line that cannot be used and why.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReviewError(f"{path} cannot be read ({error.strerror}); check the name.") from error
    changes: dict[tuple[str, str], Change] = {}
    headed = False
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if isinstance(row, dict) and "format" in row:
                _check_header(row)
                headed = True
                continue
            if not headed:
                raise ReviewError("a change set begins with its header line")
            change = from_row(row)
        except ValueError as error:
            reason = str(error) if isinstance(error, ReviewError) else "it is not whole JSON"
            raise ReviewError(
                f"{path}, line {number}: {reason}. Write the change set again with "
                "`repair fix PATH --save FILE`, or mend that line."
            ) from error
        changes[change.file, change.id] = change
    if not headed:
        raise ReviewError(f"{path} is empty; write it with `repair fix PATH --save FILE`.")
    return list(changes.values())


def is_change_set(path: str | os.PathLike[str]) -> bool:
    """Whether the file begins like a change set."""
    try:
        with open(path, "rb") as file:
            row = json.loads(file.readline(1000))
    except (OSError, ValueError):
        return False
    return isinstance(row, dict) and row.get("format") == FORMAT


def _check_header(row: dict[str, Any]) -> None:
    if row["format"] != FORMAT:
        raise ReviewError(f"this is a {row['format']!r}, not a {FORMAT}")
    if row.get("schema") != SCHEMA:
        raise ReviewError(
            f"this version of repair reads schema {SCHEMA}, not {row.get('schema')!r}; "
            "use the version that wrote it"
        )


def from_row(row: Any) -> Change:
    """A change from one line. Raises `ReviewError` that names what is missing or wrong."""
    if not isinstance(row, dict):
        raise ReviewError("a change is a JSON object")
    for key, kind in _REQUIRED.items():
        if not isinstance(row.get(key), kind) or isinstance(row.get(key), bool):
            raise ReviewError(f"{key!r} is missing or not of the right kind")
    if not all(isinstance(row.get(key, ""), str) for key in ("source", "by", "time")):
        raise ReviewError("'source', 'by' and 'time' are texts")
    if not isinstance(row.get("replacement"), str | None):
        raise ReviewError("'replacement' is a text")
    decision = row.get("decision", "pending")
    if decision not in DECISIONS:
        raise ReviewError(f"'decision' is {decision!r}, but can be {', '.join(DECISIONS)}")
    span = Span(*_numbers(row, "span"))
    occurrence, occurrences = _numbers(row, "occurrence")
    if not 0 <= span.start <= span.end or span.end - span.start != len(row["before"]):
        raise ReviewError("'span' does not fit 'before'")
    try:
        evidence = tuple(Evidence(**entry) for entry in row.get("evidence", ()))
        alternatives = tuple(map(str, row.get("alternatives", ())))
    except TypeError:
        raise ReviewError("'evidence' or 'alternatives' is not of the right kind") from None
    known = {k: row[k] for k in _REQUIRED if k not in ("span", "occurrence")}
    return Change(
        **known,
        span=span,
        alternatives=alternatives,
        evidence=evidence,
        occurrence=occurrence,
        occurrences=occurrences,
        decision=decision,
        **{k: row[k] for k in ("replacement", "source", "by", "time") if k in row},
    )


def _numbers(row: dict[str, Any], key: str) -> tuple[int, int]:
    pair = row[key]
    if len(pair) != 2 or not all(isinstance(number, int) for number in pair):
        raise ReviewError(f"{key!r} is a pair of numbers")
    return pair[0], pair[1]


_REQUIRED: dict[str, Any] = {
    "id": str,
    "file": str,
    "source_hash": str,
    "span": list,
    "line": int,
    "column": int,
    "rule": str,
    "before": str,
    "after": str | None,
    "confidence": int | float,
    "reason": str,
    "left": str,
    "right": str,
    "occurrence": list,
}
