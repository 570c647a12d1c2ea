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
_END = rf"(?!\w)(?![ \u00a0]{{1,3}}{_LETTER}(?!\w))(?![ \u00a0]*[-\u00ad])"
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
_PAIR = 3.0
_ONE = frozenset("aAI")
_ROMAN = re.compile(r"X{0,3}(?:I[XV]|VI{0,3}|II{1,2}|X)")
_KNOWN = (15_000, 60, 60, 1)
"""Count in the corpora of words that may be meant, of two letters, three, four, and more."""


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every word whose letters stand apart."""
    single = sum(len(form) == 1 and form.isalpha() for form in document.forms)
    if single < _LEAST - 1:
        return
    found = list(_stretches(document.text, _STRETCH, _LEAST, knowledge.vocabulary))
    if sum(len(words) for _, words in found) >= _MANY:
        rest = _STRETCH.sub(lambda stretch: "_" * len(stretch[0]), document.text)
        found += _stretches(rest, _SHORT, 2, knowledge.vocabulary)
    for span, words in found:
        situation = "long" if max(map(len, words)) >= _LEAST else "short"
        whole = " ".join(words)
        yield proposal(
            NAME, document, span, whole, confidence(knowledge, NAME, situation),
            f"The letters of {whole!r} stand apart.", source=row(NAME, situation),
        )  # fmt: skip


def _stretches(
    text: str, pattern: re.Pattern[str], least: int, vocabulary: Vocabulary
) -> Iterator[tuple[Span, list[str]]]:
    """Words in a row of which one has at least so many runs, or wider gaps part them."""
    for stretch in pattern.finditer(text):
        runs, at = [], stretch.start()
        for run in _GAP.split(stretch[0]):
            start = text.index(run, at)
            at = start + len(run)
            runs.append(Span(start, at))
        chain: list[tuple[int, int]] = []
        chains = [chain]
        for low, high in _parts(runs):
            words = _divided([text[s:e] for s, e in runs[low:high]], vocabulary)
            if words:
                chain += [(low + first, low + last) for first, last in words]
            elif chain:
                chain = []
                chains.append(chain)
        parted = "  " in stretch[0] and sum(map(len, chains)) > 1
        longest = max((last - first + 1 for chain in chains for first, last in chain), default=0)
        if longest < least and not (parted and longest > 1):
            continue
        if not parted:  # each word by itself: one of them may be wrong
            chains = [[word] for word in chain]
        for chain in chains:
            if any(last > first for first, last in chain):
                span = Span(runs[chain[0][0]].start, runs[chain[-1][1]].end)
                yield span, [_GAP.sub("", text[runs[f].start : runs[t].end]) for f, t in chain]


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
                if end - start > 1:  # a pair that is a word need not be part of another
                    score -= _PAIR * sum(_is_pair(run, vocabulary) for run in runs[start:end])
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


def _is_pair(run: str, vocabulary: Vocabulary) -> bool:
    return len(run) == 2 and vocabulary.count(run.lower()) >= _KNOWN[0]


def _score(word: str, vocabulary: Vocabulary) -> float:
    """How likely a word is, as a logarithm; hopeless for what is none."""
    if len(word) == 1:
        return -6.0 if word in _ONE else -1e9
    if _ROMAN.fullmatch(word):
        return -log(1000.0)
    count = vocabulary.count(word.lower())
    known = any(map(vocabulary.knows, (word, word.lower())))
    if not known and not (word[0].isupper() and vocabulary.knows(word.capitalize())):
        return -1e9
    if count < _KNOWN[min(len(word), 5) - 2]:
        return -1e9
    return log(count) - _WORD
