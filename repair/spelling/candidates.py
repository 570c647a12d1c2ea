"""What a damaged run of characters, or two neighbouring ones, may have been meant to be.

Everything here depends on the characters alone, never on the place in the text, so it is worked
out once for every distinct form and kept.
"""

from __future__ import annotations

import re

from repair.records import NamedTuple
from repair.spelling.differences import Difference, differences
from repair.spelling.forms import Form, form, has_letters, unknown_part
from repair.text.casing import capitalised, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.channel import Channel
    from repair.spelling.words import Words

SPELLING, STRAY_LETTER, JOINED, SPLIT, RESPLIT, HYPHEN, CASE, MARK, NUMBER, REAL = range(10)
"""Kinds of change; each has its own gate in the decision model."""

RULES = (
    "spelling", "stray-letter", "joined-words", "split-word", "split-word",
    "line-hyphen", "letter-case", "stray-mark", "joined-words", "spelling",
)  # fmt: skip
"""The rule each kind of change is reported under."""

KEPT = 10
"""Candidates of one form that the context is asked about."""

_LONG = 30  # characters: longer runs are links, codes or lost causes
_LONGEST_REAL = 9
_LEAST_REAL_GAIN, _LEAST_REAL_SCORE, _DEAREST_REAL = -2.5, -9.0, 9.5
_FREQUENT = 7.5  # log count of the words beside which a damaged word may have lost its space
_LETTER_FOR = {"l": "I", "1": "I", "|": "I", "!": "I", "i": "I", "{": "I", "]": "I", "[": "I",
               "/": "I", "j": "I", "t": "I", "f": "I"}  # fmt: skip
_LOOSE = frozenset("~^|\\{}�■□◆▼▲♦¦¬*<>_«»¥®©•=+`´'\".,:;°·")
_STRIPPED = "~^|\\{}�■□◆▼▲♦¦¬*<>_«»¥®©•=+`´;:,.'\"‘’“”-!?°·"
_SUREST = "~^|\\{}�■□◆▼▲♦¦¬*<>_«»¥®©•=+`´°·"
_WORD_THEN_DIGITS = re.compile(r"([^\W\d_]{2,})(\d[\d,.]*)")
_DIGITS_THEN_WORD = re.compile(r"(\d[\d,.]*)([^\W\d_]{3,})")
_DIVIDER = re.compile(r"([-‐‑–—/]+)")


class Candidate(NamedTuple):
    """One thing that may have been meant by the characters of a window."""

    kind: int
    replacement: str  # for the whole window, outer punctuation included
    words: tuple[str, ...]  # in lower case, as the language model wants them
    found: tuple[Difference, ...]
    cost: float  # of the differences, in nats
    weight: float  # log count of the rarest word

    @property
    def score(self) -> float:
        """What the characters and the words' frequencies alone say (nats)."""
        return self.weight - self.cost - 12.0 * (len(self.words) - 1)


