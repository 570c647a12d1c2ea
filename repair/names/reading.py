"""Lexicon files as people write them: TOML, one name per line, CSV and TSV.

Every problem is a sentence with file and line. `read` collects them all; `read_strictly` raises
when one of them is fatal.
"""

from __future__ import annotations

import os
import re

from repair.names.entry import CASES, KINDS, Entry, LexiconError, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

MAX_ENTRIES = 300_000
"""More entries than this is a database, not a lexicon a person keeps."""

_TEXTS = ("name", "kind", "note", "case", "source")
_LISTS = ("aliases", "heard_as", "sounds_like", "context", "patterns", "languages", "right")
_KEYS = (*_TEXTS, *_LISTS, "wrong")
_COLUMNS = {"canonical": "name", "alias": "aliases", "heard": "heard_as", "type": "kind"}
_PAIR_COLUMNS = {
    **dict.fromkeys(("from", "wrong", "find"), "heard_as"),
    **dict.fromkeys(("to", "right", "correct", "replace", "replacement"), "name"),
}
"""Columns of tables that have no other name for the name."""
_OTHER_SHAPE = re.compile(r"\s*(?:[{\[]\s*[\"{]|<\?xml|<\w+>)")
"""How JSON and XML begin."""
_ARROW = re.compile(r"\s(?:->|=>|→)\s")
_ENTRY_START = re.compile(r"^\s*\[\[\s*entry\s*\]\]")
_EQUALS = re.compile(r"(?:^|\s)=(?:\s|$)")
_TOML_LINE = re.compile(r"\(at line (\d+)")
_KIND_SYNONYMS = {
    "org": "organisation",
    "organization": "organisation",
    "company": "organisation",
    "location": "place",
    "city": "place",
    "country": "place",
    "people": "person",
}


def read(path: str) -> tuple[list[Entry], list[Problem]]:
    """The entries of one file, and everything that is wrong with it."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return [], [Problem(path, 0, f"the lexicon cannot be read ({reason}); check the path.")]
    return read_bytes(data, path)


def read_bytes(data: bytes, path: str) -> tuple[list[Entry], list[Problem]]:
    """As `read`, for the content of a file that is already in memory."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [], [Problem(path, line, "this is not UTF-8 text; save the file as UTF-8.")]
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return [], [Problem(path, line, "a NUL byte: this is no text file; save it as UTF-8 text.")]
    suffix = os.path.splitext(path)[1].lower()
    lines = text.count("\n")
    tables = text.count("[[entry]]") if suffix == ".toml" else 0
    if tables > MAX_ENTRIES:
        return [], [_too_large(path, tables)]
    if suffix in (".json", ".xml") or (suffix != ".toml" and _OTHER_SHAPE.match(text)):
        message = (
            "this is a list of another program, no lexicon; "
            f"`repair lexicon import {path} -o names.toml` makes one of it."
        )
        return [], [Problem(path, 1, message)]
    if suffix == ".toml":
        entries, problems = _toml(text, path)
    elif lines > 2 * MAX_ENTRIES:
        return [], [_too_large(path, lines)]
    elif suffix in (".csv", ".tsv"):
        entries, problems = _table(text, path, "," if suffix == ".csv" else "\t")
    else:
        entries, problems = _lines(text, path)
    if len(entries) > MAX_ENTRIES:
        return [], [_too_large(path, len(entries))]
    if not (entries or problems):
        message = "the lexicon holds no names; write one on each line, or [[entry]] tables."
        return [], [Problem(path, 1, message, fatal=False)]
    from repair.names.conflicts import conflicts

    return entries, problems + conflicts(entries, path, strict=suffix == ".toml")


def _too_large(path: str, size: int) -> Problem:
    message = (
        f"the lexicon holds {size:,} names, at most {MAX_ENTRIES:,} are read; "
        "keep the names of your own field and leave the rest out."
    )
    return Problem(path, MAX_ENTRIES + 1, message)


