"""Building the table of how common words are outside the corpora, from maintained lists.

Frequencies are those of the package wordfreq (Speer, 2022), which draws on books, subtitles, news,
Wikipedia and the web; which words are listed at all is taken from SCOWL in all its sizes.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from repair.spelling import word_lists
from repair.spelling.count_corpus import write
from repair.spelling.hashed_table import build, fingerprints
from repair.spelling.train_language_model import shipped_folder
from repair.spelling.train_vocabulary import RECIPE, read_recipe
from repair.spelling.usage import FILE, FINGERPRINT, KIND, code_of, key_of

if TYPE_CHECKING:
    from collections.abc import Callable


def train(folder: str, progress: Callable[[str], None]) -> None:
    """Write the table of the lists that the vocabulary's recipe names: the one in `folder`, else
    the shipped one.

    Raises:
        FileNotFoundError: when a list is not installed; the message says what to install.
    """
    own = os.path.join(folder, RECIPE)
    recipe = read_recipe(own if os.path.exists(own) else os.path.join(shipped_folder(), RECIPE))
    data = pack(*_lists(recipe))
    write(os.path.join(folder, FILE), data)
    progress(f"{len(data):,} bytes")


def _lists(recipe: dict[str, Any]) -> tuple[dict[str, float], dict[str, float], set[str]]:
    usage = recipe["usage"]
    foreign: dict[str, float] = {}
    for language in usage["foreign"]:
        for word, zipf in word_lists.usage(language, "small").items():
            foreign[word] = max(zipf, foreign.get(word, 0.0))
    return word_lists.usage("en", "large"), foreign, set(word_lists.listed(recipe["scowl"]))


def pack(english: dict[str, float], foreign: dict[str, float], listed: set[str]) -> bytes:
    """The file for Zipf values of lower-case words and the words of lists."""
    names = {word.lower() for word in listed if word != word.lower()}
    words = {word for word in listed if word == word.lower()}
    codes: dict[int, int] = {}
    for word in sorted(english.keys() | foreign.keys() | words | names):
        codes.setdefault(
            key_of(word),
            code_of(english.get(word, 0.0), foreign.get(word, 0.0), word in words, word in names),
        )
    keys = np.fromiter(codes, np.uint64, len(codes))
    values = np.fromiter(codes.values(), np.uint64, len(codes))
    prints = fingerprints(keys, FINGERPRINT) << np.uint64(16 - FINGERPRINT)
    shape, cells = build(keys, values | prints)
    header = json.dumps({"kind": KIND, "shape": list(shape)})
    header += " " * (-(len(header) + 1) % 64) + "\n"
    return header.encode() + cells.astype("<u2").tobytes()
