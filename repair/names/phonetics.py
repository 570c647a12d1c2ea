"""How a name sounds in English ears, and how unlike two sounds are.

Letters become sounds by the table `dictionaries/en/names/sounds.toml` (non-rhotic, weak vowels,
kh/k, sh/s, zh, ts); unlikeness is a weighted edit distance between sounds whose costs were
learned from recognisers' errors. The table says what every sound letter stands for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from repair.names.fold import fold, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

VOWELS = frozenset("aeiou@AIWY")
_VOWEL_LETTERS = str.maketrans({v: "" for v in [*VOWELS, "h", "y"]})

_VOWEL_LETTER = re.compile("[aeiouy]")


class Sounds:
    """The sound table, compiled: read-only and shared between threads."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._rules = _by_first_letter(table["rules"])
        self._letters: dict[str, str] = table["letters"]
        classes = {sound: name for name, sounds in table["key"].items() for sound in sounds}
        self._classes = str.maketrans(classes)
        self._costs, self._lost = _cost_tables(table["costs"])
        self.of_word = lru_cache(maxsize=65536)(self._of_word)
        self.distance = lru_cache(maxsize=65536)(self._distance)

    def of(self, form: str) -> str:
        """The sounds of a form of one or more words, run together: "Kim Yong Un" -> "kimyoNun"."""
        return "".join(self.of_word(fold(word)) for word in words(form))

    def _of_word(self, folded: str) -> str:
        """The sounds of one folded word; letters outside a-z stand for themselves.

        A word that cannot be said (one letter, or no vowel) is spelled: "c" sounds like "sea".
        """
        if len(folded) == 1 or (len(folded) < 6 and _VOWEL_LETTER.search(folded) is None):
            return "".join(self._letters.get(letter, letter) for letter in folded)
        sounds, at, rules = "", 0, self._rules
        while at < len(folded):
            letter = folded[at]
            rule = rules.get(letter)
            found = rule[0].match(folded, at) if rule else None
            if rule is None or found is None:
                sounds += letter
                at += 1
            else:
                sounds += rule[1][found.lastindex or 0]
                at = found.end()
        return sounds

    def key(self, sounds: str) -> str:
        """The index key: classes of consonants, doubled ones once; "A" for a vowel in front."""
        if not sounds:
            return ""
        bare = sounds.translate(_VOWEL_LETTERS).translate(self._classes)
        key = "A" if sounds[0] in VOWELS else ""
        for letter in bare:
            if not key or letter != key[-1]:
                key += letter
        return key or "A"

    def _distance(self, a: str, b: str) -> float:
        """Cost of turning the sounds `a` into `b` (0 for the same), by dynamic programming."""
        costs, lost = self._costs, self._lost
        row = [0.0]
        for y in b:
            row.append(row[-1] + lost.get(y, 1.0))
        losses = [lost.get(y, 1.0) for y in b]
        for x in a:
            gone, unlike, previous = lost.get(x, 1.0), costs.get(x, {}), row
            left = previous[0] + gone
            row = [left]
            for j, y in enumerate(b):
                cost = previous[j]
                if x != y:
                    cost += unlike.get(y, 1.0)
                drop = previous[j + 1] + gone
                if drop < cost:
                    cost = drop
                left += losses[j]
                if cost < left:
                    left = cost
                row.append(left)
        return row[-1]

    def weight(self, sounds: str) -> float:
        """What it costs to lose all of `sounds`: their length, vowels counted less."""
        lost = self._lost
        return sum([lost.get(sound, 1.0) for sound in sounds])

    def similarity(self, a: str, b: str) -> float:
        """1 for the same sounds down to 0 for nothing in common."""
        if a == b:
            return 1.0
        whole = (self.weight(a) + self.weight(b)) / 2
        return max(0.0, 1.0 - self.distance(a, b) / whole) if whole else 0.0


def with_costs(table: Mapping[str, Any], pairs: Mapping[str, float]) -> dict[str, Any]:
    """The sound table with other costs for some pairs."""
    costs = table["costs"]
    known = {pair_of(pair[0], pair[1]): cost for pair, cost in costs["pairs"].items()}
    return {**table, "costs": {**costs, "pairs": {**known, **pairs}}}


def pair_of(x: str, y: str) -> str:
    """The name of a pair of sounds in a table of costs; a lost sound stands first."""
    return "".join(sorted((x, y), key=lambda sound: (sound == "-", sound)))


def _by_first_letter(
    rules: list[list[str]],
) -> dict[str, tuple[re.Pattern[str], list[str]]]:
    """The rules that can begin with each letter, as one alternation, and the sounds they give."""
    groups: dict[str, list[list[str]]] = {}
    for letters, sound in rules:
        start = re.sub(r"^\^|^\(\?<=(?:\[[^]]*\])+\)", "", letters)
        firsts = start[1 : start.index("]")] if start[0] == "[" else start[0]
        for first in firsts:
            groups.setdefault(first, []).append([letters, sound])
    return {
        first: (
            re.compile("|".join(f"({letters})" for letters, _ in group)),
            ["", *(sound for _, sound in group)],
        )
        for first, group in groups.items()
    }


def _cost_tables(table: Mapping[str, Any]) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Costs of confusing two sounds, and of losing one; what is in neither table costs 1."""
    known = [*"pbtdkgfvszmnlrwyhTDSZCJNxcGq", *VOWELS]
    lost = {s: table["vowel-lost" if s in VOWELS else "consonant-lost"] for s in known}
    costs = {
        a: {b: table["vowels" if a in VOWELS and b in VOWELS else "other"] for b in known}
        for a in known
    }
    for (a, b), cost in table["pairs"].items():
        if b == "-":
            lost[a] = cost
        else:
            costs[a][b] = costs[b][a] = cost
    return costs, lost
