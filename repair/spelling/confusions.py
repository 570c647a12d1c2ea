"""The table of real words that are taken for one another, opened with mmap.

A line of `confusions.txt` is a word, a tab, and the words it may stand for: "~" before one that
sounds alike, "+" before one that differs by an ending, "=" before one that looks alike.
"""

from __future__ import annotations

import os

KINDS = {"~": "sound", "+": "ending", "=": "look"}
FILE = "confusions.txt"


class Confusions:
    """Words and what they may stand for; open it with `Confusions.open`."""

    def __init__(self, lines: bytes | memoryview) -> None:
        self._lines = lines
        self._all: dict[str, str] | None = None

    @classmethod
    def open(cls, folder: str) -> Confusions:
        """The table in `folder`.

        Raises:
            FileNotFoundError: naming the file and the command that makes it.
        """
        path = os.path.join(folder, FILE)
        try:
            with open(path, "rb") as file:
                return cls(file.read())
        except FileNotFoundError as error:
            raise FileNotFoundError(
                f"{path}: there is no table of confusions; build it with `repair train confusions`."
            ) from error

    def of(self, word: str) -> tuple[tuple[str, str], ...]:
        """(kind, other word) for each word that a lower-case `word` may stand for."""
        if self._all is None:
            text = bytes(self._lines).decode()
            self._all = dict(line.split("\t", 1) for line in text.splitlines())
        line = self._all.get(word)
        if line is None:
            return ()
        return tuple((KINDS[part[0]], part[1:]) for part in line.split(" "))
