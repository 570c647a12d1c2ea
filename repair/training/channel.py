"""Count which characters are read for which in aligned pairs of texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from repair.evaluate.alignment import align
from repair.evaluate.normalize import fold
from repair.spelling.channel import FILE, parse, render
from repair.spelling.differences import LONGEST, differences
from repair.training.pairs import TRAIN, Pair, divided, part, read_pairs

_LEAST = 2  # a difference seen once is an accident
_WORST = 0.6  # blocks with a larger share of wrong characters say nothing about single characters
_PLACES = {"start": 0, "inside": 1, "end": 2}


def learn(pairs: Iterable[Pair]) -> dict[tuple[str, str], tuple[float, float, float, float]]:
    """Counts of differences at the start, inside and at the end of words, and of what was meant."""
    seen: dict[tuple[str, str], list[float]] = {}
    meant: Counter[str] = Counter()
    for pair in pairs:
        observed, intended = fold(pair.observed).split(), fold(pair.intended).split()
        for block in align(observed, intended):
            read = " ".join(observed[block.start : block.end]).lower()
            right = " ".join(intended[block.other_start : block.other_end]).lower()
            for length in range(1, LONGEST + 1):
                meant.update(right[i : i + length] for i in range(len(right) - length + 1))
            meant[""] += len(right)
            meant[" "] += 1
            if read == right or not read or not right:
                continue
            found = differences(read, right)
            wrong = sum(max(len(d.observed), len(d.intended)) for d in found)
            if wrong > _WORST * len(right):
                continue
            for difference in found:
                if max(len(difference.observed), len(difference.intended)) > LONGEST:
                    continue
                row = seen.setdefault((difference.observed, difference.intended), [0.0] * 3)
                row[_PLACES[difference.place]] += 1
    return {
        key: (row[0], row[1], row[2], float(max(meant[key[1]], sum(row))))
        for key, row in seen.items()
        if sum(row) >= _LEAST
    }



def update(
    paths: Sequence[Path], folder: Path, profile: str, progress: Callable[[str], None]
) -> None:
    """Replace one profile of the channel in `folder` by the counts of the pairs to train on."""
    file = folder / FILE
    counts = parse(file.read_text(encoding="utf-8")) if file.exists() else {}
    pairs = [
        pair
        for path in paths
        for pair in divided(read_pairs(path))
        if part(pair.document) == TRAIN
    ]
    counts[profile] = learn(pairs)
    file.write_text(render(counts), encoding="utf-8")
    progress(f"{file}: {len(counts[profile])} differences for {profile} from {len(pairs)} texts")
