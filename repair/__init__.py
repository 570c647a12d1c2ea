"""Finds, explains and repairs transcription damage in text from scanners and speech recognisers.

    >>> import repair
    >>> repair.fix("They weremactively engaged .", min_confidence=0.5)
    'They were actively engaged.'
"""

from __future__ import annotations

from repair.api import check, fix
from repair.model import (
    APPLY_THRESHOLD,
    MIN_CONFIDENCE,
    Decision,
    Document,
    Edit,
    Evidence,
    Finding,
    Mark,
    Result,
    Span,
    Suggestion,
    Token,
)

__version__ = "0.1.0"

__all__ = [
    "APPLY_THRESHOLD",
    "MIN_CONFIDENCE",
    "Decision",
    "Document",
    "Edit",
    "Evidence",
    "Finding",
    "Mark",
    "Result",
    "Span",
    "Suggestion",
    "Token",
    "check",
    "fix",
]
