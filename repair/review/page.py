"""What the review page is told: changes, groups, states, and documents when it asks for one."""

from __future__ import annotations

from typing import Any

from repair import formats
from repair.review import ReviewError
from repair.review.apply import Refusal, path_inside
from repair.review.change import relative
from repair.review.changeset import HEADER
from repair.review.line_file import encode
from repair.review.locate import AlreadyDone, NotFound, locate
from repair.review.session import Session
from repair.text.identity import fingerprint, text_hash


def payload(session: Session, *, to_download: bool = False) -> dict[str, Any]:
    """Everything the page shows; with `to_download` also what makes a change set of it again."""
    files = list(session.by_file)
    number_of = {file: number for number, file in enumerate(files)}
    group_of = {n: g for g, group in enumerate(session.groups) for n in group.members}
    changes = []
    for number, change in enumerate(session.changes):
        row = {
            "file": number_of[change.file],
            "line": change.line,
            "column": change.column,
            "rule": change.rule,
            "before": change.before,
            "after": change.after,
            "confidence": round(session.confidences[number], 4),
            "reason": change.reason,
            "left": change.left,
            "right": change.right,
            "alternatives": change.alternatives,
            "evidence": [{"text": e.text, "value": e.value} for e in change.evidence],
            "source": change.source,
            "group": group_of[number],
            "state": session.states[number],
        }
        if to_download:
            row.update(
                id=change.id,
                claimed=round(change.confidence, 4),
                evidence=[e._asdict() for e in change.evidence],
                span=change.span,
                occurrence=[change.occurrence, change.occurrences],
                source_hash=change.source_hash,
            )
        changes.append(row)
    groups = [
        {
            "rule": group.rule,
            "before": group.before,
            "after": group.after,
            "confidence": min(session.confidences[n] for n in group.members),
            "members": group.members,
        }
        for group in session.groups
    ]
    told: dict[str, Any] = {"files": files, "groups": groups, "changes": changes}
    if to_download:
        told["files"] = [relative(f"{session.decisions.root}/{f}", session.root) for f in files]
        told["header"] = encode(HEADER).decode().rstrip("\n")
        told["key"] = f"repair-review-{fingerprint(*(c.id for c in session.changes))}"
        told["documents"] = [_document_or_problem(session, file) for file in files]
    return told


def document(session: Session, file: str) -> dict[str, Any]:
    """A file's text as it is now, and where its changes stand: number, start, end.

    Raises `ReviewError` when it cannot be read.
    """
    try:
        path = path_inside(session.root, session.decisions.root / file)
        text = formats.read(path.read_bytes(), str(path)).document.text
    except Refusal as error:
        raise ReviewError(str(error)) from error
    except (OSError, ValueError) as error:
        raise ReviewError(f"{file} cannot be shown: {error}.") from error
    current = text_hash(text)
    spans = []
    for number in session.by_file[file]:
        change = session.changes[number]
        try:
            is_same = change.source_hash == current
            span = change.span if is_same else locate(text, change, change.after or "")
        except (AlreadyDone, NotFound):
            continue
        spans.append([number, *span])
    spans.sort(key=lambda entry: entry[1:])
    return {"text": text, "spans": spans}


def _document_or_problem(session: Session, file: str) -> dict[str, Any]:
    try:
        return document(session, file)
    except ReviewError as error:
        return {"text": str(error), "spans": []}
