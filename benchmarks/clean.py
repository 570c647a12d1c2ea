"""False alarms on clean text: proposals per 10,000 words, by rule and band of confidence.

    python benchmarks/clean.py [--clean FOLDER] [--pieces 500] [--sample 40] [--select RULE,…]

Every change to a clean text is presumed wrong until somebody has read it. The clean texts hold
real errors too: `--sample` prints proposals to read, with a little of their context. `--pieces`
reads the texts in pieces of so many words, as a short document would stand alone.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import repair
from repair.model import Finding

BANDS = ((0.99, "applied"), (0.9, "0.90-0.98"), (0.7, "0.70-0.89"), (0.5, "0.50-0.69"))


def band(confidence: float) -> str:
    """The name of the band a confidence falls into."""
    return next(name for least, name in BANDS if confidence >= least)


def texts(folder: Path, size: int) -> Iterator[tuple[str, str]]:
    """Name and text of every file, or of every piece of about `size` words of whole lines."""
    for path in sorted(folder.glob("*.dev.txt")):
        genre = path.name.removesuffix(".dev.txt")
        text = path.read_text(encoding="utf-8")
        if not size:
            yield genre, text
            continue
        lines: list[str] = []
        words = 0
        for line in text.split("\n"):
            lines.append(line)
            words += len(line.split())
            if words >= size:
                yield genre, "\n".join(lines)
                lines, words = [], 0
        yield genre, "\n".join(lines)


def shown(text: str, finding: Finding) -> str:
    """The finding on one line, with a little text on both sides."""
    start, end = finding.span
    around = text[max(0, start - 30) : start], text[end : end + 25]
    change = f"[{finding.before} => {finding.after}]"
    line = f"{around[0]}{change}{around[1]}".replace("\n", "/")
    return f"{finding.confidence:.2f} {finding.rule:18} {line}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, default=Path("../shared/bench/clean"))
    parser.add_argument("--pieces", type=int, default=0)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--select", default="")
    options = parser.parse_args()
    select = options.select.split(",") if options.select else None
    rules: Counter[tuple[str, str]] = Counter()
    genres: Counter[tuple[str, str]] = Counter()
    marks: Counter[str] = Counter()
    words: Counter[str] = Counter()
    samples = []
    started = time.perf_counter()
    for genre, text in texts(options.clean, options.pieces):
        words[genre] += len(text.split())
        result = repair.check(text, select=select)
        for finding in result.proposals:
            rules[finding.rule, band(finding.confidence)] += 1
            genres[genre, band(finding.confidence)] += 1
            samples.append(f"{genre:18} {shown(text, finding)}")
        marks.update(finding.rule for finding in result.marks)
    total = sum(words.values())
    names = [name for _, name in BANDS]
    print(f"{total} words in {time.perf_counter() - started:.0f} s; counts, and per 10,000 words")
    print(f"{'':20}", *(f"{name:>12}" for name in names), f"{'proposed':>12}  per 10,000   marks")
    for title, table, keys in (
        ("rule", rules, {r for r, _ in rules} | set(marks)),
        ("genre", genres, set(words)),
    ):
        for key in sorted(keys):
            counts = [table[key, name] for name in names]
            many = words[key] if title == "genre" else total
            print(
                f"{key:20}",
                *(f"{count:12}" for count in counts),
                f"{sum(counts):12} {1e4 * sum(counts) / many:11.2f} {marks[key] or '':>7}",
            )
    counts = [sum(rules[key, name] for key, _ in {(r, 0) for r, _ in rules}) for name in names]
    print(
        f"{'all':20}",
        *(f"{count:12}" for count in counts),
        f"{sum(counts):12}",
        f"{1e4 * sum(counts) / total:11.2f}   applied {1e4 * counts[0] / total:.2f}",
    )
    for line in sorted(random.Random(1).sample(samples, min(options.sample, len(samples)))):
        print(line)


if __name__ == "__main__":
    main()
