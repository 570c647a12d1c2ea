"""Bytes to text and back: nothing nobody touched may change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.formats import UnreadableText, read


@given(st.binary(max_size=200))
def test_writing_what_was_read_gives_the_same_bytes(data):
    try:
        source = read(data)
    except UnreadableText:
        return
    assert source.write(source.document.text) == data


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_byte_order_marks(encoding):
    data = "naïve café\r\nsecond line".encode(encoding)
    source = read(data)
    assert source.document.text == "naïve café\r\nsecond line"
    assert source.write(source.document.text) == data


def test_binary_is_refused():
    with pytest.raises(UnreadableText, match="binary"):
        read(b"\x7fELF\x00\x00")
