"""The table of real words that are taken for one another.

A line of `confusions.txt` is a word, a tab, and the words it may stand for: "!" before one that
sounds the same, "~" before one that sounds alike, "+" before one that differs by an ending, "="
before one that looks alike. The lines are sorted by their bytes.
"""

from __future__ import annotations

import os

KINDS = {"!": "same-sound", "~": "sound", "+": "ending", "=": "look"}
FILE = "confusions.txt"

FEW = 800
"""So many words are searched for in the file as it is; for more, a dictionary is made of it."""


class Confusions:
    """Words and what they may stand for; open it with `Confusions.open`."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        self._found: dict[str, tuple[tuple[str, str], ...]] = {}
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
        others = self._found.get(word)
        if others is None:
            line = self.entries.get(word, "") if len(self._found) > FEW else self._search(word)
            others = tuple((KINDS[part[0]], part[1:]) for part in line.split())
            self._found[word] = others
        return others

    @property
    def entries(self) -> dict[str, str]:
        """The whole table: each word and the rest of its line."""
        if self._all is None:
            lines = self._lines.decode().splitlines()
            self._all = {word: rest for word, _, rest in (line.partition("\t") for line in lines)}
        return self._all

    def _search(self, word: str) -> str:
        """The rest of the line that begins with `word`, by bisection; "" when there is none."""
        lines, key = self._lines, word.encode("utf-8", "surrogatepass")
        low, high = 0, len(lines)  # both at the beginning of a line, or at the end of the file
        while low < high:
            middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", middle)
            form, _, rest = lines[middle:end].partition(b"\t")
            if form == key:
                return rest.decode()
            if form < key:
                low = end + 1
            else:
                high = middle
        return ""
