"""How well words fit where they stand, and how well a name would fit there instead."""

from __future__ import annotations

from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from repair.names.passage import Passage
    from repair.spelling.language_model import Floats, Indexes, LanguageModel

AFTER = 2  # words to the right that feel what stands before them


class Fit(NamedTuple):
    """Natural-log probabilities of a window of words and of some name in its place."""

    words: float  # mean over the window's words as they stand
    name: float  # of a name, whichever, after the words to the left
    swap: float  # gain for the whole stretch when a name replaces the window
    after: float  # gain for the words to the right alone


NOTHING_KNOWN = Fit(0.0, 0.0, 0.0, 0.0)


class Fluency:
    """The words of a passage as the language model knows them, looked up once."""

    def __init__(self, passage: Passage, model: LanguageModel, names: Iterable[str] = ()) -> None:
        """`names`: words that may be asked for by `with_words`."""
        import numpy as np

        from repair.spelling.language_model import NO_WORD
        from repair.spelling.plain_model import BOUNDARY, NAME

        texts: list[str] = [BOUNDARY, NAME]
        self._place: list[int] = []  # index into `texts` of every word of the passage
        for word in passage.words:
            if word.opens and len(texts) > 2:
                texts.append(BOUNDARY)
            self._place.append(len(texts))
            texts.append(word.text.lower())
        texts.append(BOUNDARY)
        self._end = len(texts)
        self._extra = {name: self._end + i for i, name in enumerate(dict.fromkeys(names))}
        self._model = model
        self._encoded = model.encode([*texts, *self._extra])
        at = np.arange(2, self._end)
        left1 = np.where(at == 2, 0, at - 1)  # the passage begins a sentence
        left2 = np.where(at >= 4, at - 2, np.where(at == 3, 0, NO_WORD))
        alone = np.zeros(self._end + 1)
        alone[3:] = np.cumsum(model.logprob(self._encoded, left2, left1, at))
        self._alone = alone  # alone[i + 1]: of all words up to i

    def _row(self, first: int, last: int, inside: Sequence[int]) -> list[int]:
        """The indexes of what stands left and right of a window, and `inside` in its place."""
        from repair.spelling.language_model import NO_WORD

        start, end = self._place[first], self._place[last]
        before = [NO_WORD, 0] if start < 3 else [start - 2, start - 1]
        following = (i if i < self._end else NO_WORD for i in range(end + 1, end + 1 + AFTER))
        return [*before, *inside, *following]

    def _as_written(self, first: int, last: int) -> tuple[float, float]:
        """The log probability of the words of a window, and of those right of it."""
        start, end = self._place[first], self._place[last]
        stop = min(end + AFTER, self._end - 1)
        alone = self._alone
        return float(alone[end + 1] - alone[start]), float(alone[stop + 1] - alone[end + 1])

    def _scores(self, rows: Indexes) -> Floats:
        """The log probability of every word of the rows but the first two, 0 where there is none.

        One question for all of them: a passage has so few rows that asking costs the most.
        """
        import numpy as np

        word = rows[:, 2:]
        there = word >= 0
        scores = np.zeros(word.shape, np.float32)
        left2, left1 = rows[:, :-2][there], rows[:, 1:-1][there]
        scores[there] = self._model.logprob(self._encoded, left2, left1, word[there])
        return scores

    def fits(self, windows: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Fit]:
        """The fit of every window (first word, last word), all of them at once."""
        import numpy as np

        table = np.array([self._row(first, last, [1]) for first, last in windows])
        scores = self._scores(table)
        found = {}
        for row, (first, last) in enumerate(windows):
            window, right = self._as_written(first, last)
            name = float(scores[row, 0])
            gain = float(scores[row].sum()) - name - right
            mean = window / (self._place[last] - self._place[first] + 1)
            found[first, last] = Fit(mean, name, name + gain - window, gain)
        return found

    def with_words(
        self, wanted: Iterable[tuple[int, int, tuple[str, ...]]]
    ) -> dict[tuple[int, int, tuple[str, ...]], float]:
        """What the stretch gains when these very words replace a window; a word that is not among
        the `names` of the passage counts as some name."""
        import numpy as np

        rows: dict[int, list[tuple[int, int, tuple[str, ...]]]] = {}
        for key in wanted:
            rows.setdefault(len(key[2]), []).append(key)
        gains = {}
        for keys in rows.values():
            table = np.array(
                [
                    self._row(first, last, [self._extra.get(word, 1) for word in parts])
                    for first, last, parts in keys
                ]
            )
            scores = self._scores(table).sum(axis=1)
            for key, score in zip(keys, scores, strict=True):
                gains[key] = float(score) - sum(self._as_written(key[0], key[1]))
        return gains
