"""The report for a person: what stands there, what should, in its context, and why."""

from __future__ import annotations

from collections.abc import Iterable

from repair.model import Document, Edit, Finding, Span
from repair.outputs.closing import percent
from repair.outputs.report import Report, tier
from repair.outputs.visible import plain, visible

AROUND = 32
"""Characters of context shown on either side of a change."""

_STYLES = {"file": "1", "place": "36", "before": "31;9", "after": "32;1", "rule": "33", "dim": "2"}
_PLAIN = {"before": ("[-", "-]"), "after": ("{+", "+}")}


def render(reports: Iterable[Report], *, colour: bool = False, detail: int = 0) -> str:
    """A block per file: what was written, the proposals, and after them the marks.

    Args:
        reports: the files.
        colour: use the colours of a terminal; without them changes read [-before-]{+after+}.
        detail: 0 the usual; 1 with evidence and alternatives; -1 without reasons and marks.
    """
    paint = _Paint(colour)
    return "".join(_block(report, paint, detail) for report in reports)


class _Paint:
    """Styles a text, for a terminal or for plain reading."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, style: str, text: str) -> str:
        if not text:
            return ""
        if self.colour:
            return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
        before, after = _PLAIN.get(style, ("", ""))
        return f"{before}{text}{after}"


def _block(report: Report, paint: _Paint, detail: int) -> str:
    result = report.result
    lines = []
    if report.before is not None:
        for edit in report.written:
            lines += _written(report.before, edit, paint, detail)
    for finding in result.proposals:
        lines += _proposal(result.document, finding, paint, detail)
    if detail >= 0:
        for finding in result.marks:
            lines += _mark(result.document, finding, paint)
    if not lines:
        return ""
    return "\n".join([paint("file", plain(report.name)), *lines]) + "\n\n"


def _written(document: Document, edit: Edit, paint: _Paint, detail: int) -> list[str]:
    place = _place(document, edit.span, paint)
    head = f"{place}  {paint('rule', edit.rule)}  written"
    lines = [head, _context(document, edit.span, edit.after, paint)]
    if detail >= 0 and edit.reason:
        lines.append(f"      {plain(edit.reason)}")
    return lines


def _proposal(document: Document, finding: Finding, paint: _Paint, detail: int) -> list[str]:
    place = _place(document, finding.span, paint)
    trusted = "  safe" if tier(finding) == "safe" else ""
    lines = [
        f"{place}  {paint('rule', finding.rule)}  {percent(finding.confidence)}{trusted}",
        _context(document, finding.span, finding.after or "", paint),
    ]
    if detail >= 0:
        lines.append(f"      {plain(finding.reason)}")
    if detail > 0:
        lines += [f"      {paint('dim', '· ' + plain(e.text))}" for e in finding.evidence]
        if finding.alternatives:
            others = ", ".join(visible(other) for other in finding.alternatives)
            lines.append(f"      {paint('dim', 'or: ' + others)}")
        if finding.source:
            lines.append(f"      {paint('dim', 'from ' + plain(finding.source))}")
    return lines


def _mark(document: Document, finding: Finding, paint: _Paint) -> list[str]:
    shown = visible(finding.before)
    if len(shown) > 2 * AROUND:
        shown = f"{shown[:AROUND]} … {shown[-AROUND:]}"
    place = _place(document, finding.span, paint)
    return [
        f"{place}  {paint('rule', finding.rule)}  please look",
        f"      {shown}",
        f"      {plain(finding.reason)}",
    ]


def _place(document: Document, span: Span, paint: _Paint) -> str:
    line, column = document.position(span.start)
    return "  " + paint("place", f"{line}:{column}")


def _context(document: Document, span: Span, after: str, paint: _Paint) -> str:
    """The change in its line, cut at words, with an ellipsis where the line goes on."""
    text = document.text
    number, _ = document.position(span.start)
    begin = document.line_starts[number - 1]
    last, _ = document.position(span.end)
    starts = document.line_starts
    end = starts[last] if last < len(starts) else len(text)
    left, right = text[begin : span.start].lstrip(), text[span.end : end].rstrip()
    if len(left) > AROUND:
        left = "…" + left[-AROUND:].partition(" ")[1] + left[-AROUND:].partition(" ")[2]
    if len(right) > AROUND:
        right = right[:AROUND].rpartition(" ")[0] + " …"
    before = visible(text[span.start : span.end])
    change = paint("before", before) + paint("after", visible(after))
    return f"      {plain(left)}{change}{plain(right)}"
