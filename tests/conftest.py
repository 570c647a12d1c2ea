"""Fixtures that several test files share."""

from __future__ import annotations

from cli_harness import made_rules, place

__all__ = ["made_rules", "place"]
