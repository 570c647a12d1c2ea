"""Text files: whole where they are short, in parts cut at paragraphs where they are long."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from repair import formats
from repair.batch.errors import InputError
from repair.batch.inputs import Input
from repair.batch.pieces import PIECE_CHARACTERS, Columns, Part, Piece
from repair.batch.streams import compressed, reading, split_suffix
from repair.batch.writing import replacing
from repair.model import Edit
from repair.text.edits import apply
from repair.text.tokens import line_starts

WHOLE_BYTES = 1 << 20
"""Up to this size a text file is one piece, in any format and encoding."""

_STREAMED = ("", ".txt", ".text", ".log")  # formats that mean the same when cut at a paragraph
_BYTE_ORDER_MARK = codecs.BOM_UTF8
_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
_READ = 1 << 18


def pieces(index: int, source: Input, columns: Columns) -> Iterator[Piece]:
    """The file as one piece of bytes, or the parts of its decoded text.

    Raises:
        InputError: when it cannot be read, or is no text.
    """
    with reading(Path(source.path)) as stream:
        head = stream.read(WHOLE_BYTES + 1)
        if len(head) <= WHOLE_BYTES or not _is_streamed(source, head):
            data = head + stream.read()
            _check(data, source)
            yield Piece(index, 0, 0, (data,), None, source.size)
            return
        _check(head, source)
        offset, lines, column = 0, 0, 0
        for number, part in enumerate(parts(_decoded(head, stream))):
            place = Part(offset, lines, column)
            offset += len(part)
            yield Piece(index, number, 0, (part,), None, offset, place)
            starts = line_starts(part)
            lines += len(starts) - 1
            column = len(part) - starts[-1] + (column if len(starts) == 1 else 0)


def rewrite(source: Input, target: Path, edits: Iterable[Sequence[Edit]]) -> None:
    """Write the long text of `source` with the edits of each of its parts."""
    with reading(Path(source.path)) as stream, replacing(target) as output:
        head = stream.read(WHOLE_BYTES + 1)
        mark = _BYTE_ORDER_MARK if head.startswith(_BYTE_ORDER_MARK) else b""
        for part, changes in zip(parts(_decoded(head, stream)), edits, strict=True):
            data = mark + apply(part, changes).encode("utf-8", "surrogateescape")
            output.write(compressed(data, source.compression))
            mark = b""


def parts(blocks: Iterable[str]) -> Iterator[str]:
    """The text of `blocks` in parts of about `PIECE_CHARACTERS`, cut after a paragraph if it can.

    Joined together the parts are the text; the cuts do not depend on the blocks.
    """
    held = ""
    for block in blocks:
        held += block
        while len(held) > PIECE_CHARACTERS:
            end = _cut(held)
            yield held[:end]
            held = held[end:]
    if held:
        yield held


def _cut(text: str) -> int:
    """Where to end a part: after a blank line, else a line, else a space, else anywhere."""
    low, high = PIECE_CHARACTERS // 2, PIECE_CHARACTERS
    ends = [match.end() for match in _PARAGRAPH.finditer(text, low, high)]
    if ends:
        return ends[-1]
    for sign in ("\n", " "):
        at = text.rfind(sign, low, high)
        if at >= 0:
            return at + 1
    return high


def _decoded(head: bytes, stream: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    yield decoder.decode(head.removeprefix(_BYTE_ORDER_MARK))
    while data := stream.read(_READ):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _is_streamed(source: Input, head: bytes) -> bool:
    suffix = split_suffix(Path(source.path))[0]
    return suffix in _STREAMED and not head.startswith(_OTHER_MARKS)


def _check(data: bytes, source: Input) -> None:
    try:
        formats.read(data, source.path)
    except ValueError as error:
        raise InputError(f"{source.path} cannot be used: {error}") from None
