"""Which forms of a document may be damaged names, before anything of it is read closely.

Short texts are generous: a passage is cheap. In a long text hardly any sound is strange to all
names, so there an unknown word counts only when it is like a name, and for a shipped name only at
places where something else speaks for that name.
"""

from __future__ import annotations

from repair.names.codes import (
    ANCHOR,
    CUE,
    EXACT,
    FIRST,
    KEY,
    PATTERN,
    PREFIX,
    WRONG,
    near_keys,
)
from repair.names.fold import fold, folded_words, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repair.knowledge import Knowledge
    from repair.model import Document
    from repair.names.index import Index

LONG_TEXT = 20_000  # characters
LONG_KEY = 6
"""Letters of a sound key from which one may be wrong in a long text."""

LONGEST_PARTED = 5  # words a name may be torn into
BEGINNING_ALIKE = 1.2
"""Sum of sound and letter similarity from which a word may begin a name, in a long text."""

Clues = frozenset[str]
"""Folded words of which one has to stand nearby; an empty set asks for none."""

ANYWHERE: Clues = frozenset()


def suspicious(
    document: Document, knowledge: Knowledge, indexes: Sequence[Index]
) -> dict[str, Clues]:
    """Forms of the document that may be a damaged name, with what has to stand near them."""
    found = dict(_misspelt(document, knowledge, indexes))
    unknown = knowledge.unknown_forms(document)
    if unknown:
        long = len(document.text) > LONG_TEXT
        resembling = _resembling_in_long_text if long else _resembling_in_short_text
        for form, clues in resembling(document, unknown, indexes):
            found.setdefault(form, clues)
    return found


def _misspelt(
    document: Document, knowledge: Knowledge, indexes: Sequence[Index]
) -> Iterator[tuple[str, Clues]]:
    """Forms with a word of a name in other capitals, a known wrong form, or in a pattern."""
    by_word = folded_words(document)
    for index in indexes:
        known_here = knowledge.vocabulary.knows if index.large or index.cautious else None
        telling = WRONG | PATTERN | (FIRST if index.large else ANCHOR)
        for folded in [w for w in by_word if index.bits(w) & telling]:
            bits = index.bits(folded)
            fillers = _fillers(document, index, folded) if bits & PATTERN else None
            if fillers:
                yield from ((form, fillers) for form in by_word[folded])
                continue
            if known_here is not None and known_here(folded):
                continue  # among so many names, one is any word
            if len(document.text) > LONG_TEXT and not index.large and folded not in index.spellings:
                continue
            is_wrong = index.is_wrong(folded)
            forms = [
                form
                for form in by_word[folded]
                if is_wrong
                or (
                    bits & telling
                    and any(
                        fold(w) == folded
                        and _in_other_case(w, index)
                        and not (known_here is not None and known_here(w))
                        for w in words(form)
                    )
                )
            ]
            if forms and index.large and not is_wrong:  # one word is not told by its capitals
                following = index.start(folded).longer
                forms = [] if following.keys().isdisjoint(by_word) else forms
            yield from ((form, ANYWHERE) for form in forms)


def _in_other_case(word: str, index: Index) -> bool:
    return not index.exact_bits(word) & EXACT and not word.isupper()


def _resembling_in_short_text(
    document: Document, unknown: Sequence[str], indexes: Sequence[Index]
) -> Iterator[tuple[str, Clues]]:
    """Unknown forms with a word that sounds about like a name, or like the beginning of one.

    Of the shipped names only those count that something in the text speaks for.
    """
    likely = [
        index
        for index in indexes
        if not index.general and (not index.cautious or _speaks_for(document, index))
    ]
    if likely:
        from repair.names.tables import sounds

        table = sounds()
        for form in unknown:
            for word in words(form):
                key = table.key(table.of_word(fold(word)))
                if any(
                    index.key_bits(near) & (KEY | PREFIX)
                    for index in likely
                    for near in near_keys(key, index.shortest_key)
                ):
                    yield form, ANYWHERE
    parts = [fold(word) for word in words(document.text)]
    odd = {fold(word): form for form in unknown for word in words(form)}
    for place, part in enumerate(parts):
        if part in odd and any(_is_parted(parts, place, index) for index in indexes):
            yield odd[part], ANYWHERE


