"""Spans no rule may touch: links, addresses, code, numbers, identifiers, markup, `[sic]`.

Every kind has a literal trigger that a C-speed search looks for first, so that a text without
links or code costs a few scans and no regular expression.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from repair.model import Document, Span
from repair.records import NamedTuple
from repair.text.forms import forms_with, joined_forms, places_of


class Kind(NamedTuple):
    """One kind of protected text."""

    name: str
    triggers: tuple[str, ...]  # at least one of them stands in any text that has this kind
    pattern: str  # group "keep", when present, is the protected part


FRONT_MATTER = (
    r"\A\ufeff?---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)"
    r"|\A\ufeff?\+\+\+[ \t]*\r?\n(?:.*\n)*?\+\+\+[ \t]*\r?(?:\n|\Z)"
)
"""What a page says of itself at its head, in YAML or TOML."""

FENCED = (
    r"(?ms)^[ \t>]*(?:[-*+][ \t]+)?(?P<fence>`{3,}+(?![^\n]*`)|~{3,}+)"
    r".*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*\r?$|\Z)"
)
"""A block of code between fences; one that is not closed goes on to the end."""

KINDS = (
    Kind("front matter", ("---\n", "---\r\n", "+++\n", "+++\r\n"), FRONT_MATTER),
    Kind("code block", ("```", "~~~"), FENCED),
    # Marks of the printer's ``kind'' quote; a run of marks is looked at once, and not without end.
    Kind("code", ("`",), r"(?<!`)(`+)(?!`)(?:(?!'')[^\n]){0,600}?[^`\n]\1(?!`)"),
    Kind("comparison", (" < ", " > ", " = ", "≤", "≥", "≈", "≠", "±"),
         r"(?:(?<!\w)[^\W\d_]{1,2}[ ]?)?[<>=≤≥≈≠±][ ]?[-−+]?[$£€]?\d[\d.,]*"
         r"|(?<!\S)[^\W\d_] [<>=≤≥≈≠] [^\W\d_](?!\S)"),
    Kind("date", (" Jan ", " Feb ", " Mar ", " Apr ", " Jun ", " Jul ", " Aug ", " Sep ", " Oct ",
                  " Nov ", " Dec "),
         r"(?<![\w.])\d{1,2}(?:st|nd|rd|th)? "
         r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) (?:1[0-9]|20)\d\d(?!\d)"),
    Kind("link", ("://",), r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"“”]+"),
    Kind("link", ("www.", "WWW."), r"\b(?:www|WWW)\.[^\s<>\"“”]+"),
    Kind(
        "link",
        (".com", ".org", ".net", ".gov", ".edu", ".io", ".co", ".uk", ".ru", ".de", ".info", ".ai"),
        r"(?<![\w.@-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|gov|edu|io|co|uk|ru|de|info|ai)"
        r"(?![\w-])(?:/[^\s<>\"“”]*)?",
    ),
    Kind("address", ("@",), r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"),
    Kind("handle", ("@",), r"(?<![\w@])@\w{2,}"),
    Kind("hashtag", ("#",), r"(?<![\w#])#\w*[^\W\d_]\w*"),
    Kind("tag", ("</", "/>", "<!--", "<br", "<p", "<a ", "<div", "<span"),
         r"(?s)<!--.{0,5000}?-->|</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>"),
    Kind("entity", ("&",), r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});"),
    Kind("identifier", ("_",), r"(?<!\w)(?=[\w.]*[^\W_]_+[^\W_])[\w.]*\w"),
    Kind("identifier", ("::", "()", "->", "=>", "=="), r"[^\s`]*(?:::|\(\)|->|=>|==)[^\s`]*"),
    # A name of a program's part has more dots than words that lost their spaces behind stops.
    Kind("dotted name", (".",), r"(?<![\w.])[a-z]\w*(?:\.[a-z]\w*){2,}(?:\.\w+)+(?![\w.])"),
    Kind("setting", ("=",), r"(?<![\w=])[\w.-]*\w=(?:[-+]?\d|[\"'$])\S*"),
    Kind("file name", (".",),
         r"(?<![\w./-])[\w./-]*\w\.(?:txt|md|py|rs|js|ts|c|h|cpp|java|go|rb|sh|json|ya?ml|toml|"
         r"xml|html?|css|csv|tsv|pdf|docx?|xlsx?|png|jpe?g|gif|svg|mp[34]|wav|zip|gz|exe|dll|so|"
         r"cfg|ini|log|lock|srt|vtt)\b"),
    Kind("path", ("/",), r"(?<![\w/])(?:~|\.{1,2})?/(?:[\w.+-]+/)+[\w.+-]*"),
    Kind("sic", ("[sic", "(sic"), r"(?:\S+\s+)?\S*[\[(]sic[!.]?[\])]"),
    Kind("undecodable byte", (), "[\ud800-\udfff]"),
)

_DIGIT_RUN = (
    r"(?<![^\W\d_])[+−–-]?[$£€¥#№]?\d+(?:[.,:/'’–−-]\d+)*"
    r"(?:st|nd|rd|th|s|%|°|[ap]m|km|kg|cm|mm|m|g|k|K|bn|mb|MB|GB|kB|Hz|kHz|MHz)?(?![^\W\d_])"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def protected_spans(document: Document) -> tuple[Span, ...]:
    """Sorted, disjoint spans of `document` that no rule may touch, format marks included."""
    text = document.text
    spans = [mark.span for mark in document.marks if mark.kind == "protected"]
    plain = text.isascii()
    for kind in KINDS:
        if kind.name in _IN_ONE_RUN:
            continue
        if kind.triggers:
            if not any(trigger in text for trigger in kind.triggers):
                continue
        elif plain:
            continue
        spans.extend(Span(*m.span()) for m in _compiled(kind.pattern).finditer(text))
    spans += _in_runs(document)
    if "[sic" in text or "(sic" in text:
        spans += _sic(text)
    return merge(spans)


_IN_ONE_RUN = frozenset(
    {"link", "address", "handle", "hashtag", "entity", "identifier", "dotted name", "setting",
     "file name", "path", "sic"}
)  # fmt: skip
"""Kinds that hold no white space: they are looked for in the distinct forms, not in the text."""

_INNER_DOT = re.compile(r"\.(?<=\w\.)\w")
_SIC = re.compile(r"[\[(]sic[!.]?[\])]")


def _in_runs(document: Document) -> list[Span]:
    """The spans of the kinds that stand inside one run of non-space characters."""
    text, forms = document.text, joined_forms(document)
    inside: dict[str, list[Span]] = {}
    for kind in KINDS:
        if kind.name not in _IN_ONE_RUN or kind.name == "sic":
            continue
        for trigger in kind.triggers:
            if trigger not in forms:
                continue
            literal = _INNER_DOT if trigger == "." else _compiled(re.escape(trigger))
            for form in forms_with(document, literal):
                found = [Span(*m.span()) for m in _compiled(kind.pattern).finditer(form)]
                if found:
                    inside.setdefault(form, []).extend(found)
    return [
        Span(place.start + span.start, place.start + span.end)
        for form, place in places_of(text, inside)
        for span in inside[form]
    ]


def _sic(text: str) -> list[Span]:
    """`[sic]` with the word before it and what it is stuck to."""
    spans = []
    for match in _SIC.finditer(text):
        start = match.start()
        for _ in range(2):
            while start and text[start - 1].isspace():
                start -= 1
            while start and not text[start - 1].isspace():
                start -= 1
            if match.start() - start > 1 and text[start:match.start()].strip():
                break
        spans.append(Span(start, match.end()))
    return spans


def is_number(run: str) -> bool:
    """Whether a run of characters is a number, date, time, amount or ordinal."""
    return _compiled(_DIGIT_RUN).fullmatch(run) is not None


_QUOTATION = r"“[^”\n]{1,2000}”|\"[^\"\n]{1,2000}\"|«[^»\n]{1,2000}»|(?<!\w)‘[^‘\n]{1,2000}?’(?!\w)"


def quotations(text: str) -> list[Span]:
    """What stands between quotation marks on one line, the marks included."""
    return [Span(*m.span()) for m in _compiled(_QUOTATION).finditer(text)]


def merge(spans: list[Span]) -> tuple[Span, ...]:
    """The same ground as sorted, disjoint spans."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        elif span.end > span.start:
            merged.append(span)
    return tuple(merged)


def touches(protected: tuple[Span, ...], span: Span) -> bool:
    """Whether `span` shares a character with, or is a place strictly inside, a protected span."""
    if not protected:
        return False
    at = bisect_right(protected, (span.start, float("inf")))
    near = protected[max(0, at - 1) : at + 1]
    return any(p.overlaps(span) for p in near)
