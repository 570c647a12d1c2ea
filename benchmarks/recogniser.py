"""How often words of the language are wrong, by how sure the recogniser was: recogniser.toml.

    python benchmarks/recogniser.py print [--bench ../shared/bench] [--pages 120] --out print.json
    python benchmarks/recogniser.py speech [--bench ../shared/bench] [--pieces N] --out speech.json
    python benchmarks/recogniser.py write print.json speech.json

`print` prints clean text, degrades it and reads it with tesseract (as loop_pages.py does); `speech`
speaks references of the name sets with flite and hears them with pocketsphinx (Debian's flite and
sox, PyPI's pocketsphinx). Both keep every word that the vocabulary knows, its confidence, and
whether the reference has it there; `write` counts them into dictionaries/en/recogniser.toml.
The same versions of the programs give the same counts.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from repair.evaluate.normalize import fold
from repair.knowledge import Knowledge
from repair.text.tokens import bare

TABLE = Path(__file__).parents[1] / "dictionaries" / "en" / "recogniser.toml"
BELOW = {
    "print": (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.93, 0.95, 0.96),
    "speech": (0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97),
}
HEAD = """\
# How often words of the language were wrong, by how sure the recogniser was of them: words with a
# confidence below each limit and not below the one before, and those beyond the last limit.
# Counted by `python benchmarks/recogniser.py`.
"""
_WORD = re.compile(r"<span class='ocrx_word'[^>]*?x_wconf (\d+)[^>]*>(.*?)</span>", re.S)
_TAG = re.compile("<[^>]*>")
VOICES = ("slt", "rms", "awb")
PIECE = 25  # words spoken at once
SEED = 11

Heard = tuple[float, bool]
"""How sure the recogniser was of a word, and whether it was right."""


def judged(heard: list[tuple[str, float]], reference: list[str]) -> Iterator[Heard]:
    """The words that the vocabulary knows."""
    vocabulary = Knowledge().vocabulary
    words = [fold(word) for word, _ in heard]
    right = {
        place
        for operation in Levenshtein.opcodes(words, reference)
        if operation.tag == "equal"
        for place in range(operation.src_start, operation.src_end)
    }
    for place, (word, sure) in enumerate(heard):
        core = bare(word)
        if len(core) > 1 and core.isalpha() and vocabulary.knows(core):
            yield sure, place in right


def printed(bench: Path, count: int) -> Iterator[Heard]:
    """Words of pages that tesseract reads."""
    from loop_pages import degraded

    for row, image in degraded(bench, SEED, count):
        with tempfile.TemporaryDirectory() as folder:
            image.save(f"{folder}/page.png", dpi=(150, 150))
            page = subprocess.run(
                ["tesseract", f"{folder}/page.png", "-", "--psm", "6", "-l", "eng", "hocr"],
                capture_output=True, text=True, check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            ).stdout  # fmt: skip
        words = [(html.unescape(_TAG.sub("", w)), int(s) / 100) for s, w in _WORD.findall(page)]
        yield from judged(words, fold(row["gt"]).split())


def spoken(bench: Path, count: int) -> Iterator[Heard]:
    """Words of sentences that pocketsphinx hears."""
    sys.path.insert(0, str(bench / "loops"))
    import asr_loop
    from pocketsphinx import Decoder

    references: list[str] = []
    for name in ("earnings21", "spoken_squad_wiki", "fbai_librispeech_bias"):
        lines = (bench / "asr" / f"{name}.dev.jsonl").read_text(encoding="utf-8").splitlines()
        references += dict.fromkeys(json.loads(line)["ref"] for line in lines)
    random.Random(SEED).shuffle(references)
    decoder = Decoder(samprate=16000, loglevel="FATAL")
    for number, reference in enumerate(references[:count]):
        said = " ".join(reference.split()[:PIECE])
        sound = asr_loop.synth(said, VOICES[number % len(VOICES)], 150, "flite")
        if number % 2:
            sound = asr_loop.add_noise(sound, 20, number)
        decoder.start_utt()
        decoder.process_raw(sound, full_utt=True)
        decoder.end_utt()
        words = [
            (segment.word.split("(")[0], min(1.0, segment.prob))
            for segment in decoder.seg()
            if segment.word[0] not in "<["
        ]
        yield from judged(words, [bare(word) for word in fold(said).lower().split()])


def row(kind: str, words: Iterable[Heard]) -> str:
    """One table of the file."""
    wrong, right = ([0] * (len(BELOW[kind]) + 1) for _ in range(2))
    for sure, is_right in words:
        (right if is_right else wrong)[bisect_right(BELOW[kind], sure)] += 1
    return f"\n[{kind}]\nbelow = {list(BELOW[kind])}\nwrong = {wrong}\nright = {right}\n"


def main() -> None:
    """Read the arguments; collect words, or count what was collected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("print", "speech", "write"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--pieces", type=int, default=300)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.what == "write":
        tables = [
            row(kind, json.loads(path.read_text()))
            for kind, path in zip(("print", "speech"), options.files, strict=True)
        ]
        TABLE.write_text(HEAD + "".join(tables), encoding="utf-8")
        return
    found = (
        printed(options.bench, options.pages)
        if options.what == "print"
        else spoken(options.bench, options.pieces)
    )
    options.out.write_text(json.dumps(list(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
