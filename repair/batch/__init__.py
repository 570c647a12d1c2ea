"""Many files: local worker processes, Ray, resume, and the evidence of a whole collection."""

from __future__ import annotations
