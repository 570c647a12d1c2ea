"""Writing a file so that nobody ever sees half of it.

The new content is written to a temporary file in the same folder, flushed to the disk, given the
mode and owner of the old file, and only then renamed over it. A crash, a full disk or a signal at
any moment leaves either the old file or the new one, whole.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path


class WriteError(OSError):
    """A file could not be written; its old content still stands. The message is a sentence."""


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Replace the content of `path` by `data`, all or nothing; a new file gets the usual mode.

    Symbolic links are followed, so the link stays and its target is written. Raises `WriteError`.
    """
    target = Path(os.path.realpath(path))
    try:
        _replace(target, data)
    except OSError as error:
        reason = error.strerror or str(error)
        if not target.parent.is_dir():
            raise WriteError(
                f"{os.fspath(path)} was not written: there is no folder {target.parent}. "
                "Make it first, or name another file."
            ) from error
        raise WriteError(
            f"{os.fspath(path)} was not written ({reason}); it is unchanged. "
            "Check free space and permissions, then run again."
        ) from error


def _replace(target: Path, data: bytes) -> None:
    old = target.stat() if target.exists() else None
    if old is not None and not stat.S_ISREG(old.st_mode):
        raise OSError("not a regular file")
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}.tmp")
    mode = 0o666 if old is None else 0o600  # never wider than the old file, even for a moment
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            if old is not None:
                _keep_mode_and_owner(stream.fileno(), old)
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    flush_folder(target.parent)


def _keep_mode_and_owner(descriptor: int, old: os.stat_result) -> None:
    if not hasattr(os, "fchmod"):
        return  # Windows has neither mode bits nor owners in this sense
    with contextlib.suppress(OSError):  # only root may give a file away
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))  # after chown, which clears set-id bits


def flush_folder(folder: Path) -> None:
    """Make a rename or a new name in `folder` survive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
