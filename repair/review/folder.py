"""The `.repair` folder beside the documents: where it is, and what git has to know about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from repair.formats.files import WriteError, write_atomically

FOLDER = ".repair"
DECISIONS = "decisions.jsonl"

_GIT_ATTRIBUTES = b"*.jsonl merge=union\n"
_GIT_IGNORE = b"# copies of files before the last applies, for `repair undo`\njournal/\n"
_ALL_IGNORED = b"# nothing but copies for `repair undo`, until somebody decides something\n*\n"


def find_folder(start: str | os.PathLike[str] = ".") -> Path | None:
    """The nearest `.repair` folder, from `start` (a file or a folder) upwards.

    One with decisions goes before those that hold nothing but copies for `repair undo`.
    """
    found = list(folders_above(start))
    decided = (folder for folder in found if (folder / DECISIONS).exists())
    return next(decided, next(iter(found), None))


def folders_above(start: str | os.PathLike[str] = ".") -> Iterator[Path]:
    """All `.repair` folders from `start` (a file or a folder) upwards, the nearest first."""
    here = Path(os.path.abspath(start))
    for folder in (here, *here.parents):
        if (folder / FOLDER).is_dir():
            yield folder / FOLDER


def prepare_folder(folder: Path, *, is_shared: bool = True) -> None:
    """Make a `.repair` folder with what git has to know about it. Raises `WriteError`.

    What is not shared is hidden from git altogether, until the folder is first needed for
    something that is.
    """
    ignore = folder / ".gitignore"
    if not ignore.exists() or (is_shared and ignore.read_bytes() == _ALL_IGNORED):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(
                f"{folder} cannot be made ({error.strerror}), so nothing can be remembered. "
                "Use --root to name a folder you may write to."
            ) from error
        write_atomically(folder / ".gitattributes", _GIT_ATTRIBUTES)
        write_atomically(ignore, _GIT_IGNORE if is_shared else _ALL_IGNORED)
