"""A word in the company of two words on each side, as the language model sees it."""

from __future__ import annotations

from repair.records import NamedTuple
from repair.spelling.plain_model import BOUNDARY, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from repair.knowledge import Knowledge
    from repair.spelling.language_model import LanguageModel
    from repair.spelling.plain_model import PlainModel

    Scorer = Callable[[Sequence["Words5"], Sequence[int]], list["Window | None"]]

NO_WORD = -1
MANY = 3_000
"""Windows asked for from which importing numpy pays."""


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


Words5 = tuple["str | None", "str | None", str, "str | None", "str | None"]
"""A word between two on each side; None where nothing is known."""


def window(words: Sequence[str], at: int) -> Words5:
    """The word at a place and two on each side, none beyond the end of a sentence."""
    left1 = words[at - 1] if at >= 1 else None
    left2 = words[at - 2] if at >= 2 and left1 != BOUNDARY else None
    right1 = words[at + 1] if at + 1 < len(words) else None
    far = right1 is not None and right1 != BOUNDARY and at + 2 < len(words)
    return left2, left1, words[at], right1, words[at + 2] if far else None


def plain_windows(
    model: PlainModel, windows: Sequence[Words5], least: Sequence[int]
) -> list[Window | None]:
    """Windows scored one at a time, without numpy; None where too few sides are known pairs."""
    found: list[Window | None] = []
    for window, enough in zip(windows, least, strict=True):
        left2, left1, word, right1, right2 = (
            model.word(form) if form is not None else None for form in window
        )
        assert word is not None
        seen = sum(
            one is not None and other is not None and model.pair(one, other) is not None
            for one, other in ((left1, word), (word, right1))
        )
        if seen < enough:
            found.append(None)
            continue
        after = [known for known in (right1, right2) if known is not None]
        around = [known for known in (left2, left1, right1, right2) if known is not None]
        alone = word.unigram + word.extra
        found.append(
            Window(
                (
                    model.logprob(left2, left1, word),
                    model.logprob(left1, word, right1) if right1 is not None else 0.0,
                    model.logprob(word, right1, right2) if right2 is not None else 0.0,
                ),
                seen,
                alone,
                alone + sum(known.unigram + known.extra for known in after),
                sum(not known.known for known in around),
                sum(form == BOUNDARY for form in window),
            )
        )
    return found


def many_windows(
    model: LanguageModel, windows: Sequence[Words5], least: Sequence[int]
) -> list[Window | None]:
    """The same for many windows at once, with numpy."""
    import numpy as np

    if not windows:
        return []
    needed: dict[str | None, int] = {BOUNDARY: 0}
    rows = np.array(
        [[needed.setdefault(w, len(needed)) for w in window] for window in windows], np.int64
    )
    nothing = needed.get(None, -2)
    forms = list(needed)
    encoded = model.encode([form or UNKNOWN for form in forms])
    rows[rows == nothing] = NO_WORD
    here = rows >= 0
    alone = (encoded.unigram + encoded.extra).astype(np.float64)
    parts = np.stack(
        [
            np.where(
                here[:, c], model.logprob(encoded, rows[:, c - 2], rows[:, c - 1], rows[:, c]), 0.0
            )
            for c in (2, 3, 4)
        ],
        axis=1,
    )
    seen = sum(
        here[:, c] & here[:, c + 1] & model.knows_pair(encoded, rows[:, c], rows[:, c + 1])
        for c in (1, 2)
    )
    around = rows[:, [0, 1, 3, 4]]
    columns = (
        parts.astype(np.float64).tolist(),
        np.asarray(seen, np.int64).tolist(),
        alone[rows[:, 2]].tolist(),
        np.where(here[:, 2:], alone[rows[:, 2:]], 0.0).sum(1).tolist(),
        ((around >= 0) & ~encoded.known[around]).sum(1).tolist(),
        (around == 0).sum(1).tolist(),
    )
    scored = (Window(tuple(three), *rest) for three, *rest in zip(*columns, strict=True))
    return [w if w.seen >= enough else None for w, enough in zip(scored, least, strict=True)]


def scorer(knowledge: Knowledge, questions: int) -> Scorer:
    """The way of scoring windows that is quickest for so many questions."""
    from functools import partial

    if questions < MANY:
        return partial(plain_windows, knowledge.plain_model)
    return partial(many_windows, knowledge.language_model)
