"""A word in the company of two words on each side, as the language model sees it.

`PlainWindows` looks at one window after another, `ManyWindows` at all of them at once with numpy;
both give the same numbers.
"""

from __future__ import annotations

import sys

from repair.records import NamedTuple
from repair.spelling.plain_model import BOUNDARY, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from repair.knowledge import Knowledge
    from repair.spelling.language_model import Encoded, LanguageModel
    from repair.spelling.plain_model import Known, PlainModel

NO_WORD = -1
SOME, MANY = 100, 3_000
"""Windows asked for from which numpy pays when it is imported already, and when it is not."""

Words5 = tuple["str | None", "str | None", str, "str | None", "str | None"]
"""A word between two on each side; None where nothing is known."""


class Window(NamedTuple):
    """How the model sees a word between two on each side."""

    parts: tuple[float, float, float]  # log probabilities of the word and the two after it
    seen: int  # on how many sides the word and its neighbour are a known pair
    unigram: float  # log probability of the word alone
    unigrams: float  # of the word and the two after it, each alone
    unknown: int  # of the four words around
    boundaries: int  # of the four places around

    @property
    def total(self) -> float:
        """Log probability of what the choice of the word decides."""
        return sum(self.parts)


def window(words: Sequence[str], at: int) -> Words5:
    """The word at a place and two on each side, none beyond the end of a sentence."""
    left1 = words[at - 1] if at >= 1 else None
    left2 = words[at - 2] if at >= 2 and left1 != BOUNDARY else None
    right1 = words[at + 1] if at + 1 < len(words) else None
    far = right1 is not None and right1 != BOUNDARY and at + 2 < len(words)
    return left2, left1, words[at], right1, words[at + 2] if far else None


def windows_of(knowledge: Knowledge, questions: int) -> Windows:
    """The way of looking at windows that is quickest for so many questions."""
    if questions < (SOME if "numpy" in sys.modules else MANY):
        return PlainWindows(knowledge.plain_model)
    return ManyWindows(knowledge.language_model)


class PlainWindows:
    """Windows one at a time, without numpy."""

    def __init__(self, model: PlainModel) -> None:
        self._model = model

    def seen(self, windows: Sequence[Words5]) -> list[int]:
        """On how many sides each word and its neighbour are a known pair."""
        return [self._sides(*map(self._word, window[1:4])) for window in windows]

    def score(self, windows: Sequence[Words5]) -> list[Window]:
        """Every window in full."""
        return [self._scored(window) for window in windows]

    def _word(self, form: str | None) -> Known | None:
        return None if form is None else self._model.word(form)

    def _sides(self, left: Known | None, word: Known | None, right: Known | None) -> int:
        assert word is not None
        if not word.known:  # its class has seen everything
            return 0
        pair = self._model.pair
        return (left is not None and pair(left, word) is not None) + (
            right is not None and pair(word, right) is not None
        )

    def _scored(self, window: Words5) -> Window:
        left2, left1, word, right1, right2 = map(self._word, window)
        assert word is not None
        logprob = self._model.logprob
        alone = word.unigram + word.extra
        after = alone + sum(w.unigram + w.extra for w in (right1, right2) if w is not None)
        return Window(
            (
                logprob(left2, left1, word),
                logprob(left1, word, right1) if right1 is not None else 0.0,
                logprob(word, right1, right2) if right2 is not None else 0.0,
            ),
            self._sides(left1, word, right1),
            alone,
            after,
            sum(w is not None and not w.known for w in (left2, left1, right1, right2)),
            sum(form == BOUNDARY for form in window),
        )


class ManyWindows:
    """All windows at once, with numpy."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def seen(self, windows: Sequence[Words5]) -> list[int]:
        """On how many sides each word and its neighbour are a known pair."""
        if not windows:
            return []
        sides: list[int] = self._sides(*self._encoded(windows)).tolist()
        return sides

    def score(self, windows: Sequence[Words5]) -> list[Window]:
        """Every window in full."""
        import numpy as np

        if not windows:
            return []
        encoded, rows = self._encoded(windows)
        here = rows >= 0
        alone = (encoded.unigram + encoded.extra).astype(np.float64)
        logs = [
            self._model.logprob(encoded, rows[:, c - 2], rows[:, c - 1], rows[:, c])
            for c in (2, 3, 4)
        ]
        parts = np.where(here[:, 2:], np.stack(logs, axis=1).astype(np.float64), 0.0)
        around = rows[:, [0, 1, 3, 4]]
        columns = (
            parts.tolist(),
            self._sides(encoded, rows).tolist(),
            alone[rows[:, 2]].tolist(),
            np.where(here[:, 2:], alone[rows[:, 2:]], 0.0).sum(1).tolist(),
            ((around >= 0) & ~encoded.known[around]).sum(1).tolist(),
            (around == 0).sum(1).tolist(),
        )
        return [Window(tuple(three), *rest) for three, *rest in zip(*columns, strict=True)]

    def _encoded(self, windows: Sequence[Words5]) -> tuple[Encoded, NDArray[np.int64]]:
        """The distinct words, and for every window their indexes; the boundary has index 0."""
        import numpy as np

        needed: dict[str | None, int] = {BOUNDARY: 0}
        rows = np.array(
            [[needed.setdefault(w, len(needed)) for w in window] for window in windows], np.int64
        )
        rows[rows == needed.get(None, -2)] = NO_WORD
        return self._model.encode([form or UNKNOWN for form in needed]), rows

    def _sides(self, encoded: Encoded, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        import numpy as np

        total = np.zeros(len(rows), np.int64)
        for left, right in ((rows[:, 1], rows[:, 2]), (rows[:, 2], rows[:, 3])):
            both = (left >= 0) & (right >= 0)
            total += both & self._model.knows_pair(encoded, left, right)
        total[~encoded.known[rows[:, 2]]] = 0  # the class of unknown words has seen everything
        return total


if TYPE_CHECKING:
    Windows = PlainWindows | ManyWindows
