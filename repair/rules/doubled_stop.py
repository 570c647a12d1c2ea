"""The same stop twice (`,,`, `;;`, `..`) or two stops that exclude each other (`,.`).

Two full stops may be half an ellipsis or follow an abbreviation, so they are only proposed at
the end of an ordinary word; paths, ranges and code are left alone.
"""

from __future__ import annotations

import re

from repair.model import Document, Span
from repair.text.finding import proposal
from repair.text.forms import forms_with
from repair.text.lines import code_near
from repair.text.measured import confidence, row
from repair.text.noise import is_noisy
from repair.text.tokens import occurrences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.knowledge import Knowledge
    from repair.model import Finding

NAME = "doubled-stop"
SUMMARY = "A stop that stands twice: `,,`, `..`, `;;`, `,.`."
FIXES = (
    ("The keeper,, aged 31, was sent off.", "The keeper, aged 31, was sent off."),
    ("The roof was repaired last year.. It held.", "The roof was repaired last year. It held."),
)
KEEPS = (
    "I waited... and waited.",
    "Use ../data or the range 0..10 there.",
    "It was 40 B.C., or later, etc., they said.",
    "Really?! No!!",
)

_DOUBLED = re.compile(r"(?<=[^\W_])[\"”’')\]]?(?:,,|;;|\.\.(?!\.)|,\.(?!\.)|,;)(?=[\"”’')\]]?\n)")
_TRIGGER = re.compile(r"[,;.][,;.]")
_PAIR = re.compile(r",,|;;|\.\.|,\.|,;")
_ABBREVIATED = re.compile(r"(?:^|[^\w])(?:[A-Za-z]|[Ee]tc|Jr|Sr|Inc|Ltd|Co|Corp|No|St|vs)$")


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Every doubled stop at the end of a word."""
    text = document.text
    for form, span in _places(document):
        pair = list(_PAIR.finditer(form))[-1]
        place = Span(span.start + pair.start(), span.start + pair.end())
        if code_near(text, span.start):
            continue
        stops = pair.group()
        if stops == ".." and _ABBREVIATED.search(form[: pair.start()]):
            situation = "after-abbreviation"
        elif stops in (",.", ",;"):
            situation = "mixed"
        elif stops == "..":
            situation = "full-stops"
        else:
            situation = "same"
        if is_noisy(document, knowledge):
            situation += "-scan"
        yield proposal(
            NAME,
            document,
            place,
            stops[-1],
            confidence(knowledge, NAME, situation),
            f"The stop stands twice: {stops!r}.",
            source=row(NAME, situation),
        )


def _places(document: Document) -> Iterator[tuple[str, Span]]:
    """Every form that ends with a doubled stop, with its places."""
    for form in forms_with(document, _TRIGGER):
        if _DOUBLED.search(f"{form}\n"):
            for span in occurrences(document.text, form):
                yield form, span
