"""Writing what was approved: nothing else, to the right place, all of a file or none of it."""

from __future__ import annotations

import getpass
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from repair import formats
from repair.formats.files import WriteError
from repair.model import Edit, Span
from repair.review.change import Change
from repair.review.decisions import Decisions, open_store
from repair.review.folder import FOLDER, folders_above
from repair.review.journal import POLICY, Journal, Made
from repair.review.line_file import folder_locked
from repair.review.locate import AlreadyDone, NotFound, locate
from repair.review.record import UNAPPLIED, Record, of_applied
from repair.text.edits import apply as apply_edits
from repair.text.identity import text_hash


class Approved(NamedTuple):
    """A change somebody accepted, and what is to stand there."""

    change: Change
    replacement: str
    by: str
    time: str = ""
    is_written: bool = False  # at least once; the file may have been set back since


class Report(NamedTuple):
    """What became of the approved changes."""

    written: dict[str, int]  # file -> how many changes
    already_done: int
    refused: tuple[str, ...]  # one sentence each

    @property
    def total(self) -> int:
        """How many changes were written."""
        return sum(self.written.values())


class Refusal(Exception):
    """A file that cannot be changed; the message is a sentence."""


class Plan(NamedTuple):
    """What is to be done to one text."""

    made: tuple[Made, ...]
    done: tuple[Change, ...] = ()  # written now
    already_done: tuple[Change, ...] = ()
    refused: tuple[str, ...] = ()


def apply_changes(approved: Iterable[Approved], root: Path, decisions: Decisions) -> Report:
    """Write approved changes, file by file, each file atomically, and only files below `root`.

    The changes' file names are relative to `decisions.root`.
    A file that changed since is searched for the places; a change whose place is not certain is
    refused. What is written can be undone from the journal beside the decisions.
    """
    by_file: dict[str, list[Approved]] = defaultdict(list)
    for item in approved:
        by_file[item.change.file].append(item)
    journal = Journal(decisions.folder or decisions.root / FOLDER)
    written: dict[str, int] = {}
    finished: list[Change] = []
    refused: list[str] = []
    try:
        for file, items in sorted(by_file.items()):
            plan_for = partial(_planned, items, journal)
            try:
                path = path_inside(root, decisions.root / file)
                plan = rewrite(path, file, journal, plan_for)
            except (Refusal, WriteError) as error:
                refused.append(str(error))
                continue
            refused += plan.refused
            finished += plan.done + plan.already_done
            if plan.done:
                written[file] = len(plan.done)
    finally:  # the journal knows too; this is for whoever shares the decisions
        by = reviewer()
        decisions.remember(of_applied(change, by) for change in finished)
    journal.prune()
    return Report(written, len(finished) - sum(written.values()), tuple(refused))


def reviewer() -> str:
    """Who is at the keyboard: `$REPAIR_REVIEWER`, else the name of the account."""
    try:
        return os.environ.get("REPAIR_REVIEWER") or getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in containers
        return "somebody"


def rewrite(path: Path, file: str, journal: Journal, plan_for: Callable[[str, str], Plan]) -> Plan:
    """Change one file as `plan_for(text, name in the journal)` says, while nobody else may.

    Raises `Refusal` or `WriteError`; the file is then as it was.
    """
    try:
        with folder_locked(Path(os.path.realpath(path)).parent):
            return _rewrite(path, file, journal, plan_for)
    except WriteError:
        raise
    except OSError as error:
        raise Refusal(f"{file} cannot be read ({error.strerror or error}).") from error


def _rewrite(path: Path, file: str, journal: Journal, plan_for: Callable[[str, str], Plan]) -> Plan:
    data = path.read_bytes()
    try:
        source = formats.read(data, str(path))
    except ValueError as error:
        raise Refusal(f"{file} cannot be read: {error}.") from error
    text = source.document.text
    name = os.path.relpath(path, journal.root)
    plan = plan_for(text, name)
    if not plan.made:
        return plan
    new = apply_edits(text, [made.edit for made in plan.made])
    try:
        new_data = source.write(new)
        survives = formats.read(new_data, str(path)).document.text == new
    except ValueError:
        survives = False
    if not survives:
        raise Refusal(
            f"{file} cannot hold the approved text in its format or encoding and is unchanged. "
            "Convert it to UTF-8, or edit the replacements that use other characters."
        )
    journal.replace(path, (data, new_data), (text, new), plan.made)
    return plan


