"""Remembered places, found again by the words next to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from repair.review.change import Change
from repair.review.record import Record

_Key = tuple[str, str]


class Places:
    """Records of one change at many places; asking whether one is near costs little.

    Two places that count as the same share the next word on one side at least, so only records
    that do are compared.
    """

    def __init__(self) -> None:
        self._by_word: dict[_Key, dict[_Key, Record]] = defaultdict(dict)

    def put(self, record: Record) -> None:
        """Remember the record's place."""
        for word in _next_words(record.left, record.right):
            self._by_word[word][record.file, record.key] = record

    def drop(self, record: Record) -> None:
        """Forget the record's place."""
        for word in _next_words(record.left, record.right):
            self._by_word[word].pop((record.file, record.key), None)

    def has_near(self, change: Change) -> bool:
        """Whether the place of `change` is among them, though words beside it may be edited."""
        return any(
            record.is_near(change)
            for word in _next_words(change.left, change.right)
            for record in self._by_word.get(word, {}).values()
        )


def _next_words(left: str, right: str) -> Iterator[_Key]:
    yield "left", (left.split() or [""])[-1]
    yield "right", (right.split() or [""])[0]
