"""The words a repair may put into a text, with their frequencies, indexed for search."""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from math import log

from repair.prepared import kept
from repair.spelling import strokes
from repair.spelling.index import Parts, WordIndex, parts_of
from repair.spelling.known import REMEMBERED, KnownWords
from repair.spelling.letters import Letters, count_letters
from repair.text.casing import capitalised, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from repair.spelling.vocabulary import Vocabulary

_SHORT_WORDS = frozenset(
    ("a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me",
     "my", "no", "of", "oh", "on", "or", "ox", "so", "to", "up", "us", "we", "ye")
)
_NEARLY_ALWAYS = 0.95  # share of capitals from which a word is a name
_LONGEST_PART = 20  # letters
_LEAST_IN_SPLIT, _LEAST_LONG = log(30.0), log(3.0)
"""Log counts below which short and long words are not worth a split."""


class Words:
    """Candidate words in lower case with their log counts."""

    def __init__(self, vocabulary: Vocabulary, own: Mapping[str, int] | None = None) -> None:
        """`own` are further words, of the collection the text is from, with their counts."""
        self.vocabulary = vocabulary
        self._known = KnownWords(vocabulary, own or ())
        self._shares: dict[str, float] = {}
        gathered: _Gathered = kept("words-10", vocabulary.files, lambda: _gathered(vocabulary))
        self.weights, names, capitals, self._written, parts, self._letters = gathered
        self._parts: Parts | None = parts
        self._names, self._capitals = set(names), set(capitals)
        if own:
            for word, count in own.items():
                lower = word.lower()
                if lower not in self.weights and vocabulary.capital_share(lower) >= _NEARLY_ALWAYS:
                    self._capitals.add(lower)
                self.weights.setdefault(lower, log(count + 1.0))
                if lower != word and not vocabulary.knows(lower):
                    self._names.add(lower)
            self.weights = dict(sorted(self.weights.items(), key=lambda pair: len(pair[0])))
            self._parts = None

    @cached_property
    def index(self) -> WordIndex:
        """The candidate words, searchable by likeness."""
        if self._parts is None:
            return WordIndex(self.weights)
        parts = partial(kept, "strokes-1", self.vocabulary.files, self._strokes)
        return WordIndex(self.weights, self._parts, parts)

    def _strokes(self) -> strokes.Parts:
        return strokes.parts_of(list(self.weights))

    @cached_property
    def letters(self) -> Letters:
        """Which letters usually follow each other in words."""
        return Letters(self._letters)

    def is_name(self, word: str) -> bool:
        """Whether a lower-case word is only known with a capital."""
        return word in self._names

    def weight(self, word: str) -> float:
        """Natural log of one more than a lower-case word's count; 0 for unknown words."""
        return self.weights.get(word, 0.0)

    def has(self, word: str) -> bool:
        """Whether a lower-case word is a candidate."""
        return word in self.weights

    def knows(self, word: str) -> bool:
        """Whether the vocabulary knows a word in this case; asked once for each."""
        return self._known.knows(word)

    def splittable(self, part: str) -> bool:
        """Whether a part of a run may be a word of its own."""
        if len(part) < 3:
            return part in _SHORT_WORDS
        return self.weights.get(part, 0.0) > (_LEAST_IN_SPLIT if len(part) < 6 else _LEAST_LONG)

    def shaped(self, word: str, observed: str) -> str:
        """A lower-case word in the case of what it stands for; names keep their capital."""
        case = _case(observed)
        form = word.upper() if case == "upper" else word
        if case == "title" or (case == "lower" and self._has_capital(word)):
            form = capitalised(word)
        if word in self._written and word in self._names and not form.isupper():
            return self._written[word]
        return form

    def _has_capital(self, word: str) -> bool:
        """Whether a word has a capital wherever it stands.

        Words that exist in lower case, too, may nearly always be names: `john`.
        """
        if word in self._names or word in self._capitals:
            return True
        return word not in self.weights and self.capital_share(word) >= _NEARLY_ALWAYS

    def capital_share(self, word: str) -> float:
        """Share of capitals among a lower-case word's occurrences; asked once for each."""
        share = self._shares.get(word)
        if share is None:
            if len(self._shares) > REMEMBERED:
                self._shares.clear()
            share = self._shares[word] = self.vocabulary.capital_share(word)
        return share

    def segmented(self, key: str) -> tuple[str, ...]:
        """The likeliest division of a lower-case run into two words or more, or ()."""
        size = len(key)
        best: list[tuple[float, int]] = [(0.0, 0)]
        weights = self.weights
        starts = [0]  # where a word may begin
        for end in range(1, size + 1):
            choice = (-1e9, 0)
            for start in starts[-_LONGEST_PART:]:
                part = key[start:end]
                if part not in weights and end - start > 2:
                    continue
                if end - start > _LONGEST_PART or part == key or not self.splittable(part):
                    continue
                score = best[start][0] + weights.get(part, 0.0) - 17.0
                if score > choice[0]:
                    choice = (score, start)
            best.append(choice)
            if choice[0] > -1e8:
                starts.append(end)
        if best[size][0] <= -1e8:
            return ()
        parts: list[str] = []
        end = size
        while end:
            start = best[end][1]
            parts.append(key[start:end])
            end = start
        return tuple(reversed(parts))


_Gathered = tuple[dict[str, float], list[str], list[str], dict[str, str], Parts, bytes]


def _gathered(vocabulary: Vocabulary) -> _Gathered:
    """Weights of the candidate words, short ones first; names; other words that nearly always have
    a capital; how names with inner capitals are written; parts of the index; costs of letters."""
    weights: dict[str, float] = {}
    names: set[str] = set()
    written: dict[str, str] = {}
    for word, count in vocabulary.candidates():
        lower = word.lower()
        weight = log(count + 1.0)
        if weight > weights.get(lower, -1.0):
            weights[lower] = weight
        if lower != word:
            names.add(lower)
            if word[1:] != lower[1:]:
                written[lower] = word
    greatest = max(weights.values(), default=0.0)
    weights.update({"a": greatest, "i": greatest})
    same = {weight: weight for weight in weights.values()}  # few: counts are rounded
    weights = {word: same[weights[word]] for word in sorted(weights, key=lambda w: (len(w), w))}
    both = {name for name in names if vocabulary.knows(name)}
    names -= both
    often = {word for word in vocabulary.capitalised(_NEARLY_ALWAYS) if word in weights} - both
    often |= {word for word in both if vocabulary.capital_share(word) >= _NEARLY_ALWAYS}
    parts = parts_of(list(weights))
    costs = count_letters(word for word in weights if word not in names)
    # The words themselves and no copies of them: they are kept once, as long as they are the same.
    capitals = [word for word in weights if word in often and word not in names]
    return weights, [*filter(names.__contains__, weights)], capitals, written, parts, costs


@lru_cache(maxsize=1_000)
def _case(observed: str) -> str:
    """The case some characters ask for: "upper", "title" or "lower"."""
    kind = pattern(observed)
    if kind == "upper" and len(observed) > 1:
        return kind
    if kind == "mixed":
        upper = sum(c.isupper() for c in observed)
        if upper >= len(observed) - 1 and len(observed) > 3:
            return "upper"
        return "title" if observed[0].isupper() else "lower"
    return "title" if kind in ("title", "upper") else "lower"
