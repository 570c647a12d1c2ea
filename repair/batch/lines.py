"""JSONL: one row a line; a repaired row differs from the old one in its text value alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path
from typing import NamedTuple

from repair.batch.errors import InputError
from repair.batch.inputs import Input
from repair.batch.pieces import PIECE_CHARACTERS, PIECE_ROWS, Columns, Piece
from repair.batch.streams import compressed, reading
from repair.batch.writing import replacing
from repair.model import Edit
from repair.text.edits import apply

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class RowError(ValueError):
    """A line is no row; it passes through as it is."""


class Value(NamedTuple):
    """Where the text stands in a line, and what it is; None for null."""

    start: int
    end: int
    text: str | None


def pieces(index: int, source: Input, columns: Columns) -> Iterator[Piece]:
    """Runs of whole lines, undecoded."""
    with reading(Path(source.path)) as stream:
        rows: list[bytes] = []
        held, number, first, position = 0, 0, 0, 0
        for line in stream:
            if rows and (held + len(line) > PIECE_CHARACTERS or len(rows) == PIECE_ROWS):
                yield Piece(index, number, first, tuple(rows), None, position)
                first += len(rows)
                number, rows, held = number + 1, [], 0
            rows.append(line)
            held += len(line)
            position += len(line)
        if rows:
            yield Piece(index, number, first, tuple(rows), None, position)


def rewrite(
    source: Input, target: Path, columns: Columns, edits: Iterable[Mapping[int, Sequence[Edit]]]
) -> None:
    """Write `source` with the edits of each of its pieces, by row number."""
    with replacing(target) as output:
        for piece, changed in zip(pieces(0, source, columns), edits, strict=True):
            lines = list(piece.rows)
            for row, changes in changed.items():
                line = lines[row - piece.first_row]
                assert isinstance(line, bytes)
                lines[row - piece.first_row] = edited(line, columns.text, changes)
            output.write(compressed(b"".join(lines), source.compression))  # type: ignore[arg-type]


def edited(line: bytes, column: str, changes: Sequence[Edit]) -> bytes:
    """The line with its text value edited and every other byte as it was."""
    text = line.decode("utf-8")
    value = find_value(text, column)
    new = apply(value.text or "", changes)
    plain = text[value.start : value.end].isascii() and not text.isascii()
    written = json.dumps(new, ensure_ascii=plain or text.isascii())
    try:
        return (text[: value.start] + written + text[value.end :]).encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates, which JSON can only hold escaped
        return (text[: value.start] + json.dumps(new) + text[value.end :]).encode("utf-8")


def row_text(line: bytes, columns: Columns) -> tuple[str | None, str | None]:
    """The text of a row and its identifier, if a column holds one.

    Raises:
        RowError: when the line is not a JSON object or lacks the text column.
    """
    try:
        row = json.loads(line)
    except ValueError as error:
        raise RowError(f"not JSON ({error})") from None
    except RecursionError:
        raise RowError("JSON nested too deeply") from None
    if not isinstance(row, dict):
        raise RowError("not a JSON object")
    if columns.text not in row:
        raise RowError(f"no field {columns.text!r}; name the text with --text-column")
    text = row[columns.text]
    if text is not None and not isinstance(text, str):
        raise RowError(f"the field {columns.text!r} is not text")
    identifier = None if columns.identifier is None else row.get(columns.identifier)
    return text, None if identifier is None else str(identifier)


def find_value(line: str, column: str) -> Value:
    """Where the last value of the top-level key `column` stands, as a JSON reader takes it."""
    found = None
    at = _past_space(line, line.index("{") + 1)
    while line[at] != "}":
        key, at = scanstring(line, at + 1)
        start = _past_space(line, _past_space(line, at) + 1)
        value, at = _DECODER.raw_decode(line, start)
        if key == column:
            found = Value(start, at, value)
        at = _past_space(line, at)
        if line[at] == ",":
            at = _past_space(line, at + 1)
    if found is None:
        raise InputError(f"no field {column!r}")
    return found


def _past_space(line: str, at: int) -> int:
    match = _SPACE.match(line, at)
    return match.end() if match else at
