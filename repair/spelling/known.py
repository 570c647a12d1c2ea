"""Which words are right by themselves: those of the vocabulary and the collection's own."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repair.spelling.vocabulary import Vocabulary

REMEMBERED = 200_000
"""Words that are asked only once: so many, or a large collection would fill the memory."""


class KnownWords:
    """Asks the vocabulary once for each word.

    Args:
        own: further words, of the collection the text is from, in their right case.
    """

    def __init__(self, vocabulary: Vocabulary, own: Iterable[str] = ()) -> None:
        self._vocabulary = vocabulary
        self._own = {form: True for word in own for form in (word, word.upper())}
        self._known = dict(self._own)

    def knows(self, word: str) -> bool:
        """Whether `word` is known in this case."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > len(self._own) + REMEMBERED:
                self._known = dict(self._own)
            known = self._known[word] = self._vocabulary.knows(word)
        return known
