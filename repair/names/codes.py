"""Numbers a compiled lexicon is written with: roles, bits and stable hashes."""

from __future__ import annotations

from zlib import crc32

FORMAT = b"repair-names 8"

NAME, ALIAS, PART, HEARD, SOUND = range(5)
"""Roles of a form: the name, another right form, one word of a name, a wrong form, a respelling."""

ANCHOR, EXACT, WRONG, KEY, PREFIX, CUE, FIRST, PATTERN = 1, 2, 4, 8, 16, 32, 64, 128
"""Bits of the table: what a word, or the key of its sound, may have to do with."""

WORD_SEED, EXACT_SEED, KEY_SEED, SECOND_SEED = 1, 2, 3, 4
"""Starting values that keep the kinds of hashes apart."""

SMALL = 5_000
"""Up to so many forms, keys of three letters may differ by one; above, they have to be the same."""

LONGEST_KEY = 40
"""Letters of the key of a name of several long words."""

NEVER = 99
"""More letters than any key has."""


def word_hash(word: str) -> int:
    """A stable 32-bit hash of a folded word."""
    return crc32(word.encode("utf-8", "surrogatepass"), WORD_SEED)


def exact_hash(word: str) -> int:
    """A stable 32-bit hash of a word with its capitals."""
    return crc32(word.encode("utf-8", "surrogatepass"), EXACT_SEED)


def second_hash(word: str) -> int:
    """Another hash of a word with its capitals: both have to agree that a name holds it."""
    return crc32(word.encode("utf-8", "surrogatepass"), SECOND_SEED)


def key_hash(key: str) -> int:
    """A stable 32-bit hash of a sound key."""
    return crc32(key.encode("utf-8", "surrogatepass"), KEY_SEED)


def near_keys(key: str, shortest: int) -> list[str]:
    """`key` and, if it has at least `shortest` letters, each way to leave one letter out.

    What is longer than any name is no name with a letter too many.
    """
    if not shortest <= len(key) <= LONGEST_KEY:
        return [key]
    return list(dict.fromkeys([key, *(key[:i] + key[i + 1 :] for i in range(len(key)))]))
