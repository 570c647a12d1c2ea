"""Files of text, in UTF-8 or what the byte order mark says; what is markup in them is marked.

Bytes that are not valid are kept as lone surrogates, which are protected, so that writing gives
back every byte nobody meant to change.
"""

from __future__ import annotations

from repair.formats.markup import STRICT, kind, marks, same_markup
from repair.model import Document, Mark
from repair.records import NamedTuple

_BYTE_ORDER_MARKS = (  # the longer first: UTF-32 LE begins like UTF-16 LE
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_NO_TEXT = (
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "a Rich Text file"),
    (b"%!PS", "a PostScript file"),
)
"""How files begin that may pass for text and break when a letter is changed."""

_LOOKED_AT = 8192

_OF_RECOGNISERS = frozenset({"html", "json_strings"})
"""Containers in which recognisers hand over their words."""


class UnreadableText(ValueError):
    """The bytes are no text this format can read; the message says why and what to do."""


class Source(NamedTuple):
    """A document together with what writing it back needs."""

    document: Document
    encoding: str
    byte_order_mark: bytes
    container: str = ""  # which of the formats its markup is, if any
    valid: bool = True  # whether every byte fits the encoding

    def write(self, text: str) -> bytes:
        """The file's bytes when its text is `text`.

        Raises:
            UnreadableText: when the markup of the container would no longer be what it was.
        """
        old = self.document.text
        if (
            self.container in STRICT
            and text != old
            and not same_markup(old, text, self.container)
        ):
            raise UnreadableText("the change would alter the markup of the file")
        errors = "surrogateescape" if self.encoding == "utf-8" else "surrogatepass"
        return self.byte_order_mark + text.encode(self.encoding, errors)


def read(data: bytes, name: str = "<text>") -> Source:
    """The text of `data`.

    Raises:
        UnreadableText: when the bytes are binary or do not fit their byte order mark.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            errors = "surrogateescape" if encoding == "utf-8" else "strict"
            try:
                return _source(body.decode(encoding, errors), name, encoding, mark)
            except UnicodeDecodeError as error:
                raise UnreadableText(
                    f"it begins like {encoding.upper()} but byte {error.start + len(mark)} does "
                    "not fit; convert it to UTF-8 first"
                ) from None
    for opening, kind_of_file in _NO_TEXT:
        if data.startswith(opening):
            raise UnreadableText(
                f"it is {kind_of_file}, whose text cannot be changed in place; export it as text"
            )
    if b"\0" in data[:_LOOKED_AT]:
        raise UnreadableText("it holds NUL bytes and looks binary; name text files only")
    try:
        return _source(data.decode("utf-8"), name, "utf-8", b"")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
        return _source(text, name, "utf-8", b"")._replace(valid=False)


def _source(text: str, name: str, encoding: str, mark: bytes) -> Source:
    container = kind(text, name)
    document = Document(text, name, _marks(text, container) if container else ())
    return Source(document, encoding, mark, container)


def _marks(text: str, container: str) -> tuple[Mark, ...]:
    """What is markup in the text, and how sure the recogniser was of its words."""
    found = marks(text, container)
    if container in _OF_RECOGNISERS:
        from repair.formats.recogniser import marks as confidences

        found += confidences(text, container)
    return found
