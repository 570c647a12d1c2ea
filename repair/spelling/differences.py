"""Where an observed string and an intended one differ: the alphabet of the error channel.

A difference is a run of neighbouring insertions, deletions and substitutions taken together, so
that ``rn`` read for ``m`` is one event and not two.
"""

from __future__ import annotations

from repair.records import NamedTuple

LONGEST = 3
"""Characters on either side of a difference that is still one event."""


class Difference(NamedTuple):
    """`observed` stands where `intended` was meant; either may be empty."""

    observed: str
    intended: str
    place: str  # "start", "inside" or "end" of the string


def differences(observed: str, intended: str) -> tuple[Difference, ...]:
    """The differences of two strings, left to right, by a shortest alignment."""
    from rapidfuzz.distance import Levenshtein

    found: list[Difference] = []
    swapped = _transposition(observed, intended)
    if swapped is not None:
        return (swapped,)
    region: tuple[int, int, int, int] | None = None
    for operation in Levenshtein.opcodes(observed, intended):
        if operation.tag == "equal":
            continue
        a0, a1 = operation.src_start, operation.src_end
        b0, b1 = operation.dest_start, operation.dest_end
        if region is not None and region[1] == a0 and region[3] == b0:
            region = (region[0], a1, region[2], b1)
            continue
        if region is not None:
            found.append(_difference(observed, intended, region))
        region = (a0, a1, b0, b1)
    if region is not None:
        found.append(_difference(observed, intended, region))
    return tuple(found)


def _difference(
    observed: str, intended: str, region: tuple[int, int, int, int]
) -> Difference:
    a0, a1, b0, b1 = region
    if a0 == 0 and b0 == 0:
        place = "start"
    elif a1 == len(observed) and b1 == len(intended):
        place = "end"
    else:
        place = "inside"
    return Difference(observed[a0:a1], intended[b0:b1], place)


def _transposition(observed: str, intended: str) -> Difference | None:
    """The difference when the two strings differ by one swap of neighbours, else None."""
    if len(observed) != len(intended) or observed == intended:
        return None
    first = next(i for i, (a, b) in enumerate(zip(observed, intended, strict=True)) if a != b)
    last = first + 1
    if (
        last < len(observed)
        and observed[first] == intended[last]
        and observed[last] == intended[first]
        and observed[last + 1 :] == intended[last + 1 :]
    ):
        return _difference(observed, intended, (first, last + 1, first, last + 1))
    return None
