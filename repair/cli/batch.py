"""`repair batch`: repair whole collections, in parallel."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from repair import rules
from repair.batch.errors import BatchError
from repair.batch.inputs import TEXT, find_inputs
from repair.batch.pieces import Columns
from repair.batch.run import Done, Engine, run
from repair.batch.settings import Settings
from repair.batch.summary import Summary, as_text
from repair.cli import messages
from repair.cli.cores import usable_cores
from repair.cli.options import profiled
from repair.model import APPLY_THRESHOLD, MIN_CONFIDENCE


@click.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="New folder.")
@click.option("-w", "--write", is_flag=True, help="Write repaired copies, not only proposals.")
@click.option(
    "--changes",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Reviewed change set: write copies with what it accepts, find nothing new.",
)
@click.option("--text-column", default="text", show_default=True, help="Column of tables to read.")
@click.option("--id-column", help="Column that names the rows; else their number does.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Worker processes [all cores].")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--address", help="Ray cluster to join; without it one is started here.")
@click.option("--resume", is_flag=True, help="Go on with the run in the output folder.")
@click.option("--lexicon", multiple=True, type=click.Path(exists=True), help="Your names (repeat).")
@profiled
@click.option("--select", multiple=True, help="Rules to run (repeat) [all].")
@click.option("--ignore", multiple=True, help="Rules to leave out (repeat).")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=MIN_CONFIDENCE,
    show_default=True,
    help="Leave out proposals less sure than this.",
)
@click.option(
    "--apply-confidence",
    type=click.FloatRange(0, 1),
    default=APPLY_THRESHOLD,
    show_default=True,
    help="With --write, make the changes at least this sure.",
)
@click.option(
    "--witness/--no-witness",
    default=True,
    help="Whether the whole collection's words and damage count as evidence.",
)
@click.option(
    "--witness-counts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Use these saved counts instead of counting the collection.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress bar.")  # fmt: skip
def command(
    inputs: tuple[str, ...],
    output: Path,
    write: bool,
    changes: Path | None,
    text_column: str,
    id_column: str | None,
    jobs: int | None,
    engine: str,
    address: str | None,
    resume: bool,
    lexicon: tuple[str, ...],
    profile: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    min_confidence: float,
    apply_confidence: float,
    witness: bool,
    witness_counts: Path | None,
    quiet: bool,
) -> None:
    """Find damage in whole collections: files, folders and globs of text, JSONL and Parquet.

    By default only proposals are written, as OUTPUT/changes.jsonl, for `repair review` and
    `repair apply`. With --write the safe changes are made in copies under OUTPUT/files. Exit code
    0, or 2 when a file could not be read.
    """
    settings = Settings(
        str(output.absolute()),
        str(Path.cwd()),
        Columns(text_column, id_column),
        write or changes is not None,
        min_confidence,
        apply_confidence,
        tuple(os.path.abspath(path) for path in lexicon),
        profile,
        select,
        ignore,
        "" if changes is None else str(changes.absolute()),
        "" if witness_counts is None else str(witness_counts.absolute()),
    )
    counting = witness and witness_counts is None and changes is None
    try:
        summary = batch(inputs, settings, engine, jobs, address, resume, counting, quiet)
    except BatchError as error:
        click.echo(f"repair batch: {error}", err=True)
        raise click.exceptions.Exit(2) from None
    except KeyboardInterrupt:
        click.echo(
            "\nrepair batch: stopped; run the same command with --resume to go on.", err=True
        )
        raise click.exceptions.Exit(130) from None
    messages.put(as_text(summary, output))
    if changes is not None:
        _say_what_stays(changes, summary)
    if summary.failed or summary.error_count:
        raise click.exceptions.Exit(2)


def batch(
    inputs: tuple[str, ...],
    settings: Settings,
    engine: str,
    jobs: int | None,
    address: str | None,
    resume: bool,
    counting: bool,
    quiet: bool,
) -> Summary:
    """Run on the chosen engine; `counting` makes a first pass over the collection."""
    try:
        rules.chosen(settings.select or None, settings.ignore or None)
    except rules.UnknownRule as error:
        raise BatchError(str(error)) from None
    found = [
        source
        for source in find_inputs(inputs)
        if not source.path.startswith(settings.output + os.sep)
    ]
    if len(found) == 1 and found[0].kind == TEXT:
        counting = False  # a single text bears witness to itself
    chosen = _engine(engine, jobs or usable_cores(), address)
    bar = _Bar(quiet)
    try:
        return run(found, settings, chosen, counting=counting, resume=resume, progress=bar)
    finally:
        chosen.close()
        bar.close()


def _engine(name: str, jobs: int, address: str | None) -> Engine:
    if name == "ray":
        from repair.batch.ray_engine import RayEngine

        ray: Engine = RayEngine(jobs, address)
        return ray
    from repair.batch.local import LocalEngine

    return LocalEngine(jobs)


class _Bar:
    """A line of progress on the terminal, rewritten twice a second."""

    def __init__(self, quiet: bool) -> None:
        self._stream = sys.stderr
        self._quiet = quiet or not self._stream.isatty()
        self._begun: tuple[str, float, int] = ("", 0.0, 0)
        self._shown = 0.0

    def __call__(self, done: Done) -> None:
        """Show how far it is, how fast it goes, and how long it still takes."""
        now = time.monotonic()
        if done.stage != self._begun[0]:
            self._begun = (done.stage, now, done.bytes)
        if self._quiet or now - self._shown < 0.5:
            return
        self._shown = now
        seconds = max(now - self._begun[1], 1e-9)
        rate = (done.bytes - self._begun[2]) / seconds
        share = done.bytes / done.total if done.total else 1.0
        left = f"{_clock((done.total - done.bytes) / rate)} left" if rate > 0 else ""
        filled = int(24 * share)
        self._stream.write(
            f"\r{done.stage} [{'#' * filled}{'.' * (24 - filled)}] {share:4.0%} "
            f"{rate / 1e6:6.2f} MB/s {left}, {done.proposals:,} proposals \x1b[K"
        )
        self._stream.flush()

    def close(self) -> None:
        """Clear the line."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _say_what_stays(changes: Path, summary: Summary) -> None:
    """Name the accepted changes that no text of the input took."""
    from repair.review import changeset

    accepted = sum(change.decision == "accepted" for change in changeset.load(str(changes)))
    if summary.applied < accepted:
        click.echo(
            f"repair batch: {accepted - summary.applied:,} of {accepted:,} accepted changes of "
            f"{changes} belong to no text that was read; check the paths and --id-column.",
            err=True,
        )
