"""Learning names from trusted text: clean articles teach the names for damaged ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from repair.names.entry import Entry
from repair.names.evidence import titles
from repair.names.fold import fold, folded
from repair.names.passage import FUNCTION, ORDINARY, Standings, passage_of
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from repair.knowledge import Knowledge
    from repair.names.passage import Passage

_LONGEST = 5
_INSIDE = frozenset({"of", "the", "and", "de", "la", "von", "van", "der", "den", "al", "el", "bin"})
_PLACE_BEFORE = frozenset({"in", "near", "at", "from", "to", "of"})
CUES = 4  # context words proposed for a name
_BLANK = re.compile(r"\n\s*\n")


class Mined(NamedTuple):
    """A name met in trusted text."""

    entry: Entry
    times: int
    documents: int


def mine(
    texts: Iterable[str], knowledge: Knowledge, *, least: int = 2, unknown_only: bool = False
) -> list[Mined]:
    """Names that stand at least `least` times in `texts`, the most frequent first.

    Args:
        texts: trusted documents.
        knowledge: what is a word already.
        least: occurrences a name needs.
        unknown_only: leave out names every word of which the vocabulary knows.
    """
    standings = Standings(knowledge.vocabulary, lambda: knowledge.usage)
    counts: Counter[str] = Counter()
    documents: defaultdict[str, set[int]] = defaultdict(set)
    cues: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    background: Counter[str] = Counter()
    for number, text in enumerate(texts):
        for paragraph in _BLANK.split(text):
            passage = passage_of(paragraph)
            content = {
                w.text
                for w in passage.words
                if w.text.islower() and len(w.text) > 4 and standings.of(w.text) == ORDINARY
            }
            background.update(content)
            for first, last in _runs(passage, standings):
                name = " ".join(passage.written(first, last).split())
                counts[name] += 1
                documents[name].add(number)
                cues[name].update(content)
                kinds[name][_kind(passage, first)] += 1
    _count_with_full_names(counts, documents, cues)
    kept = _without_fragments({n: c for n, c in counts.items() if c >= least})
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in kept:
        groups[folded(name)].append(name)
    mined = []
    for names in groups.values():
        names.sort(key=lambda n: (-counts[n], n))
        name = names[0]
        if unknown_only and all(standings.of(w) < 3 for w in re.findall(r"[^\W_]+", name)):
            continue
        total = sum(counts[n] for n in names)
        places = len(set().union(*(documents[n] for n in names)))
        kind = kinds[name].most_common(1)[0][0] if kinds[name] else ""
        often = "once" if total == 1 else f"{total} times"
        note = f"{often} in {places} document{'s' if places > 1 else ''}"
        entry = Entry(
            name,
            kind,
            aliases=tuple(names[1:]),
            context=_telling(cues[name], background, counts[name]),
            note=note,
            source="mined",
        )
        mined.append(Mined(entry, total, places))
    mined.sort(key=lambda m: (-m.times, m.entry.name))
    return mined


def _runs(passage: Passage, standings: Standings) -> Iterable[tuple[int, int]]:
    """Runs of capitalised words that their place in the sentence does not explain."""
    i, words = 0, passage.words
    while i < len(words):
        titled = words[i].fold in titles()
        if titled or not passage.capitalised(i) or standings.of(words[i].text) == FUNCTION:
            i += 1
            continue
        last = i
        for j in range(i + 1, min(i + _LONGEST, len(words))):
            if not words[j].joined:
                break
            if words[j].text[:1].isupper():
                last = j
            elif words[j].fold not in _INSIDE:
                break
        last = _before_another(passage, i, last)
        single = last == i
        named = _kind(passage, i) == "person"  # "Deputy Reed"
        if not single or named or standings.of(words[i].text) != ORDINARY:
            yield i, last
        i = last + 1


def _before_another(passage: Passage, first: int, last: int) -> int:
    """Where a name ends that "and" joins to a longer one: "Ann and Paul Miller" are two."""
    for i in range(first + 1, last - 1):
        if passage.words[i].fold == "and":
            return i - 1
    return last


def _count_with_full_names(
    counts: Counter[str],
    documents: Mapping[str, set[int]],
    cues: Mapping[str, Counter[str]],
) -> None:
    """Count a lone family name as its full name, where only one ends so."""
    full: defaultdict[str, list[str]] = defaultdict(list)
    for name in counts:
        if " " in name:
            full[name.split()[-1]].append(name)
    for name in [name for name in counts if len(full.get(name, ())) == 1]:
        (whole,) = full[name]
        counts[whole] += counts.pop(name)
        documents[whole].update(documents[name])
        cues[whole].update(cues[name])


def _kind(passage: Passage, first: int) -> str:
    """A guess from the word before: a title makes a person, "in" a place."""
    if not first or not passage.words[first].joined:
        return ""
    before = passage.words[first - 1].fold
    if before in titles():
        return "person"
    return "place" if before in ("in", "near", "at") else ""


def _without_fragments(counts: dict[str, int]) -> list[str]:
    """Names without those that stand almost only inside a longer one of the list."""
    inside: Counter[str] = Counter()
    for name, count in counts.items():
        parts = name.split()
        for length in range(1, len(parts)):
            for start in range(len(parts) - length + 1):
                inside[" ".join(parts[start : start + length])] += count
    return [name for name, count in counts.items() if count > inside[name] / 4]


def _telling(cues: Counter[str], background: Counter[str], times: int) -> tuple[str, ...]:
    """The words that stand beside the name far more often than elsewhere."""
    scored = [
        (count * count / (background[word] + 1), word)
        for word, count in cues.items()
        if count >= max(3, times // 4)
    ]
    scored.sort(key=lambda s: (-s[0], s[1]))
    return tuple(word for _, word in scored[:CUES])


def name_key(name: str) -> str:
    """Letters of a name for comparing."""
    return fold(name).replace(" ", "")
