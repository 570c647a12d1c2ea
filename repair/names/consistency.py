"""Names a document writes in two ways: the rarer way beside the usual one."""

from __future__ import annotations

import re
from collections import Counter

from repair.model import Span
from repair.names.codes import ANCHOR
from repair.names.fold import fold, folded_words, without_possessive, words
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document

ALIKE = 0.78
"""Mean of letter and sound similarity from which two spellings may be one name."""

OFTEN = 3
"""Times the usual form stands at least, and how much oftener than the other one."""

_LEAST_ALONE = 6  # letters of a name of one word
_LONGER = 0.45  # share of its letters by which such a name may differ in length: more is unlike
_NAME_RUN = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:[ -][^\W\d_a-zß-öø-ÿ][^\W\d_]+)*")


class Variant(NamedTuple):
    """A rarer spelling of a name and the usual one beside it."""

    span: Span
    written: str
    usual: str
    times: int  # how often the usual form stands in the document
    of_lexicon: str  # the lexicon's name when both forms are right, else empty


def variants(document: Document, knowledge: Knowledge) -> Iterator[Variant]:
    """Rarer spellings in the document; costs nothing when no word of it invites the question."""
    yield from _of_lexicon(document, knowledge)
    unknown = {form for form in knowledge.unknown_forms(document) if form[:1].isupper()}
    if unknown:
        yield from _of_text(document, knowledge, unknown)


def _of_lexicon(document: Document, knowledge: Knowledge) -> Iterator[Variant]:
    """Two right forms of one entry in the same document: Zelensky and Zelenskyy."""
    found: dict[tuple[int, int], Counter[str]] = {}
    indexes = [(n, index) for n, index in enumerate(knowledge.lexicon.indexes) if not index.general]
    for folded, forms in folded_words(document).items():
        bare = folded.removesuffix("s")  # of a possessive
        for number, index in indexes:
            if not (index.bits(folded) | index.bits(bare)) & ANCHOR:
                continue
            for form in forms:
                if form[:1].isupper() or form[1:2].isupper():
                    for word in (without_possessive(w) for w in words(form) if fold(w) == folded):
                        for known in index.varied(fold(word)):
                            if known.text == word:
                                counts = found.setdefault((number, known.owner), Counter())
                                counts[word] += document.forms[form]
    for (number, owner), counts in found.items():
        if len(counts) < 2:
            continue
        (usual, times), *others = counts.most_common()
        name = knowledge.lexicon.indexes[number].entry(owner).name
        for other, _ in others:
            if fold(other) != fold(usual) and _alike(fold(other), fold(usual), ALIKE):
                for span in _places(document, other):
                    yield Variant(span, other, usual, times, name)


def _of_text(document: Document, knowledge: Knowledge, unknown: set[str]) -> Iterator[Variant]:
    """Runs of capitalised words with an unknown one, almost like a run that stands often."""
    counts = Counter(_NAME_RUN.findall(document.text))
    odd = {without_possessive(word) for form in unknown for word in words(form)}
    usual: dict[object, list[tuple[str, list[str], int]]] = {}
    for run, times in counts.items():
        if times >= OFTEN:
            parts = run.replace("-", " ").split()
            for gap in _gaps(parts):
                usual.setdefault(gap, []).append((run, parts, times))
    found: dict[str, tuple[str, int]] = {}
    for run, times in counts.items():
        parts = run.replace("-", " ").split()
        if odd.isdisjoint(parts) or len(run) < 5:
            continue
        size = len(run) if len(parts) == 1 else 0
        for other, there, often in (one for gap in _gaps(parts) for one in usual.get(gap, ())):
            if (
                often >= OFTEN * times
                and other != run
                and not (size and abs(len(other) - size) > _LONGER * size)
                and _same_person(parts, there, odd)
            ):
                found[run] = other, often
                break
    if found:
        for match in _NAME_RUN.finditer(document.text):
            run = match.group()
            if run in found:
                yield Variant(Span(*match.span()), run, *found[run], "")


def _gaps(parts: list[str]) -> list[object]:
    """The words with each of them left out; a single word is known by its first letter.

    A single word shorter than six letters is like too many others.
    """
    if len(parts) == 1:
        return [fold(parts[0])[:1]] if len(parts[0]) >= _LEAST_ALONE else []
    return [(i, *parts[:i], *parts[i + 1 :]) for i in range(len(parts))]


def _same_person(parts: list[str], usual: list[str], odd: set[str]) -> bool:
    """Whether the runs differ in one word only, an unknown one that is like its counterpart."""
    if len(parts) != len(usual):
        return False
    if len(parts) == 1:
        here, there, least = parts[0], usual[0], ALIKE + 0.07
    else:
        unlike = [(a, b) for a, b in zip(parts, usual, strict=True) if a != b]
        if len(unlike) != 1:
            return False
        (here, there), least = unlike[0], ALIKE
    if here not in odd:
        return False
    a, b = fold(here), fold(there)
    return a != b and _alike(a, b, least) and not _inflected(here, there)


def _inflected(here: str, there: str) -> bool:
    """Whether one is the other with an ending: Korea and Korean, Smith and Smiths."""
    short, long = sorted((here.lower(), there.lower()), key=len)
    stem = short.rstrip("aeoy")
    return long.startswith(stem) and long[len(stem) :] in {
        "s",
        "es",
        "n",
        "an",
        "ns",
        "ans",
        "ian",
        "ians",
        "ese",
        "i",
        "is",
        "ish",
        "ic",
        "er",
        "ers",
        "e",
        "a",
        "o",
        "y",
        "ism",
        "ist",
        "ists",
        "ia",
        "en",
    }


def _alike(a: str, b: str, least: float) -> bool:
    """Whether the mean of letter and sound similarity reaches `least`."""
    from rapidfuzz.distance.Levenshtein import normalized_similarity

    letters = normalized_similarity(a, b)
    if letters + 1.0 < 2 * least:  # the same sounds would not do
        return False
    from repair.names.tables import sounds

    table = sounds()
    heard = table.similarity(table.of_word(a), table.of_word(b))
    return bool((letters + heard) / 2 >= least)


def _places(document: Document, word: str) -> Iterator[Span]:
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    at = document.text.find(word)  # far quicker than the expression
    while at >= 0:
        if whole.match(document.text, at):
            yield Span(at, at + len(word))
        at = document.text.find(word, at + 1)
