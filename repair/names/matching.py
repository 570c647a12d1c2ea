"""Where forms of the lexicon stand in a passage: letter for letter, or only nearly."""

from __future__ import annotations

from math import log10

from repair.names.codes import ANCHOR, FIRST, HEARD, PART, SMALL, SOUND, word_hash
from repair.names.index import NO_START
from repair.names.passage import FUNCTION, NAME, UNKNOWN
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from repair.names.index import Form, Index
    from repair.names.passage import Passage, Word
    from repair.names.phonetics import Sounds

LONGEST_WINDOW = 5
KEPT = 6  # candidates per window that are worth weighing
LEAST_LIKENESS = 0.58
"""Mean of letter and sound similarity below which no editor would see the name in the words."""

LEAST_LIKENESS_OF_MANY, MORE_OF_ONE_WORD = 0.78, 0.045
"""The same for a gazetteer, in which some name is a little like any word; and what is asked beyond
it of a single word, for each time the gazetteer is ten times as large as the smallest."""

ALIKE_TO_THE_EAR = 0.8
"""Sound similarity from which the letters no longer matter: `came` for `Kim`."""

FEW = 3
"""Words of the longest window that may begin or end in a function word that is not the name's; and
of the longest one compared with a gazetteer where no name of it begins."""

TORN_BY, LONG_NAME = 3, 9
"""Words more than it has that a name of so many letters may be heard as: "Vlad of a stock"; a
shorter one may be heard as one word less than that."""

LETTERS_SPOKEN = 7
"""Letters a name that was read out letter by letter may have: "e b i t d a"."""

ALIKE_AT_AN_EDGE = 0.72
"""Mean likeness from which a window may begin or end in a word such as "her": `her she`."""


class Hit(NamedTuple):
    """A form whose letters stand at words first..last (case, accents and spaces aside)."""

    first: int
    last: int  # inclusive
    form: Form
    home: Index


class Candidate(NamedTuple):
    """A name that words first..last resemble, and how much they do."""

    first: int
    last: int
    form: Form
    home: Index
    sound: float
    letters: float

    @property
    def likeness(self) -> float:
        """The mean of what the ear and the eye say."""
        return (self.sound + self.letters) / 2


def exact_hits(passage: Passage, index: Index) -> list[Hit]:
    """Every place where a right or wrong form stands."""
    hits: list[Hit] = []
    words = passage.words
    starts = index.starts
    for i, word in enumerate(words):
        start = starts.get(word.fold)
        if start is None:
            start = index.start(word.fold)
        if start is NO_START:
            continue
        hits += [Hit(i, i, index.form(number), index) for number in start.alone]
        if start.longer and i + 1 < len(words):
            for number in start.longer.get(words[i + 1].fold, ()):
                form = index.form(number)
                last = i + len(form.parts) - 1
                if last < len(words) and all(
                    words[i + k].fold == form.parts[k] and words[i + k].joined
                    for k in range(1, len(form.parts))
                ):
                    hits.append(Hit(i, last, form, index))
    return hits


def spaced_hits(passage: Passage, indexes: Sequence[Index], standing: Sequence[int]) -> list[Hit]:
    """Places where a form's letters stand spread over more words than the form has."""
    hits: list[Hit] = []
    if not indexes:
        return hits
    words, wanted = passage.words, FIRST | ANCHOR
    tables = [(index.table, index.mask, index) for index in indexes]
    for i, word in enumerate(words):
        if UNKNOWN not in standing[i : i + LONGEST_WINDOW] and not passage.capitalised(i):
            continue
        letters = word.fold
        for j in range(i + 1, min(i + LONGEST_WINDOW, len(words))):
            if not words[j].joined:
                break
            letters += words[j].fold
            if len(letters) < 5 or len(words[j].fold) + len(word.fold) < 4:
                continue
            hashed = word_hash(letters)
            hits += [
                Hit(i, j, form, index)
                for table, mask, index in tables
                if table[hashed & mask] & wanted
                for form in index.starting_with(letters)
                if "".join(form.parts) == letters
                and len(form.parts) != j - i + 1
                and form.role != PART
            ]
    return hits


