"""What each container calls markup, and that no repair touches it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import repair
from repair.formats import UnreadableText, read
from repair.formats.markup import kind, marks, same_markup

CONTAINERS = ("html", "json_strings", "latex", "markdown", "subtitles", "table_cells")


def words(text: str, container: str) -> list[str]:
    """What is left between the markup, without surrounding space."""
    found, at = [], 0
    for mark in marks(text, container):
        found.append(text[at : mark.span.start].strip())
        at = max(at, mark.span.end)
    return [part for part in [*found, text[at:].strip()] if part]


@pytest.mark.parametrize(
    ("name", "text", "container"),
    [
        ("a.txt", "plain", ""),
        ("a", "WEBVTT\n\nhe said", "subtitles"),
        ("a", "  <!DOCTYPE html><p>he</p>", "html"),
        ("-", "<?xml version='1.0'?><a/>", "html"),
        ("paper", "\\documentclass{a}", "latex"),
        ("a.txt", "Words and <b>words</b>", ""),
        ("B.MD", "x", "markdown"),
        ("pages.jsonl#4", "{}", ""),
    ],
)
def test_kind(name: str, text: str, container: str) -> None:
    assert kind(text, name) == container


@pytest.mark.parametrize(
    ("container", "text", "expected"),
    [
        ("markdown", "# Head\n\n> said\n\n- [ ] task\n1. item", ["Head", "said", "task", "item"]),
        ("markdown", "| a | b |\n|---|:-:|\n| teh | x |\nafter", ["a", "b", "teh", "x", "after"]),
        ("markdown", "text\n\n    code here\n\nmore", ["text", "more"]),
        ("markdown", "- item\n\n    goes on", ["item\n\n    goes on"]),
        ("markdown", "see [link](teh.html \"x\") now", ["see [link", "now"]),
        ("markdown", "[a]: http://b.c\nword  \nnext\n* * *", ["word", "next"]),
        ("markdown", "it costs $5 and $6 here", ["it costs $5 and $6 here"]),
        ("html", "<p class='teh'>word &amp; more</p><script>teh()</script>", ["word", "more"]),
        ("html", "<style>a{}</style>a < b<!-- teh --><pre>teh</pre>", ["a < b"]),
        ("html", '<String CONTENT="teh"/><br/>x', ["x"]),
        ("latex", "\\emph{word} of \\cite{teh} $a < b$ % no\n``so''", ["word", "of", "so"]),
        ("latex", "a\\begin{verbatim}teh\\end{verbatim}b \\\\[2pt] c", ["a", "b", "c"]),
        ("subtitles", "1\n00:00:01,000 --> 00:00:02,000\n- He <i>ran</i>.", ["He", "ran", "."]),
        ("subtitles", "WEBVTT\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000\nHi", ["Hi"]),
        ("json_strings", '{"key word": "some \\"text\\" here", "id": "teh"}',
         ["some", "text", "here"]),
        ("json_strings", '{"a b": "never closed', []),
        ("table_cells", 'id,a text,"he said ""yes"" too"\n1,x,y z',
         ["a text", "he said", "yes", "too", "y z"]),
        ("table_cells", "id\tsome, text\n1\tmore; text", ["some, text", "more; text"]),
    ],
)  # fmt: skip
def test_words_between_the_markup(container: str, text: str, expected: list[str]) -> None:
    assert words(text, container) == expected


@given(st.text(alphabet="ab .\n|-<>\"'\\{}[]()$%&;:=!?/#*`0129~>,\t", max_size=120))
def test_spans_lie_inside_and_are_the_same_twice(text: str) -> None:
    for container in CONTAINERS:
        found = marks(text, container)
        assert all(0 <= m.span.start < m.span.end <= len(text) for m in found)
        assert same_markup(text, text, container)


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(
    "piece", ["<a ", "`", "[^", "\\[", '"\\', " ", "|-", "$", "- ", "\n|-|-|", "1\n", "{\\", '"a b']
)
def test_time_grows_with_the_text(container: str, piece: str) -> None:
    started = time.perf_counter()
    marks(piece * 3000, container)
    assert time.perf_counter() - started < 1


def test_repairs_keep_the_markup() -> None:
    text = '{"text": "He recieved teh letter in teh house .", "teh word": "recieve"}'
    document = read(text.encode(), "a.json").document
    repaired = repair.check(document).text(0.5)
    assert json.loads(repaired)["teh word"] == "recieve"
    assert "the letter" in json.loads(repaired)["text"]


def test_a_change_that_breaks_the_markup_is_refused() -> None:
    source = read(b'{"text": "He said so."}', "a.json")
    with pytest.raises(UnreadableText, match="markup"):
        source.write('{"text": "He "said" so."}')
    assert source.write('{"text": "He said."}') == b'{"text": "He said."}'


def test_markup_says_nothing_about_the_words() -> None:
    page = "<qx zy='vw'>The nurse left.</qx>\n" * 3
    assert read(page.encode(), "a.html").document.forms == {"The": 3, "nurse": 3, "left.": 3}


def proposed(text: str, name: str) -> str:
    """A file's text with every proposal made."""
    return repair.check(read(text.encode(), name).document).text(0.5)


