"""A unified diff that `patch -p1` and `git apply` accept.

Hunks are made from the edits themselves, not by comparing texts, so that a diff costs what the
edits cost, whatever the size of the file. Lines end with line feeds only, as both tools see them;
a carriage return belongs to its line, and a byte order mark to the first.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from repair.model import Edit, Span
from repair.outputs.report import BYTE_ORDER_MARK, Report
from repair.records import NamedTuple
from repair.text.edits import apply

CONTEXT = 3
"""Unchanged lines shown on either side of a change."""

_NO_NEWLINE = "\n\\ No newline at end of file\n"
_ESCAPES = {
    "\a": "a",
    "\b": "b",
    "\t": "t",
    "\n": "n",
    "\v": "v",
    "\f": "f",
    "\r": "r",
    '"': '"',
    "\\": "\\",
}


class _Change(NamedTuple):
    """Old lines [start, end) and the lines that take their place."""

    start: int
    end: int
    new: list[str]


def render(reports: Iterable[Report], min_confidence: float = 0.0) -> str:
    """The diff of what applying every proposal at or above `min_confidence` would change."""
    parts = []
    for report in reports:
        document = report.result.document
        edits = report.result.edits(min_confidence)
        mark = BYTE_ORDER_MARK if report.byte_order_mark else ""
        parts.append(unified(document.text, edits, document.name, prefix=mark))
    return "".join(parts)


def unified(text: str, edits: Sequence[Edit], name: str, prefix: str = "") -> str:
    """The diff between `text` and `text` with `edits`; empty when they change nothing.

    Args:
        text: the old text.
        edits: sorted, disjoint edits of it.
        name: the file's name, made relative to the current folder where it lies below it.
        prefix: what stands before the text in the file (a byte order mark).
    """
    edits = [edit for edit in edits if edit.before != edit.after]
    if not edits:
        return ""
    lines = _lines(prefix + text)
    changes = _changes(prefix + text, lines, edits, len(prefix))
    path = relative(name)
    header = f"--- {quoted('a/' + path)}\n+++ {quoted('b/' + path)}\n"
    return header + "".join(_hunks(lines, changes))


def relative(name: str) -> str:
    """The name both tools find from the current folder; outside of it, from the root."""
    path = os.path.normpath(name)
    if os.path.isabs(path) or path.startswith(".."):
        full = os.path.abspath(path)
        inside = os.path.relpath(full)
        path = full.lstrip(os.sep) if inside.startswith("..") else inside
    return path.replace(os.sep, "/")


def quoted(path: str) -> str:
    """The path as git and patch write it: quoted when it holds odd characters."""
    if any(c in _ESCAPES or c < " " or c == "\x7f" for c in path):
        escaped = "".join(
            "\\" + _ESCAPES[c]
            if c in _ESCAPES
            else f"\\{ord(c):03o}"
            if c < " " or c == "\x7f"
            else c
            for c in path
        )
        return f'"{escaped}"'
    return f"{path}\t" if " " in path else path  # the tab ends a name that holds spaces


def _lines(text: str) -> list[str]:
    """The lines with their line feeds; only the last may lack one."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _changes(text: str, lines: list[str], edits: Sequence[Edit], shift: int) -> list[_Change]:
    """The edits as replaced lines; edits that share a line become one change."""
    starts = list(accumulate(map(len, lines), initial=0))
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        span = Span(edit.span.start + shift, edit.span.end + shift)
        first = bisect_right(starts, span.start) - 1
        final = bisect_right(starts, span.end) - 1  # where the edit ends, that line changes too
        moved = edit._replace(span=span)
        if groups and first <= groups[-1][1]:
            start, end, shared = groups.pop()
            groups.append((start, max(final, end), [*shared, moved]))
        else:
            groups.append((first, final, [moved]))
    return [
        change
        for first, final, shared in groups
        if (change := _change(text, lines, starts, (first, final + 1), shared)) is not None
    ]


def _change(
    text: str, lines: list[str], starts: list[int], reach: tuple[int, int], edits: Sequence[Edit]
) -> _Change | None:
    """The replaced lines without those that stay the same at either end."""
    first, stop = reach[0], min(reach[1], len(lines))
    begin = starts[first]
    local = [e._replace(span=Span(e.span.start - begin, e.span.end - begin)) for e in edits]
    new = _lines(apply(text[begin : starts[stop]], local))
    old = lines[first:stop]
    while old and new and old[0] == new[0]:
        first, old, new = first + 1, old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return _Change(first, first + len(old), new) if old or new else None


def _hunks(lines: list[str], changes: list[_Change]) -> Iterator[str]:
    shift = at = 0
    while at < len(changes):
        stop = at + 1
        while stop < len(changes) and changes[stop].start - changes[stop - 1].end <= 2 * CONTEXT:
            stop += 1
        group = changes[at:stop]
        begin = max(0, group[0].start - CONTEXT)
        end = min(len(lines), group[-1].end + CONTEXT)
        old = end - begin
        new = old + sum(len(c.new) - (c.end - c.start) for c in group)
        yield f"@@ -{_range(begin, old)} +{_range(begin + shift, new)} @@\n"
        reached = begin
        for change in group:
            yield from (_signed(" ", line) for line in lines[reached : change.start])
            yield from (_signed("-", line) for line in lines[change.start : change.end])
            yield from (_signed("+", line) for line in change.new)
            reached = change.end
        yield from (_signed(" ", line) for line in lines[reached:end])
        shift += new - old
        at = stop


def _signed(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else sign + line + _NO_NEWLINE


def _range(begin: int, count: int) -> str:
    """Where a hunk's lines stand; an empty range stands after the line before it."""
    start = begin + 1 if count else begin
    return str(start) if count == 1 else f"{start},{count}"