class Candidates:
    """Candidates by form, made once for each."""

    def __init__(self, words: Words, channel: Channel) -> None:
        self._words = words
        self._channel = channel
        self._by_form: dict[str, tuple[Candidate, ...]] = {}
        self._by_pair: dict[tuple[str, str], tuple[Candidate, ...]] = {}
        self._by_word: dict[str, tuple[Candidate, ...]] = {}

    def of_form(self, text: str, *, thorough: bool = True) -> tuple[Candidate, ...]:
        """Candidates for one run, best by characters and frequency first."""
        known = self._by_form.get(text)
        if known is None:
            known = self._by_form[text] = self._best(self._single(form(text), thorough), text)
        return known

    def of_pair(self, left: str, right: str) -> tuple[Candidate, ...]:
        """Candidates that need both of two neighbouring runs: joins, line-end hyphens, moved spaces."""
        known = self._by_pair.get((left, right))
        if known is None:
            made = self._double(form(left), form(right))
            known = self._by_pair[left, right] = self._best(made, f"{left} {right}")
        return known

    def of_word(self, text: str) -> tuple[Candidate, ...]:
        """Other words a run may stand for although it is a word itself."""
        known = self._by_word.get(text)
        if known is None:
            known = self._by_word[text] = self._real(form(text))
        return known

    @property
    def size(self) -> int:
        """How many forms and pairs are remembered."""
        return len(self._by_form) + len(self._by_pair) + len(self._by_word)

    def clear(self) -> None:
        """Forget everything; called when the memory has grown large."""
        self._by_form.clear()
        self._by_pair.clear()
        self._by_word.clear()

    def _best(self, made: list[Candidate], text: str) -> tuple[Candidate, ...]:
        unique: dict[str, Candidate] = {}
        for candidate in sorted(made, key=lambda c: -c.score):
            if candidate.replacement != text:
                unique.setdefault(candidate.replacement, candidate)
        return tuple(list(unique.values())[:KEPT])

    def _make(
        self,
        kind: int,
        replacement: str,
        words: tuple[str, ...],
        observed: str,
        intended: str,
    ) -> Candidate:
        found = differences(observed, intended)
        weight = min((self._words.weight(word) for word in words), default=8.0)
        return Candidate(kind, replacement, words, found, self._channel.cost(found), weight)

    def _single(self, run: Form, thorough: bool) -> list[Candidate]:
        if not run.core or not has_letters(run.text):
            return self._marks(run)
        made = self._marks(run)
        if len(run.core) > _LONG:
            return made
        made += self._whole(run.lead, run.core, run.trail, thorough)
        stuck = _stuck(run)
        if stuck is not None:
            made += self._whole(*stuck, thorough=False)
        made += self._pieces(run)
        splits = self._splits(run)
        if not splits and not any(c.kind == SPELLING and c.cost < 9.0 for c in made):
            splits = self._repaired_splits(run)
        return made + splits

    def _whole(self, lead: str, core: str, trail: str, thorough: bool = True) -> list[Candidate]:
        """Words near the whole core."""
        key = core.lower().replace("’", "'")
        made = []
        ending = ""
        if len(key) > 4 and key.endswith("'s"):
            key, ending = key[:-2], core[-2:]
        for word in self._near(key, thorough):
            kind = CASE if word == key else SPELLING
            shaped = self._words.shaped(word, core[: len(core) - len(ending)]) + ending
            words = (word + ending.lower().replace("’", "'"),) if ending else (word,)
            candidate = self._make(kind, lead + shaped + trail, words, key, word)
            if ending:
                candidate = candidate._replace(weight=self._words.weight(word))
            made.append(candidate)
        if len(key) == 1 and core in _LETTER_FOR:
            made.append(self._make(SPELLING, f"{lead}I{trail}", ("i",), core, "I"))
        return made

    def _near(self, key: str, thorough: bool) -> list[str]:
        """Words near a lower-case form, those that the characters make likely only."""
        size = len(key)
        if size < 2:
            return []
        reach = 1 if size < 4 else 2 if size < 7 or not thorough else 3
        index = self._words.index
        found = index.near(key, min(reach, 2))
        if reach == 3 and not any(edits <= 1 for _, edits in found):
            found += [pair for pair in index.near(key, 3) if pair[1] == 3]
        weight = self._words.weight
        found.sort(key=lambda pair: 4.5 * pair[1] - weight(pair[0]))
        kept = [word for word, edits in found if edits < size][:20]
        twice = size > 6 and not any(edits <= 2 for _, edits in found)
        kept += [word for word in self._rewritten(key, twice) if word not in kept]
        if self._words.has(key) and key not in kept:
            kept.append(key)
        return kept

    def _rewritten(self, key: str, twice: bool) -> list[str]:
        """Words that one (or two) common differences of several letters lead to."""
        index = self._words.index
        once = [
            key[:at] + intended + key[at + len(observed) :]
            for observed, intended in self._channel.rewrites
            if observed in key
            for at in _places(key, observed)
        ]
        found = [variant for variant in once if variant in index]
        if not found and twice:
            found = [
                variant
                for first in once[:30]
                for observed, intended in self._channel.rewrites
                if observed in first
                for at in _places(first, observed)
                if (variant := first[:at] + intended + first[at + len(observed) :]) in index
            ]
        return list(dict.fromkeys(found))

    def _real(self, run: Form) -> tuple[Candidate, ...]:
        """Words that are cheaply misread as this one and not much rarer."""
        key = run.key
        if not 2 <= len(key) <= _LONGEST_REAL or not key.isascii() or not key.isalpha():
            return ()
        words = self._words
        own = words.weight(key)
        made = []
        near = [word for word, _ in words.index.near(key, 1)]
        for word in dict.fromkeys((*near, *self._rewritten(key, False))):
            gain = words.weight(word) - own
            if word == key or gain < _LEAST_REAL_GAIN or len(word) < 2:
                continue
            found = differences(key, word)
            if len(found) > 1:
                continue
            cost = self._channel.cost(found)
            if gain - cost > _LEAST_REAL_SCORE and cost < _DEAREST_REAL:
                shaped = run.lead + words.shaped(word, run.core) + run.trail
                made.append(
                    Candidate(REAL, shaped, (word,), found, cost, words.weight(word))
                )
        made.sort(key=lambda c: -c.score)
        return tuple(made[:4])

    def _pieces(self, run: Form) -> list[Candidate]:
        """Repairs of the one damaged part of a word with hyphens, dashes or slashes."""
        pieces = _DIVIDER.split(run.core)
        if len(pieces) < 3:
            return []
        words = self._words
        wrong = [
            place
            for place in range(0, len(pieces), 2)
            if unknown_part(pieces[place], words) is not None
        ]
        if len(wrong) != 1 or len(pieces[wrong[0]]) < 4:
            return []
        place = wrong[0]
        before, after = "".join(pieces[:place]), "".join(pieces[place + 1 :])
        return [
            candidate._replace(kind=SPELLING)
            for candidate in self._whole(run.lead + before, pieces[place], after + run.trail)[:6]
        ]

    def _splits(self, run: Form) -> list[Candidate]:
        """Two or more words that lost the space between them, with or without a stray letter."""
        core, key = run.core, run.key
        made = []
        digits = _WORD_THEN_DIGITS.fullmatch(core) or _DIGITS_THEN_WORD.fullmatch(core)
        if digits and any(self._words.has(part) for part in digits.groups()):
            parts = digits.groups()
            made.append(
                self._make(
                    NUMBER, f"{run.lead}{parts[0]} {parts[1]}{run.trail}",
                    (parts[0].lower(), parts[1].lower()), key, f"{parts[0]} {parts[1]}".lower(),
                )._replace(weight=8.0)
            )  # fmt: skip
        if len(key) < 4 or len(key) != len(core):
            return made
        usable = self._words.splittable
        for cut in range(1, len(key)):
            if not usable(key[:cut]):
                continue
            for stray in (0, 1):
                right = cut + stray
                if right >= len(key) or not usable(key[right:]):
                    continue
                if stray and (cut < 2 or len(key) - right < 2):
                    continue
                made.append(
                    self._make(
                        STRAY_LETTER if stray else JOINED,
                        f"{run.lead}{self._part(core[:cut])} {self._part(core[right:])}{run.trail}",
                        (key[:cut], key[right:]), key, f"{key[:cut]} {key[right:]}",
                    )
                )  # fmt: skip
        if len(key) >= 6:
            words = self._words.segmented(key)
            if len(words) > 2:
                places, at = [], 0
                for word in words:
                    places.append(core[at : at + len(word)])
                    at += len(word)
                shaped = " ".join(map(self._part, places))
                made.append(
                    self._make(
                        JOINED, f"{run.lead}{shaped}{run.trail}", words, key, " ".join(words)
                    )
                )
        return made

    def _repaired_splits(self, run: Form) -> list[Candidate]:
        """A frequent word and a damaged one that lost the space between them."""
        core, key = run.core, run.key
        words = self._words
        made: list[Candidate] = []
        if len(key) < 7 or len(key) != len(core) or not key.isalpha():
            return made
        cuts = [
            (cut, True) for cut in range(2, len(key) - 3)
            if words.splittable(key[:cut]) and words.weight(key[:cut]) > _FREQUENT
        ][-3:] + [
            (cut, False) for cut in range(4, len(key) - 1)
            if words.splittable(key[cut:]) and words.weight(key[cut:]) > _FREQUENT
        ][:3]  # fmt: skip
        for cut, left_whole in cuts:
            damaged = key[cut:] if left_whole else key[:cut]
            near = sorted(words.index.near(damaged, 1), key=lambda p: -words.weight(p[0]))
            for word, edits in near[:2]:
                if not edits or len(word) < 4:
                    continue
                whole = core[:cut] if left_whole else core[cut:]
                observed = core[cut:] if left_whole else core[:cut]
                mended = words.shaped(word, observed)
                parts = (whole, mended) if left_whole else (mended, whole)
                lower = (parts[0].lower(), parts[1].lower())
                made.append(
                    self._make(
                        JOINED, f"{run.lead}{parts[0]} {parts[1]}{run.trail}", lower, key,
                        f"{lower[0]} {lower[1]}",
                    )
                )  # fmt: skip
        return made

    def _part(self, part: str) -> str:
        """One part of a split word in the case it stands in."""
        return part

    def _marks(self, run: Form) -> list[Candidate]:
        """The run without the signs that stick to it; nothing at all when it is only signs."""
        made = []
        text = run.text
        if not run.core:
            if not _LOOSE.issuperset(text):
                return []
            made.append(self._make(MARK, "", (), text, ""))
            if text in _LETTER_FOR:
                made.append(self._make(SPELLING, "I", ("i",), text, "I"))
            return made
        if len(run.core) == 1 and run.core.islower() and run.core != "a":
            made.append(self._make(MARK, "", (), text, ""))
        for signs in (_SUREST, _STRIPPED):
            plain = text.strip(signs) if signs is _SUREST else text.lstrip(signs)
            if plain != text and plain:
                key = form(plain).key
                made.append(
                    self._make(MARK, plain, (key,), text.lower(), plain.lower())._replace(weight=8.0)
                )
        return made

    def _double(self, left: Form, right: Form) -> list[Candidate]:
        if left.trail not in ("", "-", "¬", "\u00ad", "‐", "–") or not left.core or not right.core:
            return []
        if right.lead or len(left.core) + len(right.core) > _LONG:
            return []
        hyphen = left.trail != ""
        joined = left.core + right.core
        key = left.key + right.key
        observed = f"{left.key}{left.trail} {right.key}"
        words = self._words
        made = []
        kind = HYPHEN if hyphen else SPLIT

        def add(kind: int, shaped: str, parts: tuple[str, ...], intended: str) -> None:
            made.append(
                self._make(kind, f"{left.lead}{shaped}{right.trail}", parts, observed, intended)
            )

        if words.has(key) or unknown_part(joined, words) is None:
            add(kind, words.shaped(key, joined), (key,), key)
        elif len(key) >= 5 and joined.isalpha():
            for word, _ in sorted(words.index.near(key, 1), key=lambda p: -words.weight(p[0]))[:4]:
                if word not in (left.key, right.key):
                    add(kind, words.shaped(word, joined), (word,), word)
        if hyphen:
            if left.trail == "-":
                add(HYPHEN, f"{left.core}-{right.core}", (left.key, right.key),
                    f"{left.key}-{right.key}")  # fmt: skip
            if not made or made[0].words != (key,):
                add(HYPHEN, joined, (key,), key)
            return made
        if joined.isalpha() and len(key) >= 4:
            for cut in range(1, len(key)):
                if cut == len(left.key):
                    continue
                first, second = key[:cut], key[cut:]
                if words.splittable(first) and words.splittable(second):
                    add(RESPLIT, f"{joined[:cut]} {joined[cut:]}", (first, second),
                        f"{first} {second}")  # fmt: skip
        return made


def _places(text: str, part: str) -> list[int]:
    """Where `part` stands in `text`."""
    found, at = [], text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _stuck(run: Form) -> tuple[str, str, str] | None:
    """The run with signs at its edges taken for letters, or None when there are none."""
    lead, trail = run.lead, run.trail
    inner_lead = lead.lstrip("\"'“‘([")
    inner_trail = trail.rstrip(".,;:?\"'”’)]-")
    if not inner_lead and not inner_trail:
        return None
    core = inner_lead + run.core + inner_trail
    if len(core) > len(run.core) + 3:
        return None
    return lead[: len(lead) - len(inner_lead)], core, trail[len(inner_trail) :]


def shaped(word: str, observed: str, is_name: bool) -> str:
    """A lower-case word in the case the observed characters ask for."""
    kind = pattern(observed)
    if kind == "upper" and len(observed) > 1:
        return word.upper()
    if kind == "mixed":
        upper = sum(c.isupper() for c in observed)
        if upper > len(observed) - upper and len(observed) > 2:
            return word.upper()
        kind = "title" if observed[0].isupper() else "lower"
    if kind in ("title", "upper") or is_name:
        return capitalised(word)
    return word
