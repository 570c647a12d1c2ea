"""Making forms of a name comparable: case, accents, apostrophes and hyphens set aside."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W\d_]+)*|&")
"""A word for names: letters and digits, apostrophes inside; hyphens and stops part words. The sign
"&" is the word "and"."""

APOSTROPHES = "'’ʼ`´‘"

_SPECIAL = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        **dict.fromkeys(APOSTROPHES, ""),
    }
)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` in lower case, without accents and apostrophes: "Khasan’s" -> "khasans"."""
    lowered = word.lower()
    if word == "&":
        return "and"
    if lowered.isascii():
        return lowered.replace("'", "").replace("`", "")
    from unicodedata import combining, normalize

    bare = normalize("NFKD", lowered.translate(_SPECIAL))
    return "".join(c for c in bare if not combining(c))


def words(form: str) -> list[str]:
    """The words of a form as they are written: "Kim Jong-un" -> ["Kim", "Jong", "un"]."""
    return WORD.findall(form)


def folded(form: str) -> tuple[str, ...]:
    """The folded words of a form."""
    return tuple(fold(word) for word in words(form))


def without_possessive(word: str) -> str:
    """`word` without "'s" or a closing apostrophe: "Peskov’s" -> "Peskov"."""
    if len(word) > 2 and word[-2] in APOSTROPHES and word[-1] in "sS":
        return word[:-2]
    return word