HOCR = (
    "<html><body><p class='ocr_par'>\n<span class='ocr_line'>"
    "<span class='ocrx_word' title='bbox 1 1 9 9; x_wconf 90'>The</span> "
    "<span class='ocrx_word'>Gcrman</span> <span class='ocrx_word'>army</span> "
    "<span class='ocrx_word'>was</span> <span class='ocrx_word'><strong>bchind</strong></span> "
    "<span class='ocrx_word'>tbe</span> <span class='ocrx_word'>Kiug</span> "
    "<span class='ocrx_word'>with</span> <span class='ocrx_word'>more</span> "
    "<span class='ocrx_word'>infor</span> "
    "<span class='ocrx_word'>mation.</span></span>\n</p></body></html>\n"
)
ALTO = (
    '<?xml version="1.0"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout>'
    '<TextLine><String CONTENT="The" HPOS="1"/><SP/><String ID="w2" CONTENT="Gcrman" WC="0.4"/>'
    '<SP/><String CONTENT="army"/><SP/><String CONTENT="was"/><SP/><String CONTENT="bchind"/>'
    '<SP/><String CONTENT="tbe"/><SP/><String CONTENT="rc" SUBS_TYPE="HypPart1" '
    'SUBS_CONTENT="retreat"/><HYP CONTENT="-"/></TextLine></Layout></alto>\n'
)


def test_words_of_hocr_are_repaired_in_their_elements() -> None:
    made = proposed(HOCR, "page.hocr")
    for damaged, right in (("Gcrman", "German"), ("bchind", "behind"), ("tbe", "the")):
        assert f">{damaged}<" in HOCR and f">{right}<" in made
    assert same_markup(HOCR, made, "html")


def test_a_word_in_two_elements_goes_into_the_first() -> None:
    document = read(HOCR.encode(), "page.hocr").document
    joined = [p for p in repair.check(document).proposals if "infor" in p.before]
    assert len(joined) == 1 and joined[0].confidence < repair.APPLY_THRESHOLD
    assert ">information.</span> <span class='ocrx_word'></span>" in proposed(HOCR, "page.hocr")


def test_words_of_alto_are_repaired_in_their_attributes() -> None:
    made = proposed(ALTO, "page.xml")
    for right in ("German", "behind", "the"):
        assert f'CONTENT="{right}"' in made
    assert 'CONTENT="rc" SUBS_TYPE="HypPart1"' in made  # the whole word stands beside it
    assert same_markup(ALTO, made, "html")
    assert read(ALTO.encode(), "page.xml").write(made)


def test_a_word_over_two_elements_is_never_changed_unasked() -> None:
    page = "<p><a>The</a><a>nurse</a> re<b>cieved</b> tbe letter in tbe house.</p>"
    made = repair.check(read(page.encode(), "a.html").document).text()
    assert "<a>The</a><a>nurse</a> re<b>cieved</b>" in made and " the house" in made
    menu = "<ul><li><a>Home</a><a>About</a></li></ul><p>The nurse saw the house.</p>"
    assert proposed(menu, "a.html") == menu


