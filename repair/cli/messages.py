"""The two streams of a command: results on standard output, messages on standard error.

Both are written as UTF-8 bytes, so that a diff holds exactly the bytes of its file whatever the
terminal's encoding is. Imports nothing heavy: a clean file pays for it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

NOTHING, PROPOSALS, ERROR, INTERRUPTED = 0, 1, 2, 130
"""Exit codes."""


class OutputClosed(Exception):
    """Whoever read standard output has gone; there is nobody to tell."""


class OutputFailed(Exception):
    """Standard output cannot be written; the message is a sentence."""


def put(data: str | bytes) -> None:
    """Write results to standard output. Raises `OutputClosed`, `OutputFailed`."""
    if not data:
        return
    try:
        _write(sys.stdout, data)
    except BrokenPipeError:
        _silence(sys.stdout)
        raise OutputClosed from None
    except OSError as error:
        _silence(sys.stdout)
        raise OutputFailed(
            f"standard output cannot be written ({error.strerror}); make room or send it elsewhere."
        ) from None


def say(text: str) -> None:
    """Write a message for the person to standard error; never fails."""
    try:
        _write(sys.stderr, text + "\n")
    except OSError:
        _silence(sys.stderr)


def fail(text: str) -> None:
    """Say what went wrong."""
    say(f"repair: {text}")


def _write(stream: TextIO, data: str | bytes) -> None:
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogateescape")
    stream.flush()
    stream.buffer.write(data)
    stream.buffer.flush()


def _silence(stream: TextIO) -> None:
    """Let the interpreter's own flush at exit succeed, so that it does not complain."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
