"""Reading a compiled block of names: every question is answered from the bytes as they lie."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from repair.names.codes import (
    ALIAS,
    EXACT,
    FIRST,
    FORMAT,
    HEARD,
    NAME,
    PART,
    SMALL,
    WRONG,
    exact_hash,
    key_hash,
    near_keys,
    second_hash,
    word_hash,
)
from repair.names.fold import folded
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from repair.names.entry import Entry
    from repair.names.phonetics import Sounds

KEPT_FORMS = 20_000
"""Forms and answers that are kept once read."""

SOUNDS_SHARED = 0.5
"""Share of the sounds without which a name of a gazetteer is not compared more closely."""

LEAST_SPELLED, SPELLED_LIKE = 5, 0.8
"""Letters of a word that is compared with names by its letters alone, and how like it has to be."""

ROUNDING = 1e-9


class Form(NamedTuple):
    """One form of a name: where it stands in its index, whose it is, and how it sounds."""

    number: int
    text: str
    role: int
    owner: int  # number of the entry
    sounds: str
    parts: tuple[str, ...]  # the folded words of the text


class Start(NamedTuple):
    """Numbers of the forms that begin with a word."""

    alone: list[int]  # the word is all of the form, or the form written together
    longer: dict[str, list[int]]  # by the second word


NO_START = Start([], {})
"""No form begins so."""


class DamagedIndex(ValueError):
    """The bytes are not a whole block of this version."""


class Index:
    """A compiled lexicon. Read-only; `data` may be bytes or a memory map."""

    def __init__(self, data: bytes | memoryview, *, verify: bool = False) -> None:
        view = memoryview(data)
        end = bytes(view[:4096]).find(b"\n")
        header = bytes(view[: max(end, 0)]).split()
        if end < 0 or b" ".join(header[:2]) != FORMAT or len(header) != 8:
            raise DamagedIndex("no index of names, or one of another version")
        body = view[end + 1 :]
        self.digest = header[2].decode()
        if verify:
            from zlib import crc32

            if crc32(body) != int(header[3]):
                raise DamagedIndex("the index of names is damaged")
        self.shortest_key, self.longest, general = int(header[4]), int(header[5]), int(header[6])
        self.general = bool(general)
        self.cautious = False
        """Whether it came with repair: known words are not compared with its names by sound."""
        parts: dict[str, memoryview] = {}
        for place in header[7].decode().split(","):
            name, start, length = place.split(":")
            if int(start) + int(length) > len(body):
                raise DamagedIndex("the index of names is cut short")
            parts[name] = body[int(start) : int(start) + int(length)]
        self.table = bytes(parts["table"])
        self.mask = len(self.table) - 1
        self._first = parts["first_hash"].cast("I"), parts["first_number"].cast("I")
        self._keys = parts["key_hash"].cast("I"), parts["key_number"].cast("I")
        self._cues = parts["cue_hash"].cast("I"), parts["cue_number"].cast("I")
        self._form_at, self._form_text = parts["form_at"].cast("I"), parts["form_text"]
        self._sound_at, self._sound_text = parts["sound_at"].cast("I"), parts["sound_text"]
        self._entry_at, self._entry_text = parts["entry_at"].cast("I"), parts["entry_text"]
        self._owner, self._role = parts["owner"].cast("I"), parts["role"]
        self._forms: dict[int, Form] = {}
        self._entries: dict[int, Entry] = {}
        self._by_key: dict[str, tuple[int, ...]] = {}
        self._by_beginning: dict[str, list[int]] | None = None
        self._clues: dict[int, frozenset[str]] = {}
        self.starts: dict[str, Start] = {}
        """What `start` has found, by word."""

    def __len__(self) -> int:
        return len(self._entry_at) - 1

    @property
    def large(self) -> bool:
        """Whether it is a gazetteer: likeness to one of so many names means little by itself."""
        return len(self._role) > SMALL

    @property
    def learned(self) -> bool:
        """Whether it is like those the decision model learned from: brought by the user, small."""
        return not (self.cautious or self.general or self.large)

    @cached_property
    def _lists_wrong_forms(self) -> bool:
        return HEARD in bytes(self._role)

    def is_wrong(self, word: str) -> bool:
        """Whether the folded `word` may belong to a wrong form, or is a name written together."""
        if not self.bits(word) & WRONG:
            return False
        return self._lists_wrong_forms or bool(_posted(self._first, word_hash(word)))

    @property
    def forms(self) -> int:
        """How many forms there are."""
        return len(self._role)

    def bits(self, word: str) -> int:
        """What the folded `word` may have to do with; see the bits in `compile`."""
        return self.table[word_hash(word) & self.mask]

    def exact_bits(self, word: str) -> int:
        """As `bits`, for a word with its capitals."""
        return self.table[exact_hash(word) & self.mask]

    def holds(self, word: str) -> bool:
        """Whether a right form holds `word` with these capitals; wrong once in a thousand."""
        table, mask = self.table, self.mask
        return bool(table[exact_hash(word) & mask] & table[second_hash(word) & mask] & EXACT)

    def key_bits(self, key: str) -> int:
        """As `bits`, for a sound key."""
        return self.table[key_hash(key) & self.mask]

    def form(self, number: int) -> Form:
        """The form of that number."""
        form = self._forms.get(number)
        if form is None:
            text = str(self._form_text[self._form_at[number] : self._form_at[number + 1]], "utf-8")
            sounds = str(
                self._sound_text[self._sound_at[number] : self._sound_at[number + 1]], "utf-8"
            )
            owner, role = self._owner[number], self._role[number]
            form = Form(number, text, role, owner, sounds, folded(text))
            if len(self._forms) < KEPT_FORMS:
                self._forms[number] = form
        return form

    def nearest(
        self, numbers: Iterable[int], letters: str, count: int, sounds: str, least: float
    ) -> Iterator[int]:
        """Those of the forms of about the length of `count` words; of a large index, only those
        that begin with the same sound, share half of the sounds, and can reach the mean likeness
        `least` however they sound."""
        at, length = self._form_at, len(letters) + count - 1
        slack = 3 + length // 3
        if not (self.large and sounds.isascii()):
            for number in numbers:
                if abs(at[number + 1] - at[number] - length) <= slack:
                    yield number
            return
        from rapidfuzz.distance.Levenshtein import normalized_similarity

        first, here, plainly = ord(sounds[0]), sounds.encode(), letters.encode()
        sound_at, sound_text, text = self._sound_at, self._sound_text, self._form_text
        least_letters = 2 * least - 1 - ROUNDING
        for number in numbers:
            begin, end = at[number], at[number + 1]
            if abs(end - begin - length) > slack:
                continue
            start = sound_at[number]
            if sound_text[start] != first:
                continue
            there = bytes(sound_text[start : sound_at[number + 1]])
            if not normalized_similarity(here, there, score_cutoff=SOUNDS_SHARED):
                continue
            written = bytes(text[begin:end])
            if (
                written.isalpha()  # bytes are letters only where no accent has to be set aside
                and not normalized_similarity(plainly, written.lower(), score_cutoff=least_letters)
            ):
                continue
            yield number

    def owner(self, number: int) -> int:
        """The number of the entry a form belongs to."""
        return int(self._owner[number])

    def entry(self, number: int) -> Entry:
        """The entry of that number."""
        entry = self._entries.get(number)
        if entry is None:
            from repair.names.entry import Entry

            record = str(
                self._entry_text[self._entry_at[number] : self._entry_at[number + 1]], "utf-8"
            )
            if record.startswith("{"):
                import json

                values = json.loads(record)
                lists = {k: tuple(v) for k, v in values.items() if isinstance(v, list)}
                entry = Entry(**{**values, **lists})
            else:
                name, _, origin = record.partition("\t")
                entry = Entry(name, origin=origin)
            self._entries[number] = entry
        return entry

    def starting_with(self, word: str) -> list[Form]:
        """Forms whose first word, or whose whole text written together, folds to `word`."""
        return [self.form(n) for n in _posted(self._first, word_hash(word))]

    def start(self, word: str) -> Start:
        """The forms that begin with the folded `word`; kept in `starts`."""
        start = NO_START
        if self.bits(word) & FIRST:
            alone: list[int] = []
            longer: dict[str, list[int]] = {}
            at, texts = self._form_at, self._form_text
            for number in _posted(self._first, word_hash(word)):
                parts = folded(str(texts[at[number] : at[number + 1]], "utf-8"))
                if "".join(parts) == word:
                    alone.append(number)
                elif parts[0] == word:
                    longer.setdefault(parts[1], []).append(number)
            if alone or longer:
                start = Start(alone, longer)
        if len(self.starts) < KEPT_FORMS:
            self.starts[word] = start
        return start

    def varied(self, word: str) -> list[Form]:
        """As `starting_with`, of the entries that have more than one form."""
        owner, end = self._owner, len(self._owner) - 1
        return [
            self.form(n)
            for n in _posted(self._first, word_hash(word))
            if (n and owner[n - 1] == owner[n]) or (n < end and owner[n + 1] == owner[n])
        ]

    def sounding_like(self, key: str) -> tuple[int, ...]:
        """Numbers of the forms whose sound key is `key` or one letter away."""
        numbers = self._by_key.get(key)
        if numbers is None:
            found: set[int] = set()
            for near in near_keys(key, self.shortest_key):
                hashed = key_hash(near)
                if self.table[hashed & self.mask] & 8:
                    found.update(_posted(self._keys, hashed))
            numbers = tuple(sorted(found))
            if len(self._by_key) < KEPT_FORMS:
                self._by_key[key] = numbers
        return numbers

    def spelled_like(self, letters: str) -> list[int]:
        """Numbers of the forms of one word that nearly have these letters, however they sound; none
        in a large index."""
        if self.large or len(letters) < LEAST_SPELLED:
            return []
        from rapidfuzz.distance.Levenshtein import normalized_similarity
        from rapidfuzz.process import extract

        words, numbers = self._single
        near = extract(
            letters, words, scorer=normalized_similarity, score_cutoff=SPELLED_LIKE, limit=None
        )
        return [number for *_, place in near for number in numbers[place]]

    @cached_property
    def _single(self) -> tuple[list[str], list[list[int]]]:
        """The right forms of one word, folded, and the numbers of each."""
        found: dict[str, list[int]] = {}
        for number in range(self.forms):
            form = self.form(number)
            if len(form.parts) == 1 and form.role in (NAME, ALIAS, PART):
                found.setdefault(form.parts[0], []).append(number)
        return list(found), list(found.values())

    def beginning_with(self, key: str, sounds: Sounds) -> Sequence[int]:
        """Numbers of the forms whose sound key begins with `key` and goes on."""
        if self._by_beginning is None:
            found: dict[str, list[int]] = {}
            for number in range(self.forms):
                whole = sounds.key(self.form(number).sounds)
                for length in range(2, len(whole)):
                    found.setdefault(whole[:length], []).append(number)
            self._by_beginning = found
        return self._by_beginning.get(key, ())

    @cached_property
    def spellings(self) -> frozenset[str]:
        """All folded words of the forms, and the forms written together."""
        parts = [self.form(number).parts for number in range(self.forms)]
        return frozenset((*(word for part in parts for word in part), *map("".join, parts)))

    def clues(self, number: int) -> frozenset[str]:
        """Folded words of which one stands wherever something speaks for an entry."""
        found = self._clues.get(number)
        if found is None:
            entry = self.entry(number)
            phrases = [pattern.replace("{}", " ") for pattern in entry.patterns]
            spoken = [folded(phrase) for phrase in (*entry.context, *phrases)]
            right = [word for form in (entry.name, *entry.aliases) for word in folded(form)]
            found = frozenset((*(max(words, key=len) for words in spoken if words), *right))
            self._clues[number] = found
        return found

    def cued_by(self, word: str) -> list[int]:
        """Numbers of the entries of which a cue or pattern holds the folded `word`."""
        return _posted(self._cues, word_hash(word))


def _posted(postings: tuple[memoryview, memoryview], hashed: int) -> list[int]:
    hashes, numbers = postings
    at = bisect_left(hashes, hashed)
    found = []
    while at < len(hashes) and hashes[at] == hashed:
        found.append(int(numbers[at]))
        at += 1
    return found
