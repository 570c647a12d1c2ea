"""The rules: one module per kind of damage, found by looking into this folder.

A rule module has

* a docstring that explains the rule to a person (`repair explain`),
* ``NAME``, the rule's name with hyphens, and ``SUMMARY``, one line,
* ``FIXES``, pairs (damaged, repaired), and ``KEEPS``, right texts it must leave alone,
* ``find(document, knowledge)``, which yields `Finding`s.

Rules import neither each other nor a format, open no file, and stay away from protected text.
"""

from __future__ import annotations

import os
import sys
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType


class UnknownRule(ValueError):
    """A rule name that no module of this folder answers to."""


@cache
def names() -> tuple[str, ...]:
    """The names of all rules, sorted."""
    folder = os.path.dirname(os.path.abspath(__file__))
    return tuple(
        sorted(
            file[:-3].replace("_", "-")
            for file in os.listdir(folder)
            if file.endswith(".py") and not file.startswith("_")
        )
    )


@cache
def rule(name: str) -> ModuleType:
    """The module of the rule called `name`.

    Raises:
        UnknownRule: when there is none; the message offers the nearest names.
    """
    if name not in names():
        from difflib import get_close_matches

        near = get_close_matches(name, names(), 3, 0.55)
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        raise UnknownRule(f"there is no rule called {name!r}{hint} `repair rules` lists them all.")
    module = f"repair.rules.{name.replace('-', '_')}"
    __import__(module)  # importlib would cost a clean file as much as three rules
    return sys.modules[module]


def chosen(select: Iterable[str] | None, ignore: Iterable[str] | None) -> tuple[str, ...]:
    """The rules that `select` (None: all) names and `ignore` does not, sorted.

    Raises:
        UnknownRule: when either names a rule that does not exist.
    """
    wanted = set(names()) if select is None else {_checked(name) for name in select}
    return tuple(sorted(wanted - {_checked(name) for name in ignore or ()}))


def _checked(name: str) -> str:
    rule(name)
    return name