def test_no_change_ends_its_attribute() -> None:
    page = ALTO.replace('CONTENT="bchind"', "CONTENT='don?t'").replace("army", "armies")
    made = proposed(page, "page.xml")
    assert same_markup(page, made, "html") and "CONTENT='don?t'" in made


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.html", "<p>The <b>nu</b>rse recieved <i>tbe</i>, caf&eacute; aud all.</p>",
         "<p>The <b>nu</b>rse received <i>the</i>, caf&eacute; and all.</p>"),
        ("a.md", "The nurse *recieved* **tbe** letter from the Eug*lish* house.",
         "The nurse *received* **the** letter from the Eng*lish* house."),
        ("a.csv", '1,"The nurse recieved the ""lctter"" of tbe king"',
         '1,"The nurse received the ""letter"" of the king"'),
        ("a.tex", "The nurse \\emph{recieved} tbe letter~\\cite{tbe} in the house.",
         "The nurse \\emph{received} the letter~\\cite{tbe} in the house."),
        ("a.tex", "Of \\#systemanalysis \\& na\\\"ive re\\emph{cieved} things.",
         "Of \\#systemanalysis \\& na\\\"ive re\\emph{ceived} things."),
        ("a.html", "<p>The nurse saw tbe house. <!-- repair: ignore --></p>",
         "<p>The nurse saw tbe house. <!-- repair: ignore --></p>"),
        ("a.md", "| in | to |\n|---|---|\n| a | n |\n", "| in | to |\n|---|---|\n| a | n |\n"),
    ],
)  # fmt: skip
def test_words_that_touch_markup_are_repaired(name: str, text: str, expected: str) -> None:
    assert proposed(text, name) == expected


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.sampled_from((
            "The ", "nurse ", "recieved", " tbe ", "infor", "mation", " ", ", ", "<b>", "</b>",
            "<p>", "</p>", "&amp;", "&nbsp;", "<br/>", "caf&eacute; ", "<!-- x -->", ".", "\n",
        )),
        max_size=24,
    )
)  # fmt: skip
def test_proposals_never_change_markup(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert same_markup(text, proposed(text, "a.html"), "html")


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.csv", "id,text\n1,Okay .\n", "id,text\n1,Okay.\n"),
        ("a.json", '[{"text": "Okay ."}]', '[{"text": "Okay."}]'),
        ("a.csv", "id,text\n1,He was un-\n2,able to go there\n", None),
        ("a.jsonl", '{"t":"He walked along by the"}\n{"t":"the house was old"}\n', None),
        ("a.csv", '1,"He came; he saw; he left"\n2,"He said “no to us"\n3,"They went"\n', None),
        ("a.md", "---\ntitle: The governrnent\n---\n", None),
        ("a.md", "---\r\ntitle: The governrnent\r\n---\r\n", None),
        ("a.md", "+++\ntitle = 'The governrnent'\n+++\n", None),
        ("a.md", "Text.\n\n````\n```\ntbe code\n```\ntbe more\n````\n", None),
        ("a.md", "- item\n\n      tbe code\n\n<pre>\ntbe text\n</pre>\n", None),
        ("a.tex", "\\bibitem{tbe} \\textcolor{tbe red}{ok} \\iffalse tbe \\fi", None),
        ("a.tex", "Here and \\lstinline{x y} and there and $a$ and so on.", None),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n!\n\n2\n00:00:03,000 --> 00:00:04,000\nOh.\n",
         None),
        ("a.xml", '<alto><String CONTENT="so" WC="0.9.1"/></alto>', None),
    ],
)  # fmt: skip
def test_repairs_stay_within_their_value(name: str, text: str, wanted: str | None) -> None:
    source = read(text.encode(), name)
    result = repair.check(source.document, min_confidence=0.3)
    repaired = result.text(0.3)
    assert repaired == (text if wanted is None else wanted)
    assert source.write(repaired) == repaired.encode()
