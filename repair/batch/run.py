"""A whole run: read, hand out, write down in order, finish every file; or go on with one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from repair import __version__
from repair.batch.counting import Counts, CountWorker, sample_rates
from repair.batch.errors import BatchError
from repair.batch.finish import Finish
from repair.batch.inputs import Input
from repair.batch.journal import Entry, Journal
from repair.batch.pieces import Columns, End, Piece
from repair.batch.pool import Failed
from repair.batch.settings import Settings
from repair.batch.summary import Summary, summarize, write_results
from repair.batch.witness import build_witness, save_witness
from repair.batch.work import Worker, load_knowledge
from repair.batch.writing import remove_unfinished
from repair.formats.files import write_atomically

WORK = ".work"
"""Folder inside the output that holds the journal until the run is complete."""

Progress = Callable[["Done"], None]


class Done(NamedTuple):
    """How far a run has come."""

    bytes: int  # of the inputs, about
    total: int
    words: int
    proposals: int
    stage: str = "repairing"


class Engine(Protocol):
    """Something that works on pieces, anywhere, and gives the results back in order."""

    def results(
        self,
        inputs: list[Input],
        columns: Columns,
        first: int,
        skip: int,
        start: Callable[..., Any],
        arguments: tuple[Any, ...],
    ) -> Iterator[tuple[Piece | End, Any]]:
        """What workers make of all pieces from number `skip` of input `first` on, in order.

        A worker calls ``start(*arguments)`` once and its result with each input and piece. Instead
        of a result there may be a `Failed` or `Died`; an `End` has none, and pieces come back
        without their rows.
        """

    def finish(self, tasks: Iterator[Finish]) -> None:
        """Write the outputs of inputs whose pieces are all done."""

    def close(self) -> None:
        """Let go of what the engine holds."""


def run(
    inputs: list[Input],
    settings: Settings,
    engine: Engine,
    *,
    counting: bool = False,
    resume: bool = False,
    progress: Progress = lambda done: None,
) -> Summary:
    """Repair `inputs` into the folder `settings.output` and say what was found.

    Raises:
        BatchError: when the output is not fit, or the disk is full; a later run with `resume`
            then goes on where this one stopped.
    """
    output = Path(settings.output)
    work = output / WORK
    try:
        _claim(output, inputs, settings, resume, counting)
        if counting:
            settings = _counted(inputs, settings, engine, progress)
        journal = Journal(work / "journal")
        try:
            _repair(inputs, settings, engine, journal, progress)
        finally:
            journal.close()
        engine.finish(_unfinished(work, inputs, settings))
        remove_unfinished(output)
        summary = summarize(work / "journal", inputs)
        write_results(work / "journal", inputs, output, summary)
        return summary
    except OSError as error:
        where = error.filename or settings.output
        raise BatchError(
            f"{where} could not be written ({error.strerror or error}). Nothing is lost: free "
            "space or mend the permissions, then run the same command with --resume."
        ) from error


def _repair(
    inputs: list[Input],
    settings: Settings,
    engine: Engine,
    journal: Journal,
    progress: Progress,
) -> None:
    sizes = [source.size for source in inputs]
    total, before = sum(sizes), sum(sizes[: journal.inputs_done])
    words = proposals = 0
    progress(Done(before, total, 0, 0))
    results = engine.results(
        inputs,
        settings.columns,
        journal.inputs_done,
        journal.pieces_done,
        Worker,
        (settings,),
    )
    for piece, result in results:
        entry = _entry(inputs[piece.input], piece, result)
        journal.append(entry)
        words += entry.words
        proposals += entry.proposals
        here = 0
        if isinstance(piece, End):
            before += sizes[piece.input]
        else:
            here = min(piece.position, sizes[piece.input])
        progress(Done(before + here, total, words, proposals))


def _counted(
    inputs: list[Input], settings: Settings, engine: Engine, progress: Progress
) -> Settings:
    """The settings with the collection's evidence, counted now unless an earlier run has."""
    path = Path(settings.output, "witness.json.gz")
    if not path.exists():
        counts = Counts()
        total, before = sum(source.size for source in inputs), 0
        arguments = (settings, sample_rates(inputs))
        for piece, result in engine.results(inputs, settings.columns, 0, 0, CountWorker, arguments):
            if isinstance(piece, End):
                before += inputs[piece.input].size
            elif isinstance(result, Failed):
                raise BatchError(f"{result.message}. Run the same command with --resume.")
            elif isinstance(result, Counts):
                counts.merge(result)
            progress(Done(before, total, counts.size, 0, "counting"))
        save_witness(build_witness(counts, load_knowledge(settings)), path)
    return settings._replace(witness=str(path))


