"""The training material: pairs, clean text as it is, and clean text damaged on purpose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random

from repair.training.damage import damaged
from repair.training.layout import laid_out
from repair.training.pairs import Pair, divided, grouped, read_pairs

LAID_OUT = "laid"
"""The collection of all pages that were laid out on purpose."""

_PIECE = 2500  # characters of clean text that make a document
_RATES = (0.002, 0.01, 0.03, 0.08)
_MOST = 250_000  # words of one collection of pairs
_LIMIT = 30_000  # words of one clean text used as it is, as many damaged, and as many laid out


def collected(paths: Sequence[Path]) -> Iterator[tuple[str, list[Pair]]]:
    """Collections by name: `.jsonl` files hold pairs, anything else is clean text."""
    for path in paths:
        name = path.name.partition(".")[0]
        if path.suffix == ".jsonl":
            pairs = _both_ways(_some(divided(read_pairs(path, name))))
            yield name, [pair._replace(collection=name) for pair in pairs]
        else:
            pieces = _pieces(path, name)
            first = list(_some_of(pieces, 2 * _LIMIT))
            yield f"clean-{name}", [p for p in first if _number(p.document) % 2]
            yield f"made-{name}", [_damaged(p) for p in first if not _number(p.document) % 2]
            yield f"{LAID_OUT}-{name}", [_laid_out(p) for p in _some_of(pieces, _LIMIT)]


def _some(pairs: list[Pair]) -> list[Pair]:
    """The pairs of as many whole documents as make up the most words of one collection."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(f"{pair.collection} {pair.document}", []).append(pair)
    chosen: list[Pair] = []
    words = 0
    for group in sorted(groups, key=_number):
        if words > _MOST:
            break
        chosen += groups[group]
        words += sum(len(pair.observed.split()) for pair in groups[group])
    return chosen


def _both_ways(pairs: list[Pair]) -> list[Pair]:
    """Half of the documents record by record, half of them whole: both are met in use."""
    single = [pair for pair in pairs if _number(pair.document) % 2]
    whole = grouped(pair for pair in pairs if not _number(pair.document) % 2)
    return [*single, *whole]


def _some_of(pieces: Iterator[Pair], most: int) -> Iterator[Pair]:
    """The next pieces, until they have more than the most words."""
    words = 0
    while words <= most and (piece := next(pieces, None)) is not None:
        words += len(piece.intended.split())
        yield piece


def _pieces(path: Path, name: str) -> Iterator[Pair]:
    lines: list[str] = []
    size = number = 0
    for line in path.read_text(encoding="utf-8").split("\n"):
        lines.append(line)
        size += len(line)
        if size < _PIECE:
            continue
        text = "\n".join(lines)
        yield Pair(f"{name}-{number}", f"clean-{name}-{number}", text, text, f"clean-{name}")
        lines, size, number = [], 0, number + 1


def _damaged(pair: Pair) -> Pair:
    random = Random(_number(pair.document))
    observed = damaged(pair.intended, random.choice(_RATES), random)
    return pair._replace(observed=observed, collection=pair.collection.replace("clean", "made"))


def _laid_out(pair: Pair) -> Pair:
    intended, observed = laid_out(pair.intended, Random(_number(pair.document)))
    return pair._replace(intended=intended, observed=observed, collection=LAID_OUT)


def _number(document: str) -> int:
    return int.from_bytes(sha256(b"way" + document.encode()).digest()[:4], "big")
