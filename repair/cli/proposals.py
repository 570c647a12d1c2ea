"""What the commands about people start from: the proposals for paths, or a saved change set."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

from repair.api import check
from repair.cli.checking import Settled
from repair.cli.inputs import Item, gather
from repair.cli.messages import fail
from repair.cli.options import given
from repair.cli.progress import Progress
from repair.cli.reading import Opened
from repair.cli.run import Plan, named, outcome
from repair.cli.settings import Choice, Settings
from repair.model import Result
from repair.review import ReviewError
from repair.review.change import Change, collect, rebased
from repair.review.changeset import is_change_set, load
from repair.review.decisions import Decisions, open_store


class Proposals(NamedTuple):
    """Changes, the decisions that concern them, and the folder they may be written below."""

    changes: list[Change]
    decisions: Decisions
    root: Path
    problems: int = 0  # files that could not be checked; each has been named


def proposals(
    paths: tuple[str, ...], options: dict[str, Any], root: str | None, *, marks: bool = False
) -> Proposals:
    """The proposals of one change set, or of files and folders; nothing is filtered yet.

    Raises `repair.review.ReviewError`, `ValueError` or `OSError` with a sentence.
    """
    if "-" in paths:
        raise ReviewError("What is approved is written to files; save standard input to one first.")
    if len(paths) == 1 and is_change_set(paths[0]):
        return saved(paths[0], root)
    results, problems = check_all(paths, options)
    base = Path(os.path.abspath(root or _folder_above([r.document.name for r in results])))
    decisions = open_store(base)
    return Proposals(collect(results, decisions.root, marks=marks), decisions, base, problems)


def saved(path: str, root: str | None) -> Proposals:
    """A saved change set, whose names are relative to `root` or the current folder."""
    base = Path(os.path.abspath(root or "."))
    decisions = open_store(base)
    return Proposals(rebased(load(path), base, decisions.root), decisions, base)


def check_all(paths: tuple[str, ...], options: dict[str, Any]) -> tuple[list[Result], int]:
    """Every file behind `paths` checked, and how many could not be; each of them is named."""
    plan = Plan(Choice(given(options), options.get("config_file"), bool(options.get("isolated"))))
    items = list(gather(paths, plan.settings, lambda text: None))
    progress = Progress(len(items), shown=True)
    results, problems = [], 0
    for item in items:
        name = item.path if isinstance(item, Item) else ""
        found = outcome(item, plan, _check)
        if isinstance(found, Exception):
            progress.clear()
            fail(named(name, str(found)))
            problems += 1
        elif found is not None:
            results.append(found.result)
        progress.advance(name)
    progress.clear()
    return results, problems


def _check(source: Opened, settings: Settings) -> Settled:
    """Everything there is to say about a file, whatever was decided before."""
    result = check(
        source.source.document,
        lexicon=list(settings.lexicon) or None,
        min_confidence=settings.min_confidence,
        select=settings.select,
        ignore=settings.ignore,
        profile=settings.profile,
        protect=settings.protect,
    )
    return Settled(source, result)


def _folder_above(names: list[str]) -> str:
    """The current folder when it holds all the files, else the deepest folder that does."""
    here = os.getcwd()
    folders = [os.path.dirname(os.path.abspath(name)) for name in names]
    above = os.path.commonpath([here, *folders]) if folders else here
    return here if above == here else os.path.commonpath(folders)
