"""Words near a damaged one: one to three edits, common misreadings, the word in another case."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile

from repair.spelling.differences import differences
from repair.spelling.forms import DIVIDER, Form, unknown_part
from repair.spelling.kinds import CASE, OWN, REAL, SPELLING, Candidate, Maker
from repair.spelling.strokes import strokes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Sequence

LETTER_FOR = frozenset("l1|!i{][/jtf")
"""What a capital I is read for when it stands alone."""

DIGIT_FOR = {"1": "I", "0": "O", "10": "to"}
"""Digits that stand alone for a short word."""

_DIGIT_OF = str.maketrans("lIi|OoSZ", "11110052")
"""The digits that letters in a number were."""

_NUMBER = re.compile(r"[£$]?[\dlIi|OoSZ]*\d[\dlIi|OoSZ,.]*")

_ORDINARY = 7.0  # log count of a word whose capital is doubted in the middle of a sentence
_LESS_ORDINARY = 4.0  # the same for a word with an I, which old print has for an i
_OFTEN_CAPITAL = 0.3  # share of capitals of a word that may be a name as well
_SELDOM_CAPITAL = 0.15

PREFIXES = frozenset(
    ("anti", "co", "counter", "ex", "extra", "inter", "mid", "mis", "multi", "neo", "non", "over",
     "post", "pre", "pro", "re", "self", "semi", "sub", "super", "to", "trans", "ultra", "un",
     "under")
)  # fmt: skip
"""What is as often written with a hyphen after it as without."""

_TALL = {"U": ("ll", "li"), "H": ("ll", "li"), "J": ("ll", "l"), "I": ("l",), "B": ("s",)}
_LONGEST_TALL = 3
_FAR = 3  # edits
_CONSIDERED = 20  # near words of one form whose differences are worked out
_CONSIDERED_ALIKE = 12  # the same for words that only look like it
_CONSIDERED_COMMON = 5  # the same for the commonest words near a short form
_COMMONEST = 9.5  # log count of some 250 short words
_SHORT_TO = 5  # letters
_UNLIKE = 0.65  # share of letters by which they may differ
_STROKE, _LETTER = 4.0, 2.0  # log counts a stroke and a letter weigh when these are sorted
_LONGEST_REAL = 9
_LEAST_REAL_GAIN, _LEAST_REAL_SCORE, _DEAREST_REAL = -2.5, -9.0, 9.5
_DEAREST_TWIN = 9.5  # nats: dearer candidates are not offered in both cases
_OWN_WEIGHT = 3.0  # log count given to a word only the document knows


class NearWords:
    """Other letters for a run."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._found: dict[tuple[str, int], list[str]] = {}
        self._real: dict[str, list[Candidate]] = {}

    def of_run(self, run: Form, thorough: bool) -> list[Candidate]:
        """Words near the run's core, near the core with the signs that stick to it, near a part."""
        stuck = _stuck(run)
        made = []
        # A known word is suspicious for the signs that stick to it, and they must not stay.
        if stuck is None or not self._maker.words.knows(run.core):
            made = self._whole(run.lead, run.core, run.trail, _FAR if thorough else 1)
        if stuck is not None:
            near = self._whole(*stuck, 2 if thorough else 1)
            made += [candidate for candidate in near if candidate.words != (run.key,)]
        return made + self._pieces(run) + self._number(run)

    def _number(self, run: Form) -> list[Candidate]:
        """The number of which some digits were read as letters."""
        if run.core.isdigit() or not _NUMBER.fullmatch(run.core):
            return []
        number = run.core.translate(_DIGIT_OF)
        if number == run.core:
            return []
        shaped = run.lead + number + run.trail
        return [self._maker.make(SPELLING, shaped, (number,), run.core, number, _OWN_WEIGHT)]

    def _whole(self, lead: str, core: str, trail: str, reach: int = _FAR) -> list[Candidate]:
        """Words near the whole core."""
        key = core.lower().replace("’", "'")
        made = []
        ending = ""
        if len(key) > 4 and key.endswith("'s"):
            key, ending = key[:-2], core[-2:]
        prefixed = key.partition("-")[0] in PREFIXES and "-" in key
        words, make = self._maker.words, self._maker.make
        bare = core[: len(core) - len(ending)]
        inner = core[: len(key)] if core[1:] != core[1:].lower() and not core.isupper() else None
        for word in self._near(key, reach, inner):
            if prefixed and word == key.replace("-", ""):
                continue  # `co-operation` is as right as `cooperation`
            kind = CASE if word == key else SPELLING
            shaped = words.shaped(word, bare) + ending
            whole = (word + ending.lower().replace("’", "'"),) if ending else (word,)
            weight = words.weight(word)
            candidate = make(kind, lead + shaped + trail, whole, key, word, weight)
            made.append(candidate)
            # A wrong first letter says nothing of the right one's case.
            likely = candidate.cost < _DEAREST_TWIN or not key[0].isalpha()
            if word[0] != key[0] and likely:
                twin = self._other_case(word, core) + ending
                if twin != shaped:
                    made.append(candidate._replace(replacement=lead + twin + trail))
        if len(key) == 1 and core in LETTER_FOR:
            made.append(make(SPELLING, f"{lead}I{trail}", ("i",), core, "I"))
        return made

    def _other_case(self, word: str, core: str) -> str:
        """The word without its capital, or with one when it is a name as well: `Frank`.

        Digits and signs are as high as capitals: `8econd`.
        """
        words = self._maker.words
        if core[:1].isupper():
            return words.shaped(word, core.lower())
        often = words.capital_share(word) > _OFTEN_CAPITAL or not core[:1].isalpha()
        return words.shaped(word, word.capitalize() if often else core)

    def _near(self, key: str, reach: int, core: str | None = None) -> list[str]:
        """Words near a lower-case form; looked up once, whatever stands round the form.

        `core` is the form with its capitals when some stand inside it.
        """
        if core is not None:
            return self._looked_up(key, reach, core)
        found = self._found.get((key, reach))
        if found is None:
            found = self._found[key, reach] = self._looked_up(key, reach)
        return found

    def clear(self) -> None:
        """Forget what was looked up."""
        self._found.clear()
        self._real.clear()

    def _looked_up(self, key: str, reach: int, core: str | None = None) -> list[str]:
        """Words near a lower-case form, those that the characters make likely only."""
        size = len(key)
        if size < 2:
            return []
        reach = min(reach, 1 if size < 4 else 2 if size < 7 else _FAR)
        index = self._maker.words.index
        if reach == 1:
            found = [(word, 1) for word in index.beside(key)]
        elif reach == 2 or key in index.known or index.beside(key):
            found = index.near(key, 2)
        else:
            found = index.near(key, _FAR)
            if any(edits <= 1 for _, edits in found):
                found = [pair for pair in found if pair[1] < _FAR]
        weights = self._maker.words.weights
        likely = [(4.5 * edits - weights[word], at) for at, (word, edits) in enumerate(found)]
        likely.sort()
        kept = [found[at][0] for _, at in likely if found[at][1] < size][:_CONSIDERED]
        twice = reach > 1 and size > 6 and not any(edits <= 2 for _, edits in found)
        kept += [word for word in self._rewritten(key, twice, core) if word not in kept]
        if reach > 1 and not any(edits <= 1 for _, edits in found):
            kept += [word for word in self._alike(key) if word not in kept]
        if size < _SHORT_TO and key not in index.known:
            kept += [word for word in self._common(key) if word not in kept]
        if self._maker.words.has(key) and key not in kept:
            kept.append(key)
        return kept

    def _common(self, key: str) -> list[str]:
        """The commonest words two edits away: `hie` for `the`, where most words are too far."""
        from rapidfuzz.distance import OSA

        drawn = strokes(key)
        found = []
        for word, its_strokes, weight in self._commonest:
            edits = OSA.distance(key, word, score_cutoff=2)
            apart = OSA.distance(drawn, its_strokes, score_cutoff=2)
            if edits <= 2 and apart <= 2:
                found.append((_STROKE * apart + _LETTER * edits - weight, word))
        return [word for _, word in sorted(found)[:_CONSIDERED_COMMON]]

    @cached_property
    def _commonest(self) -> list[tuple[str, str, float]]:
        """The commonest short words, their strokes and their weights."""
        shorter_first = self._maker.words.weights.items()
        short = takewhile(lambda pair: len(pair[0]) <= _SHORT_TO, shorter_first)
        return [(w, strokes(w), weight) for w, weight in short if weight >= _COMMONEST and w[1:]]

    def _alike(self, key: str) -> list[str]:
        """The words whose letters are made of the same strokes, or nearly, the likeliest few."""
        from rapidfuzz.distance import OSA

        weights = self._maker.words.weights
        most = int(_UNLIKE * len(key))
        found = []
        for word, apart in self._maker.words.index.strokes.near(key):
            edits = OSA.distance(key, word, score_cutoff=most)
            if edits <= most:
                found.append((_STROKE * apart + _LETTER * edits - weights[word], word))
        return [word for _, word in sorted(found)[:_CONSIDERED_ALIKE]]

    def _rewritten(self, key: str, twice: bool, core: str | None = None) -> list[str]:
        """Words that one (or two) common differences of several letters lead to."""
        known = self._maker.words.index.known
        once = [] if core is None else _tall_letters(core)
        found = [variant for variant in once if variant in known]
        found += self._with_one_rewrite(key, known)
        if not found and twice:
            once += self._with_one_rewrite(key)
            found = [
                variant for first in once[:12] for variant in self._with_one_rewrite(first, known)
            ]
        return list(dict.fromkeys(found))

    def _with_one_rewrite(self, text: str, wanted: Container[str] | None = None) -> list[str]:
        """The text with one common difference undone in one place, in the channel's order.

        `wanted` leaves out all others.
        """
        found = []
        for size, rewrites in self._rewrites:
            for at in range(len(text) - size + 1):
                usual = rewrites.get(text[at : at + size])
                if usual is not None:
                    left, right = text[:at], text[at + size :]
                    for order, intended in usual:
                        variant = f"{left}{intended}{right}"
                        if wanted is None or variant in wanted:
                            found.append((order, at, variant))
        found.sort()
        return [variant for _, _, variant in found]

    @cached_property
    def _rewrites(self) -> list[tuple[int, dict[str, list[tuple[int, str]]]]]:
        """The channel's common differences by the length of what was read, and by what it was."""
        found: dict[int, dict[str, list[tuple[int, str]]]] = {}
        for order, (observed, intended) in enumerate(self._maker.channel.rewrites):
            table = found.setdefault(len(observed), {})
            table.setdefault(observed, []).append((order, intended))
        return list(found.items())

    def of_word(self, run: Form) -> tuple[Candidate, ...]:
        """Words that are cheaply misread as this one and not much rarer."""
        key = run.key
        if key in DIGIT_FOR and run.trail in ("", ","):
            capital = DIGIT_FOR[key]
            letter = self._maker.make(
                SPELLING, run.lead + capital + run.trail, (capital.lower(),), key, capital.lower()
            )
            return (letter,)
        lowered = self._lowered(run)
        if not 2 <= len(key) <= _LONGEST_REAL or not key.isascii() or not key.isalpha():
            return lowered
        made = self._real.get(key)
        if made is None:
            made = self._real[key] = self._likely_misread(key)
        tall = self._tall(run)
        if not made:
            return (*tall, *lowered)
        shaped = self._maker.words.shaped
        return (
            *tall,
            *(
                Candidate(REAL, run.lead + shaped(c.words[0], run.core) + run.trail, *c[2:])
                for c in made
            ),
            *lowered,
        )

    def _likely_misread(self, key: str) -> list[Candidate]:
        """The words that are cheaply misread as a lower-case word, the four likeliest."""
        words = self._maker.words
        own = words.weight(key)
        made = []
        for word in dict.fromkeys((*words.index.beside(key), *self._rewritten(key, False))):
            gain = words.weight(word) - own
            if word == key or gain < _LEAST_REAL_GAIN or len(word) < 2:
                continue
            found = differences(key, word)
            if len(found) > 1:
                continue
            cost = self._maker.channel.cost(found)
            if gain - cost > _LEAST_REAL_SCORE and cost < _DEAREST_REAL:
                made.append(Candidate(REAL, word, (word,), found, cost, words.weight(word)))
        made.sort(key=lambda c: -c.score)
        return made[:4]

    def _tall(self, run: Form) -> tuple[Candidate, ...]:
        """A short word in capitals whose last one is two tall letters misread: `AU` for `All`."""
        core, words = run.core, self._maker.words
        if not core.isupper() or len(core) > _LONGEST_TALL:
            return ()
        return tuple(
            self._maker.make(
                REAL, f"{run.lead}{word.capitalize()}{run.trail}", (word,), run.key, word
            )
            for word in _tall_letters(core)
            if words.weight(word) >= _ORDINARY
        )

    def _lowered(self, run: Form) -> tuple[Candidate, ...]:
        """An ordinary word with a capital, without it."""
        core, words = run.core, self._maker.words
        if not (core[:1].isupper() and core[1:].islower() and core.isalpha()):
            return ()
        ordinary = _LESS_ORDINARY if core[0] == "I" else _ORDINARY
        if words.weight(run.key) < ordinary or words.capital_share(run.key) > _SELDOM_CAPITAL:
            return ()
        plain = run.lead + core.lower() + run.trail
        return (Candidate(CASE, plain, (run.key,), (), 0.0, words.weight(run.key)),)

    def _pieces(self, run: Form) -> list[Candidate]:
        """Repairs of the one damaged part of a word with hyphens, dashes or slashes."""
        pieces = DIVIDER.split(run.core)
        if len(pieces) < 3:
            return []
        words = self._maker.words
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

    def of_document(self, run: Form, own: Sequence[str]) -> list[Candidate]:
        """Words of the document itself, unknown ones that recur, that the run may stand for."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        key = run.key
        if len(key) < 4:
            return []
        near = process.extract(
            key, own, scorer=OSA.distance, score_cutoff=1 if len(key) < 7 else 2, limit=4
        )
        return [
            self._maker.make(
                OWN, run.lead + self._maker.words.shaped(word, run.core) + run.trail, (word,),
                key, word, _OWN_WEIGHT,
            )
            for word, _, _ in near
            if word != key
        ]  # fmt: skip


def _tall_letters(core: str) -> list[str]:
    """The lower-case words when capitals inside one are misread pairs of tall letters."""
    return [
        (core[:at] + tall + core[at + 1 :]).lower()
        for at, letter in enumerate(core)
        if at
        for tall in _TALL.get(letter, ())
    ]


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
