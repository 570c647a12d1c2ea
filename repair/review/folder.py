"""The `.repair` folder beside the documents: where it is, and what git has to know about it."""

from __future__ import annotations

import os
from pathlib import Path

from repair.formats.files import WriteError, write_atomically

FOLDER = ".repair"

_GIT_ATTRIBUTES = b"*.jsonl merge=union\n"
_GIT_IGNORE = b"# copies of files before the last applies, for `repair undo`\njournal/\n"


def find_folder(start: str | os.PathLike[str] = ".") -> Path | None:
    """The nearest `.repair` folder, from `start` (a file or a folder) upwards."""
    here = Path(os.path.abspath(start))
    for folder in (here, *here.parents):
        if (folder / FOLDER).is_dir():
            return folder / FOLDER
    return None


def prepare_folder(folder: Path) -> None:
    """Make a `.repair` folder with what git has to know about it. Raises `WriteError`."""
    if not (folder / ".gitignore").exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(
                f"{folder} cannot be made ({error.strerror}), so nothing can be remembered. "
                "Use --root to name a folder you may write to."
            ) from error
        write_atomically(folder / ".gitattributes", _GIT_ATTRIBUTES)
        write_atomically(folder / ".gitignore", _GIT_IGNORE)
