"""Is a proposed change right? The judgement of the reference text on every hypothesis."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from repair.evaluate.alignment import align
from repair.evaluate.normalize import fold
from repair.text.tokens import OUTER_PUNCTUATION


class Label(NamedTuple):
    """Whether a change makes its place equal to the reference."""

    exact: bool  # to the last sign
    right: bool  # in its words and their case; punctuation round them forgiven
    forgiven: bool  # in its letters; case, punctuation and spacing forgiven


_DIRT = "~^|\\{}<>*_=+´`•·«»"
"""Signs a repair must not leave behind: a word with one of them is only half repaired."""

_FORGIVEN = "".join(sign for sign in OUTER_PUNCTUATION if sign not in _DIRT)

WRONG = Label(False, False, False)


_TIED = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
"""What a reference may hold for letters that print ties together."""


class Reference:
    """A text's runs aligned with the reference once, ready to judge any number of changes."""

    def __init__(
        self, runs: Sequence[str], intended: str, accepted_joins: frozenset[str] = frozenset()
    ) -> None:
        self._joins = accepted_joins
        self._runs = [self._plain(fold(run)) for run in runs]
        self._truth = [self._plain(run) for run in fold(intended).translate(_TIED).split()]
        self._blocks = [b for b in align(self._runs, self._truth) if b.end > b.start]
        self._starts = [block.start for block in self._blocks]

    def judge(self, first: int, last: int, replacement: str) -> Label:
        """What the reference says of putting `replacement` for runs `first` to `last`."""
        opening = self._blocks[bisect_right(self._starts, first) - 1]
        closing = self._blocks[bisect_right(self._starts, last) - 1]
        start, end = opening.start, closing.end
        truth = self._truth[opening.other_start : closing.other_end]
        before = self._runs[start:end]
        made = [self._plain(run) for run in fold(replacement).split()]
        after = [*self._runs[start:first], *made, *self._runs[last + 1 : end]]
        if before == truth:
            return WRONG
        if after == truth:
            return Label(True, True, True)
        if start == first and end == last + 1 and made:
            right = list(map(_core, after)) == list(map(_core, truth))
            forgiven = right or _letters(after) == _letters(truth)
            right = right or _repairs_its_share(before, [], made, [], truth)
            return Label(False, right, right or forgiven)
        left, rest = self._runs[start:first], self._runs[last + 1 : end]
        exact = self._reaches(before, after, truth, first - start, len(made))
        right = exact or (bool(made) and _repairs_its_share(before, left, made, rest, truth))
        return Label(exact, right, right)

    def _reaches(
        self, before: list[str], after: list[str], truth: list[str], place: int, made: int
    ) -> bool:
        """Whether every word the change makes is one of the truth, nearer to it than before."""
        gained = _gained(before, after, truth)
        if gained <= 0:
            return False
        if not made:  # what went must not have been part of a word
            return gained >= len(" ".join(before)) - len(" ".join(after)) - 1
        from rapidfuzz.distance import Levenshtein

        reached = {
            number
            for operation in Levenshtein.opcodes(after, truth)
            if operation.tag == "equal"
            for number in range(operation.src_start, operation.src_end)
        }
        return reached.issuperset(range(place, place + made))

    def _plain(self, run: str) -> str:
        """The run without a hyphen the reference calls optional."""
        if not self._joins or "-" not in run:
            return run
        core = run.strip(OUTER_PUNCTUATION)
        plain = core.replace("-", "")
        return run.replace(core, plain) if plain in self._joins else run


def _gained(before: list[str], after: list[str], truth: list[str]) -> int:
    """How many character edits nearer to the truth a change comes."""
    from rapidfuzz.distance import Levenshtein

    wanted = " ".join(truth)
    return Levenshtein.distance(" ".join(before), wanted) - Levenshtein.distance(
        " ".join(after), wanted
    )


def _repairs_its_share(
    before: list[str], left: list[str], made: list[str], right: list[str], truth: list[str]
) -> bool:
    """Whether the words a change makes stand whole in a truth that holds more than they.

    `muoh 1` was `much!`: whoever makes `much` of the first run has done what there was to do.
    """
    from rapidfuzz.distance import Levenshtein

    if _gained(before, [*left, *made, *right], truth) <= 0:
        return False
    text = " ".join(made)
    core = text.strip(_FORGIVEN)
    opening = " ".join([*left, ""])
    start = len(opening) + text.find(core)
    wanted = " ".join(truth)
    for operation in Levenshtein.opcodes(" ".join([*left, *made, *right]), wanted):
        if operation.tag != "equal" or not operation.src_start <= start < operation.src_end:
            continue
        first = operation.dest_start + start - operation.src_start
        last = first + len(core)
        return (
            bool(core)
            and start + len(core) <= operation.src_end
            and not wanted[first - 1 : first].isalnum()
            and not wanted[last : last + 1].isalnum()
        )
    return False


def _core(run: str) -> str:
    return run.strip(_FORGIVEN) or run


def _letters(runs: Sequence[str]) -> str:
    return "".join(c for run in runs for c in run.lower() if c.isalnum())
