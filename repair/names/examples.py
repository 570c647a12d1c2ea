"""Examples for learning: what replacing words by names of the lexicon does to a reference.

A change is right when the words it writes stand in the reference where the changed words stood:
the distance to the reference falls by all that the change altered, the endings of possessives
counted or not.
"""

from __future__ import annotations

import re
import unicodedata

from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from repair.knowledge import Knowledge
    from repair.names.lexicon import Lexicon

_WORDS = re.compile(r"[a-z0-9']+")
_APOSTROPHES = re.compile("[’ʼ]")


class Example(NamedTuple):
    """One window of words and one name for it."""

    record: str
    document: str
    system: str
    before: str
    after: str
    numbers: tuple[float, ...]
    right: bool
    breaks: int  # words changed that agreed with the reference
    first: int  # the window, as words of the text
    last: int


def plain_words(text: str) -> list[str]:
    """Lower-case words without accents and punctuation, as name scoring compares them."""
    lowered = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", text.lower()))
    bare = "".join(c for c in lowered if not unicodedata.combining(c))
    return [word for run in _WORDS.findall(bare) if (word := run.strip("'"))]


def owners(text: str) -> list[str]:
    """The plain words, each without the ending of a possessive: the name is right or wrong, and a
    recogniser hears no apostrophe."""
    return [word.removesuffix("'s") for word in plain_words(text)]


def examples(
    records: Iterable[Mapping[str, Any]],
    lexicons: Mapping[str, Lexicon],
    knowledge: Knowledge,
) -> Iterator[Example]:
    """Every candidate the matcher finds in the records, with what it would do.

    Args:
        records: objects with `id`, `doc`, `system`, `asr` and `ref`.
        lexicons: the lexicon of each document, or of each record.
        knowledge: vocabulary and language model.
    """
    from repair.model import Document
    from repair.names.spelling import in_style

    for record in records:
        lexicon = lexicons.get(record["id"]) or lexicons.get(record["doc"])
        if lexicon is None:
            continue
        text = record["asr"]
        judges = [_Judge(text, record["ref"], reading) for reading in (plain_words, owners)]
        for situation in lexicon.situations(Document(text), knowledge):
            words = situation.passage.words
            for (first, last), weighed in situation.near().items():
                start, end = words[first].start, words[last].end
                before = text[start:end]
                for candidate, numbers in weighed:
                    after = in_style(candidate.form.text, first, last, situation.passage)
                    if plain_words(before) == plain_words(after):
                        continue
                    new = text[:start] + after + text[end:]
                    yield Example(
                        record["id"],
                        record["doc"],
                        record["system"],
                        before,
                        after,
                        tuple(numbers),
                        any(judge.is_right(before, after, new) for judge in judges),
                        max(0, -max(judge.gain(new) for judge in judges)),
                        first,
                        last,
                    )


class _Judge:
    """What changes of a text do to its distance from the reference, in words read one way."""

    def __init__(self, text: str, reference: str, reading: Callable[[str], list[str]]) -> None:
        self._reading = reading
        self._reference = reading(reference)
        self._distance = self._to_reference(text)

    def _to_reference(self, text: str) -> int:
        from rapidfuzz.distance import Levenshtein

        return Levenshtein.distance(self._reading(text), self._reference)

    def gain(self, new: str) -> int:
        """How much nearer the text comes."""
        return self._distance - self._to_reference(new)

    def is_right(self, before: str, after: str, new: str) -> bool:
        """Whether all that is changed, or the name itself, stands in the reference there."""
        from rapidfuzz.distance import Levenshtein

        gain, here, there = self.gain(new), self._reading(before), self._reading(after)
        return gain > 0 and (
            gain == Levenshtein.distance(here, there) or _stands(there, self._reference)
        )


def _stands(few: list[str], many: list[str]) -> bool:
    return any(many[i : i + len(few)] == few for i in range(len(many) - len(few) + 1))
