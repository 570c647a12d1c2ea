"""One function for other engines: a table in, the same table with its text repaired out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from repair.model import APPLY_THRESHOLD

if TYPE_CHECKING:
    import pyarrow


def repair_table(
    table: pyarrow.Table,
    *,
    text_column: str = "text",
    proposals_column: str | None = None,
    min_confidence: float = APPLY_THRESHOLD,
    lexicon: Any = None,
    profile: str = "auto",
    witness: str | None = None,
) -> pyarrow.Table:
    """`table` with the text column repaired; rows, order, schema and metadata stay as they are.

    Made for Spark's ``mapInPandas``, ``datasets.map`` and ``ray.data.map_batches``: the knowledge
    is loaded once per process and kept.

    Args:
        table: rows with a column of text; null stays null.
        text_column: the column to repair.
        proposals_column: add a column of this name with every proposal of a row as JSON.
        min_confidence: make the changes at least this sure.
        lexicon: names and places of yours, see `repair.check`.
        profile: where the texts come from, see `repair.check`.
        witness: file of counts over the collection, as `repair batch` saves them.

    Raises:
        ValueError: when there is no such column of text.
    """
    import pyarrow

    from repair.batch.parquet import is_text, plain_type

    place = table.schema.get_field_index(text_column)
    if place < 0 or not is_text(table.schema.field(place).type):
        raise ValueError(
            f"The table has no text column {text_column!r} but {', '.join(table.column_names)}; "
            "name one with text_column."
        )
    field = table.schema.field(place)
    texts, proposals = [], []
    for row, text in enumerate(table.column(place).to_pylist()):
        new, found = _repaired(text, f"row {row}", min_confidence, lexicon, profile, witness)
        texts.append(new)
        proposals.append(found)
    column = pyarrow.array(texts, plain_type(field.type)).cast(field.type)
    table = table.set_column(place, field, column)
    if proposals_column is not None:
        table = table.append_column(proposals_column, pyarrow.array(proposals, pyarrow.string()))
    return table


def _repaired(
    text: str | None,
    name: str,
    min_confidence: float,
    lexicon: Any,
    profile: str,
    witness: str | None,
) -> tuple[str | None, str]:
    """The repaired text and its proposals as JSON."""
    import json

    from repair.batch.work import find, shared_knowledge
    from repair.model import Document, Result
    from repair.review.change import changes_of
    from repair.review.changeset import to_row

    if not text:
        return text, "[]"
    document = Document(text, name)
    findings = find(document, shared_knowledge(lexicon, profile, witness))
    rows = [to_row(change) for change in changes_of(document, findings)]
    return Result(document, findings).text(min_confidence), json.dumps(rows)
