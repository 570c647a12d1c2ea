"""Real words in the place of others: learn the decision, and measure it.

    python benchmarks/real_words.py collect [--bench ../shared/bench] --to FILE
    python benchmarks/real_words.py learn FILE [--write]

`collect` aligns the OCR and speech sets and the clean texts and keeps, for every word that may
stand for another, the features of the best alternative and whether it was right. `learn` fits a
logistic model on part of the documents, chooses on others, reports on a third part, and with
`--write` puts the weights into dictionaries/en/real_words.toml.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import pickle
import re
import sys
import zlib
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from repair.knowledge import Knowledge  # noqa: E402
from repair.model import Document  # noqa: E402
from repair.rules import confused_word, inflection  # noqa: E402
from repair.spelling.real_words import FEATURES, answers, reading  # noqa: E402
from repair.spelling.word_windows import ManyWindows  # noqa: E402

OCR = ["bln600", "overproof2", "overproof3", "icdar2017-mono", "icdar2017-period", "mibio"]
OCR += ["tesseract"]
ASR = ["earnings21", "earnings22", "ins8_youtube_sg", "spoken_squad_wiki", "fbai_librispeech_bias"]
PUNCTUATION = re.compile(r"[^\w']+")
INJECTED = 25  # one confusable word in so many is replaced in clean text
ROWS = 800  # rows taken from each speech set
EVERY = 2  # one OCR document in so many is taken
FOLD = {"’": "'", "‘": "'"}


def scorer(bench):
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Row(NamedTuple):
    """One answer: where it comes from, what speaks for it, whether it was right."""

    set: str
    doc: str
    kind: str
    features: tuple[float, ...]
    right: bool
    unchanged: bool
    context: str  # for the kind "words": how many words the document has
    written: str
    meant: str
    truth: str | None


def pairs(bench):
    """(set, document, damaged, reference) of the aligned sets, documents whole."""
    for name in OCR + ASR:
        field = ("ocr", "gt") if name in OCR else ("asr", "ref")
        folder = "ocr" if name in OCR else "asr"
        texts = {}
        lines = (bench / folder / f"{name}.dev.jsonl").read_text(encoding="utf-8").splitlines()
        if name in ASR and len(lines) > ROWS:
            lines = lines[:: len(lines) // ROWS]
        for line in lines:
            row = json.loads(line)
            key = (row["doc"], row.get("system", ""))
            texts.setdefault(key, []).append((row[field[0]], row[field[1]]))
        for (doc, _), rows in list(texts.items())[:: EVERY if name in OCR else 1]:
            yield name, f"{name}/{doc}", rows
    for path in sorted((bench / "clean").glob("*.dev.txt")):
        text = path.read_text(encoding="utf-8")
        for start in range(0, len(text), 20_000):
            piece = text[start : start + 20_000]
            yield "clean", f"{path.name}/{start // 20_000}", [(piece, None)]


def key(token):
    """A word as the aligner compares it."""
    return PUNCTUATION.sub("", token.lower().replace("’", "'"))


def truths(damaged, right, score):
    """For each token of the damaged text: the right word, or None when it is not one for one."""
    a, b = [key(t) for t in damaged], [key(t) for t in right]
    out = [None] * len(a)
    for a0, a1, b0, b1 in score.align(a, b):
        if a1 - a0 == b1 - b0 == 1:
            out[a0] = b[b0]
    return out


def with_confusions(text, confusions, bases, auxiliaries, random):
    """`text` with one confusable word in `INJECTED` replaced, and the right word of each run."""
    standing = {}
    for word, others in confusions.entries.items():
        for other in others.split(" "):
            standing.setdefault(other[1:], []).extend([word] * (4 if other[0] == "!" else 1))
    runs, truth, before = [], [], ""
    for piece in re.split(r"(\s+)", text):
        right = key(piece)
        if before in auxiliaries and piece == right and right in bases and random.random() < 0.3:
            piece = bases[right]
        elif piece == right and right in standing and random.random() < 1 / INJECTED:
            piece = random.choice(standing[right])
        runs.append(piece)
        if piece.strip():
            truth.append(right)
            before = right
    return "".join(runs), truth


def collect(bench, to, only):
    score, knowledge, rows = scorer(bench), Knowledge(), []
    random = Random(1)
    table, vocabulary = knowledge.table("participles"), knowledge.vocabulary
    auxiliaries = {*table["auxiliaries"]["be"], *table["auxiliaries"]["have"]}
    bases = {
        participle: word
        for word, _ in vocabulary.candidates()
        if word.islower() and word not in table["own"]["words"]
        for participle in inflection.participles(word, table, vocabulary)
    }

    def everything():
        for number, (name, doc, parts) in enumerate(pairs(bench)):
            if only and name not in only:
                continue
            yield name, doc, parts, None
            if name == "clean" and number % 2:
                text, truth = with_confusions(
                    parts[0][0], knowledge.confusions, bases, auxiliaries, random
                )
                yield "injected", doc, [(text, None)], truth

    for name, doc, parts, told in everything():
        document = Document("\n\n".join(p for p, _ in parts))
        truth = []
        for damaged, right in parts:
            truth += (
                [None] * len(damaged.split())
                if right is None
                else truths(damaged.split(), right.split(), score)
            )
        truth = told or truth
        assert len(truth) == len(document.tokens)
        words, owners = reading(document)
        damage = len(knowledge.unknown_forms(document)) / max(1, len(document.forms))
        for rule in (confused_word, inflection):
            questions = rule.questions(document, knowledge, words, owners)
            for answer in answers(words, questions, ManyWindows(knowledge.language_model), damage):
                if answer.gain < 0.5:
                    continue
                token = owners[answer.at]
                written = key(document.tokens[token].text)
                want = written if name == "clean" else truth[token]
                kind = answer.kind
                if name == "injected" and want == written:
                    continue  # these are counted in the clean text
                rows.append(
                    (
                        name,
                        doc,
                        kind,
                        answer.features,
                        want == answer.word,
                        want == written,
                        " ".join(words[max(0, answer.at - 3) : answer.at + 4]),
                        written,
                        answer.word,
                        want,
                    )
                )
        rows.append((name, doc, "words", (), False, False, len(document.tokens), "", "", None))
    with open(to, "wb") as file:
        pickle.dump(rows, file)
    print(len(rows), "rows")


def part(doc):
    """Which third a document belongs to: 0 to learn, 1 to choose, 2 to report."""
    return (0, 0, 0, 1, 2)[zlib.crc32(doc.encode()) % 5]


def fit(x, y, weight):
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(scaler.transform(x), y, weight)
    slope = model.coef_[0] / scaler.scale_
    return slope, float(model.intercept_[0] - (slope * scaler.mean_).sum())


def learn(paths, write, examples):
    """Fit, choose and report; see the module's docstring."""
    rows = [Row(*row) for path in paths for row in pickle.loads(Path(path).read_bytes())]
    words = {third: 0 for third in (0, 1, 2)}
    for row in rows:
        if row.kind == "words" and row.set == "clean":
            words[part(row.doc)] += row.context
    lines, fitted = [], {}
    for kind, allowed in FALSE_ALARMS.items():
        mine = [row for row in rows if row.kind == kind]
        x = np.array([row.features for row in mine])
        right = np.array([row.right for row in mine])
        third = np.array([part(row.doc) for row in mine])
        clean = np.array([row.set == "clean" for row in mine])
        made = np.array([row.set == "injected" for row in mine])
        weight = np.where(clean, CLEAN_WEIGHT, np.where(made, 1.0, NATURAL_WEIGHT))
        slope, constant = fit(x[third == 0], right[third == 0], weight[third == 0])
        score = x @ slope + constant
        # The constant is lowered until clean text is left alone often enough.
        alarms = np.sort(score[clean & (third < 2)])[::-1]
        most = int(allowed * (words[0] + words[1]) / 1e4)
        if len(alarms) > most and alarms[most] > 0:
            constant -= alarms[most] + 1e-3
            score -= alarms[most] + 1e-3
        fitted[kind] = {"constant": constant, **dict(zip(FEATURES, map(float, slope), strict=True))}
        p = 1 / (1 + np.exp(-score))
        natural = ~clean & ~made
        for threshold in (0.5, 0.7, 0.9):
            shown = (third == 2) & (p >= threshold)
            good, bad = int((shown & right & natural).sum()), int((shown & ~right & natural).sum())
            false = int((shown & clean).sum())
            there = int((right & natural & (third == 2)).sum())
            lines.append(
                f"{kind:11} p>={threshold}: right {good:3} of {there:3}"
                f" (precision {good / max(1, good + bad):.2f}), made on purpose"
                f" {int((shown & right & made).sum())}/{int((right & made & (third == 2)).sum())},"
                f" clean text {1e4 * false / words[2]:.2f} per 10,000 words"
            )
        lines.append(
            f"{kind:11} said:was  "
            + calibration(p[(third > 0) & natural], right[(third > 0) & natural])
        )
        if examples:
            lines += shown_examples(p, mine, examples)
    print("\n".join(lines))
    if write:
        table = [
            "# Weights of the decision about real words in the place of others; learned by",
            "# `python benchmarks/real_words.py learn`. The features are explained in",
            "# repair/spelling/real_words.py.",
            "at_most = 0.97",
            "at_least = 0.5",
            "",
        ]
        for kind, weights in fitted.items():
            table += [f"[{kind}]", *(f"{n} = {v:.4f}" for n, v in weights.items()), ""]
        (ROOT / "dictionaries/en/real_words.toml").write_text("\n".join(table), encoding="utf-8")
        report = [str(date.today()), *(line for line in lines if not line.startswith("    "))]
        target = ROOT / "benchmarks/results/real_words.txt"
        target.write_text("\n".join(report) + "\n", encoding="utf-8")


