"""Damage made on purpose in right text: the kinds that no collection of scans holds enough of."""

from __future__ import annotations

import re
from random import Random

_RUN = re.compile(r"\S+")
_NUMBER = re.compile(r"[£$]?\d[\d,.]*\d[.,;]?")
_LETTERS_FOR = {"0": "Oo", "1": "lI", "5": "S"}
"""What digits are read as."""

_OFTEN = 4  # numbers are so many times as often damaged as words, or there would be too few
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEYS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb",
    "h": "gyjn", "j": "hukm", "k": "jil", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv",
    "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip


def damaged(text: str, rate: float, random: Random) -> str:
    """`text` with about `rate` of its words damaged, spaces and letters alike.

    The letter that takes the place of a space is the same most of the time, as it is when one
    fault of a process makes it.
    """
    usual = random.choice(_LETTERS)
    taste = random.random()  # some texts lose spaces, others letters
    made: list[str] = []
    at = 0
    for match in _RUN.finditer(text):
        made.append(text[at : match.start()])
        at = match.end()
        run = match.group()
        if made[-1] == " " and random.random() < rate * taste and _plain(run) and _ends_plain(made):
            letter = usual if random.random() < 0.7 else random.choice(_LETTERS)
            made[-1] = random.choice(("", "", letter))
        elif random.random() < rate * (1.2 - taste) and len(run) > 3 and run.isalpha():
            run = random.choice((_cut, _doubled, _dropped, _swapped, _mistyped, _cased, _split))(
                run, random
            )
        elif _NUMBER.fullmatch(run) and random.random() < _OFTEN * rate:
            run = _misread(run, random)
        made.append(run)
    made.append(text[at:])
    return "".join(made)


def _misread(number: str, random: Random) -> str:
    place = random.choice([n for n, c in enumerate(number) if c in _LETTERS_FOR] or [0])
    return number[:place] + random.choice(_LETTERS_FOR.get(number[place], number[place])) + (
        number[place + 1 :]
    )


def _plain(run: str) -> bool:
    return run[0].isalpha()


def _ends_plain(made: list[str]) -> bool:
    return len(made) > 1 and made[-2][-1:].isalpha()


def _cut(word: str, random: Random) -> str:
    return word[:-1]


def _doubled(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return word[:place] + word[place] + word[place:]


def _dropped(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _swapped(word: str, random: Random) -> str:
    place = random.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _mistyped(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    near = _KEYS.get(word[place].lower(), _LETTERS)
    return word[:place] + random.choice(near) + word[place + 1 :]


def _cased(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return word[:place] + word[place].swapcase() + word[place + 1 :]


def _split(word: str, random: Random) -> str:
    if len(word) < 6:
        return word
    place = random.randrange(2, len(word) - 2)
    return word[:place] + " " + word[place:]
