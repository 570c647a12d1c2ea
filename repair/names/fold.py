"""Making forms of a name comparable: case, accents, apostrophes and hyphens set aside."""

from __future__ import annotations

import re
from functools import lru_cache

from repair.text.tokens import OUTER_PUNCTUATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.model import Document

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
    return "and" if word == "&" else plain(word)


def plain(text: str) -> str:
    """As `fold`, for a text of any length; the sign "&" stays."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered.replace("'", "").replace("`", "")
    from unicodedata import combining, normalize

    bare = normalize("NFKD", lowered.translate(_SPECIAL))
    return "".join(c for c in bare if not combining(c))


def words(form: str) -> list[str]:
    """The words of a form as they are written: "Kim Jong-un" -> ["Kim", "Jong", "un"]."""
    return WORD.findall(form)


def folded_words(document: Document) -> dict[str, list[str]]:
    """The folded words of a document, each with the distinct forms it stands in."""
    known: dict[str, list[str]] | None = document.__dict__.get("_folded_words")
    if known is None:
        known = {}
        for form in document.forms:
            bare = form if form.isalpha() else form.strip(OUTER_PUNCTUATION)
            if bare.isalpha() and bare.isascii():
                known.setdefault(bare.lower(), []).append(form)
            else:
                for word in set(map(fold, words(form))):
                    known.setdefault(word, []).append(form)
        document.__dict__["_folded_words"] = known
    return known


def folded(form: str) -> tuple[str, ...]:
    """The folded words of a form."""
    if form.isascii() and form.replace(" ", "").isalpha():  # nearly all are, and this is quicker
        return tuple(form.lower().split())
    return tuple(fold(word) for word in words(form))


def without_possessive(word: str) -> str:
    """`word` without "'s" or a closing apostrophe: "Peskov’s" -> "Peskov"."""
    if len(word) > 2 and word[-2] in APOSTROPHES and word[-1] in "sS":
        return word[:-2]
    return word
