"""Turning entries into one compact block of bytes that is looked up without being parsed.

The block holds every form of every name, the sounds of each, and three lists of postings:
by first word (exact forms), by sound key (likeness), and by cue word (context). A table of one
byte per slot says in well under a microsecond that a word concerns no name at all, so that
ordinary text never gets as far as the postings.
"""

from __future__ import annotations

import json
from array import array
from zlib import crc32

from repair.names.codes import (
    ALIAS,
    ANCHOR,
    CUE,
    EXACT,
    FIRST,
    FORMAT,
    HEARD,
    KEY,
    NAME,
    NEVER,
    PART,
    PATTERN,
    PREFIX,
    SMALL,
    SOUND,
    WRONG,
    exact_hash,
    key_hash,
    near_keys,
    second_hash,
    word_hash,
)
from repair.names.fold import fold, folded, without_possessive, words
from repair.names.tables import family_names_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from repair.names.entry import Entry
    from repair.names.phonetics import Sounds


def forms_of(entry: Entry, *, parted: bool = True) -> list[tuple[str, int]]:
    """Every form of an entry with its role; a form that is right is not also a part.

    Args:
        entry: the name.
        parted: whether single words of a name of unknown kind are forms of their own.
    """
    forms: dict[str, int] = {entry.name: NAME}
    for alias in entry.aliases:
        forms.setdefault(alias, ALIAS)
    if entry.kind == "person" or (parted and not entry.kind):
        for form in (entry.name, *entry.aliases):
            parts = words(form)
            if len(parts) > 1 and fold(parts[0]) not in family_names_first():
                ends = parts[-1:] if entry.kind == "person" else (parts[0], parts[-1])
                for part in ends:
                    if len(part) >= 4 and part[0].isupper():
                        forms.setdefault(part, PART)
    for form in list(forms):  # "Moody's": the ending is also that of any name's possessive
        bare = without_possessive(form)
        if bare != form and len(bare) > 2:
            forms.setdefault(bare, ALIAS)
    listed = list(forms.items())
    listed += [(heard, HEARD) for heard in entry.heard_as]
    listed += [(sound, SOUND) for sound in entry.sounds_like]
    return listed


class _Postings:
    """Pairs (hash, number) that become two parallel sorted arrays; a pair is kept as one number."""

    def __init__(self) -> None:
        self._pairs: list[int] = []

    def add(self, hashed: int, number: int) -> None:
        self._pairs.append(hashed << 32 | number)

    def add_all(self, hashed: int, numbers: Iterable[int]) -> None:
        self._pairs += [hashed << 32 | number for number in numbers]

    def sections(self, name: str) -> dict[str, bytes]:
        ordered = sorted(set(self._pairs))
        return {
            f"{name}_hash": array("I", [pair >> 32 for pair in ordered]).tobytes(),
            f"{name}_number": array("I", [pair & 0xFFFFFFFF for pair in ordered]).tobytes(),
        }


def compile_entries(
    entries: Sequence[Entry], sounds: Sounds, digest: str, *, general: bool = False
) -> bytes:
    """The block of bytes for `entries`; the same entries always give the same bytes.

    Args:
        entries: what the lexicon holds.
        sounds: the sound table the keys are made with.
        digest: says what the block was made from.
        general: whether the names are the world's, not the user's own field: they are only
            compared letter for letter, never by sound.
    """
    first_words, keys, cues = _Postings(), _Postings(), _Postings()
    bits: dict[int, int] = {}
    by_key: dict[str, list[int]] = {}
    texts: list[str] = []
    heard: list[str] = []
    owners, roles = array("I"), bytearray()

    def mark(hashed: int, bit: int) -> None:
        bits[hashed] = bits.get(hashed, 0) | bit

    parted = len(entries) <= SMALL // 2
    every = [
        (number, form, role)
        for number, entry in enumerate(entries)
        for form, role in forms_of(entry, parted=parted)
    ]
    shortest = 3 if len(every) <= SMALL else NEVER
    for number, form, role in every:
        parts = folded(form)
        if not parts:
            continue
        index = len(texts)
        texts.append(form)
        owners.append(number)
        roles.append(role)
        sound = "" if role == HEARD or general else sounds.of(form)
        heard.append(sound)
        if role != SOUND:
            first_words.add(word_hash(parts[0]), index)
            mark(word_hash(parts[0]), FIRST)
            anchor = max(parts, key=len)
            mark(word_hash(anchor), WRONG if role == HEARD else ANCHOR)
            if role != HEARD:
                for word in words(form):
                    mark(exact_hash(word), EXACT)
                    mark(second_hash(word), EXACT)
            if len(parts) > 1:
                first_words.add(word_hash("".join(parts)), index)
                mark(word_hash("".join(parts)), WRONG | FIRST)
        if role != HEARD and not general:
            by_key.setdefault(sounds.key(sound), []).append(index)
    for key, numbers in by_key.items():
        for near in near_keys(key, shortest):
            hashed = key_hash(near)
            keys.add_all(hashed, numbers)
            mark(hashed, KEY)
        for length in range(2, len(key)):
            mark(key_hash(key[:length]), PREFIX)
    for number, entry in enumerate(entries):
        patterns = [pattern.replace("{}", " ") for pattern in entry.patterns]
        for cue in (*entry.context, *patterns):
            cue_words = folded(cue)
            if cue_words:
                anchor = max(cue_words, key=len)
                cues.add(word_hash(anchor), number)
                mark(word_hash(anchor), CUE | (PATTERN if cue in patterns else 0))
    sections = {
        "table": _table(bits),
        **first_words.sections("first"),
        **keys.sections("key"),
        **cues.sections("cue"),
        **_texts("form", texts),
        **_texts("sound", heard),
        **_texts("entry", [_record(entry) for entry in entries]),
        "owner": owners.tobytes(),
        "role": bytes(roles),
    }
    longest = max((len(folded(text)) for text in texts), default=1)
    return _assembled(sections, digest, f"{shortest} {longest} {int(general)}")


def _record(entry: Entry) -> str:
    """An entry as one line: the bare name when there is nothing else to say."""
    values = {k: v for k, v in entry._asdict().items() if v and k not in ("right", "wrong")}
    if set(values) <= {"name", "origin"}:
        return f"{entry.name}\t{entry.origin}"
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _table(bits: dict[int, int]) -> bytes:
    size = 1024
    while size < 12 * len(bits):
        size *= 2
    table = bytearray(size)
    for hashed, bit in bits.items():
        table[hashed & (size - 1)] |= bit
    return bytes(table)


def _texts(name: str, texts: Iterable[str]) -> dict[str, bytes]:
    offsets, blob = array("I", [0]), bytearray()
    for text in texts:
        blob += text.encode("utf-8", "surrogatepass")
        offsets.append(len(blob))
    return {f"{name}_at": offsets.tobytes(), f"{name}_text": bytes(blob)}


def _assembled(sections: dict[str, bytes], digest: str, numbers: str) -> bytes:
    """Header line, padding to four bytes, sections each padded to four bytes."""
    at, places, body = 0, [], bytearray()
    for name, data in sections.items():
        places.append(f"{name}:{at}:{len(data)}")
        padded = data + b"\0" * (-len(data) % 4)
        body += padded
        at += len(padded)
    check = crc32(bytes(body))
    header = FORMAT + f" {digest} {check} {numbers} {','.join(places)}".encode()
    header += b" " * (-(len(header) + 1) % 4) + b"\n"
    return header + bytes(body)
