"""Which words there are: a read-only list opened with mmap and asked without parsing it.

Two files make a vocabulary. `words.txt` holds the words sorted by their UTF-8 bytes, one a line:
a lower-case word also covers its capitalised and upper-case forms, one of tier "modern" any other,
too; a word with capitals covers only itself and its upper-case form. `words.bin` holds, line by
line, where the word begins and what is known of it::

    magic "RPRVOC1\\n" · count N (uint32) · 4 zero bytes
    N+1 offsets into words.txt (uint32) · N counts (uint8, logarithmic)
    N capital shares (uint8, of 255) · N tiers (uint8, index into TIERS; bit 7: may be a candidate)
"""

from __future__ import annotations

import os
import re
import sys
from bisect import bisect_right
from itertools import repeat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIERS = ("word", "name", "archaic", "variant", "foreign", "rare", "modern")
MAGIC = b"RPRVOC1\n"
CANDIDATE = 0x80
COUNT_STEP = 16
"""A count c is kept as round(COUNT_STEP * log2(1 + c)) limited to 255: about 4 % exact."""

FEW, MANY = 300, 3_000
"""Up to so many forms at once, and in all, are looked up one by one; for more, a set of all words
is built."""

_SIGNPOST = 32  # lines from one word that is kept in memory to the next

_OUTER = ".,;:!?\"'()[]{}<>«»“”„‘’‚‛`´*_~^|\\/–—―-…•·†‡§¶=+"
_PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(
    r"\d+|\d*(?:1st|2nd|3rd|\dth|\d'?s)|\d+(?:am|pm|km|cm|mm|kg|mg|ft|in|lbs?|oz|m|k|bn|d|GB|MB|KB)"
    r"|[A-Z]{1,3}\d{1,3}|M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
)
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?")  # initials, a.m., U.S.
_NAME_SHAPE = re.compile(r"(?:[OMDL]'|Mc|Mac|Fitz)[A-Z][a-z]{2,}")
_GLUED = re.compile(r"[a-z][.,;:!?][a-z]{2}")  # two words without the space between them
_SURE = frozenset("0123456789")
_POSSESSIVE = ("'s", "'S")