def _speaks_for(document: Document, index: Index) -> bool:
    """Whether a cue of some entry, or the first word of a form, stands in the document."""
    return any(
        (bits & CUE and index.cued_by(word)) or (bits & FIRST and index.starting_with(word))
        for word in folded_words(document)
        if (bits := index.bits(word)) & (CUE | FIRST)
    )


def _is_parted(parts: Sequence[str], place: int, index: Index) -> bool:
    """Whether words round a place, written together, are a form of the index."""
    for first in range(max(0, place - LONGEST_PARTED + 1), place + 1):
        for last in range(max(place, first + 1), min(first + LONGEST_PARTED, len(parts))):
            letters = "".join(parts[first : last + 1])
            if index.bits(letters) & (FIRST | ANCHOR) and index.starting_with(letters):
                return True
    return False


def _resembling_in_long_text(
    document: Document, unknown: Sequence[str], indexes: Sequence[Index]
) -> Iterator[tuple[str, Clues]]:
    """Unknown forms with a word like a name in sound and letters."""
    from repair.names.matching import beginning_like, near_forms
    from repair.names.tables import sounds
    from repair.text.casing import style_of

    table, cased = sounds(), style_of(document) == "mixed"
    for form in unknown:
        for word in words(form):
            if (word.islower() and cased) or (word.isupper() and len(word) <= LONG_KEY):
                continue  # a term, or an acronym
            folded = fold(word)
            key = table.key(table.of_word(folded))
            clues: set[str] = set()
            for index in indexes:
                begins = KEY if index.large else KEY | PREFIX  # of many, one begins so
                if index.general or not any(
                    index.key_bits(near) & begins
                    for near in near_keys(key, max(LONG_KEY, index.shortest_key))
                ):
                    continue
                near = {n[0].owner for n in near_forms(index, table, (folded,), None)}
                if not index.large:
                    near |= beginning_like(index, table, folded, BEGINNING_ALIKE)
                if near and not index.cautious:
                    yield form, ANYWHERE
                for owner in near:
                    clues |= index.clues(owner)
            if clues:
                yield form, frozenset(clues)


def _fillers(document: Document, index: Index, word: str) -> Clues:
    """Folded words that sound like an entry and stand in one of its patterns with `word`."""
    import re

    from repair.names.tables import sounds

    table, text = sounds(), document.text
    places = _places(document, word)
    fillers: set[str] = set()
    for number in index.cued_by(word):
        entry = index.entry(number)
        right = (entry.name, *entry.aliases)
        keys = {table.key(table.of(form)) for form in right}
        for pattern in entry.patterns:
            before, _, after = (re.escape(side.strip()) for side in pattern.partition("{}"))
            slot = rf"{before}\W+(\w+(?:[ -]\w+)?)" if before else r"(\w+)"
            whole = re.compile(rf"(?i){slot}\W+{after}" if after else rf"(?i){slot}")
            for at in places:
                near = text[max(0, at - 60) : at + len(word) + 60]
                for found in whole.finditer(near):
                    if found[1] not in right and table.key(table.of(found[1])) in keys:
                        fillers.add(fold(words(found[1])[0]))
    return frozenset(fillers)


def _places(document: Document, word: str) -> list[int]:
    """Where `word` stands in the document as a whole word, whatever its capitals."""
    lowered: str | None = document.__dict__.get("_lowered")
    if lowered is None:
        lowered = document.__dict__["_lowered"] = document.text.lower()
    places, at = [], lowered.find(word)
    while at >= 0:
        end = at + len(word)
        if not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum():
            places.append(at)
        at = lowered.find(word, end)
    return places
