"""Containers: bytes to a `Document` and back. A format knows no rule."""

from __future__ import annotations

from repair.formats.plain import Source, UnreadableText, read

__all__ = ["Source", "UnreadableText", "read"]
