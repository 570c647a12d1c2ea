"""JSON: one array with a record per finding."""

from __future__ import annotations

from collections.abc import Iterable

from repair.outputs.record import records, to_json
from repair.outputs.report import Report


def render(reports: Iterable[Report]) -> str:
    """The records of all files as one JSON array."""
    rows = [to_json(row) for report in reports for row in records(report)]
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"
