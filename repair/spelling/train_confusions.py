"""Which real words stand for one another: a table from pronunciations and letter shapes.

Pronunciations are those of espeak-ng, which only this command needs.
"""

from __future__ import annotations

import os
import subprocess
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from repair.spelling.count_corpus import write
from repair.spelling.train_vocabulary import read_recipe
from repair.spelling.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

RECIPE, TABLE = "confusions.toml", "confusions.txt"
_LIMIT_OF = {"!": "sounding", "~": "sounding", "+": "ending", "=": "looking"}
ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "r", "n", "en", "y")


def train(folder: str, progress: Callable[[str], None]) -> None:
    """Write `confusions.txt` to `folder`, from its vocabulary and its recipe."""
    recipe = read_recipe(os.path.join(folder, RECIPE))
    shapes = read_recipe(os.path.join(folder, "vocabulary.toml"))["lookalikes"]["pairs"]
    vocabulary = Vocabulary.open(folder)
    never = set(recipe["never"]["words"])
    counts = {
        word: vocabulary.count(word)
        for word in vocabulary
        if word.islower()
        and word.isascii()
        and word not in never
        and vocabulary.tier(word) in ("word", "variant")
        and vocabulary.count(word) >= recipe["words"]["count"]
    }
    spoken = pronounced(list(counts), progress)
    lines = list(table(counts, spoken, shapes, recipe))
    write(os.path.join(folder, TABLE), "".join(f"{line}\n" for line in sorted(lines)).encode())
    progress(f"{len(lines):,} words with others they may stand for")


def pronounced(words: list[str], progress: Callable[[str], None]) -> dict[str, str]:
    """The phonemes of each word in IPA, without stress and length.

    Raises:
        FileNotFoundError: when espeak-ng is not installed.
    """
    try:
        spoken = subprocess.run(
            ["espeak-ng", "-q", "--ipa", "-v", "en-us"],
            input="\n".join(words) + "\n", capture_output=True, text=True, check=True,
        ).stdout
    except FileNotFoundError as error:
        raise FileNotFoundError(
            "espeak-ng is not installed; it says how words sound: apt-get install espeak-ng"
        ) from error
    lines = spoken.split("\n")[: len(words)]
    progress(f"{len(lines):,} words pronounced")
    strip = str.maketrans("", "", "ˈˌːˑ̩̃ʲ\u200d ")
    return {w: line.translate(strip) for w, line in zip(words, lines, strict=True)}


def table(
    counts: Mapping[str, int],
    spoken: Mapping[str, str],
    shapes: Sequence[str],
    recipe: dict[str, Any],
) -> Iterator[str]:
    """The lines of the table, unsorted."""
    limits = recipe["words"]
    same = [tuple((*p.split(" "), "")[:2]) for p in recipe["spellings"]["same"]]
    alike = sound_alike(spoken, recipe["sound"])
    pairs = [tuple(p.split()) for p in shapes]
    pairs += [(b, a) for a, b in pairs]
    for word, count in counts.items():
        kinds: dict[str, list[tuple[float, int, str]]] = {"!": [], "~": [], "+": [], "=": []}
        for other, cost in alike.get(word, {}).items():
            if counts[other] < limits["alternative_count"] or _one_word(word, other, same):
                continue
            kind = "+" if _by_ending(word, other) else "~" if cost else "!"
            kinds[kind].append((cost, -counts[other], other))
        for other in _looking(word, pairs):
            if (
                counts.get(other, 0) >= max(limits["alternative_count"], limits["rarer"] * count)
                and other not in alike.get(word, {})
                and not _one_word(word, other, same)
                and not _by_ending(word, other)
            ):
                kinds["="].append((0, -counts[other], other))
        parts = [
            f"{kind}{other}"
            for kind, most in _LIMIT_OF.items()
            for _, _, other in sorted(kinds[kind])[: limits[most]]
        ]
        if parts:
            yield f"{word}\t{' '.join(dict.fromkeys(parts))}"


def sound_alike(spoken: Mapping[str, str], sound: dict[str, Any]) -> dict[str, dict[str, float]]:
    """For each word those whose phonemes are one cheap edit away, with its cost."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word, phonemes in spoken.items():
        for key in {phonemes, *(phonemes[:i] + phonemes[i + 1 :] for i in range(len(phonemes)))}:
            groups[key].append(word)
    similar = {frozenset(pair) for pair in sound["similar_pairs"]}
    vowels, weak = set(sound["vowels"]), set(sound["weak_phonemes"])

    def cost(a: str, b: str) -> float:
        if not a or not b:
            return float(sound["weak"] if (a or b) in weak else sound["other"])
        close = frozenset((a, b)) in similar or (a in vowels and b in vowels)
        return float(sound["similar"] if close else sound["other"])

    alike: dict[str, dict[str, float]] = defaultdict(dict)
    for members in groups.values():
        for one in members:
            for other in members:
                if one == other or other in alike[one]:
                    continue
                length = max(len(spoken[one]), len(spoken[other]), 1)
                price = _one_edit(spoken[one], spoken[other], cost)
                if price <= sound["most"][str(min(length, 5))]:
                    alike[one][other] = price
    return alike


def _one_edit(one: str, other: str, cost: Callable[[str, str], float]) -> float:
    """The price of the only edit between two phoneme strings; infinite when there are more."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if not left and not right:
        return 0.0
    return cost(left, right) if len(left) <= 1 and len(right) <= 1 else float("inf")


def _looking(word: str, pairs: Sequence[tuple[str, ...]]) -> set[str]:
    """All forms one lookalike away from `word`."""
    forms = set()
    for old, new in pairs:
        at = word.find(old)
        while at >= 0:
            forms.add(word[:at] + new + word[at + len(old) :])
            at = word.find(old, at + 1)
    return forms


def _one_word(word: str, other: str, same: Sequence[tuple[str, ...]]) -> bool:
    """Whether the two are spellings of one word."""
    return any(
        other in _looking(word, [pair]) or word in _looking(other, [pair])
        for pair in same
        if pair[1]
    ) or (len(word) > 4 and (word + "e" == other or other + "e" == word))


def _by_ending(word: str, other: str) -> bool:
    """Whether the two differ only by an ending of grammar."""
    short, long = sorted((word, other), key=len)
    for stem in (short, short[:-1]):
        if len(stem) > 2 and long.startswith(stem):
            if long[len(stem) :] in ENDINGS and (short[len(stem) :] in ("", "e", "y", *ENDINGS)):
                return True
            if stem and long[len(stem) :] in ("ies", "ied") and short.endswith("y"):
                return True
    return False
