"""What no rule may touch."""

import pytest

from repair.model import Document, Mark, Span
from repair.text.protect import is_number, protected_spans, quotations


def protected(text):
    return [text[a:b] for a, b in protected_spans(Document(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://ex.com/teh?x=1 now", ["https://ex.com/teh?x=1"]),
        ("see www.teh.org/recieve now", ["www.teh.org/recieve"]),
        ("visit teh-shop.co.uk/about today", ["teh-shop.co.uk/about"]),
        ("write to j.doe@recieve.com please", ["j.doe@recieve.com"]),
        ("said @joeygarrison on X", ["@joeygarrison"]),
        ("tagged #throwbak today", ["#throwbak"]),
        ("call `recieve teh` here", ["`recieve teh`"]),
        ("a\n```\nteh code\n```\nb", ["```\nteh code\n```"]),
        ("---\ntitle: teh\n---\nBody", ["---\ntitle: teh\n---\n"]),
        ("the my_varible name", ["my_varible"]),
        ("call std::vec::Vec or foo() now", ["std::vec::Vec", "foo()"]),
        ("open notse.txt or src/lib/fiel.rs now", ["notse.txt", "src/lib/fiel.rs"]),
        ("he recieved [sic] it", ["recieved [sic]"]),
        ("an <b>bold</b> word", ["<b>", "</b>"]),
        ("AT&amp;T", ["&amp;"]),
        ("caf\udce9 bar", ["\udce9"]),
        ("no links here. None at all", []),
        ("found p < 0.001 and n = 12 here", ["p < 0.001", "n = 12"]),
        ("a gain > 2 lb, or x = y", ["> 2", "x = y"]),
        ("born 9 Jun 1766 in York, on 9 June", ["9 Jun 1766"]),
        ("set lat=-5.77 and to=day", ["lat=-5.77"]),
        ("in c.z.hikari.pool.HikariPool at", ["c.z.hikari.pool.HikariPool"]),
        ("the U.S.officials at 5 p.m.The end.Now", []),
        ("he ``said'' so, ``twice'' now", []),
        ("use ``a `b` c`` here", ["``a `b` c``"]),
    ],
)
def test_protected(text, expected):
    assert protected(text) == expected


def test_format_marks_are_protected():
    document = Document("abc def", marks=(Mark(Span(0, 3), "protected"), Mark(Span(4, 7), "time")))
    assert document.protected == (Span(0, 3),)
    assert document.is_protected(Span(2, 5))
    assert not document.is_protected(Span(3, 5))


@pytest.mark.parametrize(
    "number",
    ["1938", "10,000", "£9.2m", "7:16", "100%", "21st", "12/05/2019", "-3.5", "5kg", "2018-19"],
)
def test_numbers(number):
    assert is_number(number)


@pytest.mark.parametrize("word", ["l938", "bro1ught", "abc", "1lood", "tim3"])
def test_not_numbers(word):
    assert not is_number(word)


def test_quotations():
    text = 'He said "teh end" and “an other” but ‘so what’ and don’t.'
    assert [text[a:b] for a, b in quotations(text)] == ['"teh end"', "“an other”", "‘so what’"]
