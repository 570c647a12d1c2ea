"""Repairs of damaged words: suspicious forms, candidates, context, decision, findings."""

from __future__ import annotations

from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.knowledge import Knowledge
    from repair.model import Document, Finding
    from repair.spelling.hypotheses import Hypothesis
    from repair.spelling.known import KnownWords
    from repair.spelling.machine import Machine
    from repair.spelling.reading import Reading

LEAST = 0.05
"""Proposals less likely than this are not worth building."""

_KEY = "_engine_findings"


class Engine:
    """Finds and ranks repairs of damaged words; one per `Knowledge`, shared by its threads."""

    def __init__(self, knowledge: Knowledge, *, decided: bool = True) -> None:
        """`decided` is False while the decision model is being learned."""
        self._knowledge = knowledge
        self._decided = decided
        self._machine: Machine | None = None

    def findings(self, document: Document, knowledge: Knowledge) -> tuple[Finding, ...]:
        """Disjoint proposals for `document`, computed once and kept with it."""
        known: tuple[Finding, ...] | None = document.__dict__.get(_KEY)
        if known is None:
            known = document.__dict__[_KEY] = self._find(document, knowledge)
        return known

    def _find(self, document: Document, knowledge: Knowledge) -> tuple[Finding, ...]:
        reading, judged = self.judged(document, knowledge.unknown_forms(document))
        if reading is None:
            return ()
        from repair.spelling.proposals import proposals

        return proposals(reading, judged, LEAST)

    def judged(
        self, document: Document, unknown: list[str]
    ) -> tuple[Reading | None, list[Hypothesis]]:
        """Every hypothesis with its row and probability; what training reads, too.

        A text without anything to doubt has no reading and loads nothing.
        """
        from repair.spelling.reading import Reading, has_damage_signs, suspicious_forms

        if not unknown and not has_damage_signs(document):
            return None, []
        reading = Reading(document, suspicious_forms(document, unknown, self._known))
        if not reading.doubted and not reading.divided:
            return None, []
        return reading, self.machine.judged(reading)

    @cached_property
    def _known(self) -> KnownWords:
        from repair.spelling.known import KnownWords

        witness = self._knowledge.witness
        return KnownWords(self._knowledge.vocabulary, witness.words if witness else ())

    @property
    def machine(self) -> Machine:
        """The parts that cost something to load."""
        if self._machine is None:
            from repair.spelling.machine import Machine

            self._machine = Machine.open(self._knowledge, decided=self._decided)
        return self._machine
