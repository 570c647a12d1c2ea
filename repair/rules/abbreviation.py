"""Abbreviations that lost a stop or got a wrong one: `U.S officials`, `e.g apples`, `9 a.m on`.

The forms stand in the table `abbreviations.toml`; where the sentence ends with the abbreviation
its own stop is enough.
"""

from __future__ import annotations

import re
from itertools import product

from repair.model import Document, Evidence, Span
from repair.text.finding import proposal
from repair.text.forms import forms_with
from repair.text.measured import confidence, row
from repair.text.tokens import occurrences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "abbreviation"
SUMMARY = "A known abbreviation with a stop missing or wrong: `U.S officials`."
FIXES = (
    (
        "The U.S officials arrived at 9 a.m on Monday.",
        "The U.S. officials arrived at 9 a.m. on Monday.",
    ),
    ("Bring fruit (e.g apples).", "Bring fruit (e.g. apples)."),
)
KEEPS = (
    "The U.S. officials met at the U.N. at 9 a.m.",
    "Use a.m or u.s.value in the code `U.S`.",
    "They live in the US, i.e. in the U.S.",
)

_CANDIDATE = re.compile(
    r"(?<=[\n\"“‘'(\[/—-])[A-Za-z]{1,3}(?:[.,]{1,2}[A-Za-z])+(?:[,.]?\.)?(?=['’][^\W\d_]|[^\w.@'’]|['’]\n)"
    r"|(?<=[\n(])ect\.(?=[,;)\n])"
)
_TRIGGER = re.compile(r"[.,](?<=[A-Za-z].)(?:[A-Za-z](?![A-Za-z])|(?<=\nect.)[,;)\n])")
_TIME = re.compile(r"\d\s*$")


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every form of the table that stands in the text as a word of its own."""
    text = document.text
    forms = forms_with(document, _TRIGGER)
    table = _table(knowledge) if forms else {}
    for form in forms:
        matches = [m for m in _CANDIDATE.finditer(f"\n{form}\n") if m.group() in table]
        for span, match in product(occurrences(text, form) if matches else (), matches):
            right, situation = table[match.group()]
            place = Span(span.start + match.start() - 1, span.start + match.end() - 1)
            if situation == "time" and not _TIME.search(
                text[max(0, place.start - 4) : place.start]
            ):
                continue
            yield proposal(
                NAME,
                document,
                place,
                right,
                confidence(knowledge, NAME, situation),
                f"The abbreviation is written {right!r}.",
                (Evidence("table", f"{match.group()!r} stands in the table of abbreviations"),),
                source=row(NAME, situation),
            )


def _table(knowledge: Knowledge) -> dict[str, tuple[str, str]]:
    """Wrong form -> (right form, situation)."""
    return {
        wrong: (row["right"], row["situation"])
        for row in knowledge.table("abbreviations")["abbreviation"]
        for wrong in row["wrong"]
    }
