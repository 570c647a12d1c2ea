"""The loaded engine: words, channel, language model and decision model working together."""

from __future__ import annotations

from math import exp
from threading import Lock

from repair.spelling.candidates import Candidates
from repair.spelling.channel import Channel
from repair.spelling.decision import Decision
from repair.spelling.hypotheses import Scorer
from repair.spelling.windows import windows
from repair.spelling.witness import TABLE, Hearing
from repair.spelling.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.knowledge import Knowledge
    from repair.spelling.hypotheses import Hypothesis
    from repair.spelling.reading import Reading

_REMEMBERED = 60_000  # forms whose candidates are kept between documents


class Machine:
    """Reads documents into judged hypotheses."""

    def __init__(
        self,
        words: Words,
        channel: Channel,
        scorer: Scorer,
        decision: Decision | None,
        hearing: Hearing | None = None,
    ) -> None:
        self.words = words
        self._hearing = hearing
        self.channel = channel
        self._scorer = scorer
        self._decision = decision
        self._candidates = Candidates(words, channel)
        self._lock = Lock()

    @classmethod
    def open(cls, knowledge: Knowledge, *, decided: bool = True) -> Machine:
        """Everything from the language's folder; without the decision model unless `decided`."""
        witness = knowledge.witness
        words = Words(knowledge.vocabulary, witness.words if witness else None)
        channel = Channel.open(knowledge.folder, knowledge.profile)
        scorer = Scorer(
            words, channel, knowledge.language_model, knowledge.word_vectors, knowledge.usage
        )
        hearing = Hearing(witness, knowledge.table(TABLE)) if witness else None
        decision = Decision.open(knowledge.folder) if decided else None
        return cls(words, channel, scorer, decision, hearing)

    def judged(self, reading: Reading) -> list[Hypothesis]:
        """The document's hypotheses with their probabilities."""
        with self._lock:
            if self._candidates.size > _REMEMBERED:
                self._candidates.clear()
                self._scorer.clear()
                self.channel.clear()
            found = self._scorer.hypotheses(reading, windows(reading, self._candidates))
        if self._decision is None:
            for hypothesis in found:
                hypothesis.probability = 0.98 / (1.0 + exp(-max(-30.0, hypothesis.total) / 3.0))
            return found
        probabilities = self._decision.probabilities([h.row for h in found])
        for hypothesis, p in zip(found, probabilities, strict=True):
            hypothesis.probability = p
        if self._hearing is not None:
            self._hearing.adjust(reading, found)
        return found
