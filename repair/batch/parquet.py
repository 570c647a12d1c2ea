"""Parquet: one text column is read and repaired; order, schema, metadata and the rest stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from repair.batch.errors import InputError, MissingExtra
from repair.batch.inputs import Input
from repair.batch.pieces import PIECE_CHARACTERS, PIECE_ROWS, Columns, Piece
from repair.batch.writing import replacing
from repair.model import Edit
from repair.text.edits import apply

_BATCH_BYTES = 1 << 24  # decoded at a time while copying


def pieces(index: int, source: Input, columns: Columns) -> Iterator[Piece]:
    """Runs of rows of the text column; null stays None.

    Raises:
        InputError: when the file is no sound Parquet or has no such text column.
    """
    with _opened(source) as file:
        wanted = [_checked(file, source, columns.text)]
        if columns.identifier is not None:
            wanted.append(_known(file, source, columns.identifier, "--id-column"))
        rows: list[str | None] = []
        names: list[str] = []
        held, number, first = 0, 0, 0
        for batch in file.iter_batches(batch_size=_rows_per_batch(file), columns=wanted):
            texts = batch.column(columns.text).to_pylist()
            given = None
            if columns.identifier is not None:
                given = [str(name) for name in batch.column(columns.identifier).to_pylist()]
            for place, text in enumerate(texts):
                size = len(text or "")
                if rows and (held + size > PIECE_CHARACTERS or len(rows) == PIECE_ROWS):
                    yield _piece(index, number, first, rows, names if given else None, file, source)
                    first += len(rows)
                    number, rows, names, held = number + 1, [], [], 0
                rows.append(text)
                held += size
                if given:
                    names.append(given[place])
        if rows:
            yield _piece(index, number, first, rows, names or None, file, source)


def rewrite(
    source: Input, target: Path, columns: Columns, edits: Iterable[Mapping[int, Sequence[Edit]]]
) -> None:
    """Write `source` with the edits of each of its pieces, by row number."""
    import pyarrow
    import pyarrow.parquet

    waiting = (pair for piece in edits for pair in sorted(piece.items()))
    following = next(waiting, None)
    first = 0
    with _opened(source) as file, replacing(target) as output:
        schema = file.schema_arrow
        place = schema.get_field_index(columns.text)
        with pyarrow.parquet.ParquetWriter(output, schema, compression=_codec(file)) as writer:
            for batch in file.iter_batches(batch_size=_rows_per_batch(file)):
                if following is not None and following[0] < first + len(batch):
                    texts = batch.column(place).to_pylist()
                    while following is not None and following[0] < first + len(batch):
                        row, changes = following
                        texts[row - first] = apply(texts[row - first] or "", changes)
                        following = next(waiting, None)
                    column = pyarrow.array(texts, plain_type(schema.field(place).type))
                    batch = batch.set_column(
                        place, schema.field(place), column.cast(schema.field(place).type)
                    )
                writer.write_batch(batch)
                first += len(batch)


def arrow() -> Any:
    """The `pyarrow` package, or an error that says how to get it."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("Reading and writing Parquet", "pyarrow", "batch") from None
    return pyarrow


def is_text(kind: Any) -> bool:
    """Whether an Arrow type holds text."""
    types = arrow().types
    return bool(
        types.is_string(kind)
        or types.is_large_string(kind)
        or (hasattr(types, "is_string_view") and types.is_string_view(kind))
        or (types.is_dictionary(kind) and is_text(kind.value_type))
    )


def plain_type(kind: Any) -> Any:
    """The type of the values of a dictionary-encoded type; any other type itself."""
    return kind.value_type if arrow().types.is_dictionary(kind) else kind


@contextmanager
def _opened(source: Input) -> Iterator[Any]:
    pyarrow = arrow()
    if source.compression:
        raise InputError(
            f"{source.path} is a compressed Parquet file; Parquet compresses by itself, "
            "so decompress it first."
        )
    try:
        with pyarrow.parquet.ParquetFile(source.path) as file:
            yield file
    except (pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None and error.errno in (28, 27):
            raise
        reason = str(error).splitlines()[0].rstrip(".")
        raise InputError(f"{source.path} cannot be read as Parquet ({reason}).") from None


def _checked(file: Any, source: Input, column: str) -> str:
    _known(file, source, column, "--text-column")
    if not is_text(file.schema_arrow.field(column).type):
        raise InputError(
            f"{source.path}: the column {column!r} holds "
            f"{file.schema_arrow.field(column).type}, not text. Name another with --text-column."
        )
    return column


def _known(file: Any, source: Input, column: str, option: str) -> str:
    names = file.schema_arrow.names
    if column not in names:
        raise InputError(
            f"{source.path} has no column {column!r} but {', '.join(names)}. "
            f"Name one with {option}."
        )
    return column


def _rows_per_batch(file: Any) -> int:
    """As many rows as make about `_BATCH_BYTES`, judging by the row groups' sizes."""
    metadata = file.metadata
    size = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    fitting: int = _BATCH_BYTES * max(1, metadata.num_rows) // max(1, size)
    return max(1, min(1 << 16, fitting))


def _codec(file: Any) -> str:
    """The compression of the file's first column chunk, in the writer's words."""
    if file.metadata.num_row_groups == 0 or file.metadata.num_columns == 0:
        return "snappy"
    codec = str(file.metadata.row_group(0).column(0).compression).lower()
    return "none" if codec == "uncompressed" else codec


def _piece(
    index: int,
    number: int,
    first: int,
    rows: Sequence[str | None],
    names: Sequence[str] | None,
    file: Any,
    source: Input,
) -> Piece:
    position = source.size * (first + len(rows)) // max(1, file.metadata.num_rows)
    identifiers = None if names is None else tuple(names)
    return Piece(index, number, first, tuple(rows), identifiers, position)
