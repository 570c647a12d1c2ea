"""A stretch of a document as a row of words, with what the vocabulary says of each."""

from __future__ import annotations

import re

from repair.model import Span
from repair.names.fold import WORD, fold, plain, without_possessive
from repair.names.tables import function_words
from repair.records import NamedTuple
from repair.text.casing import style_of
from repair.text.forms import places_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from repair.model import Document
    from repair.spelling.usage import Usage
    from repair.spelling.vocabulary import Vocabulary

FUNCTION, ORDINARY, NAME, UNKNOWN = range(4)
"""What a word is to the vocabulary: holds the sentence together, a word, a name, not known."""

_GAP = re.compile(r"[ \t\u00a0\u2011-]{0,2}|[ \t]?\r?\n[ \t]?")
_STOP = re.compile(r"[.!?:…][\"'”’)\]]*\s*$|^\s*$|\n\s*\n")
_REACH = 600  # characters before and after a suspicious form that are read with it
_NARROW = 160  # the same where only a gazetteer finds the form suspicious
_WHOLE = 20_000  # characters up to which a text is read whole


class Word(NamedTuple):
    """One word and its place, both without a possessive ending."""

    start: int
    end: int
    text: str
    fold: str
    opens: bool  # first word of a sentence or line
    joined: bool  # nothing but a space or hyphen parts it from the word before


class Passage(NamedTuple):
    """Words in a row; `style` says how the whole document uses capitals."""

    text: str
    words: tuple[Word, ...]
    style: str  # "mixed", "lower" or "upper"

    def written(self, first: int, last: int) -> str:
        """What stands in the text from word `first` to word `last`, inclusive."""
        return self.text[self.words[first].start : self.words[last].end]

    def capitalised(self, i: int) -> bool:
        """Whether word `i` begins with a capital that its place does not explain."""
        word = self.words[i]
        return self.style == "mixed" and word.text[:1].isupper() and not word.opens


def passage_of(text: str, start: int = 0, end: int | None = None, style: str = "mixed") -> Passage:
    """The words of `text` between two offsets."""
    words: list[Word] = []
    before = start
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        run, at = match.group(), match.start()
        bare = without_possessive(run)
        gap = text[before:at]
        joined = bool(words) and (
            _GAP.fullmatch(gap) is not None or (gap in (". ", ".") and len(words[-1].text) == 1)
        )
        opens = not joined and (not words or _STOP.search(gap) is not None)
        opens = opens or (joined and "\n" in gap and words[-1].opens)
        words.append(Word(at, at + len(bare), bare, fold(bare), opens, joined))
        before = match.end()
    return Passage(text, tuple(words), style)


def passages_with(
    document: Document, forms: Mapping[str, Collection[str]], narrow: Collection[str] = ()
) -> list[Passage]:
    """The document as passages: whole when short, else the lines that hold one of `forms`.

    A form with clues counts only where one of these folded words stands nearby. Round the forms in
    `narrow`, those that only a gazetteer finds suspicious, a few words have to do.
    """
    text = document.text
    style = style_of(document)
    if len(text) <= _WHOLE:
        return [passage_of(text, style=style)]
    regions: list[list[int]] = []
    for form, span in places_of(text, forms.keys()):
        if form in narrow:
            low, high = max(0, span.start - _NARROW), min(len(text), span.end + _NARROW)
        else:
            low, high = _lines_around(text, span)
        if clues := forms[form]:
            around = plain(text[low:high])
            if not any(clue in around for clue in clues):
                continue
        if document.is_protected(span):
            continue
        if regions and low <= regions[-1][1]:
            regions[-1][1] = max(high, regions[-1][1])
        else:
            regions.append([low, high])
    return [passage_of(text, *_whole_words(text, *r), style) for r in regions]


def _lines_around(text: str, span: Span) -> tuple[int, int]:
    """The line of a span with the one above and the one below, as far as they are near."""
    least, most = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    above = text.rfind("\n", least, span.start)
    above = text.rfind("\n", least, above) if above >= 0 else above
    below = text.find("\n", span.end, most)
    below = text.find("\n", below + 1, most) if below >= 0 else below
    return max(least, above + 1), below + 1 if below >= 0 else most


def _whole_words(text: str, low: int, high: int) -> tuple[int, int]:
    """The region, widened to where no word is cut."""
    while low > 0 and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and not text[high].isspace():
        high += 1
    return low, high


def _with_an_accent(word: str) -> list[str]:
    """`word` with each "e" in turn accented, as recognisers never write it: "fiance"."""
    return [f"{word[:i]}é{word[i + 1 :]}" for i, letter in enumerate(word) if letter == "e"]


class Standings:
    """What the vocabulary says of words, asked once for each."""

    def __init__(self, vocabulary: Vocabulary, usage: Callable[[], Usage]) -> None:
        """`usage` is asked for when the first words are weighed: few texts need it."""
        self._vocabulary = vocabulary
        self._usage = usage
        self._known: dict[str, int] = {}

    def of(self, word: str) -> int:
        """FUNCTION, ORDINARY, NAME or UNKNOWN."""
        known = self._known.get(word)
        if known is None:
            lowered = word.lower()
            if lowered in function_words() or not any(c.isalnum() for c in word):
                known = FUNCTION
            elif self._vocabulary.knows(lowered):
                # Words of today that no list of words holds are mostly names and their many
                # spellings: Dimitri Peskov may well be Dmitry Peskov.
                modern = self._vocabulary.tier(lowered) == "modern"
                known = UNKNOWN if modern else ORDINARY
            elif self._vocabulary.knows(lowered.capitalize()) or self._vocabulary.knows(word):
                known = NAME
            elif any(self._vocabulary.knows(form) for form in _with_an_accent(lowered)):
                known = ORDINARY
            else:
                known = UNKNOWN
            self._known[word] = known
        return known

    def row(self, passage: Passage) -> Sequence[int]:
        """The standing of every word of a passage."""
        return [self.of(word.text) for word in passage.words]

    def count(self, word: str) -> int:
        """How often the word stands in the corpus, whatever its case."""
        return int(self._vocabulary.count(word))

    def usage(self, word: str) -> float:
        """How common a folded word is today, whatever it means (Zipf value)."""
        return self._usage().of(word).zipf

    def capital_share(self, word: str) -> float:
        """The share of capitals among the word's occurrences inside sentences."""
        return float(self._vocabulary.capital_share(word))
