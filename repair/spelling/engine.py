"""Repairs of damaged words: suspicious forms, candidates, context, decision, findings."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.knowledge import Knowledge
    from repair.model import Document, Finding
    from repair.spelling.hypotheses import Hypothesis
    from repair.spelling.machine import Machine
    from repair.spelling.reading import Reading

LEAST = 0.05
"""Proposals less likely than this are not worth building."""

_KEY = "_engine_findings"


class Engine:
    """Finds and ranks repairs of damaged words; one per `Knowledge`, shared by its threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._machine: Machine | None = None

    def findings(self, document: Document, knowledge: Knowledge) -> tuple[Finding, ...]:
        """Disjoint proposals for `document`, computed once and kept with it."""
        known: tuple[Finding, ...] | None = document.__dict__.get(_KEY)
        if known is None:
            known = document.__dict__[_KEY] = self._find(document, knowledge)
        return known

    def _find(self, document: Document, knowledge: Knowledge) -> tuple[Finding, ...]:
        from repair.spelling.reading import has_damage_signs

        unknown = knowledge.unknown_forms(document)
        if not unknown and not has_damage_signs(document):
            return ()
        from repair.spelling.proposals import proposals

        reading, judged = self.judged(document, unknown)
        return proposals(reading, judged, LEAST) if reading is not None else ()

    def judged(
        self, document: Document, unknown: list[str]
    ) -> tuple[Reading | None, list[Hypothesis]]:
        """Every hypothesis with its row and probability; what training reads, too."""
        return self.machine.judged(document, unknown)

    @property
    def machine(self) -> Machine:
        """The parts that cost something to load."""
        if self._machine is None:
            from repair.spelling.machine import Machine

            self._machine = Machine.open(self._knowledge)
        return self._machine
