"""Findings as plain records, the common ground of JSON, JSON lines and SARIF."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from repair.model import Document, Finding, Span
from repair.outputs.report import Report, tier
from repair.text.identity import context, fingerprint, snippets

_SURROGATE = re.compile("[\ud800-\udfff]")


def records(report: Report) -> list[dict[str, Any]]:
    """One record per finding: the written ones first, then what remains, each in text order."""
    rows = []
    if report.before is not None:
        findings = [Finding(e.rule, e.span, e.before, e.reason) for e in report.written]
        for edit, row in zip(report.written, _rows(report, report.before, findings), strict=True):
            row.update(
                after=edit.after, confidence=round(edit.confidence, 4), tier="safe", written=True
            )
            rows.append(row)
    return rows + _rows(report, report.result.document, report.result.findings)


def _rows(
    report: Report, document: Document, findings: tuple[Finding, ...] | list[Finding]
) -> list[dict[str, Any]]:
    seen: Counter[tuple[object, ...]] = Counter()
    places = byte_offsets(document.text, [f.span for f in findings], report.encoding)
    shift = len(report.byte_order_mark)
    rows = []
    for finding, (byte_start, byte_end) in zip(findings, places, strict=True):
        sides = context(*snippets(document.text, finding.span))
        change = (finding.rule, finding.before, finding.after)
        line, column = document.position(finding.span.start)
        rows.append(
            {
                "id": fingerprint(*change, *sides, seen[change, sides]),
                "file": report.name,
                "line": line,
                "column": column,
                "start": finding.span.start,
                "end": finding.span.end,
                "byte_start": byte_start + shift,
                "byte_end": byte_end + shift,
                "before": finding.before,
                "after": finding.after,
                "alternatives": list(finding.alternatives),
                "rule": finding.rule,
                "confidence": round(finding.confidence, 4),
                "reason": finding.reason,
                "evidence": [e._asdict() for e in finding.evidence],
                "source": finding.source,
                "context_hash": fingerprint(finding.before, *sides),
                "group": fingerprint(*change),
                "tier": tier(finding),
                "written": False,
            }
        )
        seen[change, sides] += 1
    return rows


def byte_offsets(text: str, spans: list[Span], encoding: str) -> list[tuple[int, int]]:
    """Where sorted `spans` lie in the encoded text, in bytes, without a byte order mark."""
    if text.isascii() and encoding == "utf-8":
        return [(span.start, span.end) for span in spans]
    errors = "surrogateescape" if encoding == "utf-8" else "surrogatepass"
    offsets, at, reached = [], 0, 0
    for start, end in spans:
        if start < at:
            at, reached = 0, 0
        reached += len(text[at:start].encode(encoding, errors))
        at = start
        offsets.append((reached, reached + len(text[start:end].encode(encoding, errors))))
    return offsets


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON that stays readable, with lone surrogates escaped so that it is valid UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", text)
