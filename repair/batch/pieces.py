"""Pieces: what a worker is given at a time, cut the same way however many workers there are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from repair.batch.errors import InputError
from repair.batch.inputs import LINES, PARQUET, Input

PIECE_CHARACTERS = 1 << 18
"""A piece has about this many characters; a longer row is a piece of its own."""

PIECE_ROWS = 2000

Payload = bytes | str | None


class Columns(NamedTuple):
    """Names of the columns of tables."""

    text: str = "text"
    identifier: str | None = None  # None: rows are known by their number


class Part(NamedTuple):
    """Where a part begins in its text."""

    offset: int  # in code points
    line: int  # line ends before it
    column: int  # code points since the last of them


class Piece(NamedTuple):
    """A stretch of one input: rows of a table, a whole text file, or a part of a long text."""

    input: int  # index among the run's inputs
    number: int  # from 0 within the input
    first_row: int  # of a table; 0 for texts
    rows: tuple[Payload, ...]  # file bytes, a part of a text, a JSON line, or a text column
    identifiers: tuple[str, ...] | None  # of a table's rows, where a column holds them
    position: int  # about how far the input's content has been read, in bytes
    part: Part | None = None  # where it stands, when it is a part of a long text


class End(NamedTuple):
    """An input has been read to its end, or as far as it can be."""

    input: int
    pieces: int
    error: str = ""  # why it could not be read further
    source: str = ""  # hash of the text, when it was read in parts


def read_pieces(
    index: int, source: Input, columns: Columns, skip: int = 0
) -> Iterator[Piece | End]:
    """All pieces of one input from number `skip` on, then an `End`; never raises for bad input."""
    number, digest = 0, None
    try:
        for piece in _reader(source)(index, source, columns):
            number = piece.number + 1
            if piece.part is not None:
                digest = digest or hashlib.sha256()
                digest.update(str(piece.rows[0]).encode("utf-8", "surrogatepass"))
            if piece.number >= skip:
                yield piece
    except InputError as error:
        yield End(index, number, str(error))
    except MemoryError:
        yield End(index, number, f"{source.path} has a row that does not fit into memory.")
    else:
        yield End(index, number, "", f"sha256:{digest.hexdigest()}" if digest else "")


def _reader(source: Input) -> Callable[[int, Input, Columns], Iterator[Piece]]:
    if source.kind == LINES:
        from repair.batch import lines

        return lines.pieces
    if source.kind == PARQUET:
        from repair.batch import parquet

        return parquet.pieces
    from repair.batch import texts

    return texts.pieces
