"""Many files: local worker processes, Ray, resume, and the evidence of a whole collection."""

from __future__ import annotations

from repair.batch.table import repair_table

__all__ = ["repair_table"]
