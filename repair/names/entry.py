"""One name as a lexicon writes it down, and what may be wrong with how it was written."""

from __future__ import annotations

from repair.records import NamedTuple

KINDS = ("person", "place", "organisation", "term", "event", "product", "other", "")
"""Kinds an entry may have; an empty kind means nobody said."""

CASES = ("", "strict", "free")
"""Case rules: follow the name (""), its capitals are part of the name, any case is right."""


class Entry(NamedTuple):
    """A name, the other forms in which it is right, and the forms in which it is misheard."""

    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()  # other right forms: "Kim Jong-un", "Kim"
    heard_as: tuple[str, ...] = ()  # wrong forms met in the wild: "Carson"
    sounds_like: tuple[str, ...] = ()  # respellings for the ear: "hah-sahn"
    context: tuple[str, ...] = ()  # words or other names that make it likely
    patterns: tuple[str, ...] = ()  # phrases round it, "{}" for the name: "{} station"
    note: str = ""
    languages: tuple[str, ...] = ()
    case: str = ""
    source: str = ""
    right: tuple[str, ...] = ()  # sentences nothing may change, for `repair lexicon test`
    wrong: tuple[tuple[str, str], ...] = ()  # (damaged, repaired) sentences
    origin: str = ""  # "file:line" of the entry


class Problem(NamedTuple):
    """Something wrong in a lexicon file: a sentence that names the place and the way out."""

    path: str
    line: int
    message: str
    fatal: bool = True  # a lexicon with a fatal problem is not loaded

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}: {self.message}"
            if self.line
            else (f"{self.path}: {self.message}")
        )


class LexiconError(ValueError):
    """A lexicon that cannot be used. The message names file and line and says what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        more = f" (and {len(problems) - 1} more; `repair lexicon check` lists them all)"
        super().__init__(f"{problems[0]}{more if len(problems) > 1 else ''}")
