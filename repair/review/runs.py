"""The names of runs that write. Imports nothing heavy: a run over clean files pays for it."""

from __future__ import annotations

import os
import time


def new_run() -> str:
    """A name for one run of a command, sorted after those of earlier runs."""
    now = time.time_ns() // 1000
    second = time.strftime("%Y%m%dT%H%M%S", time.gmtime(now // 1_000_000))
    return f"{second}{now % 1_000_000:06}-{os.urandom(4).hex()}"
