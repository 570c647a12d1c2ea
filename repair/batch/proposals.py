"""The proposals of a change set, by the record they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from repair.batch.errors import BatchError
from repair.model import Edit
from repair.review import ReviewError
from repair.review.changeset import load


def edits_by_record(paths: Iterable[Path]) -> dict[str, list[Edit]]:
    """Every proposal as an edit, under the identifier of its row or the end of its file's path.

    Raises:
        BatchError: when a change set cannot be read.
    """
    edits: dict[str, list[Edit]] = {}
    for path in paths:
        try:
            changes = load(path)
        except ReviewError as error:
            raise BatchError(str(error)) from None
        for change in changes:
            if change.after is not None:
                edit = Edit(
                    change.span, change.before, change.after, change.rule, change.confidence
                )
                for name in _names(change.file):
                    edits.setdefault(name, []).append(edit)
    return {name: sorted(found) for name, found in edits.items()}


def _names(file: str) -> list[str]:
    """What a record may be called: a row's identifier, or any end of a file's path."""
    if "#" in file:
        return [file.rpartition("#")[2]]
    parts = file.split("/")
    return ["/".join(parts[at:]) for at in range(len(parts))] + [""]
