"""Lexicons to and from the shapes other programs keep names in.

Read: `heard -> right` lines, `Name = heard | heard` lines, CSV and TSV with from/to columns, JSON
maps (Whisper helpers, AssemblyAI `custom_spelling`, Gladia), Subtitle Edit replace lists, multiple
replace templates and name lists. Written: a Whisper prompt or hotwords, AssemblyAI JSON, and the
vocabulary table of Amazon Transcribe.
"""

from __future__ import annotations

import json
import os
import re

from repair.names.entry import Entry, LexiconError, Problem
from repair.names.reading import MAX_ENTRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

_ARROW = re.compile(r"\s*(?:->|=>|→)\s*")
_FROM = ("from", "heard", "heard_as", "wrong", "find", "findwhat", "pattern")
_TO = ("to", "right", "name", "replace", "replacewith", "replacement", "correct")

PROMPT_WORDS = 150
"""About what fits into the 224 tokens that Whisper reads of a prompt."""


def imported(data: bytes, path: str, unread: list[Problem] | None = None) -> list[Entry]:
    """The entries a file of another program stands for; equal names become one entry.

    Args:
        unread: takes the lines that are passed over, and why.

    Raises:
        LexiconError: when the file is in none of the shapes; the message says which there are.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "this is not UTF-8 text; save the file as UTF-8."
        raise LexiconError([Problem(path, line, message)]) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "a NUL byte: this is no text file; export the list again as text."
        raise LexiconError([Problem(path, line, message)])
    unread = [] if unread is None else unread
    suffix = os.path.splitext(path)[1].lower()
    if suffix == ".json" or text.lstrip()[:1] in ("{", "["):
        pairs = _json(text, path)
    elif suffix in (".xml", ".template") or text.lstrip().startswith("<"):
        pairs = _xml(text, path)
    elif suffix in (".csv", ".tsv"):
        pairs = _csv(text, path, "," if suffix == ".csv" else "\t", unread)
    else:
        pairs = _lines(text, path, unread)
    if not pairs:
        message = "no names were found; known are 'heard -> right' lines, CSV, JSON and XML lists."
        raise LexiconError([Problem(path, 0, message)])
    if len(pairs) > MAX_ENTRIES:
        message = (
            f"the list holds {len(pairs):,} pairs, at most {MAX_ENTRIES:,} are read; keep the "
            "names of your own field and leave the rest out."
        )
        raise LexiconError([Problem(path, MAX_ENTRIES + 1, message)])
    return merged(pairs, os.path.basename(path))


def merged(pairs: Iterable[tuple[str, str]], source: str) -> list[Entry]:
    """Entries for pairs (heard, right); an empty `heard` only names the name."""
    heard: dict[str, dict[str, None]] = {}
    for wrong, right in pairs:
        right = right.strip()
        if not any(c.isalnum() for c in right):
            continue
        forms = heard.setdefault(right, {})
        wrong = wrong.strip()
        if wrong != right and any(c.isalnum() for c in wrong):
            forms[wrong] = None
    return [Entry(name, heard_as=tuple(forms), source=source) for name, forms in heard.items()]


def _lines(text: str, path: str, unread: list[Problem]) -> list[tuple[str, str]]:
    pairs = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line[0] == "#":
            continue
        sides = _ARROW.split(line)
        if len(sides) > 2 or not any(c.isalnum() for c in sides[-1]):
            message = f"{line!r} is not 'heard -> right' and is passed over; write one of each."
            unread.append(Problem(path, number, message, fatal=False))
        elif len(sides) == 2:
            pairs += [(wrong, sides[1]) for wrong in sides[0].split("|")]
        elif " = " in line:
            name, wrongs = line.split(" = ", 1)
            pairs += [(wrong, name) for wrong in re.split(r"[|,]", wrongs)]
        else:
            pairs.append(("", line))
    return pairs


def _csv(
    text: str, path: str, delimiter: str, unread: list[Problem]
) -> list[tuple[str, str]]:
    import csv

    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"the row that begins here is not readable ({error}); check its quotation marks."
        raise LexiconError([Problem(path, start, message)]) from error
    if not rows:
        return []
    titles = [cell.strip().lower().replace(" ", "") for cell in rows[0]]
    source = next((titles.index(t) for t in _FROM if t in titles), None)
    target = next((titles.index(t) for t in _TO if t in titles), None)
    if target is not None:
        rows, lines = rows[1:], lines[1:]
    else:  # no heading: heard, right
        source, target = (0, 1) if len(rows[0]) > 1 else (None, 0)
    pairs = []
    for line, row in zip(lines, rows, strict=True):
        if len(row) <= target or not any(c.isalnum() for c in row[target]):
            message = "the row names no right form and is passed over; fill it in."
            unread.append(Problem(path, line, message, fatal=False))
            continue
        wrongs = row[source].split(";") if source is not None and source < len(row) else [""]
        pairs += [(wrong, row[target]) for wrong in wrongs]
    return pairs


def _json(text: str, path: str) -> list[tuple[str, str]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this is not valid JSON ({error.msg.lower()})."
        raise LexiconError([Problem(path, error.lineno, message)]) from error
    return _pairs_of(data)


def _pairs_of(data: Any) -> list[tuple[str, str]]:
    """Pairs from any of the JSON shapes."""
    if isinstance(data, list):
        return [pair for item in data for pair in _pairs_of_item(item)]
    if not isinstance(data, dict):
        return []
    for key in (
        "custom_spelling",
        "custom_spelling_config",
        "spelling_dictionary",
        "entries",
        "custom_vocabulary",
        "replacements",
        "word_boost",
        "keyterms_prompt",
    ):
        if key in data:
            return _pairs_of(data[key])
    pairs: list[tuple[str, str]] = []
    for key, value in data.items():
        if isinstance(value, str):  # heard: right
            pairs.append((key, value))
        elif isinstance(value, list):  # right: [heard, …]
            pairs += [(heard, key) for heard in value if isinstance(heard, str)]
    return pairs


def _pairs_of_item(item: Any) -> list[tuple[str, str]]:
    if isinstance(item, str):
        return [("", item)]
    if not isinstance(item, dict):
        return []
    right = next((item[k] for k in ("to", "name", "right", "value", "word") if k in item), None)
    if not isinstance(right, str):
        return []
    heard: str | list[str] = next(
        (
            item[k]
            for k in ("from", "heard_as", "heard", "pronunciations", "sounds_like")
            if k in item
        ),
        [],
    )
    listed = [heard] if isinstance(heard, str) else heard
    return [(h, right) for h in listed if isinstance(h, str)] or [("", right)]


def _xml(text: str, path: str) -> list[tuple[str, str]]:
    """Subtitle Edit: OCRFixReplaceList, multiple replace templates, lists of names."""
    from xml.etree import ElementTree

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        message = "a document type is declared; take it out, lists of names have none."
        raise LexiconError([Problem(path, 1, message)])
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        message = "this is not well-formed XML; export the list again."
        raise LexiconError([Problem(path, error.position[0], message)]) from error
    pairs = []
    for element in root.iter():
        tag = element.tag.lower()
        if element.get("to") is not None and element.get("from"):
            pairs.append((element.get("from", ""), element.get("to", "")))
        elif tag == "name" and element.text:
            pairs.append(("", element.text))
        elif tag.startswith("multiplesearchandreplace") or tag == "rule":
            children = {child.tag.lower(): child.text or "" for child in element}
            if children.get("findwhat") and children.get("enabled", "true").lower() != "false":
                pairs.append((children["findwhat"], children.get("replacewith", "")))
    return pairs


def as_toml(entries: Iterable[Entry]) -> str:
    """Entries as a lexicon file."""
    lists = ("aliases", "heard_as", "sounds_like", "context", "patterns", "languages", "right")
    blocks = []
    for entry in entries:
        lines = ["[[entry]]", f"name = {_quoted(entry.name)}"]
        for key, value in entry._asdict().items():
            if key in ("name", "origin", "wrong") or not value:
                continue
            if key in lists:
                lines.append(f"{key} = [{', '.join(map(_quoted, value))}]")
            else:
                lines.append(f"{key} = {_quoted(value)}")
        if entry.wrong:
            pairs = ", ".join(f"[{_quoted(a)}, {_quoted(b)}]" for a, b in entry.wrong)
            lines.append(f"wrong = [{pairs}]")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def whisper_prompt(entries: Iterable[Entry]) -> str:
    """Names as an initial prompt, as many as a recogniser reads."""
    names, words = [], 0
    for entry in entries:
        words += len(entry.name.split()) + 1
        if words > PROMPT_WORDS:
            break
        names.append(entry.name)
    return f"Glossary: {', '.join(names)}.\n"


def hotwords(entries: Iterable[Entry]) -> str:
    """Names parted by commas, as faster-whisper and others take hotwords."""
    return ", ".join(entry.name for entry in entries) + "\n"


def assemblyai(entries: Iterable[Entry]) -> str:
    """Key terms and custom spellings; their `to` may only be one word."""
    listed = list(entries)
    spelling = [
        {"from": list(e.heard_as), "to": e.name}
        for e in listed
        if e.heard_as and len(e.name.split()) == 1
    ]
    data = {"keyterms_prompt": [e.name for e in listed], "custom_spelling": spelling}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def aws_table(entries: Iterable[Entry]) -> str:
    """The vocabulary table of Amazon Transcribe: phrases with hyphens, and how to show them."""
    rows = ["Phrase\tSoundsLike\tIPA\tDisplayAs"]
    for entry in entries:
        words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", entry.name)
        phrase = "-".join(".".join(w) + "." if _spelled(w) else w for w in words)
        sounds = entry.sounds_like[0].replace(" ", "-") if entry.sounds_like else ""
        rows.append(f"{phrase}\t{sounds}\t\t{entry.name}")
    return "\n".join(rows) + "\n"


def _spelled(word: str) -> bool:
    """Whether a word is read letter by letter: AFP."""
    return word.isupper() and 1 < len(word) < 5 and word.isalpha()


EXPORTS: dict[str, Callable[[Iterable[Entry]], str]] = {
    "whisper-prompt": whisper_prompt,
    "hotwords": hotwords,
    "assemblyai": assemblyai,
    "aws": aws_table,
    "toml": as_toml,
}
"""What `repair lexicon export` can write."""