def read_strictly(path: str) -> list[Entry]:
    """The entries of one file.

    Raises:
        LexiconError: when the file cannot be used as it is.
    """
    entries, problems = read(path)
    fatal = [problem for problem in problems if problem.fatal]
    if fatal:
        raise LexiconError(fatal)
    return entries


def entry_from(table: Mapping[str, Any], path: str = "<entries>", line: int = 0) -> Entry:
    """The entry a table of keys and values stands for.

    Raises:
        LexiconError: when a key is unknown or a value is not what it should be.
    """
    entry, problems = _entry(table, path, line)
    if entry is None or problems:
        raise LexiconError(problems)
    return entry


def _toml(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        said = str(error).split(" (at ")[0]
        return [], [Problem(path, line, f"this is not valid TOML ({said[:1].lower()}{said[1:]}).")]
    tables = data.get("entry", [])
    problems = []
    strange = sorted(set(data) - {"entry", "lexicon"})
    if strange:
        line = _line_of(text.splitlines(), strange[0], 0)
        message = f"a lexicon consists of [[entry]] tables; {strange[0]!r} means nothing here."
        problems.append(Problem(path, line, message))
    if not isinstance(tables, list):
        return [], [Problem(path, 1, "write each entry as [[entry]], with two brackets.")]
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if _ENTRY_START.match(line)]
    entries = []
    for number, table in enumerate(tables):
        start = starts[number] if number < len(starts) else 0
        entry, wrong = _entry(table, path, start + 1, lines)
        problems += wrong
        if entry is not None:
            entries.append(entry)
    return entries, problems


def _entry(
    table: Any, path: str, line: int, lines: list[str] | None = None
) -> tuple[Entry | None, list[Problem]]:
    """One entry, or None, and what is wrong with it."""
    problems: list[Problem] = []

    def problem(key: str, message: str) -> None:
        at = _line_of(lines, key, line - 1) if lines and line else line
        problems.append(Problem(path, at, message))

    if not hasattr(table, "items"):
        problem("", "an entry is a table of keys; it needs at least a name.")
        return None, problems
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            from difflib import get_close_matches

            near = get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_KEYS)}."
            problem(key, f"unknown key {key!r}; {hint}")
        elif key in _TEXTS:
            if isinstance(value, str):
                values[key] = value.strip()
            else:
                problem(key, f"{key!r} has to be a text in quotation marks.")
        elif key == "wrong":
            pairs = _pairs(value)
            if pairs is None:
                problem(key, '\'wrong\' holds sentences, or pairs ["damaged", "repaired"].')
            elif _is_loose_pair(pairs, str(table.get("name", ""))):
                problem(key, "write the pair in brackets of its own: wrong = [[…, …]].")
            else:
                values[key] = pairs
        else:
            listed = (value,) if isinstance(value, str) else value
            if not isinstance(listed, list | tuple) or not all(isinstance(v, str) for v in listed):
                problem(key, f"{key!r} has to be a list of texts.")
            elif not all(v.strip() for v in listed):
                problem(key, f"{key!r} holds an empty text; take it out.")
            elif key in ("aliases", "heard_as") and (bare := _without_letters(listed)):
                problem(key, f"{key!r} holds {bare!r}, which has no letter; take it out.")
            else:
                values[key] = tuple(dict.fromkeys(v.strip() for v in listed))
    name = values.get("name", "")
    if "name" not in table:
        problem("", 'the entry has no name; add name = "…".')
    elif not name and isinstance(table["name"], str):
        problem("name", "the name is empty; write the name or take the entry out.")
    elif name and not any(c.isalnum() for c in name):
        problem("name", f"the name {name!r} has no letter; write the name or take the entry out.")
    kind = values.get("kind", "").lower()
    values["kind"] = _KIND_SYNONYMS.get(kind, kind)
    if values["kind"] not in KINDS:
        values["kind"] = "other"  # a kind of the user's own is a remark, not a mistake
    if values.get("case", "") not in CASES:
        problem("case", f'case is "strict" or "free", not {values["case"]!r}.')
    for pattern in values.get("patterns", ()):
        if pattern.count("{}") != 1:
            problem("patterns", f"the pattern {pattern!r} needs one {{}} where the name stands.")
    if problems or not name:
        return None, problems
    return Entry(**values, origin=f"{os.path.basename(path)}:{line}" if line else ""), problems


