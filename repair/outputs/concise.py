"""One line per finding, in the shape editors and grep know: file:line:column: …"""

from __future__ import annotations

from collections.abc import Iterable

from repair.model import Document, Edit, Finding
from repair.outputs.closing import percent
from repair.outputs.report import Report
from repair.outputs.visible import plain, visible


def render(reports: Iterable[Report]) -> str:
    """A line per finding; what was written is marked so."""
    return "".join(_of(report) for report in reports)


def _of(report: Report) -> str:
    lines = []
    if report.before is not None:
        lines += [_written(report.before, edit) for edit in report.written]
    lines += [_line(report.result.document, finding) for finding in report.result.findings]
    return "".join(lines)


def _line(document: Document, finding: Finding) -> str:
    line, column = document.position(finding.span.start)
    place = f"{plain(document.name)}:{line}:{column}: {finding.rule}"
    if not finding.suggestions:
        return f"{place} {plain(finding.reason)}\n"
    change = f"{visible(finding.before)} → {visible(finding.after or '')}"
    return f"{place} {percent(finding.confidence)} {change}: {plain(finding.reason)}\n"


def _written(document: Document, edit: Edit) -> str:
    line, column = document.position(edit.span.start)
    change = f"{visible(edit.before)} → {visible(edit.after)}"
    return f"{plain(document.name)}:{line}:{column}: {edit.rule} written {change}\n"
