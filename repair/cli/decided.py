"""Leaving out what people have decided before; loaded only beside a `.repair` folder."""

from __future__ import annotations

import os
from functools import cache

from repair.model import Result
from repair.review.decisions import Decisions
from repair.review.folder import find_folder


def without_decided(result: Result, min_confidence: float) -> Result:
    """`result` without what was refused, and with confidences that learned from decisions."""
    folder = find_folder(os.path.dirname(os.path.abspath(result.document.name)))
    if folder is None:
        return result
    filtered = _store(str(folder)).filter(result)
    return filtered._replace(
        findings=tuple(
            finding
            for finding in filtered.findings
            if not finding.suggestions or finding.confidence >= min_confidence
        )
    )


@cache
def _store(folder: str) -> Decisions:
    return Decisions.load(folder)
