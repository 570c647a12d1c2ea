"""Dirt read as a sign: a lone `|` or `~`, a `*` stuck to a word; a stop read for a comma.

Bullets, footnote signs, code and markup are left alone; stops and quotation marks are doubted only
in a text that is damaged elsewhere.
"""

from __future__ import annotations

import re

from repair.text.lines import line_around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "stray-mark"
SUMMARY = "A sign that does not belong, alone or stuck to a word."
FIXES = (
    (
        "He ~was given access to the bedrooms of the house, and then he left.",
        "He was given access to the bedrooms of the house, and then he left.",
    ),
)
KEEPS = (
    "* first item",
    "It was 5 > 3 in the end.",
    "The 'subject' and the \"object\" are two things, as he said.",
)

_PARTNER = {"'": "'", '"': '"', "‘": "’", "“": "”", "«": "»"}
_STOPS = ".,;:!?"
_ONWARD, _BACK = ("»", "›"), ("«", "‹")
_BULLETS = frozenset("•▪■◦‣·●")
_LINK = 40  # characters of a line that is a link
_LINE_NUMBER = re.compile(r"\(?(?:[a-zA-Z]|[ivxIVX]{1,5})[.)]")


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Stray signs."""
    return (
        f
        for f in knowledge.engine.findings(document, knowledge)
        if f.rule == NAME
        and f.before.strip() != "i"  # rather a speaker's pronoun than dirt
        and not _in_quotes(f.before)
        and not _ends_text(document, f)
        and not _numbers_line(document, f)
        and not _points_on(document, f)
        and not _is_of_a_word(document, f, knowledge)
    )


def _is_of_a_word(document: Document, finding: Finding, knowledge: Knowledge) -> bool:
    """Whether a sign is a bullet, or a letter stands apart from its word: `P O L I C E`, `T HE`."""
    sign, text = finding.before.strip(), document.text
    if sign in _BULLETS:
        return not text[text.rfind("\n", 0, finding.span.start) + 1 : finding.span.start].strip()
    if len(sign) != 1 or not sign.isalpha() or finding.after:
        return False
    before = text[max(0, finding.span.start - _LINK) : finding.span.start].split()
    after = text[finding.span.end : finding.span.end + _LINK].split()
    row = [run.strip(_STOPS) for run in (*before[-2:], sign, *after[:2])]
    at = min(len(before), 2)
    apart = [len(run) == 1 and run.isalpha() for run in row]
    if any(all(apart[n : n + 3]) and n <= at < n + 3 for n in range(len(row) - 2)):
        return True
    word = (sign + after[0]).strip(_STOPS) if after else ""
    if len(word) == 2:  # `I T was`
        starts = not text[text.rfind("\n", 0, finding.span.start) + 1 : finding.span.start].strip()
        return starts and knowledge.vocabulary.knows(word.lower())
    return len(word) > 2 and knowledge.vocabulary.knows(word.lower()) and not (
        knowledge.vocabulary.knows(word[1:].lower())
    )


def _in_quotes(run: str) -> bool:
    """Whether a quotation mark and its partner stand round the word."""
    bare = run.strip().rstrip(_STOPS)
    return len(bare) > 2 and _PARTNER.get(bare[0]) == bare[-1]


def _ends_text(document: Document, finding: Finding) -> bool:
    """Whether it is the full stop behind the last word: few of those are dirt, even in scans."""
    return finding.before.strip() == "." and not document.text[finding.span.end :].strip()


def _points_on(document: Document, finding: Finding) -> bool:
    """Whether it is the arrow of a link on a line of its own: `Read more »`, `« Older posts`."""
    line = line_around(document.text, finding.span.end)
    words = document.text[line.start : line.end].strip()
    sign = finding.before.strip()
    return len(words) <= _LINK and (
        (sign in _ONWARD and words.endswith(sign)) or (sign in _BACK and words.startswith(sign))
    )


def _numbers_line(document: Document, finding: Finding) -> bool:
    """Whether it is the letter or the small Roman number of an item: `ii. Thomas`."""
    if _LINE_NUMBER.fullmatch(finding.before.strip()) is None:
        return False
    start = document.text.rfind("\n", 0, finding.span.start) + 1
    return not document.text[start : finding.span.start].strip()
