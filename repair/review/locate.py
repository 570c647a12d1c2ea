"""Finding the place of a change again in a text that was edited since the change was proposed."""

from __future__ import annotations

import re

from repair.model import Span
from repair.review.change import Change
from repair.text.identity import Context, context, snippets

_ANCHOR = 12
"""Code points on either side that pin a place between two characters."""


class NotFound(Exception):
    """The place cannot be told for certain; the message completes 'line 3: …'."""


class AlreadyDone(Exception):
    """The text already holds what the change asks for."""


def locate(text: str, change: Change, replacement: str) -> Span:
    """Where `change` now stands in `text`.

    Only one single place that looks like the old one counts; of several that look alike, only
    if there are still as many as there were.

    Raises:
        AlreadyDone: when the replacement stands there instead.
        NotFound: when there is no such place, or more than one.
    """
    places = list(_places(text, change, change.before))
    same = [span for span, found in places if found == change.context]
    near = [span for span, found in places if found.is_near(change.context)]
    if len(same) == change.occurrences:
        return same[change.occurrence]
    if not same and len(near) == 1 and change.occurrences == 1:
        return near[0]
    if any(found == change.context for _, found in _places(text, change, replacement)):
        raise AlreadyDone
    if near:
        raise NotFound(f"{change.before!r} stands in {len(near)} places that look alike")
    raise NotFound(f"{change.before!r} does not stand there any more")


def _places(text: str, change: Change, word: str) -> list[tuple[Span, Context]]:
    """Every place of `word` in the text, with the words around it."""
    left = right = ""
    if not word:  # a place between two characters: look for both of its sides
        left, right = change.left[-_ANCHOR:], change.right[:_ANCHOR]
    if not left + word + right:
        return []
    pattern = re.compile(f"(?=({re.escape(left + word + right)}))")
    spans = (
        Span(match.start() + len(left), match.start() + len(left) + len(word))
        for match in pattern.finditer(text)
    )
    return [(span, context(*snippets(text, span))) for span in spans]
