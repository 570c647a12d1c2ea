"""How well words fit where they stand, and how well a name would fit there instead."""

from __future__ import annotations

from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.names.passage import Passage
    from repair.spelling.language_model import LanguageModel

AFTER = 2  # words to the right that feel what stands before them


class Fit(NamedTuple):
    """Natural-log probabilities of a window of words and of some name in its place."""

    words: float  # mean over the window's words as they stand
    name: float  # of a name, whichever, after the words to the left
    swap: float  # gain for the whole stretch when a name replaces the window
    after: float  # gain for the words to the right alone


NOTHING_KNOWN = Fit(0.0, 0.0, 0.0, 0.0)


def fits(
    passage: Passage, windows: Sequence[tuple[int, int]], model: LanguageModel
) -> dict[tuple[int, int], Fit]:
    """The fit of every window (first word, last word), all of them at once."""
    import numpy as np

    from repair.spelling.language_model import NO_WORD
    from repair.spelling.plain_model import BOUNDARY, NAME

    texts: list[str] = [BOUNDARY, NAME]
    place: list[int] = []  # index into `texts` of every word of the passage
    for word in passage.words:
        if word.opens and len(texts) > 2:
            texts.append(BOUNDARY)
        place.append(len(texts))
        texts.append(word.text.lower())
    texts.append(BOUNDARY)
    encoded = model.encode(texts)
    at = np.arange(2, len(texts))
    left1 = np.where(at == 2, 0, at - 1)  # the passage begins a sentence
    left2 = np.where(at >= 4, at - 2, np.where(at == 3, 0, NO_WORD))
    alone = np.zeros(len(texts) + 1)
    alone[3:] = np.cumsum(model.logprob(encoded, left2, left1, at))  # alone[i + 1]: up to i
    rows = []
    for first, last in windows:
        start, end = place[first], place[last]
        before = [0 if i < 2 else i for i in (start - 2, start - 1)]
        if start - 1 < 2:
            before = [NO_WORD, 0]
        following = [i if i < len(texts) else NO_WORD for i in range(end + 1, end + 1 + AFTER)]
        rows.append([*before, 1, *following])
    table = np.array(rows)
    only_name = model.score_rows(encoded, table[:, :3])
    with_right = model.score_rows(encoded, table)
    found = {}
    for row, (first, last) in enumerate(windows):
        start, end = place[first], place[last]
        stop = min(end + AFTER, len(texts) - 1)
        window = float(alone[end + 1] - alone[start])
        right = float(alone[stop + 1] - alone[end + 1])
        name = float(only_name[row])
        gain = float(with_right[row]) - name - right
        found[first, last] = Fit(window / (end - start + 1), name, name + gain - window, gain)
    return found
