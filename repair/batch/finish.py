"""Writing the repaired copy of a table or a long text once all its pieces are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from repair.batch.inputs import LINES, PARQUET, Input
from repair.batch.journal import entries
from repair.batch.settings import Settings
from repair.batch.work import accepted_edits
from repair.model import Edit


class Finish(NamedTuple):
    """An input whose entries stand between two offsets of the journal."""

    source: Input
    journal: str
    start: int
    end: int
    settings: Settings


def finish(task: Finish) -> None:
    """Write the input's repaired copy; doing it twice gives the same bytes.

    Raises:
        InputError: when the input has changed or cannot be read any more.
        OSError: when the copy cannot be written.
    """
    source, settings = task.source, task.settings
    target = Path(settings.output, "files", source.relative)
    if source.kind == LINES:
        from repair.batch import lines

        lines.rewrite(source, target, settings.columns, _by_row(task))
    elif source.kind == PARQUET:
        from repair.batch import parquet

        parquet.rewrite(source, target, settings.columns, _by_row(task))
    else:
        from repair.batch import texts

        texts.rewrite(source, target, _by_part(task))


def _by_row(task: Finish) -> Iterator[Mapping[int, Sequence[Edit]]]:
    """For each piece, the edits of each row that has any."""
    for entry in entries(Path(task.journal), task.start, task.end):
        if entry.end:
            continue
        rows: dict[int, list[Edit]] = {}
        for row, change in zip(entry.rows, entry.changes(), strict=True):
            edits = accepted_edits([change])
            if edits:
                rows.setdefault(row, []).extend(edits)
        yield {row: sorted(edits) for row, edits in rows.items()}


def _by_part(task: Finish) -> Iterator[Sequence[Edit]]:
    """For each part of a text its edits, counted from where the part begins."""
    for entry in entries(Path(task.journal), task.start, task.end):
        if not entry.end:
            yield accepted_edits(entry.changes(), entry.offset)
