"""How many damaged words the vocabulary shows, and how many right words it flags.

    python benchmarks/vocabulary.py [--bench ../shared/bench] [--write]

Every set is aligned by the OCR scorer. An error counts as a *word error* when letters or digits
differ (case and punctuation aside) and the damaged side holds a letter; it is *detected* when one
of its tokens holds an unknown word.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from repair.spelling.vocabulary import Vocabulary  # noqa: E402

POOLED = [
    "bln600",
    "overproof2",
    "overproof3",
    "icdar2017-mono",
    "icdar2017-period",
    "icdar2019-en",
    "mibio",
    "tesseract",
]
PAPERS = ["acl-full", "acl-spell"]
LETTER = re.compile(r"[^\W_]")


def scorer(bench: Path):
    """The module that aligns texts."""
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def letters(tokens: list[str]) -> str:
    """Letters and digits only, in lower case, words kept apart."""
    parts = ("".join(LETTER.findall(t.lower())) for t in tokens)
    return " ".join(part for part in parts if part)


def measure(path: Path, score, vocabulary: Vocabulary, missed: Counter, flagged: Counter):
    """(word errors, detected, right words, flagged) of one set."""
    errors = detected = right = wrong = 0
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        a = row["ocr"].translate(score.FOLD).split()
        b = row["gt"].translate(score.FOLD).split()
        suspicious = set(vocabulary.unknown(set(a)))
        for a0, a1, b0, b1 in score.align(a, b):
            if a0 == a1:
                continue
            if a[a0:a1] == b[b0:b1]:
                for token in a[a0:a1]:
                    if LETTER.search(token):
                        right += 1
                        if token in suspicious:
                            wrong += 1
                            flagged[token] += 1
            elif letters(a[a0:a1]) != letters(b[b0:b1]) and re.search(
                "[^\\W\\d_]", "".join(a[a0:a1])
            ):
                errors += 1
                if any(token in suspicious for token in a[a0:a1]):
                    detected += 1
                else:
                    missed[" ".join(a[a0:a1]) + " <- " + " ".join(b[b0:b1])] += 1
    return errors, detected, right, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, default=ROOT / "../shared/bench")
    parser.add_argument("--folder", default=str(ROOT / "dictionaries/en"))
    parser.add_argument("--examples", type=int, default=0)
    parser.add_argument(
        "--write", action="store_true", help="write benchmarks/results/vocabulary.txt"
    )
    options = parser.parse_args()
    score = scorer(options.bench)
    vocabulary = Vocabulary.open(options.folder)
    lines = [
        f"{date.today()}  {len(vocabulary):,} words",
        f"{'set':18}{'errors':>8}{'recall':>8}{'right':>9}{'flagged/1000':>14}",
    ]
    missed, flagged = Counter(), Counter()
    total = [0, 0, 0, 0]
    for name in [*POOLED, "all of these", *PAPERS]:
        if name == "all of these":
            figures = total
        else:
            count = (missed, flagged) if name in POOLED else (Counter(), Counter())
            figures = measure(
                options.bench / "ocr" / f"{name}.dev.jsonl", score, vocabulary, *count
            )
            if name in POOLED:
                total = [x + y for x, y in zip(total, figures, strict=True)]
        errors, detected, right, wrong = figures
        lines.append(
            f"{name:18}{errors:8}{detected / errors:8.3f}{right:9}{1000 * wrong / right:14.1f}"
        )
    lines += ["", f"{'clean text':28}{'words':>9}{'flagged/1000':>14}{'ms':>8}"]
    for path in sorted((options.bench / "clean").glob("*.dev.txt")):
        runs = path.read_text(encoding="utf-8").split()
        counts = Counter(runs)
        start = time.perf_counter()
        unknown = vocabulary.unknown(counts)
        spent = time.perf_counter() - start
        words = sum(c for r, c in counts.items() if LETTER.search(r))
        share = 1000 * sum(counts[u] for u in unknown) / words
        lines.append(f"{path.name:28}{words:9}{share:14.2f}{1000 * spent:8.1f}")
        if options.examples:
            lines.append(
                "    "
                + " ".join(
                    u
                    for u, _ in Counter({u: counts[u] for u in unknown}).most_common(
                        options.examples
                    )
                )
            )
    if options.examples:
        lines += [
            "missed: " + "; ".join(f"{k} {v}" for k, v in missed.most_common(4 * options.examples)),
            "flagged: " + " ".join(k for k, _ in flagged.most_common(4 * options.examples)),
        ]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.write:
        target = ROOT / "benchmarks/results/vocabulary.txt"
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
