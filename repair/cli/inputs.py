"""From the paths a user names to the files to check.

A named file is always checked; inside a named folder hidden files, links, source code and what
`.gitignore` or `--exclude` leaves out are passed over. Names are sorted, and no file comes twice.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import pathspec

from repair.cli.reading import STDIN, InputError
from repair.cli.settings import Settings

_CODE = """
.bash .bat .bin .c .cc .cfg .class .cmake .conf .cpp .cs .css .csv .cxx .db .diff .dll .exe .gif
.go .gz .h .hpp .ico .ini .ipynb .jar .java .jpeg .jpg .js .json .jsonl .jsx .kt .less .lock .lua
.map .mjs .mk .mp3 .mp4 .o .parquet .patch .pdf .php .pl .png .ps1 .py .pyc .pyi .r .rb .rs .scala
.scss .sh .so .sql .sqlite .svg .swift .tar .tif .tiff .toml .ts .tsv .tsx .wav .webp .whl .woff
.woff2 .xlsx .xml .xz .yaml .yml .zip .zst
"""
CODE_SUFFIXES = frozenset(_CODE.split())
"""Endings passed over inside folders: programs, data and what is no text. Name such a file to
have it checked."""

_PAGE = re.compile(rb"<(?:\w+:)?(?:alto|PcGts|TEI)[\s>]|class=.ocr_page")
_LOOKED_AT = 4096  # bytes of an XML file


class Item(NamedTuple):
    """A file to check."""

    path: str
    named: bool  # by the user, not found in a folder


class Problem(NamedTuple):
    """Something on the way that could not be followed."""

    message: str


def gather(
    paths: Iterable[str], settings_of: Callable[[str], Settings], note: Callable[[str], None]
) -> Iterator[Item | Problem]:
    """The files behind `paths`, in order.

    Args:
        paths: files, folders, or "-".
        settings_of: the settings for a folder given by its absolute path.
        note: is told what is passed over, for `-v`.
    """
    seen: set[str] = set()
    for path in paths:
        if path == STDIN:
            yield Item(path, True)
            continue
        found: Iterable[Item | Problem]
        if os.path.isdir(path):
            found = _folder(path, settings_of, note)
        else:
            settings = settings_of(os.path.dirname(os.path.abspath(path)))
            if settings.force_exclude and (_is_code(path) or _excluded(path, False, settings)):
                note(f"{path} is excluded.")
                continue
            found = [Item(path, True)]
        for item in found:
            if isinstance(item, Item):
                real = _real(item.path)
                if real in seen:
                    continue
                seen.add(real)
            yield item


def _real(path: str) -> str:
    """What makes two paths the same file; a path no file can have is only like itself."""
    try:
        return os.path.realpath(path)
    except ValueError:
        return path


def _folder(
    top: str, settings_of: Callable[[str], Settings], note: Callable[[str], None]
) -> Iterator[Item | Problem]:
    """The files below `top`."""
    full = os.path.abspath(top)
    settings = settings_of(full)
    if settings.force_exclude and _excluded(top, True, settings):
        note(f"{top} is excluded.")
        return
    waiting = [(top, ignore_files_above(full) if settings.respect_gitignore else ())]
    while waiting:
        folder, ignores = waiting.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(
                f"{folder} cannot be listed ({error.strerror}); check its permissions (chmod +rx)."
            )
            continue
        if settings.respect_gitignore:
            ignores = (*ignores, *_ignore_file(os.path.abspath(folder)))
        below = []
        for entry in entries:
            path = entry.name if folder == os.curdir else entry.path
            if entry.is_symlink():
                problem = _link(path)
                if problem:
                    yield Problem(problem)
                else:
                    note(f"{path} is a link and was passed over; name it to have it checked.")
            elif entry.name.startswith("."):
                continue
            elif entry.is_dir(follow_symlinks=False):
                if not _left_out(path, True, settings, ignores):
                    below.append((path, ignores))
            elif entry.is_file(follow_symlinks=False):
                if _is_code(path) or _left_out(path, False, settings, ignores):
                    note(f"{path} was passed over; name it to have it checked.")
                else:
                    yield Item(path, False)
        waiting.extend(reversed(below))


def _link(path: str) -> str:
    """A sentence when a link leads back to a folder it lies in, or in a circle; else empty."""
    try:
        target = os.path.realpath(path, strict=True)
    except FileNotFoundError:
        return ""
    except OSError:
        return f"{path} is a link that leads back to itself; mend or remove the link."
    if not os.path.isdir(target):
        return ""
    here = os.path.realpath(os.path.dirname(path))
    if here == target or here.startswith(target.rstrip(os.sep) + os.sep):
        return f"{path} is a link back to a folder it lies in, a loop; it was not followed."
    return ""


_Ignores = tuple[tuple[str, pathspec.GitIgnoreSpec], ...]


def ignore_files_above(folder: str) -> _Ignores:
    """The ignore files of the folders above `folder`, up to the top of its git repository."""
    above: list[str] = []
    at = folder
    while not os.path.exists(os.path.join(at, ".git")):
        parent = os.path.dirname(at)
        if parent == at:
            return ()  # no repository: only ignore files below count
        above.append(parent)
        at = parent
    exclude = os.path.join(at, ".git", "info", "exclude")
    found = [(at, _spec(exclude))] if os.path.isfile(exclude) else []
    for parent in reversed(above):
        found.extend(_ignore_file(parent))
    return tuple(found)


def _ignore_file(folder: str) -> _Ignores:
    path = os.path.join(folder, ".gitignore")
    return ((folder, _spec(path)),) if os.path.isfile(path) else ()


@cache
def _spec(path: str) -> pathspec.GitIgnoreSpec:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return pathspec.GitIgnoreSpec.from_lines(file)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be used ({error}); mend it and run again.") from None


def _is_code(path: str) -> bool:
    """Whether the ending of a name is that of a program, of data, or of what is no text.

    XML is data, but for texts and pages that were read by a machine.
    """
    suffix = os.path.splitext(path)[1].lower()
    return suffix in CODE_SUFFIXES and not (suffix == ".xml" and _is_page(path))


def _is_page(path: str) -> bool:
    """Whether an XML file begins as ALTO, PAGE, TEI or hOCR; False when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return _PAGE.search(file.read(_LOOKED_AT)) is not None
    except OSError:
        return False


def _left_out(path: str, is_folder: bool, settings: Settings, ignores: _Ignores) -> bool:
    return _excluded(path, is_folder, settings) or _ignored(path, is_folder, ignores)


def _ignored(path: str, is_folder: bool, ignores: Sequence[tuple[str, object]]) -> bool:
    """What the deepest ignore file with an opinion says."""
    full = os.path.abspath(path)
    for base, spec in reversed(ignores):
        assert isinstance(spec, pathspec.GitIgnoreSpec)
        verdict = spec.check_file(_relative(full, base, is_folder)).include
        if verdict is not None:
            return verdict
    return False


def _excluded(path: str, is_folder: bool, settings: Settings) -> bool:
    """Whether the exclude patterns, read like lines of an ignore file, name the path."""
    spec = _patterns((*settings.exclude, *settings.extend_exclude))
    full = os.path.abspath(path)
    return spec.match_file(_relative(full, os.getcwd(), is_folder))


@cache
def _patterns(lines: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    return pathspec.GitIgnoreSpec.from_lines(lines)


def _relative(full: str, base: str, is_folder: bool) -> str:
    inside = os.path.relpath(full, base)
    if inside.startswith(".."):  # a pattern without a slash still names it
        inside = full.lstrip(os.sep)
    return inside.replace(os.sep, "/") + ("/" if is_folder else "")
