"""What the outputs are given for each file: what was found, what was written, how it is encoded."""

from __future__ import annotations

from repair.model import APPLY_THRESHOLD, Document, Edit, Finding, Result
from repair.outputs.closing import Counts
from repair.records import NamedTuple

BYTE_ORDER_MARK = "\ufeff"


class Report(NamedTuple):
    """One checked file."""

    result: Result  # what remains to be looked at, in the coordinates of the file as it is now
    encoding: str = "utf-8"
    byte_order_mark: bytes = b""
    before: Document | None = None  # the text before writing, when something was written
    written: tuple[Edit, ...] = ()  # the edits of `before` that were written

    @property
    def name(self) -> str:
        """The file as the user named it."""
        return self.result.document.name


def count(report: Report) -> Counts:
    """The counts of one file."""
    findings = report.result.findings
    proposals = sum(1 for finding in findings if finding.suggestions)
    return Counts(
        1,
        proposals,
        sum(1 for finding in findings if finding.confidence >= APPLY_THRESHOLD),
        len(findings) - proposals,
        len(report.written),
    )


def tier(finding: Finding) -> str:
    """ "safe" (may be written unasked), "ask" (a person decides) or "mark" (nothing to write)."""
    if not finding.suggestions:
        return "mark"
    return "safe" if finding.confidence >= APPLY_THRESHOLD else "ask"
