"""The closing line: what a run came to, in one sentence. Imports little: clean files pay for it."""

from __future__ import annotations

from repair.records import NamedTuple


class Counts(NamedTuple):
    """What a run came to, for the closing line and the exit code."""

    files: int = 0
    proposals: int = 0
    safe: int = 0  # proposals at or above the apply threshold
    marks: int = 0
    written: int = 0
    errors: int = 0

    def __add__(self, other: Counts) -> Counts:  # type: ignore[override]
        return Counts(*map(sum, zip(self, other, strict=True)))


def closing(counts: Counts) -> str:
    """One sentence with the counts of a run, and what to do next when there is something to do."""
    files = number(counts.files, "file")
    parts = []
    if counts.written:
        parts.append(f"{number(counts.written, 'repair')} written")
    if counts.proposals:
        safe = f" ({counts.safe} safe to write with -w)" if counts.safe else ""
        parts.append(f"{number(counts.proposals, 'proposal')}{safe}")
    if counts.marks:
        parts.append(f"{number(counts.marks, 'place')} marked for a person to look at")
    said = ", ".join(parts) if parts else "nothing to repair"
    errors = f"; {number(counts.errors, 'error')}" if counts.errors else ""
    return f"{files} checked: {said}{errors}."


def number(count: int, thing: str) -> str:
    """`count` and the thing counted, in the plural where it needs one."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def percent(confidence: float) -> str:
    """A confidence for a person, never rounded up: 0.9996 is 99.9%, not 100%."""
    return f"{int(confidence * 1000 + 1e-9) / 10:g}%"
