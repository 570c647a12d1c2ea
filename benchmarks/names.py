"""Measures name repair on recognisers' output, beside a fuzzy word list, on held-out documents.

    python benchmarks/names.py [--bench ../shared/bench] [--share 0.3] [--rules names|all]
        [--beside 0.5]

Every document's lexicon holds its own names and 200 distractors (the scorer's `lexicon` verb);
records are utterances and are repaired one by one; a share of them also by all rules, so that the
word errors of each recogniser can be compared. Only documents the decision model was not
trained on are read. Writes benchmarks/results/names.json and names.md.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
from zlib import crc32

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

import repair
from repair.names.fold import folded
from repair.names.train_decision import held_out

SETS = ("earnings21", "earnings22", "fbai_librispeech_bias", "spoken_squad_wiki",
        "hp_librispeech_clean")
THRESHOLDS = (0.5, 0.99)
BY_HAND = "## Beside the figures"
"""Heading of the part of names.md that is written by hand and kept."""

LARGE_SET = 5_000
"""Records from which only a share of a set is read; smaller sets are read whole."""

SIMILAR = 0.7
"""Letter similarity from which the hypothesis holds "any similar form" of a name."""


def scorer(bench: pathlib.Path):
    """The name scorer of the bench, as a module."""
    spec = importlib.util.spec_from_file_location("score_names", bench / "score_names.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lexicons(bench: pathlib.Path, name: str) -> dict[str, list[str]]:
    """The lexicon of every document or record, as the scorer makes it."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        path = bench / "asr" / f"{name}.dev.jsonl"
        command = [sys.executable, bench / "score_names.py", "lexicon", path, out.name]
        subprocess.run(command, check=True)
        return json.load(open(out.name, encoding="utf-8"))


def fuzzy(text: str, names: list[str], least: int) -> str:
    """What a fuzzy word list makes of a text: any window at or above the ratio becomes the name."""
    runs = list(re.finditer(r"[\w'’.-]*\w", text))
    edits, taken = [], set()
    for name in sorted(names, key=lambda n: -len(n.split())):
        size = len(name.split())
        for i in range(len(runs) - size + 1):
            if taken & set(range(i, i + size)):
                continue
            span = text[runs[i].start() : runs[i + size - 1].end()]
            if abs(len(span) - len(name)) > 0.3 * len(name):
                continue
            if fuzz.ratio(span.lower(), name.lower()) >= least:
                taken |= set(range(i, i + size))
                edits.append((runs[i].start(), runs[i + size - 1].end(), name))
    for start, end, name in sorted(edits, reverse=True):
        text = text[:start] + name + text[end:]
    return text


def has_similar(score, name: str, text: str) -> bool:
    """Whether some words of the text resemble the name, and it does not stand there anyway.

    (References name some places twice, as organisation and as abbreviation; the second of the two
    can never be found, and mentions that are not found in the reference itself do not count.)
    """
    words, parts = score.words(text), score.words(name)
    target = "".join(parts)
    if any(words[i : i + len(parts)] == parts for i in range(len(words))):
        return False
    for size in range(max(1, len(parts) - 1), len(parts) + 3):
        for i in range(len(words) - size + 1):
            window = "".join(words[i : i + size])
            if Levenshtein.normalized_similarity(window, target) >= SIMILAR:
                return True
    return False


class Tally(collections.Counter):
    """Counts of one system under one kind of repair."""

    def add(self, score, record, after: str, similar: dict[str, bool], strange: int = 0) -> None:
        before = record["asr"]
        self["strange"] += strange
        names = score.mentions(record, set())
        was, now = score.right(names, before), score.right(names, after)
        self["mentions"] += len(names)
        self["right before"] += sum(x for _, x in was)
        self["right after"] += sum(x for _, x in now)
        possible = [x for _, x in score.right(names, record["ref"])]
        for (name, x), (_, y), there in zip(was, now, possible, strict=True):
            self["fixed"] += y and not x
            self["lost"] += x and not y
            if not x and there:
                self["similar"] += similar[name]
                self["similar fixed"] += y and similar[name]
        ref, bw, aw = (score.words(t) for t in (record["ref"], before, after))
        self["words"] += len(ref)
        self["errors before"] += Levenshtein.distance(ref, bw)
        self["errors after"] += Levenshtein.distance(ref, aw)
        good = score.kept(ref, bw)
        still = {
            op.src_start + k
            for op in Levenshtein.opcodes(bw, aw)
            if op.tag == "equal"
            for k in range(op.src_end - op.src_start)
        }
        self["good"] += len(good)
        self["broken"] += len(good - still)

    def row(self) -> dict[str, float]:
        c = self
        return {
            "mentions": c["mentions"],
            "right before": round(c["right before"] / max(1, c["mentions"]), 4),
            "right after": round(c["right after"] / max(1, c["mentions"]), 4),
            "repaired of similar": round(c["similar fixed"] / max(1, c["similar"]), 3),
            "similar": c["similar"],
            "fixed": c["fixed"],
            "lost": c["lost"],
            "broken per 1000": round(1000 * c["broken"] / max(1, c["good"]), 3),
            "broken": c["broken"],
            "distractor changes per 10000": round(10000 * c["strange"] / max(1, c["words"]), 2),
            "WER before": round(c["errors before"] / max(1, c["words"]), 4),
            "WER after": round(c["errors after"] / max(1, c["words"]), 4),
        }


