"""One part of a name that stands alone, once the full name is known in the document.

`Rajeev Menon` that is to be Rajiv Menon says what a lone `Rajeev` is; and where Rajiv Menon stands
in full, a lone `Rajeev` that no dictionary holds sounds like him.
"""

from __future__ import annotations

from repair.names.codes import PART
from repair.names.fold import fold, words
from repair.names.passage import FUNCTION, NAME, UNKNOWN
from repair.names.tables import settings, sounds
from repair.names.weighing import Proposal
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from repair.names.index import Form, Index
    from repair.names.weighing import Reading


class _Part(NamedTuple):
    """One word of a full name, and where the full name stands."""

    text: str
    form: Form
    home: Index
    confidence: float
    full: str


def carried(reading: Reading, chosen: Sequence[Proposal]) -> Iterator[Proposal]:
    """Proposals for lone parts of the names that are in the passage, or that are proposed there."""
    heard = {here: part for here, part in _heard(reading, chosen)}
    known = {fold(part.text): part for part in _known(reading, chosen)}
    if not heard and not known:
        return
    passage = reading.passage
    taken = {i for p in chosen for i in range(p.first, p.last + 1)}
    taken |= {i for hit in reading.right for i in range(hit.first, hit.last + 1)}
    for i, word in enumerate(passage.words):
        if i in taken or _beside_a_name(reading, i, taken):
            continue
        part = heard.get(word.fold)
        if part is not None and (passage.style != "mixed" or word.text[:1].isupper()):
            yield _proposal(i, part, f"'{word.text}' stands for '{part.text}' in '{part.full}'")
        elif known and reading.standing[i] == UNKNOWN and _may_be_named(reading, i):
            part = _likest(word.fold, known.values())
            if part is not None:
                yield _proposal(i, part, f"sounds like '{part.text}'; '{part.full}' is in the text")


def _heard(reading: Reading, chosen: Iterable[Proposal]) -> Iterator[tuple[str, _Part]]:
    """What stands for a part of a name in the proposals, letter for letter."""
    limits = settings()["alone"]
    for p in chosen:
        parts = words(p.form.text)
        count = p.last - p.first + 1
        if p.confidence < limits["least"] or count != len(parts) or count < 2:
            continue
        full = reading.passage.written(p.first, p.last)
        for i, text in enumerate(parts, p.first):
            word = reading.passage.words[i]
            damaged = word.fold != fold(text) and reading.standing[i] in (NAME, UNKNOWN)
            if damaged and min(len(text), len(word.text)) > 2:
                sure = min(p.confidence, limits["heard"])
                yield word.fold, _Part(text, p.form, p.home, sure, full)


def _known(reading: Reading, chosen: Iterable[Proposal]) -> Iterator[_Part]:
    """The given names of the persons that stand in the text, or are proposed for it, in full."""
    likely = settings()["alone"]["alike"]
    surely = [(p.form, p.home) for p in chosen if p.confidence >= settings()["alone"]["least"]]
    for form, home in [*((hit.form, hit.home) for hit in reading.right), *surely]:
        parts = words(form.text)
        entry = home.entry(form.owner)
        if len(parts) > 1 and entry.kind in ("person", "") and home.learned:
            yield _Part(parts[0], form, home, likely, entry.name)


def _beside_a_name(reading: Reading, i: int, taken: set[int]) -> bool:
    """Whether the word is part of the name of somebody else: "Rajeev Singh"."""
    words_at = reading.passage.words
    return any(
        0 <= j < len(words_at)
        and words_at[joint].joined
        and (j in taken or _may_be_named(reading, j))
        for j, joint in ((i - 1, i), (i + 1, i + 1))
    )


def _may_be_named(reading: Reading, i: int) -> bool:
    """Whether a word looks like a name, where the text shows it."""
    if reading.standing[i] == FUNCTION:
        return False
    if reading.passage.style == "mixed":
        return reading.passage.words[i].text[:1].isupper()
    return reading.standing[i] == UNKNOWN


def _likest(here: str, parts: Iterable[_Part]) -> _Part | None:
    """The part that sounds like a word, if there is one and it is long enough to tell."""
    table, limits = sounds(), settings()["alone"]
    heard = table.of_word(here)
    found = [
        (table.similarity(heard, table.of_word(fold(part.text))), part)
        for part in parts
        if len(part.text) >= limits["letters"]
    ]
    alike, best = max(found, key=lambda f: f[0], default=(0.0, None))
    return best if alike >= limits["sound"] else None


def _proposal(i: int, part: _Part, reason: str) -> Proposal:
    form = part.form._replace(text=part.text, role=PART, parts=(fold(part.text),))
    return Proposal(i, i, form, part.home, part.confidence, "sound", reason)
