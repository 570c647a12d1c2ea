"""Learning how easily sounds are confused from names that recognisers misheard.

The sounds of what was heard and of what was said are aligned with the present costs; how often
one sound stood for another, against how often it was kept, gives its cost. The hand-made costs
count as a few observations, so that what was never seen keeps them.
"""

from __future__ import annotations

from collections import Counter
from math import exp, log

from repair.names.phonetics import Sounds, pair_of, with_costs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

SCALE = 6.0
"""Natural logarithm of how rare a confusion is whose cost is 1: one in four hundred."""

PRIOR = 120.0
"""Observations the hand-made cost of a pair counts for."""

ROUNDS = 3


def learned_costs(
    pairs: Iterable[tuple[str, str]], table: Mapping[str, Any]
) -> dict[str, dict[str, float]]:
    """Costs of pairs of sounds and of lost sounds, as `costs.toml` holds them.

    Args:
        pairs: (heard, said) names, each mishearing once.
        table: the sound table with the hand-made costs.
    """
    listed = sorted(set(pairs))
    now: Mapping[str, Any] = table
    costs: dict[str, float] = {}
    for _ in range(ROUNDS):
        sounds = Sounds(now)
        seen: Counter[str] = Counter()
        changed: Counter[str] = Counter()
        for heard, said in listed:
            for x, y in aligned(sounds, sounds.of(heard), sounds.of(said)):
                for sound in {x, y} - {"-"}:
                    seen[sound] += 1
                if x != y:
                    changed[pair_of(x, y)] += 1
        prior = Sounds(table)
        costs = {}
        for pair, times in changed.items():
            x, y = pair[0], pair[1]
            before = prior.weight(x) if y == "-" else prior.distance(x, y)
            base = seen[x] if y == "-" else min(seen[x], seen[y])
            share = (times + PRIOR * exp(-SCALE * before)) / (base + PRIOR)
            costs[pair] = round(min(1.0, max(0.05, -log(min(share, 1.0)) / SCALE)), 3)
        now = with_costs(table, costs)
    return {"pairs": dict(sorted(costs.items()))}


def aligned(sounds: Sounds, a: str, b: str) -> list[tuple[str, str]]:
    """The cheapest way to turn `a` into `b`, sound by sound; "-" for a lost or added one."""
    rows = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            ways = []
            if i and j:
                ways.append(rows[i - 1][j - 1] + sounds.distance(a[i - 1], b[j - 1]))
            if i:
                ways.append(rows[i - 1][j] + sounds.weight(a[i - 1]))
            if j:
                ways.append(rows[i][j - 1] + sounds.weight(b[j - 1]))
            rows[i][j] = min(ways, default=0.0)
    steps, i, j = [], len(a), len(b)
    while i or j:
        if (
            i
            and j
            and rows[i][j] >= rows[i - 1][j - 1] + sounds.distance(a[i - 1], b[j - 1]) - 1e-9
        ):
            i, j = i - 1, j - 1
            steps.append((a[i], b[j]))
        elif i and rows[i][j] >= rows[i - 1][j] + sounds.weight(a[i - 1]) - 1e-9:
            i -= 1
            steps.append((a[i], "-"))
        else:
            j -= 1
            steps.append(("-", b[j]))
    return steps[::-1]


def dumped(costs: Mapping[str, Mapping[str, float]]) -> str:
    """The learned costs as TOML."""
    lines = [
        "# Costs of confusing two sounds ('x-': of losing one), learned from misheard names by",
        "# `repair train names`; they override those of sounds.toml. 0 is no difference, 1 unlike.",
        "[pairs]",
        *(f"'{pair}' = {cost}" for pair, cost in costs["pairs"].items()),
    ]
    return "\n".join(lines) + "\n"
