"""What every start would work out anew, kept in the user's cache folder: regular expressions as
the engine's own code, and tables as plain values.

Compiling the regular expressions of all rules costs twice what starting the interpreter costs,
reading the tables as much again. Both are done once and kept in one file, which belongs to one
version of repair and one build of Python, is checked before it is trusted, and is made anew when
it is missing, old or damaged. Without it everything works, a little later.

Regular expressions are put into the cache that the standard `re` module keeps anyway, so no rule
has to know. That uses private names of the standard library: whenever one of them is not as
expected, nothing is kept and nothing is lost.
"""

from __future__ import annotations

import os
import sys

from repair.folders import cache_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

_FORMAT = b"repair 2"
_MOST_PATTERNS = 400
_VERSION = f"{sys.version}|{sys.implementation.cache_tag}"


class Prepared:
    """The kept work of earlier runs; one per process."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[int, int, Any]] = {}  # path: time, size, value
        self._patterns: list[tuple[Any, ...]] = []
        self._known: set[tuple[type, Any, int]] = set()
        self._is_new = False
        self._path = ""

    def load(self, folder: str) -> None:
        """Take in what `folder` holds, and put the regular expressions where `re` looks."""
        self._path = os.path.join(folder, f"start-{sys.implementation.cache_tag}.bin")
        try:
            self.tables, self._patterns = _read(self._path)
            self._known = _into_cache(self._patterns)
        except Exception:  # a cache that cannot be used is no cache
            self.tables, self._patterns = {}, []

    def table(self, path: str, parse: Callable[[], Any]) -> Any:
        """The value of the table at `path`, from earlier runs when the file is still the same."""
        if not self._path:
            return parse()
        status = os.stat(path)
        kept = self.tables.get(path)
        if kept is None or kept[:2] != (status.st_mtime_ns, status.st_size):
            kept = self.tables[path] = (status.st_mtime_ns, status.st_size, parse())
            self._is_new = True
        return kept[2]

    def save(self) -> None:
        """Keep what this run worked out beyond what was kept; never fails."""
        try:
            self._save()
        except Exception:  # no room, no permission, another Python: the next run works it out
            return

    def _save(self) -> None:
        from re import _cache  # type: ignore[attr-defined]

        fresh = [key for key in _cache if key not in self._known and _is_plain(key)]
        if not self._path or not (fresh or self._is_new):
            return
        room = max(0, _MOST_PATTERNS - len(self._patterns))
        patterns = [*self._patterns, *(_code(pattern, flags) for _, pattern, flags in fresh[:room])]
        if len(patterns) == len(self._patterns) and not self._is_new:
            return
        _write(self._path, (self.tables, patterns))


def kept(name: str, sources: Sequence[str], make: Callable[[], Any]) -> Any:
    """What `make` gives, from a file of its own in the cache folder when it was made before.

    Args:
        name: what is kept and the version of its layout, as part of the file's name.
        sources: the files it is made from; when one of them changes it is made anew. Without
            any nothing is kept.
        make: gives a value of the plain types `marshal` knows.
    """
    if not sources:
        return make()
    statuses = [os.stat(source) for source in sources]
    stamp = [(status.st_mtime_ns, status.st_size) for status in statuses]
    path = os.path.join(cache_folder(), f"{name}-{sys.implementation.cache_tag}.bin")
    try:
        known, value = _read(path)
    except Exception:  # none, damaged, or of another version
        known = None
    if known != stamp:
        value = make()
        try:
            _write(path, (stamp, value))
        except Exception:  # no room, no permission: the next run makes it again
            return value
    return value


def _read(path: str) -> Any:
    """The value a file holds.

    Raises:
        OSError, ValueError, EOFError, TypeError: when it is not whole, or of another version.
    """
    from marshal import loads
    from zlib import crc32

    with open(path, "rb") as file:
        data = memoryview(file.read())
    body = data[len(_FORMAT) + 4 :]
    check = int.from_bytes(data[len(_FORMAT) : len(_FORMAT) + 4], "big")
    if data[: len(_FORMAT)] != _FORMAT or check != crc32(body):
        raise ValueError("not a whole file of this version")
    version, value = loads(body)
    if version != _VERSION:
        raise ValueError("made by another version")
    return value


def _write(path: str, value: Any) -> None:
    """Write a value in one go; nothing is left behind when that fails."""
    from marshal import dumps
    from zlib import crc32

    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    if not os.access(folder, os.W_OK):
        return
    body = dumps((_VERSION, value))
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "wb") as file:
            file.write(_FORMAT + crc32(body).to_bytes(4, "big") + body)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)


def _is_plain(key: tuple[type, Any, int]) -> bool:
    return key[0] is str and isinstance(key[2], int)


def _into_cache(patterns: list[tuple[Any, ...]]) -> set[tuple[type, Any, int]]:
    """Build the regular expressions and put them where `re.compile` looks first."""
    from _sre import compile as build
    from re import _cache  # type: ignore[attr-defined]

    for pattern, flags, *built in patterns:
        _cache[str, pattern, flags] = build(pattern, *built)
    return {(str, row[0], row[1]) for row in patterns}


def _code(pattern: str, flags: int) -> tuple[Any, ...]:
    """A regular expression as the standard compiler builds it."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    groups = parsed.state.groupdict
    names = [None] * parsed.state.groups
    for name, index in groups.items():
        names[index] = name
    return (
        pattern,
        flags,
        int(flags | parsed.state.flags),
        [int(number) for number in _compiler._code(parsed, flags)],
        parsed.state.groups - 1,
        groups,
        tuple(names),
    )


prepared = Prepared()
"""The one of this process."""
