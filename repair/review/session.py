"""A review in progress: what the terminal and the web page both show and do.

Every decision is on the disk before the method that makes it returns, so a review can be stopped
at any moment and continued by opening it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from repair.review.apply import Approved, Report, apply_changes
from repair.review.change import Change
from repair.review.decisions import Decisions
from repair.review.record import (
    ACCEPTED,
    APPLIED,
    IGNORED,
    PENDING,
    REJECTED,
    SCOPES,
    Record,
    ignore_keys,
    of_change,
)

_REMEMBERED = {APPLIED: ACCEPTED, IGNORED: PENDING}
"""How a state that is no verdict about one change is written down."""


class State(NamedTuple):
    """What holds for one change."""

    verdict: str
    replacement: str | None = None  # what is to stand there, when accepted


class Group(NamedTuple):
    """The same change over all files."""

    key: str
    rule: str
    before: str
    after: str | None
    members: tuple[int, ...]  # numbers of changes, in file order


class Progress(NamedTuple):
    """How far the review is."""

    decided: int
    total: int
    accepted: int
    rejected: int


class Session:
    """Changes under review, their groups in the order worth reading, and the decisions."""

    def __init__(
        self, changes: Sequence[Change], decisions: Decisions, by: str, root: Path | None = None
    ) -> None:
        """`root` bounds which files may be written; change files are relative to the store's."""
        self.changes = tuple(changes)
        self.confidences = [  # what the rule claims, corrected by what people decided
            decisions.confidence(c.rule, c.before, c.after, c.confidence) for c in changes
        ]
        self.decisions = decisions
        self.by = by
        self.root = root or decisions.root
        _import(changes, decisions, by)
        self.states = [self._state(c) for c in self.changes]
        self.by_file: dict[str, list[int]] = {}
        for number, change in enumerate(self.changes):
            self.by_file.setdefault(change.file, []).append(number)
        self.groups = _grouped(self.changes, self.confidences)
        self._undo: list[list[tuple[int, State]]] = []
        self._ignores: dict[int, Record] = {}  # length of the undo stack -> ignore entry

    @property
    def progress(self) -> Progress:
        """How far the review is."""
        verdicts = [state.verdict for state in self.states]
        pending = verdicts.count(PENDING)
        return Progress(
            len(verdicts) - pending,
            len(verdicts),
            verdicts.count(ACCEPTED),
            verdicts.count(REJECTED),
        )

    def accept(self, numbers: Iterable[int], replacement: str | None = None) -> list[int]:
        """Accept changes as suggested, or in other words; the numbers of those accepted.

        A bare mark can only be accepted with words.
        """
        with_words = [
            n for n in numbers if replacement is not None or self.changes[n].after is not None
        ]
        return self._decide(with_words, ACCEPTED, replacement)

    def reject(self, numbers: Iterable[int]) -> list[int]:
        """Leave the text as it is, now and when it is checked again."""
        return self._decide(list(numbers), REJECTED, None)

    def reopen(self, numbers: Iterable[int]) -> list[int]:
        """Make changes undecided again."""
        return self._decide(list(numbers), PENDING, None)

    def never(self, scope: str, number: int) -> list[int]:
        """Never propose this "word", "rule" or "file" again; the numbers of what that settles."""
        if scope not in SCOPES:
            raise ValueError(f"the scope is one of {', '.join(SCOPES)}, not {scope!r}")
        (record,) = self.decisions.ignore(scope, self.changes[number], self.by)
        settled = [
            n
            for n, change in enumerate(self.changes)
            if record.key in ignore_keys(change) and self.states[n].verdict == PENDING
        ]
        self._undo.append([(n, self.states[n]) for n in settled])
        self._ignores[len(self._undo)] = record
        for n in settled:
            self.states[n] = State(IGNORED)
        return settled

    def undo(self) -> list[int]:
        """Take the last decision of this sitting back; the numbers of the changes it was about."""
        if not self._undo:
            return []
        last = self._undo[-1]
        ignore = self._ignores.get(len(self._undo))
        if ignore is not None:
            self.decisions.remember([ignore._replace(id="", time="", verdict=PENDING)])
        else:
            self.decisions.remember(
                of_change(
                    self.changes[n],
                    _REMEMBERED.get(state.verdict, state.verdict),
                    self.by,
                    state.replacement,
                )
                for n, state in last
            )
        self._ignores.pop(len(self._undo), None)
        self._undo.pop()
        for n, state in last:
            self.states[n] = state
        return [n for n, _ in last]

    def approved(self) -> list[Approved]:
        """What is accepted, with a note of what is known to be written already."""
        approved = []
        for change, state in zip(self.changes, self.states, strict=True):
            text = change.after if state.replacement is None else state.replacement
            if state.verdict in (ACCEPTED, APPLIED) and text is not None:
                record = self.decisions.latest(change)
                by, time = (record.by, record.time) if record else (self.by, "")
                approved.append(Approved(change, text, by, time, state.verdict == APPLIED))
        return approved

    def apply(self) -> Report:
        """Write what is accepted. Decisions made elsewhere meanwhile are heard first."""
        self.decisions.reload()
        self.states = [self._state(c) for c in self.changes]
        return apply_changes(self.approved(), self.root, self.decisions)

    def _state(self, change: Change) -> State:
        record = self.decisions.latest(change)
        applied = self.decisions.applied(change)
        if record is not None and record.verdict == ACCEPTED and applied is not None:
            is_here = applied.source_hash == change.source_hash
            return State(APPLIED if is_here else self.decisions.verdict(change), record.replacement)
        verdict = self.decisions.verdict(change)
        if verdict == ACCEPTED and record is not None:
            return State(ACCEPTED, record.replacement)
        return State(verdict)

    def _decide(self, numbers: list[int], verdict: str, replacement: str | None) -> list[int]:
        if numbers:
            chosen = [self.changes[n] for n in numbers]
            self.decisions.decide(chosen, verdict, self.by, replacement)
            self._undo.append([(n, self.states[n]) for n in numbers])
            for n in numbers:
                self.states[n] = State(verdict, replacement)
        return numbers


def _import(changes: Sequence[Change], decisions: Decisions, by: str) -> None:
    """Take over what was decided in the change set itself, unless the store knows later."""
    decisions.remember(
        of_change(change, change.decision, change.by or by, change.replacement, change.time)
        for change in changes
        if change.decision != PENDING
        and ((known := decisions.latest(change)) is None or known.time < change.time)
    )


def _grouped(changes: Sequence[Change], confidences: Sequence[float]) -> list[Group]:
    """Groups of the same change, the riskiest and most frequent first.

    The weight of a group is the number of wrong edits to expect if nobody looked, plus a little
    for every place, so that many sure changes also come before few.
    """
    members: dict[tuple[str, str, str | None], list[int]] = defaultdict(list)
    for number, change in enumerate(changes):
        members[change.rule, change.before, change.after].append(number)

    def weight(numbers: list[int]) -> float:
        return sum(1.05 - confidences[n] for n in numbers)

    ordered = sorted(members.items(), key=lambda item: (-weight(item[1]), item[1][0]))
    return [Group(changes[n[0]].group, *key, tuple(n)) for key, n in ordered]
