"""The error channel: how often which characters are read for which, by kind of source.

The file is a readable table of counts, one line a difference::

    profile <tab> observed <tab> intended <tab> start <tab> inside <tab> end <tab> of

`start`, `inside` and `end` count the difference at that place of a word; `of` counts how often the
intended characters stood in the right text. `␣` is a space and `∅` nothing. Learned by
``repair train channel PAIRS`` (see `repair.training.channel`).
"""

from __future__ import annotations

import os
from functools import cached_property
from math import log

from repair.prepared import kept
from repair.spelling.differences import Difference

PROFILES = ("ocr-old", "ocr-modern", "pdf", "asr", "typing")
GENERIC = "generic"
"""The written profiles pooled with equal weight: assumed until a document shows its kind."""

_SPOKEN = "asr"

FILE = "channel.tsv"
SPACE, NOTHING = "␣", "∅"
_PLACES = ("start", "inside", "end")
_FLOOR = 13.0  # nats: a single difference never seen
_COMMON = 9.0  # nats: dearer differences are not worth a look-up of their own
_STRENGTH = 40.0  # pseudo-counts with which the place of a difference backs off to all places

_Counts = dict[tuple[str, str], tuple[float, float, float, float]]


class Channel:
    """Costs of differences: negative natural logarithms of their probability."""

    def __init__(self, counts: dict[str, _Counts], profile: str = GENERIC) -> None:
        self._counts = counts
        self._usual = profile if profile in counts else GENERIC
        if GENERIC not in counts:
            counts[GENERIC] = _pooled(counts)
        self._known: dict[str, dict[Difference, float]] = {}
        self._single: dict[str, _Single] = {}

    @classmethod
    def open(cls, folder: str, profile: str = GENERIC) -> Channel:
        """The channel of a language's folder for one kind of source ("auto": not known).

        Without a file every difference costs the same.
        """
        path = os.path.join(folder, FILE)
        if not os.path.exists(path):
            return cls({}, profile)

        def read() -> dict[str, _Counts]:
            with open(path, encoding="utf-8") as file:
                counts = parse(file.read())
            return {**counts, GENERIC: counts.get(GENERIC) or _pooled(counts)}

        return cls(kept("channel-1", (path,), read), profile)

    @property
    def profiles(self) -> tuple[str, ...]:
        """The kinds of source this channel has counts for, without the generic one."""
        return tuple(name for name in self._counts if name != GENERIC)

    def clear(self) -> None:
        """Forget the costs worked out so far; called when the memory has grown large."""
        self._known.clear()
        self._single.clear()

    def cost(self, found: tuple[Difference, ...], profile: str = "") -> float:
        """What it costs that all these differences happened in one string."""
        profile = profile or self._usual
        total = 0.0
        known = self._known.get(profile)
        if known is None:
            known = self._known[profile] = {}
        for difference in found:
            cost = known.get(difference)
            if cost is None:
                cost = known[difference] = self._cost(difference, profile)
            total += cost
        return total

    def _cost(self, difference: Difference, profile: str) -> float:
        observed, intended, place = difference
        if observed == intended:
            return 0.0
        counts = self._counts.get(profile) or self._counts[GENERIC]
        whole = _seen(counts, observed, intended, place)
        if len(observed) + len(intended) <= 1 or (len(observed) == 1 == len(intended)):
            return whole
        return min(whole, self._divided(observed, intended, profile))

    def _divided(self, observed: str, intended: str, profile: str) -> float:
        """The cheapest way to see a long difference as several single ones."""
        single = self._single.get(profile)
        if single is None:
            counts = self._counts.get(profile) or self._counts[GENERIC]
            single = self._single[profile] = _Single(counts)
        gained = [single["++" + meant] for meant in intended]
        above = [0.0]
        for price in gained:
            above.append(above[-1] + price)
        for read in observed:
            lost = single["--" + read]
            least = above[0] + lost
            row = [least]
            for column, meant in enumerate(intended):
                here = above[column] + single[read + meant]
                without = above[column + 1] + lost
                least += gained[column]
                if without < here:
                    here = without
                if here < least:
                    least = here
                row.append(least)
            above = row
        return above[-1]

    @cached_property
    def rewrites(self) -> tuple[tuple[str, str], ...]:
        """Differences of several letters that are common: what was read, what was meant."""
        return tuple(
            (observed, intended)
            for observed, intended in self._counts[GENERIC]
            if len(observed) + len(intended) > 2
            and observed.isalnum() and intended.isalpha()
            and self._cost(Difference(observed, intended, "inside"), GENERIC) < _COMMON
        )


class _Single(dict[str, float]):
    """What one difference of a letter inside costs: of "nm", n for m; "++m", m lost; "--n", n
    added."""

    def __init__(self, counts: _Counts) -> None:
        super().__init__()
        self._counts = counts

    def __missing__(self, key: str) -> float:
        if len(key) == 2:
            read, meant = key[0], key[1]
        else:
            read, meant = ("", key[2]) if key[0] == "+" else (key[2], "")
        cost = 0.0 if read == meant else _seen(self._counts, read, meant, "inside")
        self[key] = cost
        return cost


def _seen(counts: _Counts, observed: str, intended: str, place: str) -> float:
    row = counts.get((observed, intended))
    if row is None:
        return _FLOOR + 1.5 * (max(len(observed), len(intended)) - 1)
    everywhere = row[0] + row[1] + row[2]
    share = everywhere / (row[3] + 1.0)
    here = row[_PLACES.index(place)]
    of = row[3] * (0.7 if place == "inside" else 0.15)
    return -log(min(0.5, (here + _STRENGTH * share) / (of + _STRENGTH) + 1e-7))


def _pooled(counts: dict[str, _Counts]) -> _Counts:
    """The mean of the written profiles, each scaled to the same number of characters."""
    pooled: dict[tuple[str, str], list[float]] = {}
    for table in (table for profile, table in counts.items() if profile != _SPOKEN):
        scale = 1e6 / max(1.0, max((row[3] for row in table.values()), default=1.0))
        for key, row in table.items():
            into = pooled.setdefault(key, [0.0, 0.0, 0.0, 0.0])
            into[:] = [old + value * scale for old, value in zip(into, row, strict=True)]
    of: dict[str, float] = {}
    for (_, intended), sums in pooled.items():
        of[intended] = max(of.get(intended, 0.0), sums[3])
    return {key: (sums[0], sums[1], sums[2], of[key[1]]) for key, sums in pooled.items()}


def parse(text: str) -> dict[str, _Counts]:
    """Counts by profile from the table's text."""
    counts: dict[str, _Counts] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        profile, observed, intended, *numbers = line.split("\t")
        start, inside, end, of = map(float, numbers)
        counts.setdefault(profile, {})[_read(observed), _read(intended)] = (start, inside, end, of)
    return counts


def render(counts: dict[str, _Counts]) -> str:
    """The table's text, most frequent differences first."""
    lines = ["# profile\tobserved\tintended\tstart\tinside\tend\tof"]
    for profile in sorted(counts):
        rows = sorted(counts[profile].items(), key=lambda item: (-sum(item[1][:3]), item[0]))
        for (observed, intended), row in rows:
            numbers = "\t".join(f"{value:.6g}" for value in row)
            lines.append(f"{profile}\t{_written(observed)}\t{_written(intended)}\t{numbers}")
    return "\n".join(lines) + "\n"


def _written(characters: str) -> str:
    return characters.replace(" ", SPACE) or NOTHING


def _read(characters: str) -> str:
    return "" if characters == NOTHING else characters.replace(SPACE, " ")
