"""Print clean text, degrade the pages and read them with tesseract: pairs to learn from.

    python benchmarks/loop_pages.py [--bench ../shared/bench] [--seed 7] [--pages 420] --out FILE

Needs tesseract and the fonts of `loops/ocr_loop.py` of the bench. Sentences that stand in the
`tesseract` set are left out, so that it stays unseen. The same seed gives the same pages.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

LEVELS = ("mild", "mild", "medium", "medium", "heavy", "worse")
WORSE = {"scale": 0.42, "blur": 0.95, "noise": 20, "jpeg": 32, "sp": 0.0015, "skew": 0.4}
WIDTHS = (44, 56, 64, 72)
PAGE, PARAGRAPH, SHORTEST = 1800, 1500, 60  # characters
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def start_of(sentence: str) -> str:
    """What a sentence is known by."""
    return " ".join(sentence.replace("’", "'").split())[:40]


def pages(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Names and paragraphs of pages that share no sentence with the `tesseract` set."""
    rows = (folder / "ocr" / "tesseract.dev.jsonl").read_text(encoding="utf-8").splitlines()
    used = {start_of(s) for row in rows for s in _SENTENCE.split(json.loads(row)["gt"])}
    for path in sorted((folder / "clean").glob("*.txt")):
        name = path.name[:-8]
        page: list[str] = []
        size = number = 0
        for line in path.read_text(encoding="utf-8").split("\n"):
            paragraph = " ".join(line.split())
            if len(paragraph) <= SHORTEST:
                continue
            paragraph = paragraph[:PARAGRAPH].rsplit(" ", 1)[0]
            if any(start_of(s) in used for s in _SENTENCE.split(paragraph) if len(s) > 25):
                continue
            page.append(paragraph)
            size += len(paragraph)
            if size > PAGE:
                yield f"{name}-{number}", page
                page, size, number = [], 0, number + 1


def degraded(bench: Path, seed: int, count: int) -> Iterator[tuple[dict[str, str], Any]]:
    """So many pages as rows without their reading, and their degraded images."""
    sys.path.insert(0, str(bench / "loops"))
    import ocr_loop

    levels = {**ocr_loop.LEVELS, "worse": WORSE}
    chance = random.Random(seed)
    found = list(pages(bench))
    chance.shuffle(found)
    for name, page in found[:count]:
        level = chance.choice(LEVELS)
        font = chance.choice(list(ocr_loop.FONTS))
        width = chance.choice(WIDTHS)
        noise = np.random.default_rng(chance.randrange(1 << 30))
        text = "\n".join(page)
        image = ocr_loop.degrade(ocr_loop.render(text, font, width=width), levels[level], noise)
        yield {"id": f"{level}-{font}-{name}", "doc": name, "level": level, "gt": text}, image


def main() -> None:
    """Read the arguments and write one JSON line a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pages", type=int, default=420)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with arguments.out.open("w", encoding="utf-8") as file:
        for row, image in degraded(arguments.bench, arguments.seed, arguments.pages):
            import ocr_loop

            text = row.pop("gt")
            file.write(json.dumps({**row, "ocr": ocr_loop.ocr(image), "gt": text, "unit": "page"}))
            file.write("\n")


if __name__ == "__main__":
    main()
