"""Reading one input, with a sentence for everything that can be wrong with it."""

from __future__ import annotations

import os
import stat
import sys

from repair.formats.plain import Source, UnreadableText, read

TYPE_CHECKING = False

MAX_BYTES = 64 * 1024 * 1024
"""Files larger than this are refused unless `--max-bytes` says otherwise."""

STDIN = "-"


class InputError(ValueError):
    """An input that cannot be checked; the message names it and says what to do."""


class NotText(InputError):
    """A file without readable text: an error when it was named, skipped inside a folder."""


class Opened:
    """A file's bytes as they were read, and the text in them."""

    def __init__(self, path: str, data: bytes, source: Source) -> None:
        self.path = path  # "-" for standard input
        self.data = data
        self.source = source


_kept: dict[str, Opened] = {}


def keep(source: Opened) -> None:
    """Keep a small file as it was read: what was worked out about it is not worked out again."""
    _kept[source.path] = source


def open_file(path: str, max_bytes: int = MAX_BYTES) -> Opened:
    """The text of the file at `path`. Raises `InputError`."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"{path} is a folder where a file is needed; name the files in it.")
        _refuse_large(path, status.st_size, max_bytes)
        with open(path, "rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise InputError(_sentence(path, error)) from None
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path!r} is no name of a file ({error}); check the spelling.") from None
    _refuse_large(path, len(data), max_bytes)
    known = _kept.get(path)
    return known if known is not None and known.data == data else opened(path, path, data)


def open_stdin(name: str, max_bytes: int = MAX_BYTES) -> Opened:
    """The text on standard input, called `name` in messages. Raises `InputError`."""
    try:
        data = sys.stdin.buffer.read(max_bytes + 1)
    except OSError as error:
        raise InputError(f"standard input cannot be read ({error.strerror}).") from None
    _refuse_large(name, len(data), max_bytes)
    return opened(STDIN, name, data)


def opened(path: str, name: str, data: bytes) -> Opened:
    """What the bytes of an input hold. Raises `NotText`."""
    try:
        return Opened(path, data, read(data, name))
    except UnreadableText as error:
        raise NotText(f"{name} was not checked: {error}.") from None


def _refuse_large(name: str, size: int, max_bytes: int) -> None:
    if size > max_bytes:
        told = f"{size:,}" if size != max_bytes + 1 else f"more than {max_bytes:,}"
        raise InputError(
            f"{name} was not checked: it has {told} bytes, and the limit is {max_bytes:,}; split "
            "it, or raise the limit with --max-bytes."
        )


def _sentence(path: str, error: OSError) -> str:
    import errno

    advice = {
        errno.ENOENT: "does not exist; check the spelling of the name",
        errno.ENOTDIR: "does not exist: part of its path is a file; check the spelling",
        errno.EACCES: "may not be read; change its permissions (chmod +r) or run as its owner",
        errno.EPERM: "may not be read; change its permissions (chmod +r) or run as its owner",
        errno.ELOOP: "is a link that leads back to itself; mend or remove the link",
        errno.ENAMETOOLONG: "has a name too long for this system; shorten it",
        errno.EISDIR: "is a folder where a file is needed; name the files in it",
    }
    said = advice.get(error.errno or 0, f"cannot be read ({error.strerror or error}); check it")
    return f"{path} {said}."
