"""Bringing a hypothesis, its reference and its source together, record by record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from repair.batch.errors import InputError
from repair.batch.streams import reading, split_suffix
from repair.evaluate.measures import Record

_LINES = (".jsonl", ".ndjson")
_TRUTH_COLUMNS = ("gt", "truth", "reference", "ref", "text")
_SOURCE_COLUMNS = ("ocr", "asr", "source")
_TEXT_COLUMNS = ("text", "hypothesis", "hyp")


class Columns(NamedTuple):
    """Names of the JSONL fields; None means the first of the usual names that is there."""

    text: str | None = None
    truth: str | None = None
    source: str | None = None
    identifier: str = "id"


class Pairs(NamedTuple):
    """The records that could be matched and how many references had no hypothesis."""

    records: list[Record]
    missing: int  # they count as left unchanged, or as empty when no source is known


def read_pairs(hypothesis: Path, reference: Path, source: Path | None, columns: Columns) -> Pairs:
    """Match two JSONL files by identifier, two folders by relative path, or two text files.

    Raises:
        InputError: when something cannot be read, or nothing matches.
    """
    if split_suffix(reference)[0] in _LINES:
        return _from_lines(hypothesis, reference, source, columns)
    texts, truths = _texts(hypothesis), _texts(reference)
    sources = _texts(source) if source is not None else {}
    if reference.is_file():  # a pair of files, whatever their names
        truths, texts, sources = (
            {"": next(iter(t.values()), "")} if t else {} for t in (truths, texts, sources)
        )
    return _matched(
        {
            name: Record(name or str(reference), truth, "", sources.get(name), name)
            for name, truth in truths.items()
        },
        texts,
        hypothesis,
        reference,
    )


def _from_lines(hypothesis: Path, reference: Path, source: Path | None, columns: Columns) -> Pairs:
    sources = {} if source is None else _column(source, columns, columns.source, _TEXT_COLUMNS)
    records = {}
    for number, row in _rows(reference):
        identifier = str(row.get(columns.identifier, number))
        given = sources.get(identifier)
        if given is None:
            given = _field(row, columns.source, _SOURCE_COLUMNS)
        truth = _field(row, columns.truth, _TRUTH_COLUMNS)
        if truth is None:
            wanted = columns.truth or " or ".join(_TRUTH_COLUMNS)
            raise InputError(
                f"{reference}, line {number}: no field {wanted}. Name it with --truth-column."
            )
        joins = frozenset(str(word) for word in row.get("hyph_ok", ()))
        document = str(row.get("doc", identifier))
        records[identifier] = Record(identifier, truth, "", given, document, joins)
    texts = _column(hypothesis, columns, columns.text, _TEXT_COLUMNS)
    return _matched(records, texts, hypothesis, reference)


def _matched(
    records: Mapping[str, Record], texts: Mapping[str, str], hypothesis: Path, reference: Path
) -> Pairs:
    if not records.keys() & texts.keys():
        raise InputError(
            f"Nothing in {hypothesis} belongs to anything in {reference}: records are matched by "
            "identifier, files by their path inside the folder."
        )
    matched = [
        record._replace(hypothesis=texts.get(name, record.source or ""))
        for name, record in records.items()
    ]
    return Pairs(matched, sum(name not in texts for name in records))


def _texts(path: Path) -> dict[str, str]:
    if not path.exists():
        raise InputError(f"{path} does not exist.")
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    texts = {}
    for file in files:
        with reading(file) as stream:
            texts[file.relative_to(path).as_posix()] = stream.read().decode("utf-8", "replace")
    return texts


def _column(
    path: Path, columns: Columns, name: str | None, usual: tuple[str, ...]
) -> dict[str, str]:
    texts = {}
    for number, row in _rows(path):
        text = _field(row, name, usual)
        if text is None:
            raise InputError(
                f"{path}, line {number}: no field {name or ' or '.join(usual)}. "
                "Name it with --text-column."
            )
        texts[str(row.get(columns.identifier, number))] = text
    return texts


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with reading(path) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"{path}, line {number} is not JSON ({error}).") from None
            if not isinstance(row, dict):
                raise InputError(f"{path}, line {number} is not a JSON object.")
            yield number, row


def _field(row: Mapping[str, Any], name: str | None, usual: tuple[str, ...]) -> str | None:
    for key in (name,) if name else usual:
        if isinstance(row.get(key), str):
            return str(row[key])
    return None
