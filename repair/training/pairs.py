"""Pairs of damaged and right text, and the fixed division of their documents.

A document belongs to one part for good: what is learned from, what choices are made on, and what
is only ever reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

TRAIN, CHOOSE, REPORT = "train", "choose", "report"
_FEW_DOCUMENTS, _MANY_RECORDS = 6, 100
_CHOOSE_FROM, _REPORT_FROM = 60, 80  # of 100


class Pair(NamedTuple):
    """One text as it was read and as it should be."""

    identifier: str
    document: str
    observed: str
    intended: str
    collection: str  # file and, where it is known, the system that read the text
    accepted_joins: frozenset[str] = frozenset()


def read_pairs(path: Path, collection: str = "") -> Iterator[Pair]:
    """The pairs of a JSON Lines file with `ocr` and `gt` (or `asr` and `ref`) in each line.

    What several systems made of one document belongs to as many collections.
    """
    name = collection or path.name.partition(".")[0]
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if not line.strip():
                continue
            row = json.loads(line)
            observed = row["ocr"] if "ocr" in row else row["asr"]
            intended = row["gt"] if "gt" in row else row["ref"]
            identifier = str(row.get("id", number))
            yield Pair(
                identifier,
                str(row.get("doc", identifier)),
                observed,
                intended,
                f"{name}/{row['system']}" if "system" in row else name,
                frozenset(row.get("hyph_ok", ())),
            )


def divided(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs of one collection; a few long documents are cut into stretches of 20 records.

    Otherwise a book would belong to one part as a whole.
    """
    known = list(pairs)
    if len({pair.document for pair in known}) >= _FEW_DOCUMENTS or len(known) < _MANY_RECORDS:
        return known
    return [
        pair._replace(document=f"{pair.document}#{number // 20}")
        for number, pair in enumerate(known)
    ]


def part(document: str) -> str:
    """The part a document belongs to, by a hash of its name."""
    place = int.from_bytes(sha256(document.encode()).digest()[:4], "big") % 100
    return TRAIN if place < _CHOOSE_FROM else CHOOSE if place < _REPORT_FROM else REPORT


def grouped(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The records of one document put together, line by line, so that it can bear witness."""
    groups: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        groups.setdefault((pair.collection, pair.document), []).append(pair)
    for (collection, document), members in groups.items():
        yield Pair(
            document,
            document,
            "\n".join(pair.observed for pair in members),
            "\n".join(pair.intended for pair in members),
            collection,
            frozenset().union(*(pair.accepted_joins for pair in members)),
        )
