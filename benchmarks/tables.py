"""What the benchmarks that judge changes share: how a table of confidences is made and put out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
HEADER = (
    "| set | stated | changes | mean stated | words right | letters right | |",
    "|---|---|---|---|---|---|---|",
)


def reliability(name: str, judged: Sequence[tuple[float, bool, bool]]) -> Iterator[str]:
    """Stated confidence against the share that was right, and the mean gap of the two.

    Args:
        judged: of every change the confidence, whether its words are right, and its letters.
    """
    gap = 0.0
    for low, high in pairwise(BINS):
        inside = [change for change in judged if low <= change[0] < high]
        if inside:
            stated, right, letters = (sum(part) / len(inside) for part in zip(*inside, strict=True))
            gap += abs(stated - right) * len(inside)
            yield (
                f"| {name} | {low}–{min(high, 1.0)} | {len(inside)} | {stated:.3f} "
                f"| {right:.3f} | {letters:.3f} | `{'#' * round(20 * right):20}` |"
            )
    if judged:
        yield f"| {name} | expected error | {len(judged)} | | {gap / len(judged):.3f} | | |"


def put(lines: Sequence[str], path: Path | None) -> None:
    """Print the lines, and write them to the file at `path` if one is named."""
    text = "\n".join(lines) + "\n"
    print(text)
    if path is not None:
        path.write_text(text, encoding="utf-8")
