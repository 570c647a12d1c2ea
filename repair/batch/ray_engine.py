"""The engine for many machines: reading, repairing and writing run on a Ray cluster.

Reading tasks cut the inputs into pieces, actors that hold the knowledge repair them, and Ray Data
hands the results back in order, so that journal, change set and copies have the same bytes as on
one machine. Inputs and output must be reachable from every node. Ray starts lost work again.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Callable, Iterator
from typing import Any

from repair.batch.errors import BatchError, MissingExtra
from repair.batch.finish import Finish, finish
from repair.batch.inputs import Input
from repair.batch.pieces import Columns, End, Piece, read_pieces
from repair.batch.pool import Failed, sentence

_BLOCK_BYTES = 1 << 19  # about two pieces, so that one long file keeps all actors busy
_STORE_BYTES = 512 * 1024 * 1024
_BATCH_ROWS = 1
_ATTEMPTS = 3  # to start a cluster here; a busy machine may need more than one


class RayEngine:
    """Works with `jobs` actors on the cluster at `address`, or on one it starts here."""

    def __init__(self, jobs: int, address: str | None = None) -> None:
        self.jobs = jobs
        self._ray = _ray()
        if not self._ray.is_initialized():
            self._connect(address)

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
        from ray.data import ActorPoolStrategy, DataContext, from_items

        if first >= len(inputs):
            return
        context = DataContext.get_current()
        context.execution_options.preserve_order = True
        context.target_max_block_size = _BLOCK_BYTES
        context.enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        rows = [
            {"input": pickle.dumps((index, inputs[index], skip if index == first else 0))}
            for index in range(first, len(inputs))
        ]
        blocks = min(len(rows), 1000)
        pieces = from_items(rows, override_num_blocks=blocks).flat_map(
            _Reader(columns), num_cpus=0.5
        )
        done = pieces.map_batches(
            _Actor,
            fn_constructor_args=(start, arguments),
            batch_size=_BATCH_ROWS,
            batch_format="pyarrow",
            compute=ActorPoolStrategy(size=self.jobs),
            num_cpus=1,
        )
        try:
            for row in done.iter_rows():
                yield pickle.loads(row["piece"]), pickle.loads(row["result"])
        except self._ray.exceptions.RayError as error:
            raise BatchError(_lost(error)) from error

    def finish(self, tasks: Iterator[Finish]) -> None:
        """See `repair.batch.run.Engine`."""
        remote = self._ray.remote(max_retries=3)(_finished)
        running: list[Any] = []
        for task in tasks:
            running.append(remote.remote(task))
            if len(running) >= 4 * self.jobs:
                done, running = self._ray.wait(running)
                self._check(done)
        self._check(running)

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        self._ray.shutdown()

    def _check(self, done: list[Any]) -> None:
        for failure in self._ray.get(done):
            if failure is not None:
                raise BatchError(f"{failure.message}. Run the same command with --resume.")

    def _connect(self, address: str | None) -> None:
        quiet = {"log_to_driver": False, "logging_level": "ERROR"}
        own = {
            "address": "local",
            "num_cpus": self.jobs + 1,
            "include_dashboard": False,
            "object_store_memory": _STORE_BYTES,
        }
        for attempt in range(_ATTEMPTS):
            try:
                self._ray.init(**({"address": address} if address else own), **quiet)
                return
            except Exception as error:  # Ray raises bare exceptions when a node starts too slowly
                if attempt + 1 < _ATTEMPTS and not address:
                    self._ray.shutdown()
                    continue
                raise BatchError(
                    f"No Ray cluster answers at {address or 'this machine'} ({error}). Start one "
                    "with `ray start --head`, or leave --address out."
                ) from error


class _Reader:
    """Cuts one input into pieces, on the node where Ray runs it."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __call__(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        index, source, skip = pickle.loads(row["input"])
        for piece in read_pieces(index, source, self._columns, skip):
            yield {"input": row["input"], "piece": pickle.dumps(piece)}


class _Actor:
    """Holds the knowledge, loaded once, and works on piece after piece."""

    def __init__(self, start: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self._work = start(*arguments)

    def __call__(self, batch: Any) -> Any:
        import pyarrow

        pieces, results = [], []
        for row in batch.to_pylist():
            piece = pickle.loads(row["piece"])
            result = None
            if not isinstance(piece, End):
                _, source, _ = pickle.loads(row["input"])
                result = self._result(source, piece)
                piece = piece._replace(rows=())
            pieces.append(pickle.dumps(piece))
            results.append(pickle.dumps(result))
        return pyarrow.table(
            {
                "piece": pyarrow.array(pieces, pyarrow.large_binary()),
                "result": pyarrow.array(results, pyarrow.large_binary()),
            }
        )

    def _result(self, source: Input, piece: Piece) -> Any:
        try:
            return self._work(source, piece)
        except Exception as error:
            return Failed(sentence(error))


def _finished(task: Finish) -> Failed | None:
    try:
        finish(task)
    except Exception as error:
        return Failed(sentence(error))
    return None


def _ray() -> Any:
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingExtra("--engine ray", "Ray", "ray") from None
    return ray


def _lost(error: Exception) -> str:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return f"The Ray cluster gave up ({reason}). Run the same command with --resume to go on."
