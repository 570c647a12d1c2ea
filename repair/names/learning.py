"""Learning wrong forms from approved decisions, as new text of the lexicon for a person to accept.

A decision that turned words into a name of the lexicon, and the words sound like the name, was a
mishearing worth remembering. One that sounds unlike it was a rewriting and teaches nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter

from repair.names.entry import Entry
from repair.names.exchange import as_toml
from repair.names.fold import folded
from repair.names.reading import read_bytes
from repair.names.tables import sounds
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

HEARD = 0.45
"""Sound similarity from which a changed word was misheard and not rewritten."""

_ACCEPTED = frozenset({"accepted", "accept", "applied", "approved", "yes", "y"})
_REJECTED = frozenset({"rejected", "reject", "declined", "no", "n"})
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


def _is_name_rule(decisions: Iterable[Mapping[str, Any]], right: str, heard: str) -> bool:
    """Whether a person put a name there that no lexicon had proposed for it."""
    return any(
        row.get("before") == heard
        and (row.get("rule") in ("name", "name-consistency") or row.get("replacement") == right)
        for row in decisions
    )


def taught(text: str, learned: Iterable[Lesson], path: str) -> str:
    """The lexicon file's `text` with the wrong forms of `learned` added where they belong."""
    lines = text.splitlines(keepends=True)
    entries, _ = read_bytes(text.encode("utf-8", "surrogatepass"), path)
    start = {e.name: int(e.origin.rpartition(":")[2]) - 1 for e in entries if e.origin}
    wanted: dict[str, list[str]] = {}
    for lesson in learned:
        wanted.setdefault(lesson.name, []).append(lesson.heard)
    for name in sorted(wanted, key=lambda n: -start.get(n, -1)):  # from the end, lines stay put
        if name in start:
            _add(lines, start[name], wanted[name])
    fresh = [Entry(n, heard_as=tuple(h)) for n, h in sorted(wanted.items()) if n not in start]
    if fresh:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        lines.append(("\n" if lines else "") + as_toml(fresh))
    return "".join(lines)


def _add(lines: list[str], start: int, forms: list[str]) -> None:
    """Add wrong forms to the entry that begins at line index `start`."""
    listed = ", ".join(json.dumps(form, ensure_ascii=False) for form in forms)
    last = start
    for i in range(start + 1, len(lines)):
        if _ENTRY.match(lines[i]):
            break
        if re.match(r"\s*heard_as\s*=\s*\[", lines[i]):
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
    lines.insert(last + 1, f"heard_as = [{listed}]{ending}")
