"""Worker processes that may be killed: their work is given to others and nothing is lost.

Each worker has a pipe of its own and at most two tasks: one it works on, one that waits, so that
it never idles. A worker that dies is replaced; a task that has killed two workers is given up.
Workers are born of one server process that has loaded the knowledge, whose memory they share.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing import connection
from typing import Any, NamedTuple

_DEPTH = 2  # tasks a worker holds
_ATTEMPTS = 2  # workers a task may kill


class Died(NamedTuple):
    """Instead of a result: the task was given up, because workers died working on it."""

    attempts: int


class Failed(NamedTuple):
    """Instead of a result: the task raised an error that ends the run."""

    message: str


class _Process:
    """One worker: its process, its pipe, and the numbers of the tasks it holds."""

    def __init__(self, context: Any, start: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.pipe, theirs = context.Pipe()
        self.held: deque[int] = deque()
        self.process = context.Process(
            target=_serve, args=(theirs, start, arguments), daemon=True, name="repair-worker"
        )
        self.process.start()
        theirs.close()


class Pool:
    """`jobs` processes, each calling ``start(*arguments)`` once and the result for every task."""

    def __init__(self, jobs: int, start: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        if jobs < 1:
            raise ValueError("a pool needs at least one worker")
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["repair.batch.warm"])
        self._start = start
        self._arguments = arguments
        self._workers = [self._new_process() for _ in range(jobs)]
        self._tasks: dict[int, Any] = {}
        self._waiting: deque[int] = deque()
        self._attempts: dict[int, int] = {}
        self._done: deque[tuple[int, Any]] = deque()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def room(self) -> int:
        """How many tasks can be taken before some worker has more than it needs."""
        return _DEPTH * len(self._workers) - len(self._tasks)

    @property
    def unfinished(self) -> int:
        """Tasks whose result has not been collected."""
        return len(self._tasks) + len(self._done)

    @property
    def process_ids(self) -> list[int]:
        """The workers' process ids."""
        return [worker.process.pid for worker in self._workers]

    def submit(self, number: int, task: Any) -> None:
        """Give a task; its result is collected under `number`."""
        self._tasks[number] = task
        self._waiting.append(number)
        self._hand_out()

    def collect(self) -> Iterator[tuple[int, Any]]:
        """Wait for at least one result and give all there are: (number, result)."""
        while not self._done and self._tasks:
            self._wait()
        while self._done:
            yield self._done.popleft()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()

    def _new_process(self) -> _Process:
        return _Process(self._context, self._start, self._arguments)

    def _hand_out(self) -> None:
        for depth in range(_DEPTH):
            for worker in self._workers:
                if self._waiting and len(worker.held) <= depth:
                    number = self._waiting.popleft()
                    worker.held.append(number)
                    with contextlib.suppress(OSError):  # it has died; the wait notices that
                        worker.pipe.send((number, self._tasks[number]))

    def _wait(self) -> None:
        ready = set(
            connection.wait(
                [w.pipe for w in self._workers] + [w.process.sentinel for w in self._workers]
            )
        )
        for place, worker in enumerate(self._workers):
            alive = worker.process.sentinel not in ready
            try:
                while worker.pipe.poll():
                    number, result = worker.pipe.recv()
                    worker.held.remove(number)
                    self._finish(number, result)
            except (EOFError, OSError):
                alive = False
            if not alive:
                self._replace(place, worker)
        self._hand_out()

    def _replace(self, place: int, worker: _Process) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if worker.held:
            guilty = worker.held[0]
            self._attempts[guilty] = self._attempts.get(guilty, 0) + 1
            if self._attempts[guilty] >= _ATTEMPTS:
                worker.held.popleft()
                self._finish(guilty, Died(_ATTEMPTS))
        self._waiting.extendleft(reversed(worker.held))
        self._workers[place] = self._new_process()

    def _finish(self, number: int, result: Any) -> None:
        del self._tasks[number]
        self._attempts.pop(number, None)
        self._done.append((number, result))


def _serve(
    pipe: connection.Connection[Any, Any], start: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    """The life of a worker: it ends when its parent does, however that happens.

    A thread takes the tasks from the pipe, so that parent and worker never wait for each other
    with both their pipes full.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    try:
        work = start(*arguments)
    except Exception as error:
        work = _raising(error)
    while True:
        number, task = tasks.get()
        try:
            result = work(*task)
        except Exception as error:
            result = Failed(sentence(error))
        try:
            pipe.send((number, result))
        except OSError:
            os._exit(0)


def _receive(
    pipe: connection.Connection[Any, Any], tasks: queue.SimpleQueue[tuple[int, Any]]
) -> None:
    while True:
        try:
            tasks.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)


def _raising(error: Exception) -> Callable[..., Any]:
    def work(*_: Any) -> Any:
        raise error

    return work


def sentence(error: Exception) -> str:
    """What went wrong, and with which file, in a few words."""
    if isinstance(error, OSError) and error.errno is not None:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{os.strerror(error.errno)}"
    return str(error) or type(error).__name__
