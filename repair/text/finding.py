"""Making findings from offsets: a proposal with one or more replacements, or a bare mark."""

from __future__ import annotations

from repair.model import Document, Evidence, Finding, Span, Suggestion


def proposal(
    rule: str,
    document: Document,
    span: Span,
    replacement: str,
    confidence: float,
    reason: str,
    evidence: tuple[Evidence, ...] = (),
    source: str = "",
) -> Finding:
    """A finding of `rule` that wants `replacement` at `span`."""
    before = document.text[span.start : span.end]
    return Finding(
        rule, span, before, reason, (Suggestion(replacement, confidence, evidence),), source
    )


def mark(rule: str, document: Document, span: Span, reason: str, source: str = "") -> Finding:
    """A finding of `rule` without a suggestion: a person has to decide."""
    return Finding(rule, span, document.text[span.start : span.end], reason, (), source)
