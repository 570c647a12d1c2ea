"""Letters that print ties together and that are lost together when text is taken out of a file.

The pair `fi` of `specific` is one sign in many fonts. Where its meaning is not known it becomes
another sign (`speci®c`), a gap (`speci c`), or nothing (`specic`).
"""

from __future__ import annotations

from repair.spelling.forms import Form, form
from repair.spelling.kinds import SPELLING, Candidate, Maker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.spelling.differences import Difference

LIGATURES = ("fi", "fl", "ff", "ffi", "ffl")

AS_SIGN, AS_GAP, AS_NOTHING = 3.0, 5.0, 7.0
"""What each of these losses costs at most, in nats: the channel has seen few of them."""

_ASCII_SIGNS = frozenset("?~^|\\{}*<>_=+#@$%&!")
_PUNCTUATION = frozenset("“”„‟‘’‚‛«»‐‑‒–—―…")
_LEAST, _LEAST_BARE = 3, 5  # letters of a word beside a sign, and of one that just lost its own
_SIGNS = 2  # different signs in one word; more are no ligatures, or letters of another script


def is_lost(difference: Difference) -> bool:
    """Whether a ligature became a sign, a gap, or nothing."""
    read = difference.observed
    return difference.intended in LIGATURES and (not read.isalnum() or not read.isascii())


def _may_be_one(sign: str) -> bool:
    return sign in _ASCII_SIGNS if sign.isascii() else sign not in _PUNCTUATION


class Ligatures:
    """Words whose ligatures were lost."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker

    def of_run(self, run: Form) -> list[Candidate]:
        """A run with ligatures in place of its signs, or with one that left no trace."""
        signs = [sign for sign in dict.fromkeys(run.text) if _may_be_one(sign)]
        made = list(self._signs(run.text, run.text, signs)) if len(signs) <= _SIGNS else []
        key = run.key
        if key.isalpha() and len(key) == len(run.core):
            for word, at, ligature in self._restored(key):
                if len(word) >= _LEAST_BARE:
                    shaped = run.core[:at] + ligature + run.core[at:]
                    whole = run.lead + self._maker.words.shaped(word, shaped) + run.trail
                    candidate = self._maker.make(SPELLING, whole, (word,), key, word)
                    made.append(cheap(candidate, AS_NOTHING))
        return made

    def between(self, left: str, right: str) -> list[str]:
        """The words that two pieces in lower case are, with a ligature in the gap."""
        has = self._maker.words.has
        whole = [left + ligature + right for ligature in LIGATURES]
        return [word for word in whole if len(word) >= _LEAST_BARE and has(word)]

    def _signs(self, text: str, observed: str, signs: list[str]) -> Iterator[Candidate]:
        for sign in signs:
            others = [other for other in signs if other != sign]
            for ligature in LIGATURES:
                whole = text.replace(sign, ligature)
                run = form(whole)
                if len(run.key) >= _LEAST and self._maker.words.has(run.key):
                    yield cheap(
                        self._maker.make(
                            SPELLING, whole, (run.key,), observed.lower(), whole.lower()
                        ),
                        AS_SIGN,
                    )
                else:
                    yield from self._signs(whole, observed, others)

    def _restored(self, key: str) -> Iterator[tuple[str, int, str]]:
        has = self._maker.words.has
        for at in range(len(key) + 1):
            for ligature in LIGATURES:
                word = key[:at] + ligature + key[at:]
                if has(word):
                    yield word, at, ligature


def cheap(candidate: Candidate, most: float) -> Candidate:
    """A candidate that costs no more than the loss of its ligature."""
    return candidate._replace(cost=min(candidate.cost, most))
