"""Learning wrong forms and cues from approved decisions, as new text of the lexicon for a person
to accept.

A decision that turned words into a name of the lexicon, and the words sound like the name, was a
mishearing worth remembering. One that sounds unlike it was a rewriting and teaches nothing. Where
ordinary words were misheard, the words that keep standing beside them are cues.
"""

from __future__ import annotations

import json
import re
from collections import Counter

from repair.names.entry import Entry
from repair.names.exchange import as_toml
from repair.names.fold import fold, folded, words
from repair.names.reading import read_bytes
from repair.names.tables import function_words, sounds
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

HEARD = 0.45
"""Sound similarity from which a changed word was misheard and not rewritten."""

OFTEN_BESIDE, CUES, LEAST_CUE = 2, 4, 5
"""Accepted repairs a cue stands beside at least, how many are proposed for a name, and the letters
of each."""

_ACCEPTED = frozenset({"accepted", "accept", "applied", "approved", "yes", "y"})
_REJECTED = frozenset({"rejected", "reject", "declined", "no", "n"})
_STRING = r"""\"(?:[^"\\]|\\.)*\"|'[^']*'"""
_ENTRY = re.compile(r"^\s*\[\[\s*entry\s*\]\]")


class Lesson(NamedTuple):
    """A wrong form met in decisions, and how often."""

    name: str
    heard: str
    times: int
    is_new: bool  # whether the name is not in the lexicon yet


def decisions_from(lines: Iterable[str]) -> list[Mapping[str, Any]]:
    """The decisions of a JSON lines file; what is no decision is passed over."""
    found: list[Mapping[str, Any]] = []
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and isinstance(row.get("before"), str):
            found.append(row)
    return found


def lessons(decisions: Iterable[Mapping[str, Any]], entries: Iterable[Entry]) -> list[Lesson]:
    """What the decisions teach, the most frequent first."""
    known: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        for form in (entry.name, *entry.aliases):
            known.setdefault(folded(form), entry)
    counts: Counter[tuple[str, str]] = Counter()
    refused: Counter[tuple[str, str]] = Counter()
    for row in decisions:
        verdict = str(row.get("verdict", "")).lower()
        right = row.get("replacement") or row.get("after")
        heard = " ".join(str(row["before"]).split())
        if not isinstance(right, str) or not heard:
            continue
        if verdict in _ACCEPTED:
            counts[" ".join(right.split()), heard] += 1
        elif verdict in _REJECTED:
            refused[" ".join(right.split()), heard] += 1
    found = []
    for (right, heard), times in counts.items():
        if refused[right, heard] >= times or folded(right) == folded(heard):
            continue
        owner = known.get(folded(right))
        looks_named = right[:1].isupper() and not right.isupper()
        if owner is None and not (looks_named and _is_name_rule(decisions, right, heard)):
            continue
        if owner is not None and heard in (*owner.heard_as, *owner.aliases, owner.name):
            continue
        if known.get(folded(heard), owner) is not owner:  # one name for another: a slip of thought
            continue
        table = sounds()
        if table.similarity(table.of(heard), table.of(right)) < HEARD:
            continue
        name = owner.name if owner is not None else right
        found.append(Lesson(name, heard, times, owner is None))
    found.sort(key=lambda lesson: (-lesson.times, lesson.name, lesson.heard))
    return found


