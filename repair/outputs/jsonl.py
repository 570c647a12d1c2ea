"""JSON lines: one record per finding and line, for programs that read while repair works."""

from __future__ import annotations

from collections.abc import Iterable

from repair.outputs.record import records, to_json
from repair.outputs.report import Report


def render(reports: Iterable[Report]) -> str:
    """The records of all files, one JSON object per line."""
    return "".join(to_json(row) + "\n" for report in reports for row in records(report))
