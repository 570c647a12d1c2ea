"""SARIF 2.1.0, the format code scanning services read.

Columns count code points, which the log says; proposals carry their fix, so that a service can
offer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from repair.model import Document, Finding
from repair.outputs.record import records, to_json
from repair.outputs.report import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(
    reports: Iterable[Report], version: str = "", summaries: Mapping[str, str] | None = None
) -> str:
    """One log with one run; `summaries` says in a line what each rule is about."""
    results = []
    for report in reports:
        rows = [row for row in records(report) if not row["written"]]
        for finding, row in zip(report.result.findings, rows, strict=True):
            results.append(_result(report.result.document, finding, row))
    named = sorted({result["ruleId"] for result in results})
    driver: dict[str, Any] = {"name": "repair", "rules": [_rule(n, summaries or {}) for n in named]}
    if version:
        driver["version"] = version
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(name: str, summaries: Mapping[str, str]) -> dict[str, Any]:
    return {"id": name, "shortDescription": {"text": summaries.get(name) or name}}


def _result(document: Document, finding: Finding, row: Mapping[str, Any]) -> dict[str, Any]:
    artifact = {"uri": quote(document.name.replace("\\", "/"), errors="surrogateescape")}
    last, end = document.position(finding.span.end)
    region = {
        "startLine": row["line"],
        "startColumn": row["column"],
        "endLine": last,
        "endColumn": end,
        "charOffset": row["start"],
        "charLength": row["end"] - row["start"],
        "byteOffset": row["byte_start"],
        "byteLength": row["byte_end"] - row["byte_start"],
    }
    message = finding.reason
    if finding.suggestions:
        message = f"“{finding.before}” → “{finding.after}”: {message}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": "warning" if finding.suggestions else "note",
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"repair/v1": row["id"]},
    }
    if finding.suggestions:
        result["rank"] = round(finding.confidence * 100, 2)
        result["fixes"] = [
            {
                "description": {"text": f"Write “{replacement}”"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {"deletedRegion": region, "insertedContent": {"text": replacement}}
                        ],
                    }
                ],
            }
            for replacement in (finding.after or "", *finding.alternatives)
        ]
    return result
