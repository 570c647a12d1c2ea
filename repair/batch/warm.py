"""Loads the knowledge when imported, so that processes forked afterwards share its memory.

Imported by the server process that gives birth to the workers, and by nobody else.
"""

from __future__ import annotations

import contextlib

from repair.batch import lines, texts, work

__all__ = ["lines", "texts", "work"]

_DAMAGED = "They weremactively engaged near the village of Oxf ord , and he shunne the ofier.\n"

with contextlib.suppress(Exception):  # what is wrong is said by the worker that meets it
    work.warm(_DAMAGED)
