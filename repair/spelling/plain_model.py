"""The language model read without numpy: for a few windows that is quicker than importing it.

It gives the same numbers as `LanguageModel` for the same file, a window at a time.
"""

from __future__ import annotations

import os
from zlib import crc32

BOUNDARY, UNKNOWN, NUMBER, NAME = "</s>", "<unk>", "<num>", "<name>"
FILE = "language_model.bin"
MAGIC = "repair language model 2"

_ALL = 0xFFFFFFFFFFFFFFFF
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_MIX = (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53)
_PRINT = 0x9E3779B97F4A7C15
_KINDS = {"<f4": ("f", 4), "<u4": ("I", 4), "<u2": ("H", 2), "|u1": ("B", 1)}


class Known:
    """One word as the model sees it."""

    __slots__ = ("backoff", "extra", "hash", "known", "unigram")

    def __init__(
        self, code: int, unigram: float, backoff: float, extra: float, known: bool
    ) -> None:
        self.hash = code
        self.unigram = unigram
        self.backoff = backoff
        self.extra = extra
        self.known = known


class PlainModel:
    """The model of a folder, for single windows; open it with `PlainModel.open`."""

    def __init__(self, header: str, data: memoryview) -> None:
        at = 0
        self._arrays: dict[str, memoryview] = {}
        self._shapes: dict[str, list[int]] = {}
        for entry in header.split()[MAGIC.count(" ") + 1 :]:
            name, value = entry.split("=")
            if name.startswith("array:"):
                kind, size = value.split(",")
                code, width = _KINDS[kind]
                part = data[at : at + int(size) * width]
                self._arrays[name[6:]] = part.cast(code)  # type: ignore[call-overload]
                at += int(size) * width
            elif name.startswith("shape:"):
                self._shapes[name[6:]] = [int(number) for number in value.split(",")]
            else:
                self._unknown_word = float(value)
        self._words: dict[str, Known] = {}
        self._pairs: dict[tuple[int, int], tuple[float, float] | None] = {}

    @classmethod
    def open(cls, folder: str) -> PlainModel:
        """The model in `folder`, mapped into memory.

        Raises:
            FileNotFoundError, ValueError: naming the file and the command that makes it.
        """
        import mmap

        path = os.path.join(folder, FILE)
        try:
            with open(path, "rb") as file:
                first = file.readline()
                start = len(first) + len(file.readline())
                whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError as error:
            raise FileNotFoundError(
                f"{path}: there is no language model; build it with `repair train lm`."
            ) from error
        if not first.startswith(MAGIC.encode()):
            raise ValueError(
                f"{path}: not a language model of this version; rebuild it with `repair train lm`."
            )
        return cls(first.decode(), memoryview(whole)[start:])

    def word(self, form: str) -> Known:
        """A word looked up, once."""
        found = self._words.get(form)
        if found is None:
            found = self._words[form] = self._looked_up(form)
        return found

    def pair(self, left: Known, word: Known) -> tuple[float, float] | None:
        """Log probability and backoff weight of two neighbours; None if they are no known pair."""
        key = (left.hash, word.hash)
        if key not in self._pairs:
            self._pairs[key] = self._bigram(left.hash, word.hash)
        return self._pairs[key]

    def logprob(self, left2: Known | None, left1: Known | None, word: Known) -> float:
        """Natural-log probability of `word` after `left2 left1`; None means nothing is known."""
        result = word.unigram
        if left1 is not None:
            pair = self.pair(left1, word)
            result = pair[0] if pair else result + left1.backoff
            if left2 is not None and left1.hash != _BOUNDARY_HASH:
                context = self.pair(left2, left1)
                if context is not None:
                    whole = self._trigram(left2.hash, left1.hash, word.hash)
                    result = whole if whole is not None else result + context[1]
        return result + word.extra

    def _looked_up(self, form: str) -> Known:
        folded = _folded(form)
        code = crc32(folded.encode("utf-8", "surrogatepass"))
        found = self._unigram(code)
        if found is None and folded.endswith("'s"):
            code = crc32(folded[:-2].encode("utf-8", "surrogatepass"))
            found = self._unigram(code)
        if found is None:
            unigram, backoff, _ = self._class(UNKNOWN)
            return Known(crc32(UNKNOWN.encode()), unigram, backoff, self._unknown_word, False)
        unigram, backoff, named = found
        if not named:
            return Known(code, unigram, backoff, 0.0, code != crc32(UNKNOWN.encode()))
        own, backoff, _ = self._class(NAME)
        return Known(crc32(NAME.encode()), own, backoff, unigram, True)

    def _class(self, name: str) -> tuple[float, float, bool]:
        found = self._unigram(crc32(name.encode()))
        return found if found is not None else (-12.0, 0.0, False)

    def _unigram(self, code: int) -> tuple[float, float, bool] | None:
        key = _mixed(code * _FACTORS[0] & _ALL)
        a, b, c = _places(key, self._shapes["unigram"])
        cells = self._arrays["unigram"]
        cell = cells[a] ^ cells[b] ^ cells[c]
        if cell >> 17 != (key * _PRINT & _ALL) >> 49:
            return None
        return (
            self._arrays["unigram_values"][cell >> 8 & 0xFF],
            self._arrays["backoff_values"][cell & 0xFF],
            bool(cell >> 16 & 1),
        )

    def _bigram(self, left: int, word: int) -> tuple[float, float] | None:
        key = _mixed(_mixed(left * _FACTORS[0] & _ALL) + word * _FACTORS[1] & _ALL)
        a, b, c = _places(key, self._shapes["bigram"])
        cells = self._arrays["bigram"]
        cell = cells[a] ^ cells[b] ^ cells[c]
        if cell >> 6 != (key * _PRINT & _ALL) >> 54:
            return None
        weights = self._arrays["bigram_backoff"]
        return (
            self._arrays["bigram_values"][cell & 0x3F],
            self._arrays["backoff_values"][weights[a] ^ weights[b] ^ weights[c]],
        )

    def _trigram(self, left2: int, left1: int, word: int) -> float | None:
        key = _trigram_key(left2, left1, word)
        a, b, c = _places(key, self._shapes["trigram"])
        cells = self._arrays["trigram"]
        cell = cells[a] ^ cells[b] ^ cells[c]
        if cell >> 6 != (key * _PRINT & _ALL) >> 54:
            return None
        value: float = self._arrays["trigram_values"][cell & 0x3F]
        return value


_BOUNDARY_HASH = crc32(BOUNDARY.encode())


def _trigram_key(left2: int, left1: int, word: int) -> int:
    key = _mixed(left2 * _FACTORS[0] & _ALL) + left1 * _FACTORS[1] & _ALL
    return _mixed(_mixed(key) + word * _FACTORS[2] & _ALL)


def _folded(word: str) -> str:
    if any("0" <= c <= "9" for c in word):
        return NUMBER
    if word in (".", "!", "?", BOUNDARY):
        return BOUNDARY
    return word.lower().replace("’", "'")


def _mixed(key: int) -> int:
    key ^= key >> 33
    key = key * _MIX[0] & _ALL
    key ^= key >> 33
    key = key * _MIX[1] & _ALL
    return key ^ key >> 33


def _places(key: int, shape: list[int]) -> tuple[int, int, int]:
    seed, segments, length = shape
    code = _mixed(key + seed & _ALL)
    start = ((code >> 32) * segments >> 32) * length
    mask = length - 1
    return (
        start + (code >> 36 & mask),
        start + length + (code >> 18 & mask),
        start + 2 * length + (code & mask),
    )