def path_inside(root: Path, path: Path) -> Path:
    """`path`, when it and the file a link leads to lie below `root`. Raises `Refusal`."""
    base = root.resolve()
    if "\0" in str(path) or base not in path.resolve().parents:
        raise Refusal(
            f"{str(path)!r} lies outside of {base}, so it is not touched. If it is to be changed, "
            "run again with --root and a folder that holds it."
        )
    return path


def undo_last(decisions: Decisions, by: str) -> tuple[list[str], list[str]]:
    """Take the last writing back: the files restored, and a sentence for each that was not.

    The decisions stay; only their being applied is taken back. Raises `ReviewError` when there is
    nothing to undo.
    """
    restored, refused = Journal(decisions.folder or decisions.root / FOLDER).undo(by)
    decisions.remember(
        Record("", "", by, UNAPPLIED, made.change, entry.file)
        for entry in restored
        for made in entry.made
        if made.by != POLICY  # nobody's decision
    )
    return [entry.file for entry in restored], refused


def last_written(root: str | os.PathLike[str]) -> Decisions:
    """The store, from `root` upwards, beside the last thing written that can be taken back."""

    def time(folder: Path) -> str:
        entries = Journal(folder).undoable()
        return entries[-1].time if entries else ""

    folder = max(folders_above(root), key=time, default=None)
    return Decisions.load(folder) if folder and time(folder) else open_store(root)


def _planned(items: Sequence[Approved], journal: Journal, text: str, name: str) -> Plan:
    """Where each approved change stands in `text` now."""
    current = text_hash(text)
    ways = {
        source: journal.way(name, source, current)
        for source in {item.change.source_hash for item in items} - {current}
    }
    made: list[tuple[Made, Change]] = []
    already_done, refused = [], []
    for item in items:
        change = item.change
        try:
            span = _place(text, item, ways.get(change.source_hash, ()))
        except AlreadyDone:
            already_done.append(change)
            continue
        except NotFound as problem:
            refused.append(
                f"{change.file}, line {change.line}: {problem}; the change to "
                f"{item.replacement!r} is not made. Check the file again with `repair review`."
            )
            continue
        edit = Edit(
            span, change.before, item.replacement, change.rule, change.confidence, change.reason
        )
        made.append((Made(edit, change.id, item.by, item.time), change))
    made.sort(key=lambda pair: pair[0].edit.span)
    kept: list[tuple[Made, Change]] = []
    for one, change in made:
        if kept and _collide(kept[-1][0].edit.span, one.edit.span):
            refused.append(
                f"{change.file}, line {change.line}: {change.before!r} overlaps another approved "
                "change and is not made. Apply it in a second step."
            )
        else:
            kept.append((one, change))
    return Plan(
        tuple(m for m, _ in kept), tuple(c for _, c in kept), tuple(already_done), tuple(refused)
    )


def _place(text: str, item: Approved, way: Sequence[Sequence[Made]] | None) -> Span:
    """Exactly, by the edits made since, as far as we made them; else by the words around it."""
    change = item.change
    if way is None:
        if item.is_written:
            raise AlreadyDone
        return locate(text, change, item.replacement)
    span = change.span
    for made in way:
        span = _moved(span, made, change)
    if text[span.start : span.end] != change.before:
        raise NotFound(f"{change.before!r} does not stand there")
    return span


def _moved(span: Span, made: Sequence[Made], change: Change) -> Span:
    shift = 0
    for one in made:
        if one.change == change.id and one.edit.span == span:
            raise AlreadyDone
        if _collide(one.edit.span, span):
            raise NotFound(f"{change.before!r} was changed meanwhile, by {one.by}")
        if one.edit.span.end <= span.start:
            shift += len(one.edit.after) - len(one.edit.before)
    return Span(span.start + shift, span.end + shift)


def _collide(one: Span, other: Span) -> bool:
    return one.overlaps(other) or one == other
