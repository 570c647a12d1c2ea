"""Checking one file, and writing what is safe to write. Imports nothing heavy."""

from __future__ import annotations

import os

from repair.api import check
from repair.cli.reading import STDIN, InputError, Opened, opened
from repair.model import APPLY_THRESHOLD, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.cli.settings import Settings
    from repair.model import Edit


class Settled:
    """What checking a file came to."""

    def __init__(
        self,
        opened: Opened,
        result: Result,
        written: tuple[Edit, ...] = (),
        repaired: bytes | None = None,
        journal: str = "",
    ) -> None:
        self.opened = opened
        self.result = result  # what remains, in the coordinates of the file as it is now
        self.written = written  # edits of the text as it was
        self.repaired = repaired  # the new bytes when there is anything written
        self.journal = journal  # the `.repair` folder that can take it back, if any


def check_opened(source: Opened, settings: Settings, min_confidence: float) -> Result:
    """What there is to say about an opened file, less what people have decided before."""
    decided = has_decisions(source)
    result = check(
        source.source.document,
        lexicon=list(settings.lexicon) or None,
        # What people accepted may rise above the bar, so it has to be found first.
        min_confidence=settings.min_confidence if decided else min_confidence,
        select=settings.select,
        ignore=settings.ignore,
        profile=settings.profile,
        protect=settings.protect,
    )
    if result.findings and decided:
        from repair.cli.decided import without_decided

        result = without_decided(result, min_confidence)
    return result


def has_decisions(source: Opened) -> bool:
    """Whether people's decisions stand in the file's folder or above it."""
    name = source.source.document.name
    folder = os.path.dirname(os.path.abspath(name))
    while True:
        if os.path.exists(os.path.join(folder, ".repair", "decisions.jsonl")):
            return True
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above


def check_only(source: Opened, settings: Settings) -> Settled:
    """Checks a file without writing it."""
    return Settled(source, check_opened(source, settings, settings.min_confidence))


def check_and_write(source: Opened, settings: Settings, run: str) -> Settled:
    """Checks a file and writes the safe repairs; the result is what remains after that.

    Standard input is not written here: its new bytes are in `Settled.repaired`. `run` names the
    run of the command, all of which `repair undo` takes back at once.

    Raises:
        InputError: when the file has changed meanwhile or would not read back the same.
        WriteError: when it cannot be written; it is then unchanged.
    """
    found = check_opened(source, settings, settings.min_confidence)
    threshold = max(APPLY_THRESHOLD, settings.min_confidence)
    if not found.edits(threshold):
        return Settled(source, found)
    safe = check_opened(source, settings, threshold)
    edits = safe.edits(threshold)
    if not edits:
        return Settled(source, found)
    after = _verified(source, edits)
    journal = ""
    if source.path != STDIN:
        from repair.cli.undoable import write

        journal = write(source, after, safe, edits, run)
    remaining = check_opened(after, settings, settings.min_confidence)
    return Settled(source, remaining, edits, after.data, journal)


def _verified(source: Opened, edits: tuple[Edit, ...]) -> Opened:
    """The file with the edits made, proven to differ inside their spans only."""
    from repair.text.edits import apply, invert

    document = source.source.document
    text = apply(document.text, edits)
    try:
        data = source.source.write(text)
        after = opened(source.path, document.name, data)
        same = (
            after.source.document.text == text
            and after.source.encoding == source.source.encoding
            and source.source.write(apply(text, invert(edits))) == source.data
        )
    except ValueError:
        same = False
    if not same:
        raise InputError(
            f"{document.name} was not written: the repaired text would not read back the same. "
            "The file is unchanged; please report this."
        )
    return after