def near_candidates(
    passage: Passage,
    index: Index,
    sounds: Sounds,
    standing: Sequence[int],
    anchors: Sequence[bool],
    wanted: Callable[[int, int], bool],
    known: Callable[[str], bool],
    owners: set[int] | None = None,
) -> dict[tuple[int, int], list[Candidate]]:
    """For windows of words, the forms they resemble, best first.

    Args:
        standing: what the vocabulary says of each word.
        anchors: per word, whether a window that holds it may be looked up.
        wanted: whether the words first..last are worth looking up at all.
        known: whether letters are a word of the language.
        owners: the only entries that count, None for all.
    """
    words = passage.words
    found: dict[tuple[int, int], list[Candidate]] = {}
    memo: dict[tuple[str, ...], list[tuple[Form, float, float]]] = {}
    widest = min(LONGEST_WINDOW, index.longest + TORN_BY)
    usual = FEW if index.large else widest  # of so many names, longer ones begin as they should
    coming = len(words)  # the next anchor
    ahead = [coming] * len(words)
    for i in range(len(words) - 1, -1, -1):
        if anchors[i]:
            coming = i
        ahead[i] = coming
    for i, opening in enumerate(words):
        if ahead[i] >= i + widest:
            continue
        if standing[i] == FUNCTION and not (index.learned or index.bits(opening.fold) & FIRST):
            continue
        longest = widest if usual == widest or index.bits(opening.fold) & FIRST else usual
        spoken = _letters_from(words, i) if index.learned else 0
        for j in range(i, min(i + max(longest, spoken), len(words))):
            if j > i and not words[j].joined:
                break
            if ahead[i] > j or not wanted(i, j):
                continue
            edge = FUNCTION in (standing[i], standing[j])
            tried = j - i < spoken or not edge or _edge_is_tried(opening, standing, i, j, index)
            if not tried or (edge and i == j):
                continue
            here = tuple(w.fold for w in words[i : j + 1])
            near = memo.get(here)
            if near is None:
                spelled = i == j and standing[i] in (NAME, UNKNOWN)
                near = near_forms(index, sounds, here, owners, spelled=spelled)
                near = [n for n in near if not _glued(n[0].parts, here, known)]
                if edge:
                    near = [n for n in near if _edges_belong(n, here, standing[i], standing[j])]
                memo[here] = near
            if near and "-" in passage.written(i, j):  # "e-commerce", "eCommerce": a house style
                near = [n for n in near if n[2] < 1]
            if near:
                found[i, j] = [Candidate(i, j, f, index, s, e) for f, s, e in near]
    return found


def _letters_from(words: Sequence[Word], first: int) -> int:
    """How many words from `first` on are single letters in a row: "i p c c" read out."""
    last = first
    while (
        last < min(first + LETTERS_SPOKEN, len(words))
        and len(words[last].fold) == 1
        and (last == first or words[last].joined)
    ):
        last += 1
    return last - first


