"""Building the vocabulary: word lists, words counted in clean text, and what is kept out.

A form one lookalike away from a far more frequent word (`tlie` beside `the`) is damage until it
shows much more evidence than other words have to; the ratios are in the recipe.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from repair.spelling import word_lists
from repair.spelling.count_corpus import write
from repair.spelling.count_words import WordCounts, count
from repair.spelling.vocabulary import pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from repair.spelling.word_lists import WordLists

RECIPE = "vocabulary.toml"
_DRAWN_OUT = re.compile(r"(.)\1\1")
_LETTERS = "abcdefghijklmnopqrstuvwxyz'"


class Seen(NamedTuple):
    """What the clean corpora hold of one word, all cases together unless said otherwise."""

    total: int
    lower: int  # occurrences in lower case
    title: int  # capitalised occurrences right after a lower-case word
    blocks: int  # pieces of text with a lower-case occurrence
    title_blocks: int  # pieces with a capitalised occurrence
    corpora: int  # clean corpora with a lower-case occurrence
    title_corpora: int
    capital_share: float  # of occurrences inside sentences, the corpora balanced
    unclean: int  # occurrences in corpora read by a machine
    shape: str  # the commonest capitalised form


NOTHING = Seen(0, 0, 0, 0, 0, 0, 0, 0.0, 0, "")


def train(
    corpora: Sequence[str], folder: str, recipe_path: str | None, progress: Callable[[str], None]
) -> None:
    """Count `corpora`, choose the words and write `words.txt` and `words.bin` to `folder`."""
    recipe_path = recipe_path or os.path.join(folder, RECIPE)
    recipe = read_recipe(recipe_path)
    lists = word_lists.read(recipe, os.path.dirname(recipe_path))
    counted = count(sorted(corpora), recipe["corpora"].get("first_line", {}), progress)
    entries = list(choose(lists, fold(counted, recipe), recipe))
    words, table = pack(entries)
    for file_name, data in (("words.txt", words), ("words.bin", table)):
        write(os.path.join(folder, file_name), data)
    progress(f"{len(entries):,} words, {len(words) + len(table):,} bytes")


def read_recipe(path: str) -> dict[str, Any]:
    """The recipe at `path`.

    Raises:
        FileNotFoundError: when there is none.
    """
    import tomllib

    with open(path, "rb") as file:
        return tomllib.load(file)


def fold(counted: WordCounts, recipe: dict[str, Any]) -> dict[str, Seen]:
    """The counts of words as written, put together by lower-case form."""
    counted = WordCounts(  # lists: single items of arrays are slow to read
        counted.words,
        *({c: a.tolist() for c, a in part.items()} for part in counted[1:]),
    )
    unclean = set(recipe["corpora"]["unclean"])
    clean = [c for c in counted.counts if c not in unclean]
    forms: dict[str, list[int]] = {}
    for number, word in enumerate(counted.words):
        if word[0].isalpha() and not word.endswith("-"):
            forms.setdefault(word.lower(), []).append(number)
    return {
        word: _seen(numbers, counted, clean, sorted(unclean & set(counted.counts)))
        for word, numbers in forms.items()
    }


def _seen(numbers: list[int], counted: WordCounts, clean: list[str], unclean: list[str]) -> Seen:
    words = counted.words
    lower = [n for n in numbers if words[n].islower()]
    capital = [n for n in numbers if words[n][0].isupper()]
    title = [n for n in capital if not words[n].isupper() or len(words[n]) == 1]
    up, down = 0.0, 0.0
    for corpus in clean:
        inside = counted.inside[corpus]
        large = sum(inside[n] for n in capital)
        small = sum(inside[n] for n in lower)
        if large + small:
            # The square root keeps one large corpus's house style from deciding alone.
            weight = (large + small) ** 0.5 / (large + small)
            up, down = up + weight * large, down + weight * small
    total = {n: sum(counted.counts[c][n] for c in clean) for n in numbers}
    best = max(capital, key=lambda n: (total[n], words[n]), default=None)
    if best is not None and words[best].isupper() and title:
        # Headlines are set in capitals: an upper-case form must be much the commonest.
        titled = max(title, key=lambda n: (total[n], words[n]))
        best = titled if total[titled] * 10 > total[best] else best
    return Seen(
        total=sum(total.values()),
        lower=sum(total[n] for n in lower),
        title=sum(counted.inside[c][n] for n in capital for c in clean),
        blocks=sum(max((counted.blocks[c][n] for n in lower), default=0) for c in clean),
        title_blocks=sum(max((counted.blocks[c][n] for n in capital), default=0) for c in clean),
        corpora=sum(any(counted.counts[c][n] for n in lower) for c in clean),
        title_corpora=sum(any(counted.counts[c][n] for n in capital) for c in clean),
        capital_share=up / (up + down) if up + down else 0.0,
        unclean=sum(counted.counts[c][n] for c in unclean for n in numbers),
        shape=words[best] if best is not None else "",
    )


def choose(
    lists: WordLists, seen: dict[str, Seen], recipe: dict[str, Any]
) -> Iterator[tuple[str, int, float, str, bool]]:
    """Entries (word, count, capital share, tier, candidate) of the words that are let in."""
    judge = _Judge(seen, recipe)
    exceptions = recipe.get("exceptions", {})
    kept_out = {e["word"] for e in exceptions.get("out", ())}
    let_in = {e["word"]: e["tier"] for e in exceptions.get("in", ())}
    chosen: dict[str, str] = dict(let_in)
    ordinary = lists.words | lists.variants
    for word in ordinary | lists.old | lists.counted:
        if word not in chosen and (tier := judge.listed(word, lists)):
            chosen[word] = tier
    for word, what in seen.items():
        if word not in chosen and judge.counted(word, what):
            chosen[word] = "rare"
    for name in _names(lists, seen, judge, chosen):
        chosen.setdefault(name, "name")
    for word in (
        *modern(lists.usage, chosen, recipe["usage"]),
        *listed_today(lists, chosen, recipe["usage"]),
    ):
        chosen[word] = "modern"
    least = recipe["evidence"]["candidate_count"]
    named = lists.surnames | lists.names
    for word, tier in chosen.items():
        if word in kept_out or (len(word) == 1 and word not in "aAI"):
            continue
        what = seen.get(word.lower(), NOTHING)
        never_inside = tier == "name" and word.lower() not in chosen
        share = max(what.capital_share, 0.75) if never_inside else what.capital_share
        # Rare words of the lists that are names as well: `russia` is a leather, `german` a dance.
        also_name = tier in ("rare", "archaic") and (
            share >= 0.5 or word.capitalize() in named
        )
        candidate = (
            tier in ("word", "variant")
            or (tier == "name" and (what.title_blocks >= least["name"] or word in lists.surnames))
            or (also_name and what.title_blocks >= least["rare"])
            or (tier in ("rare", "archaic") and what.blocks >= 2 * least["rare"])
            or (word in let_in and what.total >= least["let_in"])
        )
        yield word, what.total, share, tier, candidate


def modern(
    usage: dict[str, float], chosen: dict[str, str], limits: dict[str, Any]
) -> Iterator[str]:
    """Words of today's texts that the lists and corpora do not hold, names among them.

    What is written so by mistake stays out: a letter away from a word that is much commoner
    (`seperate`), two common words (`ofthe`), letters drawn out (`sooooo`).
    """
    known = {word.lower() for word in chosen}
    least = {int(letters): zipf for letters, zipf in limits["zipf"].items()}
    shortest, longest = min(least), max(least)
    for word, zipf in usage.items():
        if len(word) < shortest or zipf < least[min(len(word), longest)] or word in known:
            continue
        if not word.isalpha() or _DRAWN_OUT.search(word) or _is_joined(word, usage, limits):
            continue
        above = zipf + limits["mistake"]
        if not any(usage.get(near, 0.0) > above for near in _one_edit(word)):
            yield word


def listed_today(
    lists: WordLists, chosen: dict[str, str], limits: dict[str, Any]
) -> Iterator[str]:
    """Words and names of the lists that the corpora do not hold, but that are common today.

    A list of ordinary size is witness enough that they are no mistakes: `boson`, `Thai`.
    """
    known = {word.lower() for word in chosen}
    least = {int(letters): zipf for letters, zipf in limits["listed"]["zipf"].items()}
    shortest, longest = min(least), max(least)
    for word in lists.usual | lists.names:
        lower = word.lower()
        if len(word) < shortest or lower in known or not word.isalpha():
            continue
        needed = least[min(len(word), longest)] if word == lower else limits["listed"]["name"]
        if lists.usage.get(lower, 0.0) >= needed:
            yield word


def _is_joined(word: str, usage: dict[str, float], limits: dict[str, Any]) -> bool:
    """Whether a word is two common ones without the space between them."""
    return any(
        min(usage.get(word[:at], 0.0), usage.get(word[at:], 0.0)) >= limits["common"]
        for at in range(1, len(word))
    )


def _one_edit(word: str) -> Iterator[str]:
    """All strings a letter (or an apostrophe) away from a word, or with two neighbours swapped."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]


