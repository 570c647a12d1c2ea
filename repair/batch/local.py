"""The engine for one machine: pieces go to a pool of processes, results come back in order."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from repair.batch.errors import BatchError
from repair.batch.finish import Finish, finish
from repair.batch.inputs import Input
from repair.batch.pieces import Columns, End, Piece, read_pieces
from repair.batch.pool import Died, Failed, Pool

_AHEAD = 4  # results per worker that may wait for a slow one before them


class LocalEngine:
    """Works with `jobs` processes on this machine."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def results(
        self,
        inputs: list[Input],
        columns: Columns,
        first: int,
        skip: int,
        start: Callable[..., Any],
        arguments: tuple[Any, ...],
    ) -> Iterator[tuple[Piece | End, Any]]:
        """See `repair.batch.run.Engine`."""
        pieces = (
            piece
            for index in range(first, len(inputs))
            for piece in read_pieces(index, inputs[index], columns, skip if index == first else 0)
        )
        return _ordered(pieces, inputs, self.jobs, start, arguments)

    def close(self) -> None:
        """Nothing is left open."""

    def finish(self, tasks: Iterator[Finish]) -> None:
        """See `repair.batch.run.Engine`."""
        with Pool(self.jobs, _finisher, ()) as pool:
            for number, task in enumerate(tasks):
                pool.submit(number, (task,))
                if pool.room <= 0:
                    _check_all(pool.collect())
            while pool.unfinished:
                _check_all(pool.collect())


def _ordered(
    pieces: Iterator[Piece | End],
    inputs: list[Input],
    jobs: int,
    start: Callable[..., Any],
    arguments: tuple[Any, ...],
) -> Iterator[tuple[Piece | End, Any]]:
    """Every piece with what a worker made of it, in the order of the pieces.

    No more pieces are read than the workers need next, so memory does not grow with the inputs.
    """
    numbered = enumerate(pieces)
    held: dict[int, Piece | End] = {}
    results: dict[int, Any] = {}
    wanted = 0
    more = True
    with Pool(jobs, start, arguments) as pool:
        while more or held:
            while more and pool.room > 0 and len(held) < _AHEAD * jobs + jobs:
                number, piece = next(numbered, (0, None))
                if piece is None:
                    more = False
                    break
                if isinstance(piece, End):
                    held[number], results[number] = piece, None
                    continue
                pool.submit(number, (inputs[piece.input], piece))
                held[number] = piece._replace(rows=())
            if wanted not in results and pool.unfinished:
                results.update(pool.collect())
            while wanted in results:
                yield held.pop(wanted), results.pop(wanted)
                wanted += 1


def _finisher() -> Callable[[Finish], None]:
    return functools.partial(finish)


def _check_all(results: Iterator[tuple[int, Any]]) -> None:
    for _, result in results:
        if isinstance(result, Failed):
            raise BatchError(f"{result.message}. Run the same command with --resume.")
        if isinstance(result, Died):
            raise BatchError(
                "A worker was killed while writing a repaired copy, perhaps for lack of memory. "
                "Run the same command with --resume and fewer workers (-j)."
            )