class Vocabulary:
    """The words of one language; open it with `Vocabulary.open`."""

    def __init__(
        self, words: bytes | memoryview, table: bytes | memoryview, files: tuple[str, ...] = ()
    ) -> None:
        view = memoryview(table)
        if bytes(view[:8]) != MAGIC:
            raise ValueError("not a vocabulary table of this version")
        if sys.byteorder != "little":  # pragma: no cover
            raise ValueError("vocabularies can only be read on a little-endian machine")
        size = int.from_bytes(view[8:12], "little")
        end = 16 + 4 * (size + 1)
        self.files = files
        """What it was opened from."""
        self._words = memoryview(words)
        self._offsets = view[16:end].cast("I")
        self._counts = view[end : end + size]
        self._capitals = view[end + size : end + 2 * size]
        self._tiers = view[end + 2 * size : end + 3 * size]
        self._size = size
        self._all: frozenset[str] | None = None
        self._asked = 0  # forms looked up so far
        self._found = 0  # lines looked for
        self._signposts: list[bytes] = []

    @classmethod
    def open(cls, folder: str) -> Vocabulary:
        """The vocabulary in `folder`, mapped into memory.

        Raises:
            FileNotFoundError, ValueError: naming the file and the command that makes it.
        """
        path, table = os.path.join(folder, "words.txt"), os.path.join(folder, "words.bin")
        try:
            return cls(_mapped(path), _mapped(table), (path, table))
        except FileNotFoundError as error:
            raise FileNotFoundError(
                f"{error.filename}: there is no vocabulary; build it: `repair train vocabulary`."
            ) from error
        except ValueError as error:
            raise ValueError(
                f"{path}: {error}; rebuild it with `repair train vocabulary`."
            ) from error

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        """All words in the order of the file."""
        return iter(bytes(self._words).decode().split())

    def knows(self, word: str) -> bool:
        """Whether `word` is a word or name in an allowed case; possessives and compounds count.

        A compound with hyphens is known when all its parts are, a possessive when its owner is;
        numbers with their usual endings are always known.
        """
        contains = self._contains if self._all is None else self._all.__contains__
        return self._known(word, contains)

    def unknown(self, forms: Iterable[str]) -> list[str]:
        """Those of `forms`, in order, that hold an unknown word.

        A form is a run of characters without space; punctuation around and between its words is
        ignored, and a form without letters that have a case is never unknown.
        """
        asked = list(forms)
        self._asked += len(asked)
        if self._asked <= MANY and len(asked) <= FEW and self._all is None:
            return [form for form in asked if not self._known_form(form, self._contains)]
        known = self.all_words
        contains = known.__contains__
        # Every step is over distinct words without their outer punctuation, and most are in C.
        bare = list(map(str.strip, asked, repeat(_OUTER)))
        odd = {
            word
            for word in set(bare) - known
            if not (word.lower() in known and (word[1:].islower() or len(word) == 1))
        }
        odd = {
            word
            for word in odd
            if len(word) == 1
            or (word.isalpha() and word.islower())
            or not self._known_form(word, contains)
        }
        return [
            form
            for form, word in zip(asked, bare, strict=True)
            if word in odd and (len(word) > 1 or not self._known_form(form, contains))
        ]

    @property
    def all_words(self) -> frozenset[str]:
        """All words as they are written in the list; built when first asked for."""
        if self._all is None:
            self._all = frozenset(bytes(self._words).decode().split())
        return self._all

    def tier(self, word: str) -> str:
        """One of `TIERS`, or "" for a word that is not in the list in any case."""
        line = self._line(word)
        return TIERS[self._tiers[line] & ~CANDIDATE] if line >= 0 else ""

    def is_candidate(self, word: str) -> bool:
        """Whether a damaged word may be replaced by `word`."""
        line = self._line(word)
        return line >= 0 and bool(self._tiers[line] & CANDIDATE)

    def count(self, word: str) -> int:
        """How often the training corpora hold `word` in any case, to within some 5 %."""
        line = self._line(word)
        return count_of(self._counts[line]) if line >= 0 else 0

    def capital_share(self, word: str) -> float:
        """Share of capitalised forms among the occurrences of `word` inside sentences, 0..1."""
        line = self._line(word)
        return self._capitals[line] / 255 if line >= 0 else 0.0

    def candidates(self) -> Iterator[tuple[str, int]]:
        """All words that may replace a damaged one, with their counts."""
        for line, word in enumerate(self):
            if self._tiers[line] & CANDIDATE:
                yield word, count_of(self._counts[line])

    def capitalised(self, share: float) -> Iterator[str]:
        """All words as they are written of which at least such a share has a capital."""
        for line, word in enumerate(self):
            if self._capitals[line] / 255 >= share:
                yield word

    def _known_form(self, form: str, contains: Contains) -> bool:
        if form.lower() == form.upper():  # digits, signs, scripts without case
            return True
        if form.isalpha():
            return self._known_part(form, contains)
        bare = form.strip(_OUTER)
        if "." in form and _DOTTED.fullmatch(form.strip("(),;:'\"")) is not None:
            return True
        parts = _PART.findall(bare)
        if len(parts) > 1 and _GLUED.search(bare) is not None:
            return False
        return all(part in _SURE or self._known_part(part, contains) for part in parts)

    def _known(self, word: str, contains: Contains) -> bool:
        if contains(word):
            return True
        parts = _PART.findall(word)
        return bool(parts) and all(self._known_part(part, contains) for part in parts)

    def _known_part(self, part: str, contains: Contains) -> bool:
        if contains(part) or part.isdigit():
            return True
        if "’" in part:
            return self._known_part(part.replace("’", "'"), contains)
        lower = part.lower()
        if part != lower:
            if (part[1:].islower() or part.isupper()) and contains(lower):
                return True
            if part.isupper() and contains(part.capitalize()):
                return True
            if contains(lower) and self.tier(lower) == "modern":
                return True  # their capitals may stand inside: WhatsApp
        if len(part) == 1:
            return part.isupper()  # an initial
        if part[-2:] in _POSSESSIVE:
            return self._known_part(part[:-2], contains)
        if part.isalpha() and not part.isupper():
            return part[0] in "MF" and _NAME_SHAPE.fullmatch(part) is not None
        return _NUMBER.fullmatch(part) is not None or _NAME_SHAPE.fullmatch(part) is not None

    def _line(self, word: str) -> int:
        """The line of `word` as written, else in lower case, capitalised, or in upper case."""
        line = self._find(word)
        if line < 0:
            for form in (word.lower(), word.capitalize(), word.upper()):
                if form != word:
                    line = self._find(form)
                    if line >= 0:
                        break
        return line

    def _contains(self, word: str) -> bool:
        return self._find(word) >= 0

    def _find(self, word: str) -> int:
        """The line `word` stands on, or -1; a bisection over the mapped file."""
        if self._all is not None and word not in self._all:
            return -1
        key = word.encode("utf-8", "surrogatepass")
        words, offsets = self._words, self._offsets
        low, high = self._around(key)
        while low < high:
            middle = (low + high) >> 1
            if bytes(words[offsets[middle] : offsets[middle + 1] - 1]) < key:
                low = middle + 1
            else:
                high = middle
        if low < self._size and bytes(words[offsets[low] : offsets[low + 1] - 1]) == key:
            return low
        return -1

    def _around(self, key: bytes) -> tuple[int, int]:
        """Lines between which a word stands, if it does; narrow ones once many were asked for."""
        self._found += 1
        if self._found < MANY:
            return 0, self._size
        if not self._signposts:
            text = bytes(self._words)
            starts = self._offsets[0 : self._size : _SIGNPOST]
            self._signposts = [text[start : text.index(b"\n", start)] for start in starts]
        at = bisect_right(self._signposts, key)
        return max(0, at - 1) * _SIGNPOST, min(self._size, at * _SIGNPOST)


if TYPE_CHECKING:
    from collections.abc import Callable

    Contains = Callable[[str], bool]


def count_of(code: int) -> int:
    """The count that a byte of the table stands for."""
    return round(2 ** (code / COUNT_STEP)) - 1


def code_of(count: int) -> int:
    """The byte that stands for `count`."""
    from math import log2

    return min(255, round(COUNT_STEP * log2(1 + count)))


def pack(entries: Iterable[tuple[str, int, float, str, bool]]) -> tuple[bytes, bytes]:
    """`words.txt` and `words.bin` for entries (word, count, capital share, tier, candidate)."""
    ordered = sorted((entry[0].encode(), entry) for entry in entries)
    offsets, at = [0], 0
    for word, _ in ordered:
        at += len(word) + 1
        offsets.append(at)
    table = (
        MAGIC
        + len(ordered).to_bytes(4, "little")
        + bytes(4)
        + b"".join(offset.to_bytes(4, "little") for offset in offsets)
        + bytes(code_of(count) for _, (_, count, _, _, _) in ordered)
        + bytes(round(255 * share) for _, (_, _, share, _, _) in ordered)
        + bytes(
            TIERS.index(tier) | (CANDIDATE if candidate else 0)
            for _, (_, _, _, tier, candidate) in ordered
        )
    )
    return b"".join(word + b"\n" for word, _ in ordered), table


def _mapped(path: str) -> memoryview:
    import mmap

    with open(path, "rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
