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
from random import Random
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from repair.model import Document  # noqa: E402
from repair.rules import confused_word, inflection  # noqa: E402
from repair.knowledge import Knowledge  # noqa: E402
from functools import partial  # noqa: E402

from repair.spelling.real_words import FEATURES, answers, reading  # noqa: E402
from repair.spelling.word_windows import many_windows  # noqa: E402

OCR = ["bln600", "overproof2", "overproof3", "icdar2017-mono", "icdar2017-period", "mibio", "tesseract"]
ASR = ["earnings21", "earnings22", "ins8_youtube_sg", "spoken_squad_wiki", "fbai_librispeech_bias"]
PUNCTUATION = re.compile(r"[^\w']+")
INJECTED = 25  # one confusable word in so many is replaced in clean text
ROWS = 800  # rows taken from each speech set
FOLD = {"’": "'", "‘": "'"}


def scorer(bench):
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
        for (doc, _), rows in texts.items():
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
        if piece.strip():
            before = right
        elif piece == right and right in standing and random.random() < 1 / INJECTED:
            piece = random.choice(standing[right])
        runs.append(piece)
        if piece.strip():
            truth.append(right)
    return "".join(runs), truth


def collect(bench, to):
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
        for name, doc, parts in pairs(bench):
            yield name, doc, parts, None
            if name == "clean":
                text, truth = with_confusions(parts[0][0], knowledge.confusions, bases, auxiliaries, random)
                yield "injected", doc, [(text, None)], truth

    for name, doc, parts, told in everything():
        document = Document("\n\n".join(p for p, _ in parts))
        truth = []
        for damaged, right in parts:
            truth += [None] * len(damaged.split()) if right is None else truths(damaged.split(), right.split(), score)
        truth = told or truth
        assert len(truth) == len(document.tokens)
        words, owners = reading(document)
        damage = len(knowledge.unknown_forms(document)) / max(1, len(document.forms))
        for rule in (confused_word, inflection):
            questions = rule.questions(document, knowledge, words, owners)
            for answer in answers(words, questions, partial(many_windows, knowledge.language_model), damage):
                if answer.gain < 0.5:
                    continue
                token = owners[answer.at]
                written = key(document.tokens[token].text)
                want = written if name == "clean" else truth[token]
                kind = answer.kind
                if name == "injected" and want == written:
                    continue  # these are counted in the clean text
                rows.append((name, doc, kind, answer.features, want == answer.word, want == written,
                             " ".join(words[max(0, answer.at - 3) : answer.at + 4]), written, answer.word, want))
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


def learn(path, write, examples):
    rows = pickle.load(open(path, "rb"))
    lines = []
    fitted = {}
    for kind in ("same-sound", "sound", "ending", "look", "participle"):
        mine = [r for r in rows if r[2] == kind]
        x = np.array([r[3] for r in mine])
        y = np.array([r[4] for r in mine])
        where = np.array([part(r[1]) for r in mine])
        clean = np.array([r[0] == "clean" for r in mine])
        injected = np.array([r[0] == "injected" for r in mine])
        weight = np.where(clean, CLEAN_WEIGHT, np.where(injected, 1.0, NATURAL_WEIGHT))
        slope, constant = fit(x[where == 0], y[where == 0], weight[where == 0])
        fitted[kind] = {"constant": constant, **dict(zip(FEATURES, map(float, slope), strict=True))}
        p = 1 / (1 + np.exp(-(x @ slope + constant)))
        for which in (1, 2):
            here = where == which
            words = {c: sum(r[6] for r in rows if r[2] == "words" and part(r[1]) == which and (r[0] == "clean") == c) for c in (True, False)}
            for threshold in (0.5, 0.7, 0.9):
                shown = here & (p >= threshold)
                natural = ~clean & ~injected
                good, bad = int((shown & y & natural).sum()), int((shown & ~y & natural).sum())
                made, all_made = int((shown & y & injected).sum()), int((here & y & injected).sum())
                false = int((shown & clean).sum())
                lines.append(f"{kind:11} part {which} p>={threshold}: right {good} of {int((here & y & natural).sum())}, wrong {bad}"
                             f" (precision {good / max(1, good + bad):.2f}), made {made}/{all_made}, on clean text {false}"
                             f" = {1e4 * false / max(1, words[True]):.2f} per 10,000 words")
        edges = (0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.01)
        cells = []
        for low, high in zip(edges, edges[1:], strict=False):
            inside = (where > 0) & (p >= low) & (p < high) & ~clean & ~injected
            if inside.any():
                cells.append(f"{p[inside].mean():.2f}:{y[inside].mean():.2f}({int(inside.sum())})")
        lines.append(f"{kind:11} said:was  " + "  ".join(cells))
        if examples:
            wrong = sorted(((pp, r) for pp, r in zip(p, mine, strict=True) if pp >= 0.5 and not r[4]), key=lambda t: -t[0])
            for pp, r in [w for w in wrong if w[1][0] == "clean"][:examples] + [w for w in wrong if w[1][0] not in ("clean", "injected")][:examples]:
                lines.append(f"    {pp:.2f} {r[0]:14} {r[7]}->{r[8]} (was {r[9]}): {r[6]}")
            right = [(pp, r) for pp, r in zip(p, mine, strict=True) if pp >= 0.5 and r[4]]
            for pp, r in right[:: max(1, len(right) // examples)][:examples]:
                lines.append(f"    ok {pp:.2f} {r[0]:14} {r[7]}->{r[8]}: {r[6]}")
    print("\n".join(lines))
    if write:
        table = ["# Weights of the decision about real words in the place of others; learned by",
                 "# `python benchmarks/real_words.py learn`. The features are explained in",
                 "# repair/spelling/real_words.py.", "at_most = 0.97", ""]
        for kind, weights in fitted.items():
            table += [f"[{kind}]", *(f"{n} = {v:.4f}" for n, v in weights.items()), ""]
        (ROOT / "dictionaries/en/real_words.toml").write_text("\n".join(table), encoding="utf-8")
        report = [line for line in lines if not line.startswith("    ")]
        (ROOT / "benchmarks/results/real_words.txt").write_text("\n".join(report) + "\n", encoding="utf-8")


CLEAN_WEIGHT, NATURAL_WEIGHT = 15.0, 3.0


def main() -> None:
    global CLEAN_WEIGHT, NATURAL_WEIGHT
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("collect")
    one.add_argument("--bench", type=Path, default=ROOT / "../shared/bench")
    one.add_argument("--to", required=True)
    two = commands.add_parser("learn")
    two.add_argument("file")
    two.add_argument("--write", action="store_true")
    two.add_argument("--examples", type=int, default=0)
    two.add_argument("--clean-weight", type=float, default=15.0)
    two.add_argument("--natural-weight", type=float, default=3.0)
    options = parser.parse_args()
    if options.command == "collect":
        collect(options.bench, options.to)
    else:
        CLEAN_WEIGHT, NATURAL_WEIGHT = options.clean_weight, options.natural_weight
        learn(options.file, options.write, options.examples)


if __name__ == "__main__":
    main()
