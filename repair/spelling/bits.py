"""Runs of one sign, one letter or two digits: what formulas are made of, and what dirt is read as.

Where one stands alone it is mostly dirt; among others, the more when it recurs there, it may be
part of a formula, of initials or of a table.
"""

from __future__ import annotations

from repair.text.tokens import OUTER_PUNCTUATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORDS = frozenset("aAI")
_REACH = 4  # runs on each side


class Bits:
    """Those among the distinct runs of a document.

    Args:
        forms: the distinct runs.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        self._found = frozenset(filter(_is_bit, forms))

    def near(self, runs: Sequence[str], first: int, last: int) -> tuple[int, bool]:
        """How many bits stand around runs `first` to `last`, and whether these are one of them."""
        if not self._found:
            return 0, False
        beside = (*runs[max(0, first - _REACH) : first], *runs[last + 1 : last + 1 + _REACH])
        bits = list(filter(self._found.__contains__, beside))
        return len(bits), first == last and runs[first] in bits


def _is_bit(run: str) -> bool:
    if len(run) > 4 or run in _WORDS:
        return False
    core = run.strip(OUTER_PUNCTUATION)
    return len(core) < 2 or (len(core) == 2 and not core.isalpha())
