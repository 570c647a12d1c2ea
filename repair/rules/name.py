"""Names and places of the lexicon that were misspelt, misheard or written in the wrong case.

A recogniser writes what it hears: `Joe Chun Rion` for Jo Chun Ryong, `Carson station` for
Khasan. A word that is a word of the language or another name needs a wrong form listed in the
lexicon, a pattern or a cue before it is taken for a misheard name, and is never changed unasked.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding

NAME = "name"
SUMMARY = "A name of the lexicon is misspelt, misheard or in the wrong case: `Dimitri peskov`."
FIXES = (
    (
        "The ferry from Japan to Russia docks in Vladivostock.",
        "The ferry from Japan to Russia docks in Vladivostok.",
    ),
    (
        "The Kremlin's spokesman, Dimitri peskov, gave no reason.",
        "The Kremlin's spokesman, Dmitry Peskov, gave no reason.",
    ),
)
KEEPS = (
    "Johnny Carson was the host of a talk show for thirty years.",
    "They drove from Reno to Carson City in the rain.",
)


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Damaged names of the lexicons the user brought and of those that are shipped."""
    yield from knowledge.lexicon.findings(document, knowledge)
