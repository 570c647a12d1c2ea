"""The shipped tables of this package, each read once and only when a suspicious word asks."""

from __future__ import annotations

import os
from functools import cache

from repair.prepared import prepared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from repair.names.phonetics import Sounds


def names_folder() -> str:
    """The folder of tables about how names are heard in English."""
    from repair.knowledge import dictionaries_folder

    return os.path.join(dictionaries_folder(), "en", "names")


@cache
def sounds() -> Sounds:
    """Letters to sounds, and how alike sounds are by the learned costs."""
    from repair.names.phonetics import Sounds, with_costs

    pairs = _costs_in_training[-1] if _costs_in_training else _toml("costs.toml")["pairs"]
    return Sounds(with_costs(hand_made_sounds(), pairs))


_costs_in_training: list[Mapping[str, float]] = []


def train_with_costs(pairs: Mapping[str, float]) -> None:
    """Let this process compare sounds by these costs instead of those that are shipped."""
    _costs_in_training.append(pairs)
    sounds.cache_clear()


def hand_made_sounds() -> dict[str, Any]:
    """The sound table as it is written by hand."""
    return _toml("sounds.toml")


@cache
def settings() -> dict[str, Any]:
    """Word lists and probabilities of `settings.toml`."""
    return _toml("settings.toml")


@cache
def function_words() -> frozenset[str]:
    """Words that hold a sentence together and never begin or end a misheard name."""
    return frozenset(settings()["function_words"].split())


@cache
def determiners() -> frozenset[str]:
    """Articles and the like, after which a common noun stands rather than a name."""
    return frozenset(settings()["determiners"].split())


@cache
def particles() -> frozenset[str]:
    """Words inside a name that begin with a small letter: "von der Leyen"."""
    return frozenset(settings()["particles"].split())


@cache
def family_names_first() -> frozenset[str]:
    """Family names that stand before the given name."""
    return frozenset(settings()["family_names_first"].split())


@cache
def decision_table() -> dict[str, Any]:
    """The learned decision model, or an empty table when there is none."""
    path = os.path.join(names_folder(), "decision.json")

    def parse() -> Any:
        import json

        with open(path, encoding="utf-8") as file:
            return json.load(file)

    try:
        table: dict[str, Any] = prepared.table(path, parse)
    except FileNotFoundError:
        return {}
    return table


def _toml(name: str) -> dict[str, Any]:
    path = os.path.join(names_folder(), name)

    def parse() -> Any:
        import tomllib

        with open(path, "rb") as file:
            return tomllib.load(file)

    table: dict[str, Any] = prepared.table(path, parse)
    return table
