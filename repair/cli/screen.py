"""The terminal of `repair review`: keys as they are pressed, a line that can be edited."""

from __future__ import annotations

import os
import select
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ESCAPE_WAIT = 0.02  # seconds the rest of an arrow key's sequence may take


class NoTerminal(ValueError):
    """There is nobody to ask; the message says what to do instead."""


class Terminal:
    """Standard input and output, which have to be a terminal; see `open_terminal`."""

    def __init__(self, has_colour: bool) -> None:
        self.has_colour = has_colour
        self._input = sys.stdin.fileno()

    @property
    def width(self) -> int:
        """Columns, at most as many as are pleasant to read."""
        return min(shutil.get_terminal_size().columns, 100)

    def write(self, text: str) -> None:
        """Show text as it is."""
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()

    def key(self) -> str:
        """The next key; keys that send a sequence, such as arrows, count as none."""
        while True:
            key = self._byte()
            if key == b"\x1b":
                while select.select([self._input], [], [], _ESCAPE_WAIT)[0]:
                    self._byte()
                continue
            length = (key[0] >= 0xC0) + (key[0] >= 0xE0) + (key[0] >= 0xF0)
            key += b"".join(self._byte() for _ in range(length))
            return key.decode("utf-8", "replace")

    def line(self, prompt: str, text: str) -> str | None:
        """A line that begins as `text`; None after Ctrl-C."""
        import readline

        with _cooked(self._input):
            readline.set_startup_hook(lambda: readline.insert_text(text))
            try:
                return input(prompt)
            except (KeyboardInterrupt, EOFError):
                self.write("\n")
                return None
            finally:
                readline.set_startup_hook()

    def _byte(self) -> bytes:
        try:
            byte = os.read(self._input, 1)
        except OSError as error:  # the terminal was closed
            raise EOFError from error
        if not byte or byte == b"\x04":
            raise EOFError
        return byte


@contextmanager
def open_terminal(color: str = "auto") -> Iterator[Terminal]:
    """The terminal with single keys on, set back at the end. Raises `NoTerminal`."""
    try:
        import termios
        import tty
    except ImportError:
        raise NoTerminal("This system has no such terminal; use --web instead.") from None
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal(
            "Review asks a person and needs a terminal. Use --web for a page in the browser, or "
            "--html FILE for a page to send to somebody."
        )
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    is_wanted = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield Terminal(color == "always" or (color == "auto" and is_wanted))
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@contextmanager
def _cooked(descriptor: int) -> Iterator[None]:
    """Whole lines with echo, as long as it lasts."""
    import termios

    before = termios.tcgetattr(descriptor)
    cooked = termios.tcgetattr(descriptor)
    cooked[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSADRAIN, cooked)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
