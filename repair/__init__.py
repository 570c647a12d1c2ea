"""Finds, explains and repairs transcription damage in text from scanners and speech recognisers.

>>> import repair
>>> repair.fix("They weremactively engaged .", min_confidence=0.5)
'They were actively engaged.'
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
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


def __getattr__(name: str) -> object:
    """Public names are loaded when they are first used, so that the command line starts fast."""
    if name not in __all__:
        raise AttributeError(f"module 'repair' has no attribute {name!r}")
    from repair import api, model

    found: object = getattr(api if name in ("check", "fix") else model, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
