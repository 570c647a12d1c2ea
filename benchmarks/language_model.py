"""Perplexity of the language model on clean text it never counted, its size, and its speed.

    python benchmarks/language_model.py [--bench ../shared/bench] [--folder FOLDER] [--write]

The perplexity is that of words the model holds (numbers, rare names and ends of sentences as
classes or members of them); the share of unknown words stands beside it. References of the OCR
sets stand for old newspapers and books. With `--corpora` it also checks that no line of the clean
texts stands in the training corpora.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from repair.spelling.count_corpus import TokenTable, chunks  # noqa: E402
from repair.spelling.language_model import BOUNDARY, FILE, NO_WORD, LanguageModel  # noqa: E402


def perplexity(model: LanguageModel, text: str) -> tuple[int, float, float]:
    """(words, perplexity of the known ones, share of unknown words) of `text`."""
    table = TokenTable()
    numbers = table.numbers(text)
    words = [BOUNDARY if t == "\n" else t.rstrip("-") for t in table.tokens]
    stop = np.array([not (w[0].isalnum()) for w in words])[numbers]
    numbers = numbers[np.r_[True, ~(stop[1:] & stop[:-1])]].astype(np.int64)
    encoded = model.encode(words)
    left1 = np.r_[NO_WORD, numbers[:-1]]
    left2 = np.r_[NO_WORD, NO_WORD, numbers[:-2]]
    scores = model.logprob(encoded, left2, left1, numbers)
    known = encoded.known[numbers]
    return len(numbers), float(np.exp(-scores[known].mean())), 1 - known.mean()


def texts(bench: Path):
    """Named texts to measure on."""
    for path in sorted((bench / "clean").glob("*.dev.txt")):
        yield path.name, path.read_text(encoding="utf-8")
    for name in ("bln600", "overproof2", "overproof3", "icdar2017-mono", "acl-spell"):
        rows = (bench / "ocr" / f"{name}.dev.jsonl").read_text(encoding="utf-8").splitlines()
        yield f"{name} references", "\n".join(" ".join(json.loads(r)["gt"].split()) for r in rows)


def shared_lines(bench: Path, corpora: Path) -> int:
    """How many long lines of the clean texts stand in a training corpus."""
    wanted = {
        line.strip()
        for path in (bench / "clean").glob("*.dev.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) > 60
    }
    found = set()
    for path in sorted(corpora.glob("*.txt.xz")):
        for text in chunks(str(path)):
            found |= wanted.intersection(line.strip() for line in text.splitlines())
    return len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, default=ROOT / "../shared/bench")
    parser.add_argument("--folder", type=Path, default=ROOT / "dictionaries/en")
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    start = time.perf_counter()
    model = LanguageModel.open(str(options.folder))
    opened = time.perf_counter() - start
    header = model.header
    lines = [
        f"{date.today()}  {(options.folder / FILE).stat().st_size / 1e6:.2f} MB  "
        + "  ".join(f"{header[k]:,} {k}" for k in ("words", "names", "bigrams", "trigrams")),
        f"opened in {1000 * opened:.1f} ms",
        f"{'text':32}{'words':>9}{'perplexity':>12}{'unknown %':>11}",
    ]
    logs = []
    for name, text in texts(options.bench):
        count, value, unknown = perplexity(model, text)
        logs.append(np.log(value))
        lines.append(f"{name:32}{count:9}{value:12.1f}{100 * unknown:11.2f}")
    lines.append(f"{'geometric mean':41}{np.exp(np.mean(logs)):12.1f}")
    encoded = model.encode(text.split())
    at = np.random.default_rng(0).integers(0, len(encoded.hashes), (3, 1_000_000))
    start = time.perf_counter()
    model.logprob(encoded, *at)
    lines.append(f"{1 / (time.perf_counter() - start):.1f} million random trigrams a second")
    if options.corpora:
        lines.append(
            f"{shared_lines(options.bench, options.corpora)} lines shared with the corpora"
        )
    report = "\n".join(lines) + "\n"
    print(report)
    if options.write:
        target = ROOT / "benchmarks/results/language_model.txt"
        target.parent.mkdir(exist_ok=True)
        target.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