def measure(options) -> dict:
    """All figures, by set, kind of repair and system."""
    bench, score = pathlib.Path(options.bench), scorer(pathlib.Path(options.bench))
    select = ("name", "name-consistency") if options.rules == "names" else None
    results: dict = {}
    bins: dict = collections.defaultdict(lambda: [0, 0, 0.0])
    for name in options.sets:
        rnd = random.Random(11)
        lexicon = lexicons(bench, name)
        tallies: dict = collections.defaultdict(Tally)
        seconds = 0.0
        with open(bench / "asr" / f"{name}.dev.jsonl", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        said = collections.defaultdict(list)
        for record in records:
            said[unit(record)] += [
                in_a_row(folded(t)) for t in (record["ref"], *score.mentions(record, set()))
            ]
        spoken = {key: "|".join(texts) for key, texts in said.items()}
        share = options.share if len(records) > LARGE_SET else 1.0
        records = [r for r in records if held_out(r["doc"]) and rnd.random() < share]
        for record in records:
            names = [n for n in lexicon.get(record["id"]) or lexicon[record["doc"]] if n.strip()]
            mentioned = score.right(score.mentions(record, set()), record["asr"])
            wrong = [n for n, found in mentioned if not found]
            similar = {n: has_similar(score, n, record["asr"]) for n in wrong}
            start = time.perf_counter()
            result = repair.check(record["asr"], lexicon=names, min_confidence=0.5, select=select)
            seconds += time.perf_counter() - start
            outcomes = [("repair", result)]
            if crc32(record["id"].encode()) % 1000 < 1000 * options.beside:
                every = repair.check(record["asr"], lexicon=names, min_confidence=0.5)
                outcomes.append(("all rules", every))
            system = record["system"]
            for label, made in outcomes:
                for threshold in THRESHOLDS:
                    strange = strangers(made, threshold, spoken[unit(record)])
                    for key in (system, "all"):
                        tallies[f"{label} {threshold}", key].add(
                            score, record, made.text(threshold), similar, strange)
            reliability(score, record, result, bins)
            if options.show and result.text(0.5) != record["asr"]:
                show(score, record, result, options.show)
            if options.fuzzy:
                for least in (85, 90):
                    after = fuzzy(record["asr"], names, least)
                    for key in (system, "all"):
                        tallies[f"fuzzy {least}", key].add(score, record, after, similar)
        results[name] = {
            "records": len(records),
            "seconds per record": round(seconds / max(1, len(records)), 5),
            "systems": {f"{k} · {s}": t.row() for (k, s), t in sorted(tallies.items())},
        }
        print(name, len(records), f"{1000 * seconds / max(1, len(records)):.1f} ms each")
        for (kind, system), tally in sorted(tallies.items()):
            row = tally.row()
            print(f"  {kind:12}{system[:26]:28}", "  ".join(
                f"{k} {v}" for k, v in row.items() if k not in ("similar", "broken")))
    table = [
        {"confidence": f"{low:.2f}", "proposals": n, "mean": round(total / n, 3),
         "right": round(right / n, 3)}
        for low, (n, right, total) in sorted(bins.items()) if n
    ]
    print("reliability", *table, sep="\n  ")
    return {"share": options.share, "beside": options.beside, "rules": options.rules,
            "sets": results, "reliability": table}


def unit(record) -> str:
    """What a lexicon was made for: a document, or a record that brings its own."""
    return record["id"] if "lexicon" in record else record["doc"]


def in_a_row(words: tuple[str, ...]) -> str:
    """Folded words parted and enclosed by spaces, without plurals and possessives."""
    return f" {' '.join(word.removesuffix('s') for word in words)} "  # "floyd" for "floyd's"


def strangers(result, threshold: float, spoken: str) -> int:
    """Changes of letters to a name of the lexicon that is nowhere said in the document."""
    return sum(
        finding.rule == "name"
        and finding.confidence >= threshold
        and "".join(folded(finding.before)) != "".join(folded(finding.after))
        and in_a_row(folded(finding.after)) not in spoken
        for finding in result.proposals
    )


def reliability(score, record, result, bins) -> None:
    """Count each proposal that changes letters: did it bring the text nearer to the reference?"""
    ref = score.words(record["ref"])
    for finding in result.proposals:
        if finding.rule not in ("name", "name-consistency") or folded(finding.before) == folded(
            finding.after
        ):
            continue
        text = record["asr"]
        new = text[: finding.span.start] + finding.after + text[finding.span.end :]
        gain = Levenshtein.distance(ref, score.words(text)) - Levenshtein.distance(
            ref, score.words(new)
        )
        edges = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
        low = max(e for e in edges if e <= finding.confidence)
        bins[low][0] += 1
        bins[low][1] += gain > 0
        bins[low][2] += finding.confidence


def show(score, record, result, least: float) -> None:
    """Print the harmful proposals at or above `least`."""
    ref = score.words(record["ref"])
    for f in result.proposals:
        text = record["asr"]
        new = text[: f.span.start] + f.after + text[f.span.end :]
        gain = Levenshtein.distance(ref, score.words(text)) - Levenshtein.distance(
            ref, score.words(new))
        if gain < 0 and f.confidence >= least:
            print(f"    harm {f.confidence:.3f} {f.rule} {f.before!r} -> {f.after!r}",
                  record["system"], "…", text[max(0, f.span.start - 40) : f.span.end + 40])


def as_markdown(results: dict) -> str:
    """The figures as tables."""
    lines = [
        "# Names: measured on documents the model was not trained on",
        "",
        f"Rules: {results['rules']}; share of the held-out records of the large sets: "
        f"{results['share']}; share of those that all rules repair, too: {results['beside']}. "
        "Made by `python benchmarks/names.py`.",
        "",
    ]
    for name, part in results["sets"].items():
        lines += [f"## {name} ({part['records']} records, "
                  f"{1000 * part['seconds per record']:.1f} ms each)", "",
                  "| repair · system | mentions | names right | repaired of similar | fixed | lost "
                  "| broken per 1,000 | distractors per 10,000 | WER |",
                  "|---|---|---|---|---|---|---|---|---|"]
        for key, row in part["systems"].items():
            lines.append(
                f"| {key} | {row['mentions']} | {row['right before']} → {row['right after']} | "
                f"{row['repaired of similar']} of {row['similar']} | {row['fixed']} | "
                f"{row['lost']} | {row['broken per 1000']} | "
                f"{row['distractor changes per 10000']} | "
                f"{row['WER before']} → {row['WER after']} |")
        lines.append("")
    lines += ["## Reliability of the confidence", "",
              "Right: the change brought the text nearer to the reference.", "",
              "| from | proposals | mean confidence | right |", "|---|---|---|---|"]
    lines += [f"| {r['confidence']} | {r['proposals']} | {r['mean']} | {r['right']} |"
              for r in results["reliability"]]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="../shared/bench")
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--rules", choices=("names", "all"), default="names")
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--beside", type=float, default=0.0,
                        help="share of the records that all rules repair, too")
    parser.add_argument("--no-fuzzy", dest="fuzzy", action="store_false")
    parser.add_argument("--show", type=float, default=0.0, help="print harm from this confidence")
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/names.*")
    options = parser.parse_args()
    results = measure(options)
    if options.write:
        folder = pathlib.Path(__file__).parent / "results"
        folder.mkdir(exist_ok=True)
        (folder / "names.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        written = folder / "names.md"
        old = written.read_text(encoding="utf-8") if written.exists() else ""
        kept = old[old.index(BY_HAND) :] if BY_HAND in old else ""
        written.write_text(f"{as_markdown(results)}\n{kept}", encoding="utf-8")


if __name__ == "__main__":
    main()
