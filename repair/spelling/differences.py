"""Where an observed string and an intended one differ: the alphabet of the error channel.

A difference is a run of neighbouring insertions, deletions and substitutions taken together, so
that ``rn`` read for ``m`` is one event and not two.
"""

from __future__ import annotations

from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LONGEST = 3
"""Characters on either side of a difference that is still one event."""


class Difference(NamedTuple):
    """`observed` stands where `intended` was meant; either may be empty."""

    observed: str
    intended: str
    place: str  # "start", "inside" or "end" of the string


def differences(observed: str, intended: str) -> tuple[Difference, ...]:
    """The differences of two strings, left to right, by a shortest alignment."""
    edits = (_edits or _loaded())(observed, intended).as_list()
    if not edits:
        return ()
    kind, a0, b0 = edits[0]
    if len(edits) == 1:
        a1, b1 = a0 + (kind != "insert"), b0 + (kind != "delete")
        return (_difference(observed, intended, a0, a1, b0, b1),)
    if len(edits) == 2 and len(observed) == len(intended):
        end = a0 + 2  # two neighbours that were swapped are one difference
        if observed[a0:end] == intended[a0:end][::-1] and observed[end:] == intended[end:]:
            return (_difference(observed, intended, a0, end, a0, end),)
    found: list[Difference] = []
    a1, b1 = a0, b0
    for kind, a, b in edits:
        if a != a1 or b != b1:
            found.append(_difference(observed, intended, a0, a1, b0, b1))
            a0, b0 = a, b
        a1 = a if kind == "insert" else a + 1
        b1 = b if kind == "delete" else b + 1
    found.append(_difference(observed, intended, a0, a1, b0, b1))
    return tuple(found)


def _difference(observed: str, intended: str, a0: int, a1: int, b0: int, b1: int) -> Difference:
    if a0 == 0 and b0 == 0:
        place = "start"
    elif a1 == len(observed) and b1 == len(intended):
        place = "end"
    else:
        place = "inside"
    return Difference(observed[a0:a1], intended[b0:b1], place)


_edits: Callable[[str, str], Any] | None = None


def _loaded() -> Callable[[str, str], Any]:
    """The shortest alignment of two strings, loaded with the first two that are compared."""
    global _edits
    from rapidfuzz.distance import Levenshtein

    _edits = Levenshtein.editops
    return _edits
