"""Text decoded with the wrong table (`donâ€™t`, `cafÃ©`), and characters lost for good (`�`).

What can be decoded again is decided by ftfy, word by word, and becomes a located edit. A
replacement character is only proposed where its neighbours say what it was: an apostrophe inside
a word, a pound sign before a number of a text that counts in pounds; a question mark between two
numbers is the dash of a range when the second is the larger one.
"""

from __future__ import annotations

import re

from repair.model import Document, Evidence, Span
from repair.text.finding import mark, proposal
from repair.text.measured import confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "mojibake"
SUMMARY = "Text decoded with the wrong table: `donâ€™t`."
FIXES = (
    ("They donâ€™t open the cafÃ© before ten.", "They don’t open the café before ten."),
    ("It isn\ufffdt the trust\ufffds fault.", "It isn't the trust's fault."),
    ("Linguistics 20(2), pages 301?317.", "Linguistics 20(2), pages 301-317."),
)
KEEPS = (
    "Ação em São Paulo: l’été à la plage, naïve façade, Ñandú, Ærø.",
    "SÃO PAULO and Â.",
    "Was it 60?1 which is odd. See www.example.org/a?b=3?4 and x?1:2 and 4?3.",
)

_LEAD = "ÃÂâÅÄðïÐÑÎÏ"
_SUSPICIOUS = re.compile(rf"[{_LEAD}][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_RUN = re.compile(r"[^\x00-\x7f\n](?:[^\n]{0,2}[^\x00-\x7f\n])*")
_LOST = "\ufffd"
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])\ufffd(?=(?:s|t|re|ve|ll|d|m)(?!\w))")
_RANGE = re.compile(r"(?<![\w?/=&.])(\d{1,4})\?(\d{1,4})(?![\w?/=&])")
_POUND = re.compile(r"(?<!\S)\ufffd(?=\d)")


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every wrongly decoded stretch and every replacement character."""
    text = document.text
    if "?" in text:
        yield from _ranges(document, knowledge)
    if text.isascii():
        return
    if any(lead in text for lead in _LEAD) and _SUSPICIOUS.search(text):
        yield from _decoded(document, knowledge)
    if _LOST in text:
        yield from _lost(document, knowledge)


def _decoded(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    from ftfy import fix_encoding

    text = document.text
    done = -1
    for match in _SUSPICIOUS.finditer(text):
        if match.start() < done:
            continue
        run = _RUN.match(text, match.start())
        if run is None:
            continue
        # The letters before belong to the word and help to judge it.
        start = match.start()
        while start and text[start - 1].isalpha():
            start -= 1
        end = run.end()
        while end < len(text) and text[end].isalpha():
            end += 1
        before = text[start:end]
        after = fix_encoding(before)
        done = end
        if after == before or _SUSPICIOUS.search(after) or _LOST in after:
            continue
        lead = 0
        while lead < min(len(before), len(after)) and before[lead] == after[lead]:
            lead += 1
        tail = 0
        while tail < min(len(before), len(after)) - lead and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        yield proposal(
            NAME,
            document,
            Span(start + lead, end - tail),
            after[lead : len(after) - tail],
            confidence(knowledge, NAME, "decoded"),
            f"Decoded with the wrong table; decoded again it reads {after!r}.",
            (Evidence("encoding", "the same bytes read as UTF-8 make sense"),),
            source=row(NAME, "decoded"),
        )


def _ranges(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    for match in _RANGE.finditer(document.text):
        if int(match.group(1)) < int(match.group(2)):
            yield proposal(
                NAME,
                document,
                Span(match.end(1), match.start(2)),
                "-",
                confidence(knowledge, NAME, "range"),
                "A question mark between two numbers, the larger one last, was a dash.",
                source=row(NAME, "range"),
            )


def _lost(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    text = document.text
    apostrophe = "’" if text.count("’") > text.count("'") else "'"
    pounds = "$" not in text and "€" not in text
    known = {match.start(): (apostrophe, "apostrophe") for match in _APOSTROPHE.finditer(text)}
    if pounds:
        known |= {match.start(): ("£", "pound") for match in _POUND.finditer(text)}
    at = text.find(_LOST)
    while at >= 0:
        span = Span(at, at + 1)
        if at in known:
            replacement, situation = known[at]
            yield proposal(
                NAME,
                document,
                span,
                replacement,
                confidence(knowledge, NAME, situation),
                f"A character was lost here; its neighbours say it was {replacement!r}.",
                source=row(NAME, situation),
            )
        else:
            yield mark(NAME, document, span, "A character was lost here in an earlier conversion.")
        at = text.find(_LOST, at + 1)
