"""One line of the decisions file: who decided what about which change, when."""

from __future__ import annotations

from typing import Any, NamedTuple

from repair.review.change import Change
from repair.text.identity import agreement, context

ACCEPTED, REJECTED, PENDING = "accepted", "rejected", "pending"
IGNORED, BASELINE = "ignored", "baseline"
APPLIED, UNAPPLIED = "applied", "unapplied"  # what became of an accepted change, not a verdict
SCOPES = ("word", "rule", "file")

_ENOUGH_WORDS = 5
"""Words around a place that have to be the same for it to count as the same place."""


class Record(NamedTuple):
    """One line: who decided what about which change, when."""

    id: str
    time: str
    by: str
    verdict: str
    key: str  # the change's id; for an ignore entry "scope:value"
    file: str = ""
    rule: str = ""
    before: str = ""
    after: str | None = None
    replacement: str | None = None
    alternatives: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    confidence: float = 0.0
    occurrences: int = 1  # how many places of the file looked alike
    source_hash: str = ""  # of the text an applied change was found in

    def is_near(self, change: Change) -> bool:
        """Whether it is about the place of `change`, although words next to it may be edited."""
        sides, others = (self.left, self.right), (change.left, change.right)
        return context(*sides) == change.context or agreement(sides, others) >= _ENOUGH_WORDS

    @property
    def is_ignore(self) -> bool:
        """Whether it is about a whole word, rule or file."""
        return self.verdict == IGNORED or self.key.partition(":")[0] in SCOPES

    @property
    def is_edited(self) -> bool:
        """Whether it was accepted in other words than the suggested ones."""
        return self.verdict == ACCEPTED and self.replacement not in (None, self.after)


def of_change(
    change: Change, verdict: str, by: str, replacement: str | None = None, time: str = ""
) -> Record:
    """A decision about one change, still without an id."""
    return Record(
        "",
        time,
        by,
        verdict,
        change.id,
        change.file,
        change.rule,
        change.before,
        change.after,
        replacement,
        change.alternatives,
        change.left,
        change.right,
        round(change.confidence, 4),
        change.occurrences,
    )


def of_applied(change: Change, by: str) -> Record:
    """That an accepted change has been written, still without an id."""
    return Record("", "", by, APPLIED, change.id, change.file, source_hash=change.source_hash)


def of_ignore(scope: str, change: Change, by: str) -> Record:
    """An ignore entry for the word, the rule or the file of `change`, still without an id."""
    value = {"word": change.before, "rule": change.rule, "file": change.file}[scope]
    return Record("", "", by, IGNORED, f"{scope}:{value}", rule=change.rule, before=change.before)


def ignore_keys(change: Change) -> set[str]:
    """The keys of all ignore entries that would cover `change`."""
    return {f"word:{change.before}", f"rule:{change.rule}", f"file:{change.file}"}


def to_row(record: Record) -> dict[str, Any]:
    """The line as JSON, without what says nothing."""
    default = Record._field_defaults
    return {k: v for k, v in record._asdict().items() if k not in default or v != default[k]}


def from_row(row: dict[str, Any]) -> Record | None:
    """The record of a line; None when it is none of ours (a stray or mangled line)."""
    fields = {k: row[k] for k in Record._fields if k in row}
    kinds_fit = all(isinstance(v, _KINDS.get(k, str)) for k, v in fields.items())
    if not kinds_fit or not fields.keys() >= set(Record._fields[:5]):
        return None
    fields["alternatives"] = tuple(map(str, fields.get("alternatives", ())))
    return Record(**fields)


_OPTIONAL = (str, type(None))
_KINDS: dict[str, Any] = {
    "after": _OPTIONAL,
    "replacement": _OPTIONAL,
    "alternatives": (list, tuple),
    "confidence": (int, float),
    "occurrences": int,
}
