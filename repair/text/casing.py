"""The case pattern of a word, and giving one word the pattern of another."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.model import Document

_MANY = 60  # characters from which the absence of capitals is a style and no accident
_SLIPS = 1000  # characters to one stray capital in a text that is written without
_SAMPLE = 4000  # characters that show whether a text is all capitals


def style_of(document: Document) -> str:
    """How a text uses capitals: "mixed", or "lower" and "upper" when it is long enough to mean it.

    A text that repairs were made in has the style it was found in.
    """
    cached: str | None = document.__dict__.get("_style")
    if cached is None:
        cached = document.__dict__["_style"] = _style(document.text)
    return cached


def _style(text: str) -> str:
    if len(text) < _MANY:
        return "mixed"
    if text.lower() == text:
        return "lower"
    capitals = sum(map(str.isupper, text[:_SAMPLE]))
    if capitals * _SLIPS <= len(text[:_SAMPLE]):
        capitals = sum(map(str.isupper, text))
        return "lower" if capitals * _SLIPS <= len(text) else "mixed"
    small = sum(map(str.islower, text[:_SAMPLE]))
    return "upper" if capitals > 4 * small else "mixed"


def pattern(word: str) -> str:
    """"lower", "title", "upper", "mixed" or, without letters, "none"."""
    if word.isascii() and word.isalpha():
        if word.islower():
            return "lower"
        if word.isupper() and len(word) > 1:
            return "upper"
        return "title" if word[0].isupper() and word[1:] == word[1:].lower() else "mixed"
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return "none"
    if all(not c.isupper() for c in letters):
        return "lower"
    if len(letters) > 1 and all(not c.islower() for c in letters):
        return "upper"
    if letters[0].isupper() and all(not c.isupper() for c in letters[1:]):
        return "title"
    return "mixed"


def like(word: str, model: str) -> str:
    """`word` in the case pattern of `model`; a mixed one keeps all but the first letter."""
    kind = pattern(model)
    if kind == "upper" and len(model) > 1:
        return word.upper()
    if kind in ("title", "upper"):
        return capitalised(word)
    if kind == "mixed" and model[:1].isupper():
        return capitalised(word)
    return word


def capitalised(word: str) -> str:
    """`word` with its first letter in upper case and the rest as it is."""
    return word[:1].upper() + word[1:]
