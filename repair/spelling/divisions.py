"""Spaces lost, added or moved: splits, joins, line-end hyphens, words spelled out in pieces."""

from __future__ import annotations

import re

from repair.spelling.forms import Form, form, spaced, unknown_part
from repair.spelling.kinds import (
    HYPHEN,
    HYPHENS,
    JOINED,
    LONGEST,
    NUMBER,
    RESPLIT,
    SPLIT,
    STRAY_LETTER,
    Candidate,
    Maker,
)
from repair.spelling.ligatures import AS_GAP, cheap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.ligatures import Ligatures

_FREQUENT = 7.5  # log count of the words beside which a damaged word may have lost its space
_COMMON_WHOLE = 6.0  # log count of a word that two known words may be halves of
_RARER = 1.0  # by how much the log count of one half is below: `know ledge`, but `for ever`
_LEAST_TERM = 6  # letters
_LEAST_JOINED, _LEAST_WORN = 5, 7  # letters of two pieces from which one and two edits are undone
_LONGEST_LINE = 120  # letters of a line without spaces
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_WORD_THEN_DIGITS = re.compile(r"([^\W\d_]{2,})(\d[\d,.]*(?:st|nd|rd|th)?)")
_DIGITS_THEN_WORD = re.compile(r"(\d[\d,.]*)([^\W\d_]{3,}\d*)")
_HYPHENS = frozenset(("-", "¬", "\u00ad", "‐", "–"))
_BEFORE_CAPITAL = re.compile(r"([a-z]{2,})([A-Z][^\W\d_]+)")
_DECIMAL = re.compile(r"\d+\.\d+")
_BEFORE_BREAK = frozenset(("", ".", ",", "'", "~", "*", "_", *_HYPHENS))
"""What may stand after the first half of a word: nothing, a hyphen, or what one was read for."""


