"""Where compiled lexicons come from: shipped, cached, or compiled on the spot.

A large lexicon is compiled once and kept in the user's cache folder under the hash of what it
was made from. The file is written whole and renamed into place, so two processes may race; one
that is damaged is made again without a word.
"""

from __future__ import annotations

import os

from repair.names.entry import Entry, LexiconError, Problem
from repair.names.index import DamagedIndex, Index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

INDEXES = ("field.index", "world.index")
"""The shipped indexes; each is made from the lexicons in the folder of the same name."""

_SUFFIXES = (".toml", ".txt", ".csv", ".tsv", ".lst", ".names")
_WORTH_KEEPING = 1_000  # entries from which a compiled lexicon is kept in the cache


def lexicons_folder() -> str:
    """The folder of shipped lexicons."""
    from repair.knowledge import dictionaries_folder

    return os.path.join(dictionaries_folder(), "lexicons")


def shipped() -> list[Index]:
    """The shipped lexicons: the fields' own, and the world's countries, cities and people."""
    folder = lexicons_folder()
    found = []
    for name in INDEXES:
        try:
            with open(os.path.join(folder, name), "rb") as file:
                found.append(Index(file.read()))
        except (FileNotFoundError, DamagedIndex):
            found += [own(e, general=name == "world.index") for e in [_sources(name)] if e]
    for index in found:
        index.cautious = True
    return found


def own(entries: list[Entry], *, general: bool = False) -> Index:
    """The index of entries a program holds."""
    from repair.names.compile import compile_entries
    from repair.names.tables import sounds

    if len(entries) < _WORTH_KEEPING:
        return Index(compile_entries(entries, sounds(), "-", general=general))
    return _kept(repr(entries).encode("utf-8", "surrogatepass"), lambda: entries, general=general)


def from_paths(paths: list[str]) -> Index:
    """The index of one or more lexicon files.

    Raises:
        LexiconError: when a file cannot be used; the message says where and why.
    """
    material = bytearray()
    for path in paths:
        try:
            with open(path, "rb") as file:
                material += os.path.basename(path).encode() + b"\0" + file.read() + b"\0"
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            message = f"the lexicon cannot be read ({reason}); check the path."
            raise LexiconError([Problem(path, 0, message)]) from error

    def entries() -> list[Entry]:
        from repair.names.reading import read_strictly

        return [entry for path in paths for entry in read_strictly(path)]

    if len(material) < 40_000:
        return own(entries())
    return _kept(bytes(material), entries)


def entries_from(items: Iterable[Any]) -> tuple[list[str], list[Entry]]:
    """Loaded entries, tables, plain names and paths, told apart: the paths, and the entries.

    A string is a path when it has a lexicon's suffix or exists as a file. A name without a single
    letter or digit can stand nowhere in a text and is passed over.
    """
    from repair.names.reading import entry_from

    paths, entries = [], []
    for item in items:
        if isinstance(item, Entry):
            entries.append(item)
        elif isinstance(item, str):
            if item.lower().endswith(_SUFFIXES) or os.path.isfile(item):
                paths.append(item)
            elif any(c.isalnum() for c in item):
                entries.append(Entry(item.strip()))
            elif not item.strip():
                message = "a name is empty; write the name or take it out."
                raise LexiconError([Problem("<entries>", 0, message)])
        elif hasattr(item, "__fspath__"):
            paths.append(os.fspath(item))
        else:
            entries.append(entry_from(item))
    return paths, entries


def _sources(name: str) -> list[Entry]:
    """The entries of the shipped lexicons an index is made from."""
    from repair.names.reading import read_strictly

    folder = os.path.join(lexicons_folder(), name.removesuffix(".index"))
    if not os.path.isdir(folder):
        return []
    files = sorted(f for f in os.listdir(folder) if f.endswith(_SUFFIXES))
    return [entry for file in files for entry in read_strictly(os.path.join(folder, file))]


def compile_shipped(name: str) -> bytes:
    """The bytes of a shipped index, made from the lexicons in the folder of the same name."""
    from repair.names.compile import compile_entries
    from repair.names.tables import sounds

    return compile_entries(_sources(name), sounds(), "shipped", general=name == "world.index")


def _kept(material: bytes, entries: Any, *, general: bool = False) -> Index:
    """The index for `material`, from the cache or compiled from `entries()` and put there."""
    from hashlib import blake2b

    from repair.knowledge import cache_folder
    from repair.names.codes import FORMAT
    from repair.names.compile import compile_entries
    from repair.names.tables import names_folder, sounds

    with open(os.path.join(names_folder(), "sounds.toml"), "rb") as file:
        table = file.read()
    digest = blake2b(FORMAT + b"%d" % general + table + material, digest_size=16).hexdigest()
    path = os.path.join(cache_folder(), f"names-{digest}.index")
    try:
        with open(path, "rb") as file:
            index = Index(file.read(), verify=True)
        if index.digest == digest:
            return index
    except (OSError, ValueError):
        pass
    data = compile_entries(entries(), sounds(), digest, general=general)
    _write_whole(path, data)
    return Index(data)


def _write_whole(path: str, data: bytes) -> None:
    """Write a cache file so that nobody ever sees half of it; a full disk costs only time."""
    import tempfile

    temporary = None
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".names-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
