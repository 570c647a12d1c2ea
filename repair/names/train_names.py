"""Learning from recognisers' output: costs of sounds first, then the decision model.

Records are JSON lines with `id`, `doc`, `system`, `asr`, `ref` and `entities` (each with `text`),
or a `lexicon` of their own. As a user would, every document brings its names, among names of
other documents that do not occur in it.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
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


def read_records(paths: Iterable[str], share: float = 1.0) -> list[dict[str, Any]]:
    """Records of documents that are not kept for reporting; a share, by a hash of the id."""
    found = []
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    record = json.loads(line)
                    chosen = crc32(record["id"].encode()) % 1000 < 1000 * share
                    if chosen and not held_out(record["doc"]):
                        found.append(record)
    return found


def lexicons_for(records: Sequence[Mapping[str, Any]]) -> Mapping[str, Lexicon]:
    """The lexicon of every document, or of every record that brings one."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        for entity in record.get("entities", ()):
            if any(c.isalnum() for c in entity["text"]):
                names[record["doc"]].add(entity["text"].removesuffix("'s").removesuffix("’s"))
    everything = sorted(set().union(*names.values())) if names else []
    world = [index for index in shipped() if index.general]
    draw = Random(7)
    lists = {
        document: sorted(mine) + draw.sample(rest, min(DISTRACTORS, len(rest)))
        for document, mine in sorted(names.items())
        for rest in [[name for name in everything if name not in mine]]
    }
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
    """Write costs.toml and decision.json to `folder`, learned from the records of `paths`."""
    from repair.knowledge import Knowledge

    knowledge = Knowledge()
    records = read_records(paths, share)
    lexicons = lexicons_for(records)
    progress(f"{len(records)} records of {len({r['doc'] for r in records})} documents")
    first = list(examples(records, lexicons, knowledge))
    pairs = {(e.before.lower(), e.after.lower()) for e in first if e.right}
    progress(f"{len(first)} candidates, {len(pairs)} different misheard names")
    costs = learned_costs(pairs, tables.hand_made_sounds())
    _write(os.path.join(folder, "costs.toml"), dumped_costs(costs))
    if os.path.samefile(folder, tables.names_folder()):
        tables.sounds.cache_clear()
        first = list(examples(records, lexicons, knowledge))
    _write(os.path.join(folder, "decision.json"), decided(first, progress))


def decided(found: Sequence[Example], progress: Callable[[str], None]) -> str:
    """The text of decision.json for the examples."""
    return dumped_decision(train_decision(found, progress=progress))


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