def calibration(p, right):
    """Mean probability and share that was right, in bins."""
    edges = (0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.01)
    cells = []
    for low, high in pairwise(edges):
        inside = (p >= low) & (p < high)
        if inside.any():
            cells.append(f"{p[inside].mean():.2f}:{right[inside].mean():.2f}({int(inside.sum())})")
    return "  ".join(cells)


def shown_examples(p, mine, count):
    """Proposals that were wrong, on clean and on damaged text, and some that were right."""
    shown = sorted(((q, r) for q, r in zip(p, mine, strict=True) if q >= 0.5), key=lambda t: -t[0])
    clean = [(q, r) for q, r in shown if r.set == "clean"]
    wrong = [(q, r) for q, r in shown if r.set not in ("clean", "injected") and not r.right]
    good = [(q, r) for q, r in shown if r.right]
    return [
        f"    {mark} {q:.2f} {r.set:14} {r.written}->{r.meant} (was {r.truth}): {r.context}"
        for mark, some in (
            ("!", clean[:count]),
            ("x", wrong[:count]),
            ("+", good[:: max(1, len(good) // count)]),
        )
        for q, r in some[:count]
    ]


FALSE_ALARMS = {"same-sound": 0.15, "sound": 0.15, "ending": 0.08, "look": 0.1, "participle": 0.05}
"""Proposals allowed on 10,000 words of clean text, by kind."""

CLEAN_WEIGHT, NATURAL_WEIGHT = 15.0, 3.0


def main() -> None:
    global CLEAN_WEIGHT, NATURAL_WEIGHT
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("collect")
    one.add_argument("--bench", type=Path, default=ROOT / "../shared/bench")
    one.add_argument("--to", required=True)
    one.add_argument("--only", action="append", default=[], help="a set; may be repeated")
    two = commands.add_parser("learn")
    two.add_argument("file", nargs="+")
    two.add_argument("--write", action="store_true")
    two.add_argument("--examples", type=int, default=0)
    two.add_argument("--clean-weight", type=float, default=15.0)
    two.add_argument("--natural-weight", type=float, default=3.0)
    options = parser.parse_args()
    if options.command == "collect":
        collect(options.bench, options.to, options.only)
    else:
        CLEAN_WEIGHT, NATURAL_WEIGHT = options.clean_weight, options.natural_weight
        learn(options.file, options.write, options.examples)


if __name__ == "__main__":
    main()
