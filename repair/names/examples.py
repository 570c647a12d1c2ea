"""Examples for learning: what replacing words by names of the lexicon does to a reference.

A change is right when the words it writes stand in the reference where the changed words stood:
the distance to the reference falls by all that the change altered.
"""

from __future__ import annotations

import re
import unicodedata

from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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
    from rapidfuzz.distance import Levenshtein

    from repair.model import Document
    from repair.names.spelling import in_style

    for record in records:
        lexicon = lexicons.get(record["id"]) or lexicons.get(record["doc"])
        if lexicon is None:
            continue
        reference, text = plain_words(record["ref"]), record["asr"]
        distance = Levenshtein.distance(plain_words(text), reference)
        for situation in lexicon.situations(Document(text), knowledge):
            words = situation.passage.words
            for (first, last), weighed in situation.near().items():
                start, end = words[first].start, words[last].end
                before = text[start:end]
                for candidate, numbers in weighed:
                    after = in_style(candidate.form.text, first, last, situation.passage)
                    changed = Levenshtein.distance(plain_words(before), plain_words(after))
                    if not changed:
                        continue
                    new = plain_words(text[:start] + after + text[end:])
                    gain = distance - Levenshtein.distance(new, reference)
                    yield Example(
                        record["id"],
                        record["doc"],
                        record["system"],
                        before,
                        after,
                        tuple(numbers),
                        gain == changed or (gain > 0 and _stands(plain_words(after), reference)),
                        max(0, -gain),
                        first,
                        last,
                    )


def _stands(few: list[str], many: list[str]) -> bool:
    return any(many[i : i + len(few)] == few for i in range(len(many) - len(few) + 1))