def near_forms(
    index: Index,
    sounds: Sounds,
    here: tuple[str, ...],
    owners: set[int] | None,
    *,
    spelled: bool = False,
) -> list[tuple[Form, float, float]]:
    """The forms that the words `here` resemble, with sound and letter scores.

    Args:
        spelled: whether names with about these letters count, however they sound.
    """
    letters, count = "".join(here), len(here)
    if len(letters) < (2 if index.learned and count > 1 else 3):
        return []
    sound = "".join(map(sounds.of_word, here))
    digits = _digits(letters)
    spaced = index.learned  # elsewhere `spaced_hits` finds the names with other spaces
    numbers: Iterable[int] = index.sounding_like(sounds.key(sound))
    if spelled and spaced:
        numbers = {*numbers, *index.spelled_like(letters)}
    if spaced and index.bits(letters) & FIRST:
        numbers = {*numbers, *(form.number for form in index.starting_with(letters))}
    if not numbers:
        return []
    from rapidfuzz.distance.Levenshtein import normalized_similarity

    least = LEAST_LIKENESS
    if index.large:
        least = LEAST_LIKENESS_OF_MANY
        least += MORE_OF_ONE_WORD * log10(index.forms / SMALL) if count == 1 else 0.0
    scored = []
    for number in index.nearest(numbers, letters, count, sound, least):
        if owners is not None and index.owner(number) not in owners:
            continue
        form = index.form(number)
        if form.role == HEARD:
            continue
        parts = form.parts
        target = "".join(parts)
        rough = normalized_similarity(sound, form.sounds)
        alike = normalized_similarity(letters, target)
        if form.role == SOUND:  # a respelling for the ear says nothing to the eye
            alike = max(alike, rough - 0.1)
        if alike + rough < 0.8 * least / LEAST_LIKENESS or (index.large and alike + 1 < 2 * least):
            continue
        most = TORN_BY if len(target) >= LONG_NAME else TORN_BY - 1
        if target != letters and not -2 <= count - len(parts) <= most:
            continue
        if form.role == PART and count > 2:
            continue
        if _digits(target) != digits or (target == letters and (parts == here or not spaced)):
            continue
        if _within(parts, here) or _within(here, parts):  # a name never swallows or adds words
            continue
        scored.append((alike + rough, number, form, alike))
    scored.sort(key=lambda s: (-s[0], s[1]))
    near = []
    for _, _, form, alike in scored[: 2 * KEPT]:
        heard = sounds.similarity(sound, form.sounds)
        by_ear = heard >= ALIKE_TO_THE_EAR and not index.large
        if heard + alike >= 2 * least or by_ear or alike == 1:
            near.append((form, heard, alike))
    near.sort(key=lambda n: (-(n[1] + n[2]), n[0].number))
    return near[:KEPT]


def beginning_like(index: Index, sounds: Sounds, word: str, least: float) -> set[int]:
    """Entries with a form that begins about like a folded word, in sound and letters together."""
    if len(word) < 3:
        return set()
    from rapidfuzz.distance.Levenshtein import normalized_similarity

    sound = sounds.of_word(word)
    found = set()
    for number in index.beginning_with(sounds.key(sound), sounds):
        form = index.form(number)
        alike = normalized_similarity(word, "".join(form.parts)[: len(word)])
        if alike + normalized_similarity(sound, form.sounds[: len(sound)]) >= least:
            found.add(form.owner)
    return found


def _edge_is_tried(
    opening: Word, standing: Sequence[int], first: int, last: int, index: Index
) -> bool:
    """Whether a window with a function word at an edge is looked up: a short one, or one that
    begins as a name does."""
    begins = bool(index.bits(opening.fold) & FIRST)
    if index.learned and (begins or last - first < FEW):
        return True
    return begins and standing[last] != FUNCTION


def _edges_belong(
    near: tuple[Form, float, float], here: tuple[str, ...], first: int, last: int
) -> bool:
    """Whether function words at the edges are the name's own, or sound much as if they were."""
    parts = near[0].parts
    if near[2] == 1 or (near[1] + near[2] >= 2 * ALIKE_AT_AN_EDGE and len("".join(here)) > 4):
        return True
    return (first != FUNCTION or parts[0] == here[0]) and (
        last != FUNCTION or parts[-1] == here[-1]
    )


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether the words `few` stand in a row among the words `many`."""
    return any(many[i : i + len(few)] == few for i in range(len(many) - len(few) + 1))


def _digits(letters: str) -> str:
    return "" if letters.isalpha() else "".join(c for c in letters if c.isdigit())


def _glued(parts: tuple[str, ...], here: tuple[str, ...], known: Callable[[str], bool]) -> bool:
    """Whether the words are the name with a word stuck to it: a lost space, no misheard name."""
    target, whole = "".join(parts), "".join(here)
    if whole.startswith(target):
        rest = whole[len(target) :]
    elif whole.endswith(target):
        rest = whole[: -len(target)]
    else:
        return False
    return len(rest) > 1 and known(rest)