def _without_letters(texts: Iterable[str]) -> str:
    """The first of the texts that has neither letter nor digit, or an empty text."""
    return next((text for text in texts if not any(c.isalnum() for c in text)), "")


def _pairs(value: Any) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, list | tuple):
        return None
    pairs = []
    for pair in value:
        if isinstance(pair, str):  # "this sentence is wrong": it has to hold the name afterwards
            pairs.append((pair, ""))
            continue
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            return None
        if not all(isinstance(side, str) for side in pair):
            return None
        pairs.append((pair[0], pair[1]))
    return tuple(pairs)


def _is_loose_pair(pairs: Sequence[tuple[str, str]], name: str) -> bool:
    """Whether two sentences are rather one before and after the repair."""
    if len(pairs) != 2 or pairs[0][1] or pairs[1][1]:
        return False
    return name not in pairs[0][0] and name in pairs[1][0]


def _line_of(lines: list[str] | None, key: str, start: int) -> int:
    """The line (from 1) on which `key` is set, looking from index `start` to the next entry."""
    if not lines or not key:
        return start + 1
    setting = re.compile(rf"^\s*[\[\"']*{re.escape(key)}\b")
    for i in range(start, len(lines)):
        if i > start and _ENTRY_START.match(lines[i]):
            break
        if setting.match(lines[i]):
            return i + 1
    return start + 1


def _lines(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """One name per line; `#` begins a comment, `name = heard, heard` and `heard -> name` give wrong
    forms."""
    entries, problems = [], []
    base = os.path.basename(path)
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line[0] == "#":
            continue
        name, *wrong = _EQUALS.split(line, maxsplit=1)
        sides = _ARROW.split(line)
        if len(sides) == 2:  # heard -> right
            *wrong, name = sides
        name = name.strip()
        if wrong and not name:
            message = "the name before '=' is empty; write the name or take the line out."
            problems.append(Problem(path, number, message))
            continue
        if not any(c.isalnum() for c in name):
            message = f"{line!r} is no name and is passed over; take the line out."
            problems.append(Problem(path, number, message, fatal=False))
            continue
        if len(name) > 200:
            message = "this line is too long for a name; put one name on each line."
            problems.append(Problem(path, number, message))
            continue
        heard = tuple(h.strip() for side in wrong for h in side.split(",") if h.strip())
        entries.append(Entry(name, heard_as=heard, origin=f"{base}:{number}"))
    return entries, problems


def _table(text: str, path: str, delimiter: str) -> tuple[list[Entry], list[Problem]]:
    """A table whose first row names the columns; lists are parted by `;` or `|`."""
    import csv

    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    entries: list[Entry] = []
    problems: list[Problem] = []
    columns: list[str] = []
    start = 1
    try:
        for row in rows:
            line, start = start, rows.line_num + 1
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not columns:
                titles = [c.lower().replace(" ", "_") for c in cells]
                columns = [_COLUMNS.get(title, title) for title in titles]
                if "name" not in columns:
                    columns = [_PAIR_COLUMNS.get(title, title) for title in columns]
                if "name" in columns:
                    continue
                columns = ["name", "aliases"]  # no heading: names, and other right forms
            table: dict[str, Any] = {}
            for key, cell in zip(columns, cells, strict=False):
                if key in _LISTS and cell:
                    table[key] = [p.strip() for p in re.split(r"[;|]", cell) if p.strip()]
                elif key in _TEXTS and (cell or key == "name"):
                    table[key] = cell
            entry, wrong = _entry(table, path, line)
            problems += wrong
            if entry is not None:
                entries.append(entry)
    except csv.Error as error:
        message = f"the row that begins here is not readable ({error}); check its quotation marks."
        problems.append(Problem(path, start, message))
    return entries, problems
