"""Finding the place of a change again in a text that was edited since the change was proposed."""

from __future__ import annotations

import re

from repair.model import Span
from repair.review.change import Change
from repair.text.identity import Sides, agreement, context, snippets

_ANCHOR = 12
"""Code points on either side that pin a place between two characters."""

_ENOUGH_WORDS = 8
"""Words around a place that have to be the same when some next to it were edited."""


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
    places = _places(text, change, change.before)
    same = [span for span, sides in places if context(*sides) == change.context]
    if len(same) == change.occurrences:
        return same[change.occurrence]
    old = (change.left, change.right)
    near = [span for span, sides in places if agreement(sides, old) >= _ENOUGH_WORDS]
    if not same and len(near) == 1 and change.occurrences == 1:
        return near[0]
    if any(context(*sides) == change.context for _, sides in _places(text, change, replacement)):
        raise AlreadyDone
    alike = same or near
    if alike:
        raise NotFound(f"{change.before!r} stands in {len(alike)} places that look alike")
    raise NotFound(f"{change.before!r} does not stand there any more")


def _places(text: str, change: Change, word: str) -> list[tuple[Span, Sides]]:
    """Every place of `word` in the text, with the text around it."""
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
    return [(span, snippets(text, span)) for span in spans]
