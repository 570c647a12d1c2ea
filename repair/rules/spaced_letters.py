"""Words whose letters stand apart: `C H A P T E R`, `w i t h t h e s t a t e`.

Print spaces the letters of headings out, and some PDF files place every letter on its own. A wider
gap is the space between two words; where there is none the words are told by the vocabulary, and
only when every letter finds its place in one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import log

from repair.model import Document, Span
from repair.text.finding import proposal
from repair.text.measured import confidence, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repair.knowledge import Knowledge
    from repair.model import Finding
    from repair.spelling.vocabulary import Vocabulary

NAME = "spaced-letters"
SUMMARY = "A word whose letters stand apart: `C H A P T E R`."
FIXES = (
    ("C H A P T E R IV", "CHAPTER IV"),
    ("We now d i s c u s s the grammar.", "We now discuss the grammar."),
    ("It associates w i t h t h e s t a t e of the list.",
     "It associates with the state of the list."),
)  # fmt: skip
KEEPS = (
    "The letters a b c d e f are on the first page.",
    "She got A B C and D in her four subjects, J R R Tolkien in none.",
    "Let x y z w be points with i j k l as above.",
)

_LETTER = r"[^\W\d_]"
_END = r"(?=[.,;:!?)\]]?(?!\S))(?![ \u00a0]*[-\u00ad])"
_STRETCH = re.compile(
    rf"(?<!\S){_LETTER}{{1,2}}(?:[ \u00a0]{{1,3}}{_LETTER}{{1,2}}){{3,}}{_END}"
)
"""Single letters, and the pairs of letters that print ties or a file forgot to part."""
_SHORT = re.compile(rf"(?<!\S){_LETTER}(?:[ \u00a0]{_LETTER}){{1,2}}{_END}")
"""Two or three letters: words only in a text that has many longer ones in such a state."""

_GAP = re.compile(r"[ \u00a0]+")
_LEAST = 4
"""Runs of a word that make it one whose letters stand apart, not a row of symbols."""
_MANY = 6  # such words
_LONGEST = 24  # runs of a word
_WORD = 17.0
"""What every word costs beside the logarithm of its count, so that long words go before many."""
_ONE = frozenset("aAI")
_ROMAN = re.compile(r"X{0,3}(?:I[XV]|VI{0,3}|II{1,2}|X)")
_KNOWN = (15_000, 60, 60, 1)
"""Count in the corpora of words that may be meant, of two letters, three, four, and more."""


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every word whose letters stand apart."""
    single = sum(len(form) == 1 and form.isalpha() for form in document.forms)
    if single < _LEAST - 1:
        return
    found = list(_spans(document.text, _STRETCH, _LEAST, knowledge.vocabulary))
    if len(found) >= _MANY:
        rest = _STRETCH.sub(lambda stretch: "_" * len(stretch[0]), document.text)
        found += _spans(rest, _SHORT, 2, knowledge.vocabulary)
    for span in found:
        whole = _GAP.sub("", document.text[span.start : span.end])
        situation = "long" if len(whole) >= _LEAST else "short"
        yield proposal(
            NAME, document, span, whole, confidence(knowledge, NAME, situation),
            f"The letters of {whole!r} stand apart.", source=row(NAME, situation),
        )  # fmt: skip


def _spans(
    text: str, pattern: re.Pattern[str], least: int, vocabulary: Vocabulary
) -> Iterator[Span]:
    """The words of stretches in which one has at least so many runs, or wider gaps part them."""
    for stretch in pattern.finditer(text):
        runs, at = [], stretch.start()
        for run in _GAP.split(stretch[0]):
            start = text.index(run, at)
            at = start + len(run)
            runs.append(Span(start, at))
        words = [
            (low + first, low + last)
            for low, high in _parts(runs)
            for first, last in _divided([text[s:e] for s, e in runs[low:high]], vocabulary)
            if last > first
        ]
        parted = len(words) > 1 and "  " in stretch[0]
        if parted or any(last - first + 1 >= least for first, last in words):
            yield from (Span(runs[first].start, runs[last].end) for first, last in words)


def _parts(runs: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The stretch cut where gaps are wider than between most letters."""
    gaps = [after.start - before.end for before, after in pairwise(runs)]
    usual = sorted(gaps)[len(gaps) // 2]
    low = 0
    for n, gap in enumerate(gaps, 1):
        if gap > usual:
            yield low, n
            low = n
    yield low, len(runs)


def _divided(runs: Sequence[str], vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """The likeliest words, as first and last run of each; none when a letter is left over."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(runs) + 1):
        choice = (-1e9, 0)
        for start in range(max(0, end - _LONGEST), end):
            if best[start][0] > -1e8:
                score = best[start][0] + _score("".join(runs[start:end]), vocabulary)
                choice = max(choice, (score, start))
        best.append(choice)
    if best[-1][0] <= -1e8:
        return []
    found, end = [], len(runs)
    while end:
        start = best[end][1]
        found.append((start, end - 1))
        end = start
    return found[::-1]


def _score(word: str, vocabulary: Vocabulary) -> float:
    """How likely a word is, as a logarithm; hopeless for what is none."""
    if len(word) == 1:
        return -2.0 if word in _ONE else -1e9
    if _ROMAN.fullmatch(word):
        return -log(1000.0)
    count = vocabulary.count(word.lower())
    if count < _KNOWN[min(len(word), 5) - 2] or not vocabulary.knows(word.lower()):
        return -1e9
    return log(count) - _WORD
