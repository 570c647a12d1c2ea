"""Learning from recognisers' output: costs of sounds first, then the decision model.

Records are JSON lines with `id`, `doc`, `system`, `asr`, `ref` and `entities` (each with `text`),
or a `lexicon` of their own. As a user would, every document brings its names, among names of
other documents of its collection that do not occur in it; where nobody says which names a
document holds, its lexicon is of such names alone.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from random import Random
from zlib import crc32

from repair.names import tables
from repair.names.examples import Example, examples
from repair.names.lexicon import Lexicon
from repair.names.store import own, shipped
from repair.names.train_decision import dumped as dumped_decision
from repair.names.train_decision import held_out
from repair.names.train_decision import train as train_decision
from repair.names.train_sounds import dumped as dumped_costs
from repair.names.train_sounds import learned_costs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

DISTRACTORS = 200
"""Names of other documents in every lexicon."""

COSTS_SHARE = 0.4
"""Share of the records the costs of sounds are learned from."""


def read_records(
    paths: Iterable[str], share: float = 1.0, *, every: bool = False
) -> list[dict[str, Any]]:
    """Records of documents that are not kept for reporting, or of every one; a share of them."""
    found = []
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    record = json.loads(line)
                    if every or not held_out(record["doc"]):
                        found.append({**record, "collection": os.path.basename(path)})
    return _of_share(found, share)


def lexicons_for(records: Sequence[Mapping[str, Any]]) -> Mapping[str, Lexicon]:
    """The lexicon of every document, or of every record that brings one."""
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for record in records:
        mine = names[record["collection"], record["doc"]]
        for entity in record.get("entities", ()):
            if any(c.isalnum() for c in entity["text"]):
                mine.add(entity["text"].removesuffix("'s").removesuffix("’s"))
    pools: dict[str, list[str]] = {
        name: sorted(set().union(*(mine for (of, _), mine in names.items() if of == name)))
        for name in sorted({of for of, _ in names})
    }
    everything = sorted(set().union(*pools.values()))
    world = [index for index in shipped() if index.general]
    draw = Random(7)
    lists = {}
    for (collection, document), mine in sorted(names.items()):
        rest = [name for name in pools[collection] or everything if name not in mine]
        lists[document] = sorted(mine) + draw.sample(rest, min(DISTRACTORS, len(rest)))
    for record in records:
        if "lexicon" in record:
            lists[record["id"]] = record["lexicon"]
    return _Lexicons(lists, world)


class _Lexicons(dict[str, Lexicon]):
    """Lexicons compiled when they are first asked for."""

    def __init__(self, lists: Mapping[str, Sequence[str]], world: Sequence[Any]) -> None:
        self._lists = lists
        self._world = world

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self and key in self._lists:
            from repair.names.entry import Entry

            listed = dict.fromkeys(n for n in self._lists[key] if any(c.isalnum() for c in n))
            self[key] = Lexicon([own([Entry(name) for name in listed])], self._world)
        return super().get(key, default)


def train(
    paths: Sequence[str],
    folder: str,
    share: float = 1.0,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Write costs.toml and decision.json to `folder`, learned from the records of `paths`.

    Nothing that was learned before has a part in it: sounds are first compared by the hand-made
    costs.
    """
    from repair.knowledge import Knowledge

    knowledge = Knowledge()
    records = read_records(paths, share)
    lexicons = lexicons_for(records)
    progress(f"{len(records)} records of {len({r['doc'] for r in records})} documents")
    tables.train_with_costs({})
    pairs = {
        (e.before.lower(), e.after.lower())
        for e in examples(_of_share(records, COSTS_SHARE), lexicons, knowledge)
        if e.right
    }
    progress(f"{len(pairs)} different misheard names")
    costs = learned_costs(pairs, tables.hand_made_sounds())
    _write(os.path.join(folder, "costs.toml"), dumped_costs(costs))
    tables.train_with_costs(costs["pairs"])
    damaged = list(examples(records, lexicons, knowledge))
    progress(f"{len(damaged)} candidates in recognisers' output")
    clean = list(examples(references(records), lexicons, knowledge))
    progress(f"{len(clean)} candidates in references")
    _write(os.path.join(folder, "decision.json"), decided(damaged, clean, progress))


def references(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The references of one recogniser of every collection as if they had been read: nothing in
    them is to be changed, whatever names of the lexicon they resemble."""
    systems: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        systems[record["doc"]][record["system"]] += 1
    first = {doc: min(seen, key=lambda s: (-seen[s], s)) for doc, seen in systems.items()}
    return [
        {**record, "asr": record["ref"]}
        for record in records
        if record["system"] == first[record["doc"]]
    ]


def _of_share(records: Sequence[dict[str, Any]], share: float) -> list[dict[str, Any]]:
    """A share of the records, by a hash of the id."""
    return [r for r in records if crc32(r["id"].encode()) % 1000 < 1000 * share]


def decided(
    damaged: Sequence[Example], clean: Sequence[Example], progress: Callable[[str], None]
) -> str:
    """The text of decision.json for the examples."""
    return dumped_decision(train_decision(damaged, clean, progress=progress))


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
