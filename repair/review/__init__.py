"""People: change sets, decisions that are remembered, review, and writing what was approved."""

from __future__ import annotations


class ReviewError(ValueError):
    """Something a user can mend: the message is a sentence that says what and how."""
