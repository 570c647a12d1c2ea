"""A line on a terminal that says how far a long run has come."""

from __future__ import annotations

import sys
import time

from repair.outputs.visible import plain

_PATIENCE = 0.7
"""Seconds before the line appears: shorter runs need none."""

_EVERY = 0.1
_WIDTH = 24


class Progress:
    """Counts files on standard error when it is a terminal; silent otherwise."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total = total
        self._done = 0
        self._shown = shown and total > 1 and sys.stderr.isatty()
        self._next = time.monotonic() + _PATIENCE
        self._drawn = False

    def advance(self, name: str) -> None:
        """One file is done."""
        self._done += 1
        if not self._shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY
        filled = _WIDTH * self._done // self._total
        bar = "█" * filled + "░" * (_WIDTH - filled)
        label = plain(name if len(name) <= 40 else "…" + name[-39:])
        sys.stderr.write(f"\r\x1b[K{bar} {self._done}/{self._total} {label}")
        sys.stderr.flush()
        self._drawn = True

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._drawn = False
