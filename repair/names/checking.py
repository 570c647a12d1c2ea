"""What a person should know about a lexicon before trusting it, and its own test sentences."""

from __future__ import annotations

from repair.names.codes import ALIAS, HEARD, NAME
from repair.names.compile import forms_of
from repair.names.conflicts import line_of
from repair.names.entry import Entry, Problem
from repair.names.fold import fold, words
from repair.names.tables import sounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repair.knowledge import Knowledge

COMMON = 20
"""Times a word stands in the corpus from which mistaking it for a name would be noticed."""

ROUGHLY_ALIKE = 0.5
"""Share of sounds that two names have in common when they can be as alike as that."""

TOO_ALIKE = 0.93
"""Sound similarity from which a listener takes one name for the other."""


def warnings(entries: Sequence[Entry], path: str, knowledge: Knowledge) -> Iterator[Problem]:
    """Collisions with common words, and pairs of names that sound alike."""
    for entry in entries:
        for form, role in forms_of(entry):
            if role not in (NAME, ALIAS, HEARD) or not is_common(form, knowledge):
                continue
            if role == HEARD:
                what = "an ordinary word" if len(words(form)) == 1 else "made of ordinary words"
                message = (
                    f"the wrong form {form!r} of {entry.name!r} is {what}; it is rather left alone "
                    "until `context` or `patterns` speak for the name, so add some."
                )
            elif len(words(form)) > 1:
                continue
            else:
                message = (
                    f"{form!r} is also an ordinary word; it is never proposed in its place "
                    "without `context` or `patterns`."
                )
            yield Problem(path, line_of(entry), message, fatal=False)
    yield from _alike(entries, path)


def is_common(form: str, knowledge: Knowledge) -> bool:
    """Whether a form is a common word of the language, or made of such words."""
    vocabulary = knowledge.vocabulary
    lowered = [word.lower() for word in words(form)]
    return bool(lowered) and all(
        vocabulary.knows(word) and vocabulary.count(word) >= COMMON for word in lowered
    )


def _alike(entries: Sequence[Entry], path: str) -> Iterator[Problem]:
    """Pairs of entries whose names sound alike; each is told once."""
    from rapidfuzz.distance.Levenshtein import normalized_similarity

    table = sounds()
    by_key: dict[str, list[tuple[str, Entry]]] = {}
    for entry in entries:
        sound = table.of(entry.name)
        by_key.setdefault(table.key(sound), []).append((sound, entry))
    for same in by_key.values():
        for i, (sound, entry) in enumerate(same[:200]):
            for other_sound, other in same[:i]:
                if not normalized_similarity(sound, other_sound, score_cutoff=ROUGHLY_ALIKE):
                    continue  # most pairs, and cheap to tell
                if fold(other.name) == fold(entry.name):
                    continue
                if table.similarity(sound, other_sound) >= TOO_ALIKE:
                    message = (
                        f"{entry.name!r} sounds like {other.name!r} ({other.origin}); where both "
                        "fit both are offered, unless `context` tells them apart."
                    )
                    yield Problem(path, line_of(entry), message, fatal=False)


def failures(entries: Sequence[Entry], path: str, knowledge: Knowledge) -> Iterator[Problem]:
    """Sentences of the entries that do not come out as they should."""
    from repair.model import MIN_CONFIDENCE, Document
    from repair.pipeline import check_document

    for entry in entries:
        for sentence in entry.right:
            result = check_document(Document(sentence), knowledge, select=("name",))
            for edit in result.edits(MIN_CONFIDENCE):
                message = (
                    f"{entry.name!r}: in the right sentence {sentence!r} "
                    f"{edit.before!r} became {edit.after!r}."
                )
                yield Problem(path, line_of(entry), message)
        for sentence, wanted in entry.wrong:
            result = check_document(Document(sentence), knowledge, select=("name",))
            text = result.text(MIN_CONFIDENCE)
            if text != wanted if wanted else entry.name not in text:
                message = (
                    f"{entry.name!r}: the wrong sentence {sentence!r} "
                    f"{'stayed as it is' if text == sentence else f'became {text!r}'}; "
                    f"{repr(wanted) if wanted else f'the name {entry.name!r}'} was expected."
                )
                yield Problem(path, line_of(entry), message)


def sentences(entries: Sequence[Entry]) -> int:
    """How many test sentences there are."""
    return sum(len(entry.right) + len(entry.wrong) for entry in entries)