def _entry(source: Input, piece: Piece | End, result: Any) -> Entry:
    """What goes into the journal for a piece, or for the end of an input."""
    if isinstance(piece, End):
        return Entry(piece.input, piece.pieces, end=True, failure=piece.error, source=piece.source)
    if isinstance(result, Entry):
        return result
    if isinstance(result, Failed):
        raise BatchError(
            f"{result.message}. Nothing is lost: mend this, then run the same command with "
            "--resume."
        )
    sentence = (
        f"{source.path}, piece {piece.number} (row {piece.first_row + 1} and after): given up, "
        "because the worker processes were killed while reading it, perhaps for lack of memory."
    )
    return Entry(piece.input, piece.number, errors=[(piece.first_row, sentence)])


def _unfinished(work: Path, inputs: list[Input], settings: Settings) -> Iterator[Finish]:
    """What has to be written for the inputs, all of them read by now."""
    from repair.batch.journal import placed_entries

    if not settings.write:
        return
    start, in_parts = 0, False
    for entry, end in placed_entries(work / "journal"):
        if not entry.end:
            continue
        source = inputs[entry.input]
        in_parts = source.kind != "text" or bool(entry.source)
        if in_parts and not entry.failure:
            yield Finish(source, str(work / "journal"), start, end, settings)
        start = end


def _claim(
    output: Path, inputs: list[Input], settings: Settings, resume: bool, counting: bool
) -> None:
    """Make the output folder ours, or check that the run in it is this one."""
    manifest = output / WORK / "run.json"
    mine = json.loads(json.dumps(_manifest(inputs, settings, counting)))
    if manifest.exists():
        if not resume:
            raise BatchError(
                f"{output} already holds a run. Go on with it by --resume, or name another "
                "--output folder."
            )
        theirs = _read_manifest(manifest)
        if theirs != mine:
            raise BatchError(_difference(output, theirs, mine))
        return
    if resume:
        raise BatchError(f"{output} holds no run to resume; run without --resume.")
    if output.exists() and any(output.iterdir()):
        raise BatchError(f"{output} is not empty; name a new folder with --output.")
    manifest.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(manifest, json.dumps(mine, indent=1).encode())


def _manifest(inputs: list[Input], settings: Settings, counting: bool) -> dict[str, Any]:
    values = settings._asdict()
    values.pop("output")
    values["counting"] = counting
    values["columns"] = settings.columns._asdict()
    values["evidence"] = [
        _stamp(path) for path in (*settings.lexicon, settings.approved, settings.witness) if path
    ]
    return {"version": __version__, "settings": values, "inputs": [list(i) for i in inputs]}


def _stamp(path: str) -> list[Any]:
    status = os.stat(path)
    return [path, status.st_size, status.st_mtime_ns]


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except ValueError:
        raise BatchError(f"{path} is damaged; name a new --output folder.") from None
    return found


def _difference(output: Path, theirs: dict[str, Any], mine: dict[str, Any]) -> str:
    """Why a run cannot be resumed, in a sentence."""
    what = "the inputs have changed"
    if theirs.get("version") != mine["version"]:
        what = f"it was begun by version {theirs.get('version')}"
    elif theirs.get("settings") != mine["settings"]:
        old, new = theirs.get("settings", {}), mine["settings"]
        names = [name for name in new if old.get(name) != new[name]]
        what = f"the settings differ ({', '.join(names)})"
    return (
        f"The run in {output} cannot be resumed: {what}. Give the same inputs and settings, or "
        "name a new --output folder."
    )
