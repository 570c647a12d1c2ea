"""What a run was asked to do: the same settings and inputs give the same bytes."""

from __future__ import annotations

from typing import NamedTuple

from repair.batch.pieces import Columns
from repair.model import APPLY_THRESHOLD, MIN_CONFIDENCE


class Settings(NamedTuple):
    """The settings that decide what comes out; how many work on it is not among them."""

    output: str
    root: str  # folder that file names in the change set are relative to
    columns: Columns = Columns()
    write: bool = False  # repaired copies too, not only proposals
    min_confidence: float = MIN_CONFIDENCE
    apply_threshold: float = APPLY_THRESHOLD
    lexicon: tuple[str, ...] = ()
    profile: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    approved: str = ""  # a reviewed change set: apply what it accepts instead of finding anew
    witness: str = ""  # saved counts over the collection