def _names(
    lists: WordLists, seen: dict[str, Seen], judge: _Judge, chosen: dict[str, str]
) -> Iterator[str]:
    for name in sorted(lists.names | lists.places | lists.surnames):
        if name.lower() not in chosen and judge.name(name.lower(), name, listed=True):
            yield name
    for word, what in seen.items():
        shape = what.shape
        if shape and word not in chosen and judge.name(word, shape, listed=False):
            yield shape


class _Judge:
    """Whether words have the evidence they need."""

    def __init__(self, seen: dict[str, Seen], recipe: dict[str, Any]) -> None:
        self.seen = seen
        self.evidence = recipe["evidence"]
        self.ratio = self.evidence["lookalike_ratio"]
        self.short = self.evidence["short"]
        self.pairs = [tuple(p.split()) for p in recipe["lookalikes"]["pairs"]]
        self.pairs += [(b, a) for a, b in self.pairs]

    def listed(self, word: str, lists: WordLists) -> str:
        """The tier of a word of a list, or "" when it has to stay out."""
        what = self.seen.get(word.lower(), NOTHING)
        if self._is_doubtful(word, what.lower, lists):
            return ""
        if word in lists.words:
            return "word"
        if word in lists.variants:
            return "variant"
        tier = "archaic" if word in lists.old else "rare"
        frequent = word in lists.frequent
        if word in lists.long:
            return tier
        short = self.evidence["short_rare"]
        if len(word) <= short["letters"] and (
            what.lower < short["count"] or what.blocks < short["blocks"]
        ):
            return ""
        if self._enough(what, "rare") or (frequent and what.lower):
            return "" if self.is_damage(word, what.lower, self.ratio["counted"] * 10) else tier
        return ""

    def counted(self, word: str, what: Seen) -> bool:
        """Whether a lower-case word that stands in no list may be let in."""
        return (
            what.capital_share < 0.5
            and (len(word) > self.short["letters"] or what.lower >= self.short["count"])
            and self._enough(what, "counted")
            and not self.is_damage(word, what.lower, self.ratio["counted"])
        )

    def name(self, word: str, shape: str, *, listed: bool) -> bool:
        """Whether a word that is only known capitalised may be let in."""
        what = self.seen.get(word, NOTHING)
        need, short = self.evidence["name"], self.evidence["short_name"]
        capitals = what.total - what.lower
        acronym = listed and len(word) > 2 and shape.isupper()
        if len(word) <= short["letters"] and capitals < short["count"] and not acronym:
            return False
        enough = listed or (
            what.title_blocks >= need["blocks"]
            and (
                (what.title >= need["count"] and what.capital_share >= 0.5)
                or (capitals >= need["always"] and what.lower <= need["lower"] * what.total)
            )
        )
        ratio = self.ratio["name"] * (20 if listed else 1)
        return enough and not self.is_damage(word, what.title, ratio)

    def is_damage(self, word: str, count: int, ratio: float) -> bool:
        """Whether a word `ratio` times as frequent is one lookalike away, or this is two words."""
        limit = ratio * (count + 1)
        return any(
            (other := self.seen.get(near)) is not None and other.lower > limit
            for near in self._near(word.lower())
        ) or any(
            min(self._lower(word[:i]), self._lower(word[i:])) > 10 * limit
            for i in range(1, len(word))
        )

    def _is_doubtful(self, word: str, count: int, lists: WordLists) -> bool:
        """Whether two witnesses agree that a lookalike is far more frequent than a listed word."""
        longest = max(int(length) for length in self.evidence["listed_ratio"])
        ratios = self.evidence["listed_ratio"].get(str(min(len(word), longest)))
        if ratios is None:
            return False
        here, there = ratios
        web = lists.frequent
        return any(
            self._lower(near) > here * (count + 1)
            and web.get(near, 0) > there * (web.get(word, 0) + 20_000)
            for near in self._near(word.lower())
        )

    def _lower(self, word: str) -> int:
        what = self.seen.get(word)
        return what.lower if what else 0

    def _near(self, word: str) -> Iterable[str]:
        for old, new in self.pairs:
            at = word.find(old)
            while at >= 0:
                yield word[:at] + new + word[at + len(old) :]
                at = word.find(old, at + 1)

    def _enough(self, what: Seen, kind: str) -> bool:
        need = self.evidence[kind]
        return bool(
            what.lower >= need["count"]
            and what.blocks >= need["blocks"]
            and what.corpora >= need["corpora"]
        )
