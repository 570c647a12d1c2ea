"""Workflow commands of GitHub Actions: each finding becomes an annotation on its line.

The escapes are those of the runner: per cent and line ends everywhere, colon and comma in
properties too.
"""

from __future__ import annotations

from collections.abc import Iterable

from repair.model import Finding
from repair.outputs.closing import percent
from repair.outputs.report import Report
from repair.outputs.visible import plain, visible


def render(reports: Iterable[Report]) -> str:
    """One command per finding: a warning for a proposal, a notice for a mark."""
    return "".join(
        _command(report, finding) for report in reports for finding in report.result.findings
    )


def _command(report: Report, finding: Finding) -> str:
    document = report.result.document
    line, column = document.position(finding.span.start)
    last, end = document.position(finding.span.end)
    properties = {
        "file": plain(report.name),
        "line": line,
        "endLine": last,
        "title": f"repair: {finding.rule}",
    }
    if last == line:  # the runner refuses columns of a range over several lines
        properties |= {"col": column, "endColumn": max(end, column)}
    if finding.suggestions:
        change = f"{visible(finding.before)} → {visible(finding.after or '')}"
        message = f"{change} ({percent(finding.confidence)}): {finding.reason}"
    else:
        message = finding.reason
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    kind = "warning" if finding.suggestions else "notice"
    return f"::{kind} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
