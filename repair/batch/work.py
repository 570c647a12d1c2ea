"""What a worker does with a piece: find, name every proposal, and write short files back."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from repair import formats
from repair.api import knowledge_for
from repair.batch import lines
from repair.batch.inputs import LINES, TEXT, Input
from repair.batch.journal import Entry
from repair.batch.pieces import PIECE_CHARACTERS, Payload, Piece
from repair.batch.settings import Settings
from repair.batch.streams import compressed, reading
from repair.batch.texts import parts
from repair.formats.files import write_atomically
from repair.knowledge import Knowledge
from repair.model import Document, Edit, Finding, Result, Span
from repair.review import changeset
from repair.review.change import Change, changes_of, relative
from repair.text.edits import apply

POLICY = "policy"
"""Who accepted what was applied without asking."""


_DEFAULTS = Settings("", "")


class Text(NamedTuple):
    """One text of a piece and what it is called in the change set."""

    row: int
    name: str
    document: Document
    source: formats.Source | None = None  # for a whole file


class Worker:
    """Repairs pieces with knowledge that is loaded once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._knowledge = load_knowledge(settings)
        self._approved: dict[str, list[Change]] = {}
        if settings.approved:
            for change in changeset.load(settings.approved):
                self._approved.setdefault(change.file, []).append(change)

    def __call__(self, source: Input, piece: Piece) -> Entry:
        """The journal entry for a piece; a text that cannot be checked is an error in it.

        Raises:
            OSError: when the output cannot be written.
        """
        texts, errors = read_texts(source, piece, self._settings)
        entry = Entry(piece.input, piece.number, errors=errors)
        entry.offset = piece.part.offset if piece.part else 0
        for text in texts:
            try:
                changes = self._changes(text, piece)
            except Exception as error:
                entry.errors.append((text.row, f"{text.name}: {type(error).__name__}: {error}"))
                changes = []
            entry.add(text.row, text.document, changes)
            if self._settings.write and text.source is not None:
                self._write(source, text, changes)
        return entry

    def _changes(self, text: Text, piece: Piece) -> list[Change]:
        if self._settings.approved:
            return self._approved_changes(text, piece)
        findings = find(text.document, self._knowledge, self._settings)
        changes = changes_of(text.document, findings, text.name)
        threshold = self._settings.apply_threshold if self._settings.write else 2.0
        return [
            _placed(
                c._replace(decision="accepted", by=POLICY) if c.confidence >= threshold else c,
                piece,
            )
            for c in changes
        ]

    def _approved_changes(self, text: Text, piece: Piece) -> list[Change]:
        """The accepted changes that stand in this text, which must still read the same there."""
        offset = piece.part.offset if piece.part else 0
        changes = []
        for change in self._approved.get(text.name, ()):
            start, end = change.span.start - offset, change.span.end - offset
            if change.decision != "accepted" or not 0 <= start <= len(text.document.text):
                continue
            if text.document.text[start:end] != change.before:
                raise ValueError(
                    f"{change.before!r} no longer stands at offset {change.span.start}; "
                    "the text has changed since the change set was written"
                )
            changes.append(change)
        return changes

    def _write(self, source: Input, text: Text, changes: Sequence[Change]) -> None:
        assert text.source is not None
        repaired = apply(text.document.text, accepted_edits(changes))
        if repaired == text.document.text:
            with reading(Path(source.path)) as stream:
                data = stream.read()
        else:
            data = text.source.write(repaired)
        target = Path(self._settings.output, "files", source.relative)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, compressed(data, source.compression))


def warm(text: str) -> None:
    """Load what the default knowledge needs by repairing a damaged text."""
    from repair.api import check

    check(text)


def load_knowledge(settings: Settings) -> Knowledge:
    """The knowledge of a run, with the collection's evidence when there is one."""
    witness = None
    if settings.witness:
        from repair.batch.witness import load_witness

        witness = load_witness(Path(settings.witness))
    lexicon = list(settings.lexicon) or None
    if witness is None:
        return knowledge_for(lexicon, profile=settings.profile)
    return Knowledge(lexicon, profile=settings.profile, witness=witness)


@functools.cache
def shared_knowledge(lexicon: Any, profile: str, witness: str | None) -> Knowledge:
    """The knowledge for these settings, kept for the life of the process."""
    paths = () if lexicon is None else (lexicon,) if isinstance(lexicon, str) else tuple(lexicon)
    return load_knowledge(Settings("", "", lexicon=paths, profile=profile, witness=witness or ""))


def find(
    document: Document, knowledge: Knowledge, settings: Settings = _DEFAULTS
) -> tuple[Finding, ...]:
    """The proposals for a text; a very long one is read in parts."""
    from repair.pipeline import check_document

    def check(part: Document) -> Result:
        return check_document(
            part,
            knowledge,
            min_confidence=settings.min_confidence,
            select=settings.select or None,
            ignore=settings.ignore or None,
        )

    if len(document.text) <= 2 * PIECE_CHARACTERS or document.marks:
        return check(document).proposals
    found: list[Finding] = []
    offset = 0
    for part in parts([document.text]):
        for finding in check(Document(part, document.name)).proposals:
            start, end = finding.span
            found.append(finding._replace(span=Span(start + offset, end + offset)))
        offset += len(part)
    return tuple(found)


def read_texts(
    source: Input, piece: Piece, settings: Settings
) -> tuple[list[Text], list[tuple[int, str]]]:
    """The texts of a piece, and for the rows that hold none, why."""
    name = relative(source.path, settings.root)
    texts: list[Text] = []
    errors: list[tuple[int, str]] = []
    for place, payload in enumerate(piece.rows):
        row = piece.first_row + place
        identifier = piece.identifiers[place] if piece.identifiers else str(row)
        try:
            text = _text(source, payload, row, name, identifier, settings)
        except ValueError as error:
            errors.append((row, f"{name}, row {row + 1}: {error}"))
            continue
        if text is not None:
            texts.append(text)
    return texts, errors


def _text(
    source: Input, payload: Payload, row: int, name: str, identifier: str, settings: Settings
) -> Text | None:
    if source.kind == TEXT:
        if isinstance(payload, bytes):
            read = formats.read(payload, name)
            return Text(row, name, read.document, read)
        return Text(row, name, Document(payload or "", name))
    text: str | None
    if source.kind == LINES:
        assert isinstance(payload, bytes)
        if not payload.strip():
            return None
        text, given = lines.row_text(payload, settings.columns)
        identifier = given or identifier
    else:
        assert not isinstance(payload, bytes)
        text = payload
    if not text:
        return None
    name = f"{name}#{identifier}"
    return Text(row, name, Document(text, name))


def _placed(change: Change, piece: Piece) -> Change:
    """The change where it stands in the whole text, when the piece is a part of one."""
    if piece.part is None:
        return change
    offset, line, column = piece.part
    return change._replace(
        span=Span(change.span.start + offset, change.span.end + offset),
        line=change.line + line,
        column=change.column + (column if change.line == 1 else 0),
    )


def accepted_edits(changes: Sequence[Change], offset: int = 0) -> list[Edit]:
    """The edits of the accepted changes, for a text that begins `offset` code points later."""
    return [
        Edit(
            Span(change.span.start - offset, change.span.end - offset),
            change.before,
            (change.after or "") if change.replacement is None else change.replacement,
            change.rule,
            change.confidence,
            change.reason,
        )
        for change in sorted(changes, key=lambda c: c.span)
        if change.decision == "accepted" and (change.after is not None or change.replacement)
    ]
