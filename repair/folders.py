"""Where repair keeps what it can work out again. Imports nothing else of repair."""

from __future__ import annotations

import os


def cache_folder() -> str:
    """The user's cache folder for indexes built on first need (may not exist yet)."""
    base = os.environ.get("REPAIR_CACHE_DIR")
    if base:
        return base
    root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(root, "repair")
