"""Compiles the shipped lexicons into the indexes that are opened instead of them.

python -m repair.names.build_shipped
"""

from __future__ import annotations

import os

from repair.names.store import INDEXES, compile_shipped, lexicons_folder


def main() -> None:
    """Write every shipped index beside the folder it is made from."""
    for name in INDEXES:
        with open(os.path.join(lexicons_folder(), name), "wb") as file:
            file.write(compile_shipped(name))


if __name__ == "__main__":
    main()
