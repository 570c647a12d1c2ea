"""What a run found, and the change set it leaves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from repair.batch.inputs import Input
from repair.batch.journal import Entry, placed_entries
from repair.batch.writing import replacing
from repair.formats.files import write_atomically
from repair.review.change import Change
from repair.review.changeset import HEADER, to_row
from repair.review.line_file import encode
from repair.text.identity import fingerprint

_ERRORS_SHOWN = 1000


class Summary(NamedTuple):
    """Totals of a run; the same for the same inputs and settings, however it was run."""

    inputs: int
    documents: int
    damaged: int  # documents with a proposal
    words: int
    characters: int
    rules: dict[str, list[int]]  # proposals by rule, and of them applied
    failed: list[list[str]]  # inputs that could not be read, and why
    errors: list[str]  # rows that could not be used, the first of them
    error_count: int

    @property
    def proposals(self) -> int:
        """How many changes are proposed or made."""
        return sum(counts[0] for counts in self.rules.values())

    @property
    def applied(self) -> int:
        """How many of them were made."""
        return sum(counts[1] for counts in self.rules.values())


def summarize(journal: Path, inputs: list[Input]) -> Summary:
    """Add up a complete journal."""
    totals: Counter[str] = Counter()
    rules: dict[str, list[int]] = {}
    failed: list[list[str]] = []
    errors: list[str] = []
    damaged_input = -1
    for entry, _ in placed_entries(journal):
        if entry.failure:
            failed.append([inputs[entry.input].relative, entry.failure])
        is_later_part = entry.offset > 0
        totals.update(
            documents=0 if is_later_part else entry.documents,
            damaged=0 if is_later_part and entry.input == damaged_input else entry.damaged,
            words=entry.words,
            characters=entry.characters,
            errors=len(entry.errors),
        )
        damaged_input = entry.input if entry.damaged else damaged_input
        errors += [sentence for _, sentence in entry.errors[: _ERRORS_SHOWN - len(errors)]]
        for rule, (proposed, applied) in entry.rules.items():
            counts = rules.setdefault(rule, [0, 0])
            counts[0] += proposed
            counts[1] += applied
    return Summary(
        len(inputs),
        totals["documents"],
        totals["damaged"],
        totals["words"],
        totals["characters"],
        dict(sorted(rules.items())),
        failed,
        errors,
        totals["errors"],
    )


def write_results(journal: Path, inputs: list[Input], output: Path, summary: Summary) -> None:
    """Write the change set of the whole collection and the summary."""
    with replacing(output / "changes.jsonl") as stream:
        stream.write(encode(HEADER))
        for section in _sections(journal):
            failed, in_parts = section.end.failure, section.end.source
            if failed:
                continue  # the part that could be read is no basis for changing the file
            if in_parts:
                for line in _whole(journal, section):
                    stream.write(line)
                continue
            for entry in section.entries(journal):
                stream.write(entry.body)
    values = {**summary._asdict(), "proposals": summary.proposals, "applied": summary.applied}
    write_atomically(output / "summary.json", json.dumps(values, indent=2).encode() + b"\n")


def as_text(summary: Summary, output: Path) -> str:
    """The summary for the terminal."""
    lines = [
        f"{summary.inputs:,} files, {summary.documents:,} texts, {summary.words:,} words; "
        f"{summary.damaged:,} texts with {summary.proposals:,} proposals"
        + (f", {summary.applied:,} of them applied" if summary.applied else "")
    ]
    by_count = sorted(summary.rules.items(), key=lambda item: (-item[1][0], item[0]))
    lines += [f"  {rule:22}{counts[0]:>10,}" for rule, counts in by_count]
    lines.append(f"Change set: {output / 'changes.jsonl'}")
    if summary.error_count:
        lines.append(f"{summary.error_count:,} rows passed through unread; see summary.json.")
    lines += [f"not read: {reason}" for _, reason in summary.failed[:20]]
    return "\n".join(lines) + "\n"


class _Section(NamedTuple):
    """The entries of one input, and its end."""

    start: int
    stop: int
    end: Entry

    def entries(self, journal: Path) -> Iterator[Entry]:
        from repair.batch.journal import entries

        return (entry for entry in entries(journal, self.start, self.stop) if not entry.end)


def _sections(journal: Path) -> Iterator[_Section]:
    start = 0
    for entry, stop in placed_entries(journal):
        if entry.end:
            yield _Section(start, stop, entry)
            start = stop


def _whole(journal: Path, section: _Section) -> Iterator[bytes]:
    """The changes of a text that was read in parts, as if it had been read whole."""
    alike = Counter(
        _key(change) for entry in section.entries(journal) for change in entry.changes()
    )
    seen: Counter[Any] = Counter()
    for entry in section.entries(journal):
        for change in entry.changes():
            key = _key(change)
            identifier = fingerprint(*key[:3], *key[3], seen[key])
            row = to_row(
                change._replace(
                    id=identifier,
                    source=section.end.source,
                    occurrence=seen[key],
                    occurrences=alike[key],
                )
            )
            seen[key] += 1
            yield encode(row)


def _key(change: Change) -> tuple[Any, ...]:
    return change.rule, change.before, change.after, change.context
