"""Scoring many files with the pool of `repair batch`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from repair.batch.errors import BatchError
from repair.batch.inputs import Input
from repair.batch.local import LocalEngine
from repair.batch.pieces import End, Piece
from repair.batch.pool import Died, Failed
from repair.batch.settings import Settings
from repair.batch.work import load_knowledge, read_texts
from repair.pipeline import check_document
from repair.quality.score import Collection, TextScore, score_text


class Scored(NamedTuple):
    """The scores of a piece's texts, and which rows hold no text that can be read."""

    texts: list[TextScore]
    errors: list[str]


class ScoreWorker:
    """Scores pieces with knowledge that is loaded once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._knowledge = load_knowledge(settings)

    def __call__(self, source: Input, piece: Piece) -> Scored:
        """The scores of the texts of a piece."""
        texts, errors = read_texts(source, piece, self._settings)
        scored = Scored([], [sentence for _, sentence in errors])
        for text in texts:
            result = check_document(
                text.document,
                self._knowledge,
                min_confidence=self._settings.min_confidence,
                select=self._settings.select or None,
                ignore=self._settings.ignore or None,
            )
            scored.texts.append(score_text(text.document, result.findings, self._knowledge))
        return scored


def score_inputs(
    inputs: list[Input],
    settings: Settings,
    jobs: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Collection, list[str]]:
    """The score of all inputs together, and a sentence for whatever could not be read.

    Raises:
        BatchError: when the workers cannot do their work.
    """
    collection = Collection(load_knowledge(settings))
    problems: list[str] = []
    total, before = sum(source.size for source in inputs), 0
    results = LocalEngine(jobs).results(inputs, settings.columns, 0, 0, ScoreWorker, (settings,))
    for piece, result in results:
        if isinstance(piece, End):
            before += inputs[piece.input].size
            problems += [piece.error] if piece.error else []
            progress(before, total)
        elif isinstance(result, Died):
            problems.append(f"{inputs[piece.input].path}, piece {piece.number}: not scored.")
        elif isinstance(result, Failed):
            raise BatchError(result.message)
        else:
            problems += result.errors
            for text in result.texts:
                collection.add(text)
            progress(before + min(piece.position, inputs[piece.input].size), total)
    collection.close()
    return collection, problems
