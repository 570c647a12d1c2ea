"""What people decided, remembered in `.repair/decisions.jsonl`.

The file only ever grows by whole lines and every line has an id of its own, so two reviewers'
files merge by putting their lines together; for each change the latest decision counts. It is
meant to be committed: `.repair/.gitattributes` tells git to merge it by union.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from repair.model import APPLY_THRESHOLD, Evidence, Finding, Result, Suggestion
from repair.review import line_file
from repair.review.change import Change, changes_of, relative
from repair.review.folder import DECISIONS, FOLDER, find_folder, prepare_folder
from repair.review.places import Places
from repair.review.record import (
    ACCEPTED,
    APPLIED,
    BASELINE,
    IGNORED,
    PENDING,
    REJECTED,
    UNAPPLIED,
    Record,
    from_row,
    ignore_keys,
    of_change,
    of_ignore,
    to_row,
)
from repair.review.trust import CAPPED, RuleStatistics, learned

_Place = tuple[str, str]  # file and key
_Same = tuple[str, str, str | None]  # rule, before, after


class Decisions:
    """The remembered decisions of one folder tree; open it with `load`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder  # the `.repair` folder, or None for a store that keeps nothing
        self._latest: dict[_Place, Record] = {}
        self._applied: dict[_Place, Record] = {}
        self._seen: set[str] = set()
        self._ignored: set[str] = set()
        self._baseline: dict[tuple[str, str], Places] = defaultdict(Places)
        self._rejected: dict[_Same, Places] = defaultdict(Places)
        self._counts: dict[_Same, Counter[str]] = defaultdict(Counter)
        self._unsafe: frozenset[str] | None = None
        self._newest = ""

    @classmethod
    def load(cls, folder: str | os.PathLike[str] | None) -> Self:
        """The decisions kept in `folder` (a `.repair` folder, which may not exist yet)."""
        store = cls(None if folder is None else Path(folder))
        store.reload()
        return store

    @property
    def root(self) -> Path:
        """The folder that file names are relative to."""
        return Path(os.path.abspath(self.folder or FOLDER)).parent

    def reload(self) -> None:
        """Take in what others wrote since."""
        if self.folder is not None:
            found = map(from_row, line_file.read(self.folder / DECISIONS))
            for record in sorted(filter(None, found), key=lambda r: (r.time, r.id)):
                self._take(record)

    # What is known

    def latest(self, change: Change) -> Record | None:
        """The last decision about exactly this change in exactly this file."""
        return self._latest.get((change.file, change.id))

    def applied(self, change: Change) -> Record | None:
        """That the change has been written to its file since it was last accepted, if it has."""
        record, latest = self._applied.get((change.file, change.id)), self.latest(change)
        if record is None or record.verdict != APPLIED:
            return None
        return record if latest is None or latest.time < record.time else None

    def verdict(self, change: Change) -> str:
        """What holds for `change`: accepted, rejected, ignored, baseline or pending.

        A rejection also holds for the same change at a place that looks alike, so that it
        survives edits next to it and a renamed file. An acceptance holds only where it was made,
        and only until it was applied.
        """
        record = self.latest(change)
        verdict = PENDING if record is None else record.verdict
        if record is not None and verdict == ACCEPTED and self._is_used_up(record, change):
            record, verdict = None, PENDING
        if verdict == PENDING and not self._ignored.isdisjoint(ignore_keys(change)):
            return IGNORED
        if record is not None:
            return verdict
        same = (change.rule, change.before, change.after)
        if same in self._rejected and self._rejected[same].has_near(change):
            return REJECTED
        if same[:2] in self._baseline and self._baseline[same[:2]].has_near(change):
            return BASELINE
        return PENDING

    def _is_used_up(self, record: Record, change: Change) -> bool:
        """Whether an acceptance has done its work: another place may look just like its own."""
        return self.applied(change) is not None or record.occurrences != change.occurrences

    def confidence(self, rule: str, before: str, after: str | None, claimed: float) -> float:
        """The rule's own confidence, corrected by what people did with the same change."""
        counts = self._counts.get((rule, before, after))
        value = learned(claimed, counts[ACCEPTED], counts[REJECTED]) if counts else claimed
        return min(value, CAPPED) if rule in self.unsafe_rules() else value

    def filter(self, result: Result) -> Result:
        """`result` without what people refused, and with confidences that learned from them."""
        if not self._latest and not self._ignored:
            return result
        file = relative(result.document.name, self.root)
        changes = changes_of(result.document, result.findings, file)
        kept = (self._filtered(f, c) for f, c in zip(result.findings, changes, strict=True))
        return result._replace(findings=tuple(f for f in kept if f is not None))

    def _filtered(self, finding: Finding, change: Change) -> Finding | None:
        verdict = self.verdict(change)
        record = self.latest(change)
        if verdict == ACCEPTED and record is not None:
            text = record.replacement if record.replacement is not None else change.after
            why = Evidence("people", f"accepted by {record.by}")
            return finding._replace(suggestions=(Suggestion(text or "", 1.0, (why,)),))
        if verdict in (IGNORED, BASELINE):
            return None
        suggestions = [
            self._weighed(finding, suggestion)
            for suggestion in finding.suggestions
            if (
                verdict
                if suggestion.replacement == change.after
                else self.verdict(change._replace(after=suggestion.replacement, id=""))
            )
            != REJECTED
        ]
        if not suggestions and (finding.suggestions or verdict == REJECTED):
            return None
        suggestions.sort(key=lambda s: -s.confidence)
        return finding._replace(suggestions=tuple(suggestions))

    def _weighed(self, finding: Finding, suggestion: Suggestion) -> Suggestion:
        same = (finding.rule, finding.before, suggestion.replacement)
        value = self.confidence(*same, suggestion.confidence)
        if value == suggestion.confidence:
            return suggestion
        counts = self._counts.get(same, Counter())
        decided = counts[ACCEPTED] + counts[REJECTED]
        text = (
            f"people accepted this change {counts[ACCEPTED]} of {decided} times elsewhere"
            if decided
            else "people accept too few of this rule's changes to apply it unasked"
        )
        why = Evidence("people", text, counts[ACCEPTED] / decided if decided else None)
        return suggestion._replace(confidence=value, evidence=(*suggestion.evidence, why))

    def __iter__(self) -> Iterator[Record]:
        """What holds now, oldest first."""
        live = (r for r in self._latest.values() if r.verdict != PENDING)
        return iter(sorted(live, key=lambda r: (r.time, r.id)))

    # Measured precision

    def statistics(self) -> list[RuleStatistics]:
        """Per rule what people decided, sorted by name."""
        by_rule: dict[str, list[Record]] = defaultdict(list)
        for record in self._latest.values():
            if record.verdict in (ACCEPTED, REJECTED) and record.after is not None:
                by_rule[record.rule].append(record)
        return [_statistics(rule, found) for rule, found in sorted(by_rule.items())]

    def unsafe_rules(self) -> frozenset[str]:
        """Rules whose measured precision fell below the bar: never to be applied unasked."""
        if self._unsafe is None:
            self._unsafe = frozenset(s.rule for s in self.statistics() if s.is_unsafe)
        return self._unsafe

    # What is decided

    def decide(
        self,
        changes: Iterable[Change],
        verdict: str,
        by: str,
        replacement: str | None = None,
    ) -> list[Record]:
        """Remember one verdict about several changes; on the disk when this returns.

        Raises `repair.formats.files.WriteError`; then nothing is remembered.
        """
        return self.remember(of_change(c, verdict, by, replacement) for c in changes)

    def ignore(self, scope: str, change: Change, by: str) -> list[Record]:
        """Never propose anything for this word, by this rule, or in this file again."""
        return self.remember([of_ignore(scope, change, by)])

    def forget(self, matches: Callable[[Record], bool], by: str) -> list[Record]:
        """Make everything that `matches` undecided again and return what was forgotten."""
        found = [record for record in self if matches(record)]
        self.remember([r._replace(id="", time="", verdict=PENDING, by=by) for r in found])
        return found

    def remember(self, entries: Iterable[Record]) -> list[Record]:
        """Write records down; those without an id or a time are given one."""
        entries = [
            r._replace(id=r.id or secrets.token_hex(8), time=r.time or self._now()) for r in entries
        ]
        if self.folder is not None and entries:
            prepare_folder(self.folder)
            line_file.append(self.folder / DECISIONS, map(to_row, entries))
        for record in entries:
            self._take(record)
        return entries

    def _now(self) -> str:
        """The time, always later than every decision known: clocks of two machines differ."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        if now <= self._newest:
            try:
                later = datetime.fromisoformat(self._newest) + timedelta(microseconds=1)
                now = later.isoformat(timespec="microseconds")
            except (ValueError, OverflowError):
                now = self._newest + "+"  # not a time; whatever it is, this sorts after it
        self._newest = now
        return now

    def _take(self, record: Record) -> None:
        if record.id in self._seen:
            return
        self._seen.add(record.id)
        self._newest = max(self._newest, record.time)
        self._unsafe = None
        place = (record.file, record.key)
        if record.verdict in (APPLIED, UNAPPLIED):
            _put_latest(self._applied, place, record)
            return
        old = self._latest.get(place)
        if not _put_latest(self._latest, place, record):
            return
        if record.is_ignore:
            (self._ignored.add if record.verdict == IGNORED else self._ignored.discard)(record.key)
            return
        if old is not None:
            self._index(old, -1)
        self._index(record, 1)

    def _index(self, record: Record, step: int) -> None:
        """Take a record into what is asked for, or with a step of -1 out of it."""

        def put(places: Places) -> None:
            (places.put if step > 0 else places.drop)(record)

        same = (record.rule, record.before, record.after)
        if record.verdict == BASELINE:
            put(self._baseline[same[:2]])
        elif record.verdict in (ACCEPTED, REJECTED):
            self._counts[same][REJECTED if record.is_edited else record.verdict] += step
            if record.is_edited:
                self._counts[*same[:2], record.replacement][ACCEPTED] += step
        if record.verdict == REJECTED:
            for after in {record.after, *record.alternatives}:
                put(self._rejected[*same[:2], after])


def open_store(root: str | os.PathLike[str] = ".") -> Decisions:
    """The nearest store from `root` upwards, or a new one there, made with the first decision."""
    return Decisions.load(find_folder(root) or Path(root) / FOLDER)


def _put_latest(table: dict[_Place, Record], place: _Place, record: Record) -> bool:
    old = table.get(place)
    if old is not None and (old.time, old.id) > (record.time, record.id):
        return False
    table[place] = record
    return True


def _statistics(rule: str, found: list[Record]) -> RuleStatistics:
    as_suggested = [r for r in found if r.verdict == ACCEPTED and not r.is_edited]
    return RuleStatistics(
        rule,
        accepted=len(as_suggested),
        edited=sum(r.is_edited for r in found),
        rejected=sum(r.verdict == REJECTED for r in found),
        claimed=sum(r.confidence for r in found) / len(found),
        safe_accepted=sum(r.confidence >= APPLY_THRESHOLD for r in as_suggested),
        safe_decided=sum(r.confidence >= APPLY_THRESHOLD for r in found),
    )
