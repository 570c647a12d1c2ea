"""Name repair measured on every development document by models that have not seen it.

    python benchmarks/names_folds.py [--bench ../shared/bench] [--share 0.35] [--folds 4]

The documents are parted into folds; for each fold a decision model is learned, calibration and
all, from the other folds, and the whole pipeline repairs the documents of the fold with it. So the
proof of the confidence rests on all documents instead of a quarter of them. The costs of sounds
are those that ship. Writes benchmarks/results/names_folds.json and names_folds.md.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
from zlib import crc32

import names as held_out_names

import repair
from repair.knowledge import Knowledge
from repair.names import decision
from repair.names.examples import examples
from repair.names.train_decision import train
from repair.names.train_names import lexicons_for, read_records, references

SETS = ("earnings21", "earnings22", "fbai_librispeech_bias", "spoken_squad_wiki",
        "hp_librispeech_clean", "ins8_youtube_sg")


def fold_of(document: str, folds: int) -> int:
    """The fold of a document, by a hash of its name."""
    return crc32(b"fold " + document.encode()) % folds


def measure(options) -> dict:
    """Figures by set and threshold, and what the proposals of each confidence were worth."""
    score = held_out_names.scorer(pathlib.Path(options.bench))
    paths = [f"{options.bench}/asr/{name}.dev.jsonl" for name in SETS]
    records = read_records(paths, options.share, every=True)
    lexicons = lexicons_for(records)
    knowledge = Knowledge()
    damaged = list(examples(records, lexicons, knowledge))
    clean = list(examples(references(records), lexicons, knowledge))
    print(len(records), "records", len(damaged), "candidates")
    tallies = collections.defaultdict(held_out_names.Tally)
    bins = collections.defaultdict(lambda: [0, 0, 0.0])
    applied: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for fold in range(options.folds):
        table = train(
            [e for e in damaged if fold_of(e.document, options.folds) != fold],
            [e for e in clean if fold_of(e.document, options.folds) != fold],
        )
        decision.decision_table = lambda table=table: table
        for record in records:
            if fold_of(record["doc"], options.folds) == fold:
                lexicon = lexicons.get(record["id"]) or lexicons.get(record["doc"])
                one(score, record, lexicon, tallies, bins, applied)
        print("fold", fold + 1, "of", options.folds)
    return {
        "share": options.share,
        "folds": options.folds,
        "documents": len({r["doc"] for r in records}),
        "sets": {" · ".join(key): tally.row() for key, tally in sorted(tallies.items())},
        "reliability": [
            {"confidence": f"{low:.2f}", "proposals": n, "mean": round(total / n, 3),
             "right": round(right / n, 3)}
            for low, (n, right, total) in sorted(bins.items())
        ],
        "applied": {key: dict(counts) for key, counts in sorted(applied.items())},
    }


def one(score, record, lexicon, tallies, bins, applied) -> None:
    """Repair one record and count what came of it."""
    result = repair.check(
        record["asr"], lexicon=lexicon, min_confidence=0.5, select=("name", "name-consistency"))
    mentioned = score.right(score.mentions(record, set()), record["asr"])
    wrong = [name for name, found in mentioned if not found]
    similar = {n: held_out_names.has_similar(score, n, record["asr"]) for n in wrong}
    for threshold in held_out_names.THRESHOLDS:
        tallies[record["collection"].split(".")[0], f"at {threshold}"].add(
            score, record, result.text(threshold), similar)
    held_out_names.reliability(score, record, result, bins)
    reference = score.words(record["ref"])
    for finding in result.proposals:
        if finding.confidence < 0.99:
            continue
        text = record["asr"]
        new = text[: finding.span.start] + finding.after + text[finding.span.end :]
        before, after = score.words(text), score.words(new)
        if before == after:
            applied["capitals and marks only"]["changes"] += 1
            continue
        distance = held_out_names.Levenshtein.distance
        gain = distance(reference, before) - distance(reference, after)
        verdict = "nearer" if gain > 0 else "farther" if gain < 0 else "neither"
        applied["letters or spaces"][verdict] += 1


def as_markdown(results: dict) -> str:
    """The figures as tables."""
    lines = [
        "# Names: every document, repaired by a model that has not seen it",
        "",
        f"{results['documents']} documents in {results['folds']} folds, share of the records "
        f"{results['share']}. Made by `python benchmarks/names_folds.py`.",
        "",
        "| set | mentions | names right | repaired of similar | fixed | lost | broken per 1,000 "
        "| WER |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {key} | {row['mentions']} | {row['right before']} → {row['right after']} | "
        f"{row['repaired of similar']} of {row['similar']} | {row['fixed']} | {row['lost']} | "
        f"{row['broken per 1000']} | {row['WER before']} → {row['WER after']} |"
        for key, row in results["sets"].items()
    ]
    lines += ["", "## Reliability of the confidence", "",
              "Right: the change brought the text nearer to the reference.", "",
              "| from | proposals | mean confidence | right |", "|---|---|---|---|"]
    lines += [f"| {r['confidence']} | {r['proposals']} | {r['mean']} | {r['right']} |"
              for r in results["reliability"]]
    lines += ["", "## What is applied unasked (0.99 and above)", "",
              "Nearer to the reference, farther from it, or neither:", ""]
    lines += [f"- {key}: {', '.join(f'{n} {what}' for what, n in sorted(counts.items()))}"
              for key, counts in results["applied"].items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="../shared/bench")
    parser.add_argument("--share", type=float, default=0.35)
    parser.add_argument("--folds", type=int, default=4)
    results = measure(parser.parse_args())
    folder = pathlib.Path(__file__).parent / "results"
    (folder / "names_folds.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (folder / "names_folds.md").write_text(as_markdown(results), encoding="utf-8")
    print(as_markdown(results))


if __name__ == "__main__":
    main()