class Divisions:
    """Other spaces for a run or for several neighbouring ones."""

    def __init__(self, maker: Maker, ligatures: Ligatures) -> None:
        self._maker = maker
        self._ligatures = ligatures

    def of_run(self, run: Form) -> list[Candidate]:
        """Two or more words that lost the space between them, with or without a stray letter."""
        core, key = run.core, run.key
        made = []
        digits = _WORD_THEN_DIGITS.fullmatch(core) or _DIGITS_THEN_WORD.fullmatch(core)
        if digits and self._apart(*digits.groups()):
            parts = digits.groups()
            made.append(
                self._maker.make(
                    NUMBER, f"{run.lead}{parts[0]} {parts[1]}{run.trail}",
                    (parts[0].lower(), parts[1].lower()), key,
                    f"{parts[0]} {parts[1]}".lower(), 8.0,
                )
            )  # fmt: skip
        if len(key) < 3 or len(key) != len(core):
            return made
        if key[0] in "l1i|!t" and len(key) > 3 and self._maker.words.splittable(key[1:]):
            made.append(
                self._maker.make(
                    JOINED, f"{run.lead}I {core[1:]}{run.trail}", ("i", key[1:]), key,
                    f"i {key[1:]}",
                )
            )  # fmt: skip
        usable = self._maker.words.splittable
        for cut in range(1, len(key)):
            for stray in (0, 1):
                right = cut + stray
                left_word, right_word = key[:cut], key[right:]
                if stray and (cut < 2 or len(right_word) < 2 or not usable(left_word)):
                    continue
                if not right_word or not self._two_words(left_word, right_word, bool(stray)):
                    continue
                made.append(
                    self._maker.make(
                        STRAY_LETTER if stray else JOINED,
                        f"{run.lead}{core[:cut]} {core[right:]}{run.trail}",
                        (key[:cut], key[right:]), key, f"{key[:cut]} {key[right:]}",
                    )
                )  # fmt: skip
        made += self._before_capital(run)
        return made + self._several(run) if len(key) >= 6 else made

    def of_long(self, run: Form) -> list[Candidate]:
        """The words of a whole line that lost its spaces."""
        whole = run.core.isalpha() and len(run.core) <= _LONGEST_LINE
        return self._several(run) if whole else []

    def _several(self, run: Form) -> list[Candidate]:
        """Three words or more that ran together."""
        words = self._maker.words.segmented(run.key)
        if len(words) < 3:
            return []
        whole = f"{run.lead}{spaced(run.core, words)}{run.trail}"
        return [self._maker.make(JOINED, whole, words, run.key, " ".join(words))]

    def _before_capital(self, run: Form) -> list[Candidate]:
        """A frequent word before a capital, whatever follows: `theDEDB`, `inMinsk`."""
        match = _BEFORE_CAPITAL.fullmatch(run.core)
        if match is None:
            return []
        left, right = match.groups()
        words = self._maker.words
        if words.weight(left) < _FREQUENT or not words.splittable(left):
            return []
        parts, apart = (left, right.lower()), f"{left} {right}"
        return [
            self._maker.make(
                JOINED, f"{run.lead}{apart}{run.trail}", parts, run.key, apart.lower(),
            )
        ]  # fmt: skip

    def _two_words(self, left: str, right: str, common: bool) -> bool:
        """Whether two parts of a run are words: common ones, or beside one a long one, however
        rare."""
        usable = self._maker.words.splittable
        if usable(right):
            return usable(left) or (not common and self._may_be_term(left))
        return not common and usable(left) and self._may_be_term(right)

    def _may_be_term(self, part: str) -> bool:
        if len(part) < _LEAST_TERM or not part.isalpha():
            return False
        return self._maker.words.has(part) or self._maker.words.knows(part)

    def _apart(self, first: str, second: str) -> bool:
        """Whether a number and letters are two words: a known one, or anything beside a decimal."""
        known = any(self._maker.words.has(part.lower()) for part in (first, second))
        return known or _DECIMAL.fullmatch(first) is not None

    def repaired(self, run: Form) -> list[Candidate]:
        """A frequent word and a damaged one that lost the space between them."""
        core, key = run.core, run.key
        words = self._maker.words
        made: list[Candidate] = []
        if len(key) < 6 or len(key) != len(core) or not key.isalpha():
            return made
        cuts = [
            (cut, True) for cut in range(1, len(key) - 3)
            if words.splittable(key[:cut]) and words.weight(key[:cut]) > _FREQUENT
        ][-3:] + [
            (cut, False) for cut in range(4, len(key) - 1)
            if words.splittable(key[cut:]) and words.weight(key[cut:]) > _FREQUENT
        ][:3]  # fmt: skip
        for cut, left_whole in cuts:
            damaged = key[cut:] if left_whole else key[:cut]
            near = sorted(words.index.beside(damaged), key=lambda w: -words.weight(w))
            for word in near[:2]:
                if len(word) < 4:
                    continue
                whole = core[:cut] if left_whole else core[cut:]
                observed = core[cut:] if left_whole else core[:cut]
                mended = words.shaped(word, observed)
                parts = (whole, mended) if left_whole else (mended, whole)
                lower = (parts[0].lower(), parts[1].lower())
                made.append(
                    self._maker.make(
                        JOINED, f"{run.lead}{parts[0]} {parts[1]}{run.trail}", lower, key,
                        f"{lower[0]} {lower[1]}",
                    )
                )  # fmt: skip
        return made

    def may_be_one(self, left: Form, right: Form) -> bool:
        """Whether two known words are more likely the halves of one common word."""
        words = self._maker.words
        if not (left.core.isalpha() and right.core.isalpha() and right.core.islower()):
            return False
        whole = words.weight(left.key + right.key)
        if whole < _COMMON_WHOLE:
            return False
        rarer = min(words.weight(left.key), words.weight(right.key))
        halves = words.splittable(left.key) and words.splittable(right.key)
        return left.trail != "" or not halves or rarer < whole - _RARER

    def of_pair(self, left: Form, right: Form) -> list[Candidate]:
        if left.trail not in _BEFORE_BREAK or not left.core or not right.core:
            return []
        if right.lead or len(left.core) + len(right.core) > LONGEST:
            return []
        hyphen = left.trail in _HYPHENS
        if left.trail and not hyphen and not (right.core[0].islower() and right.core.isalpha()):
            return []
        joined = left.core + right.core
        key = left.key + right.key
        observed = f"{left.key}{left.trail} {right.key}"
        words = self._maker.words
        made = []
        kind = HYPHEN if hyphen else SPLIT

        def add(kind: int, shaped: str, parts: tuple[str, ...], intended: str) -> None:
            whole = f"{left.lead}{shaped}{right.trail}"
            made.append(self._maker.make(kind, whole, parts, observed, intended))

        if words.has(key) or unknown_part(joined, words) is None:
            add(kind, words.shaped(key, joined), (key,), key)
        if joined.isalpha() and words.weight(key) < _COMMON_WHOLE:
            for word in self._near_whole(left.key, right.key):
                add(kind, words.shaped(word, joined), (word,), word)
            for word in self._ligatures.between(left.key, right.key):
                add(kind, words.shaped(word, joined), (word,), word)
                made[-1] = cheap(made[-1], AS_GAP)
        if hyphen:
            if left.trail == "-":
                add(HYPHEN, f"{left.core}-{right.core}", (left.key, right.key),
                    f"{left.key}-{right.key}")  # fmt: skip
            if not made or made[0].words != (key,):
                add(HYPHEN, joined, (key,), key)
            return made
        if joined.isalpha() and len(key) >= 4:
            for cut in range(1, len(key)):
                if cut == len(left.key):
                    continue
                first, second = key[:cut], key[cut:]
                if words.splittable(first) and words.splittable(second):
                    add(RESPLIT, f"{joined[:cut]} {joined[cut:]}", (first, second),
                        f"{first} {second}")  # fmt: skip
        return made

    def _near_whole(self, left: str, right: str) -> list[str]:
        """The words two pieces may be halves of: one edit away, or a letter lost between them.

        A letter too faint to be read leaves a gap, and a gap is read as a space: `n ght`. Two
        pieces that are no words may have lost more.
        """
        words = self._maker.words
        found = {left + letter + right for letter in _ALPHABET} & words.weights.keys()
        key = left + right
        if len(key) >= _LEAST_JOINED:
            found.update(words.index.beside(key))
        if not found and len(key) >= _LEAST_WORN and not any(map(words.has, (left, right))):
            found.update(word for word, _ in words.index.near(key, 2))
        found -= {left, right}
        return sorted(found, key=lambda word: (-words.weight(word), word))[:4]

    def of_stretch(self, runs: tuple[str, ...]) -> list[Candidate]:
        first, last = form(runs[0]), form(runs[-1])
        joined = "".join(run.rstrip(HYPHENS) for run in (first.core + first.trail, *runs[1:-1]))
        joined += last.core
        key = joined.lower()
        if len(key) != len(joined) or not key.isalpha():
            return []
        words = (key,) if self._maker.words.has(key) else self._maker.words.segmented(key)
        if not words or len(words) >= len(runs):
            return []
        observed = " ".join((form(runs[0]).core + first.trail, *runs[1:-1], last.core)).lower()
        kind = SPLIT if len(words) == 1 else RESPLIT
        whole = f"{first.lead}{spaced(joined, words)}{last.trail}"
        return [self._maker.make(kind, whole, words, observed, " ".join(words))]
