"""Rows and labels for the decision model, made by the engine itself from pairs of texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from repair.model import Document
from repair.training.labels import Reference
from repair.training.pairs import Pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.knowledge import Knowledge


class Rows(NamedTuple):
    """A table of hypotheses: what the model sees, what is true, and where it came from."""

    table: Any  # float array, one row a hypothesis
    labels: Any  # int array (rows, 3): exact, right, forgiven
    collections: list[str]
    documents: list[str]
    windows: list[tuple[str, str, str, str]]  # record, observed, replacement, truth nearby


def rows(pairs: Iterable[Pair], knowledge: Knowledge) -> Rows:
    """One row for every hypothesis the engine makes of the observed texts."""
    import numpy

    from repair.spelling.engine import Engine

    engine = Engine(knowledge, decided=False)
    table: list[tuple[float, ...]] = []
    labels: list[tuple[bool, bool, bool]] = []
    collections: list[str] = []
    documents: list[str] = []
    windows: list[tuple[str, str, str, str]] = []
    for pair in pairs:
        document = Document(pair.observed)
        reading, judged = engine.judged(document, knowledge.unknown_forms(document))
        if reading is None or not judged:
            continue
        reference = (
            Reference(reading.runs, pair.intended, pair.accepted_joins)
            if pair.observed != pair.intended
            else None
        )
        for hypothesis in judged:
            first, last = hypothesis.window.first, hypothesis.window.last
            replacement = hypothesis.candidate.replacement
            table.append(hypothesis.row)
            labels.append(
                reference.judge(first, last, replacement) if reference else (False,) * 3
            )
            collections.append(pair.collection)
            documents.append(pair.document)
            observed = " ".join(reading.runs[first : last + 1])
            windows.append((pair.identifier, f"{first}-{last}", observed, replacement))
    return Rows(
        numpy.array(table, dtype=numpy.float32),
        numpy.array(labels, dtype=numpy.int8),
        collections,
        documents,
        windows,
    )
