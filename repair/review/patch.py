"""A unified diff, perhaps edited by hand, as approval: what is left in it is what was accepted."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from repair.formats.files import WriteError
from repair.model import Span
from repair.review import ReviewError
from repair.review.apply import Plan, Refusal, Report, path_inside, rewrite
from repair.review.journal import Journal, Made
from repair.text.edits import between

RULE = "patch"
BYTE_ORDER_MARK = "\ufeff"  # part of a diff's first line, but not of a document's text

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_LETTERS = dict(
    zip(
        [b"a", b"b", b"t", b"n", b"v", b"f", b"r"],
        [b"\a", b"\b", b"\t", b"\n", b"\v", b"\f", b"\r"],
        strict=True,
    )
)


class Hunk(NamedTuple):
    """One hunk: where it began in the old file, and its lines with their signs."""

    start: int  # line number, from 1
    lines: tuple[tuple[str, str, bool], ...]  # sign, text without line end, has a line end

    def side(self, sign: str) -> list[str]:
        """The lines of the old ("-") or the new ("+") side."""
        return [text for mark, text, _ in self.lines if mark in (" ", sign)]


def apply_patch(path: str, root: Path, folder: Path, by: str) -> Report:
    """Write the hunks of the diff at `path` to the files below `root`.

    Hunks may have been taken out or edited; line counts need not fit. Every other line has to be
    there exactly. The journal is kept in `folder`. Raises `ReviewError` when the diff is unusable.
    """
    try:
        patch = Path(path).read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise ReviewError(f"{path} cannot be read ({error.strerror}); check the name.") from error
    journal = Journal(folder)
    written: dict[str, int] = {}
    already, refused = 0, []
    for file, hunks in parse(patch, path):
        try:
            target = path_inside(root, root / file)
            plan = rewrite(target, file, journal, partial(_planned, file, hunks, by))
        except (Refusal, WriteError) as error:
            refused.append(str(error))
            continue
        refused += plan.refused
        if plan.made:
            written[file] = written.get(file, 0) + len(plan.made)
        elif not plan.refused:
            already += 1
    journal.prune()
    return Report(written, already, tuple(refused))


def parse(patch: str, name: str = "<patch>") -> Iterator[tuple[str, list[Hunk]]]:
    """Each file of the diff with its hunks. Raises `ReviewError`."""
    lines = patch.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    found, at = False, 0
    while at < len(lines):
        if not _is_header(lines, at):
            at += 1
            continue
        file = _file_name(lines[at], lines[at + 1])
        at += 2
        hunks = []
        while at < len(lines) and (match := _HUNK.match(lines[at])):
            end = at + 1
            while end < len(lines) and not _ends_hunk(lines, end):
                end += 1
            hunks.append(Hunk(int(match[1]), tuple(_signed(lines[at + 1 : end], name, at + 1))))
            at = end
        found = True
        yield file, hunks
    if not found:
        raise ReviewError(
            f"{name} is neither a change set nor a unified diff. Write one with "
            "`repair fix PATH --save changes.jsonl` or `repair fix PATH --diff > fix.patch`."
        )


def _is_header(lines: list[str], at: int) -> bool:
    return lines[at].startswith("--- ") and at + 1 < len(lines) and lines[at + 1].startswith("+++ ")


def _ends_hunk(lines: list[str], at: int) -> bool:
    if lines[at].startswith(("@@ -", "diff --git ")):
        return True
    return _is_header(lines, at) and (at + 2 == len(lines) or lines[at + 2].startswith("@@ -"))


def _file_name(old: str, new: str) -> str:
    for header in (new, old):
        file = header[4:].partition("\t")[0].rstrip("\r")
        if file.startswith('"') and file.endswith('"'):
            raw = file[1:-1].encode("utf-8", "surrogateescape")
            file = os.fsdecode(_ESCAPE.sub(_unquoted, raw))
        if file != "/dev/null":
            return file[2:] if file[:2] in ("a/", "b/") else file
    raise ReviewError("The diff names no file.")


def _unquoted(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    return bytes([int(escaped, 8)]) if len(escaped) == 3 else _LETTERS.get(escaped, escaped)


def _signed(lines: list[str], name: str, first: int) -> Iterator[tuple[str, str, bool]]:
    for number, line in enumerate(lines):
        if line.startswith("\\"):
            continue
        sign, text = (line[0], line[1:]) if line else (" ", "")  # editors strip trailing spaces
        if sign not in " +-":
            raise ReviewError(
                f"{name}, line {first + number + 1}: a line of a hunk begins with a space, "
                f"'+' or '-', not {sign!r}. Mend that line, or delete the hunk."
            )
        ends = not (number + 1 < len(lines) and lines[number + 1].startswith("\\"))
        yield sign, text.removeprefix(BYTE_ORDER_MARK).removesuffix("\r"), ends


def _planned(file: str, hunks: list[Hunk], by: str, text: str, _: str) -> Plan:
    lines = text.splitlines(keepends=True) if "\n" not in text else _lines(text)
    bare = [line.rstrip("\r\n") for line in lines]
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    made, refused = [], []
    for hunk in hunks:
        at = _find(bare, hunk.side("-"), hunk.start - 1)
        if at is None:
            if _find(bare, hunk.side("+"), hunk.start - 1) is None:
                refused.append(
                    f"{file}, line {hunk.start}: the lines of this hunk do not stand there any "
                    "more, so it is not applied. Write the diff again with `repair fix --diff`."
                )
            continue
        count = len(hunk.side("-"))
        start, end = offsets[at], offsets[at + count]
        old, new = text[start:end], _patched(hunk, lines[at : at + count], ending)
        if old and not old.endswith(("\n", "\r")) and count == len(lines) - at:
            new = new.removesuffix("\n").removesuffix("\r")  # the file's last line has no end
        for edit in between(old, new):
            span = Span(edit.span.start + start, edit.span.end + start)
            made.append(Made(edit._replace(span=span, rule=RULE), "", by, ""))
    made.sort(key=lambda one: one.edit.span)
    if any(a.edit.span.overlaps(b.edit.span) for a, b in pairwise(made)):
        raise Refusal(f"{file}: hunks of the diff overlap, so none is applied.")
    return Plan(tuple(made), refused=tuple(refused))


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _patched(hunk: Hunk, lines: list[str], ending: str) -> str:
    """The lines of a hunk as it wants them; each keeps its own end, a new one gets that of the
    line it stands for."""
    made: list[str] = []
    ends: list[str] = []
    rest = iter(lines)
    for sign, text, has_end in hunk.lines:
        if sign == "+":
            end = (ends.pop(0) if ends else "") or ending
            made.append(text + (end if has_end else ""))
            continue
        line = next(rest)
        if sign == "-":
            ends.append(line[len(line.rstrip("\r\n")) :])
        else:
            made.append(line)
            ends = []
    return "".join(made)


def _find(lines: list[str], wanted: list[str], expected: int) -> int | None:
    """Where the lines stand: where expected, else in the one place that has them."""
    count = len(wanted)
    if lines[max(0, expected) : max(0, expected) + count] == wanted:
        return max(0, expected)
    if not wanted:
        return None
    places = [
        at
        for at in range(len(lines) - count + 1)
        if lines[at] == wanted[0] and lines[at : at + count] == wanted
    ]
    return places[0] if len(places) == 1 else None
