"""A place of a document and what may have been meant there."""

from __future__ import annotations

from repair.records import NamedTuple
from repair.spelling.kinds import Candidate


class Window(NamedTuple):
    """Runs `first` to `last` of a document, both included, and what may have been meant."""

    first: int
    last: int
    candidates: tuple[Candidate, ...]

    @property
    def place(self) -> tuple[int, int]:
        """The numbers of the first and the last run."""
        return self.first, self.last