def cues(
    decisions: Iterable[Mapping[str, Any]],
    learned: Iterable[Lesson],
    entries: Iterable[Entry],
    is_word: Callable[[str], bool],
) -> dict[str, tuple[str, ...]]:
    """New cues by name: words beside most of its accepted repairs and beside no refused one.

    Only for names that words of the language are taken for: those are not changed without a cue.

    Args:
        learned: the lessons of the same decisions.
        is_word: whether a word belongs to the language.
    """
    known = {entry.name: entry for entry in entries}
    names: dict[tuple[str, ...], str] = {}
    torn: set[str] = set()
    for name, entry in known.items():
        for form in (name, *entry.aliases):
            names.setdefault(folded(form), name)
        torn.update(name for form in entry.heard_as if all(map(is_word, folded(form))))
    for lesson in learned:
        names.setdefault(folded(lesson.name), lesson.name)
        torn.update([lesson.name] if all(map(is_word, folded(lesson.heard))) else [])
    beside: dict[str, Counter[str]] = {name: Counter() for name in sorted(torn)}
    refused: dict[str, set[str]] = {name: set() for name in torn}
    times: Counter[str] = Counter()
    for row in decisions:
        right = row.get("replacement") or row.get("after")
        named = names.get(folded(right)) if isinstance(right, str) else None
        if named not in beside:
            continue
        around = f"{row.get('left', '')} {row.get('right', '')}"
        telling = {w for w in words(around) if _tells(w, is_word)} - set(words(named))
        verdict = str(row.get("verdict", "")).lower()
        if verdict in _ACCEPTED:
            times[named] += 1
            beside[named].update(telling)
        elif verdict in _REJECTED:
            refused[named] |= telling
    found = {}
    for name, counts in beside.items():
        had = {folded(cue) for cue in known[name].context} if name in known else set()
        often = max(OFTEN_BESIDE, times[name] / 2)
        new = [
            word
            for word, count in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
            if count >= often and word not in refused[name] and folded(word) not in had
        ]
        if new:
            found[name] = tuple(new[:CUES])
    return found


def _tells(word: str, is_word: Callable[[str], bool]) -> bool:
    """Whether a word may be a cue: a content word or a name."""
    if len(word) < LEAST_CUE or fold(word) in function_words() or not word.isalpha():
        return False
    return word[0].isupper() or is_word(word)


def _is_name_rule(decisions: Iterable[Mapping[str, Any]], right: str, heard: str) -> bool:
    """Whether a person put a name there that no lexicon had proposed for it."""
    return any(
        row.get("before") == heard
        and (row.get("rule") in ("name", "name-consistency") or row.get("replacement") == right)
        for row in decisions
    )


def taught(
    text: str,
    learned: Iterable[Lesson],
    path: str,
    context: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The lexicon file's `text` with the wrong forms of `learned`, and the cues `context` holds
    by name, added where they belong."""
    context = context or {}
    lines = text.splitlines(keepends=True)
    entries, _ = read_bytes(text.encode("utf-8", "surrogatepass"), path)
    start = {e.name: int(e.origin.rpartition(":")[2]) - 1 for e in entries if e.origin}
    wanted: dict[str, list[str]] = {}
    for lesson in learned:
        wanted.setdefault(lesson.name, []).append(lesson.heard)
    everything = {*wanted, *context}
    for name in sorted(everything, key=lambda n: -start.get(n, -1)):  # from the end, lines stay put
        if name in start:
            for key, forms in (("context", context.get(name)), ("heard_as", wanted.get(name))):
                if forms:
                    _add(lines, start[name], key, forms)
    fresh = [
        Entry(name, heard_as=tuple(forms), context=tuple(context.get(name, ())))
        for name, forms in sorted(wanted.items())
        if name not in start
    ]
    if fresh:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        lines.append(("\n" if lines else "") + as_toml(fresh))
    return "".join(lines)


def _add(lines: list[str], start: int, key: str, forms: Sequence[str]) -> None:
    """Add texts to the list `key` of the entry that begins at line index `start`."""
    listed = ", ".join(json.dumps(form, ensure_ascii=False) for form in forms)
    last = start
    for i in range(start + 1, len(lines)):
        if _ENTRY.match(lines[i]):
            break
        single = re.match(rf"(\s*{key}\s*=\s*)({_STRING})", lines[i])
        if single:
            rest = lines[i][single.end() :]
            lines[i] = f"{single[1]}[{single[2]}, {listed}]{rest}"
            return
        if re.match(rf"\s*{key}\s*=\s*\[", lines[i]):
            end = i
            while "]" not in lines[end] and end + 1 < len(lines):
                end += 1
            at = lines[end].rindex("]")
            before = lines[end][:at].rstrip()
            comma = "" if before.endswith(("[", ",")) or (end > i and not before) else ", "
            if before.endswith(","):
                comma = " "
            lines[end] = f"{before}{comma}{listed}{lines[end][at:]}"
            return
        if lines[i].strip() and not lines[i].lstrip().startswith("#"):
            last = i
    ending = "\n" if lines[last].endswith("\n") else ""
    if not ending:
        lines[last] += "\n"
    lines.insert(last + 1, f"{key} = [{listed}]{ending}")
