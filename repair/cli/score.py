"""`repair score`: measure text quality without changing anything."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from repair.batch.errors import BatchError
from repair.batch.inputs import find_inputs
from repair.batch.pieces import Columns
from repair.batch.scoring import score_inputs
from repair.batch.settings import Settings
from repair.cli import messages
from repair.cli.cores import usable_cores
from repair.cli.options import measured, profiled
from repair.cli.sink import write_results
from repair.quality.report import as_page, as_text, as_values
from repair.quality.score import Collection


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--text-column", default="text", show_default=True, help="Column of tables to read.")
@click.option("--id-column", help="Column that names the rows; else their number does.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Worker processes [all cores].")
@click.option("--lexicon", multiple=True, type=click.Path(exists=True), help="Your names (repeat).")
@profiled
@measured
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    help="Exit code 1 when the estimated share of right words, in percent, is less.",
)
def command(
    paths: tuple[str, ...],
    text_column: str,
    id_column: str | None,
    jobs: int | None,
    lexicon: tuple[str, ...],
    profile: str,
    output_format: str,
    output_file: Path | None,
    fail_under: float | None,
) -> None:
    """Say how damaged texts are: files, folders and globs of text, JSONL and Parquet.

    Estimated error rates with intervals, kinds of damage, the worst texts and passages, and what
    recurs so that its cause can be mended. Exit code 1 with --fail-under, 2 when a file could not
    be read.
    """
    settings = Settings(
        "",
        str(Path.cwd()),
        Columns(text_column, id_column),
        lexicon=tuple(os.path.abspath(path) for path in lexicon),
        profile=profile,
    )
    try:
        collection, problems = score_inputs(find_inputs(paths), settings, jobs or usable_cores())
    except BatchError as error:
        click.echo(f"repair score: {error}", err=True)
        raise click.exceptions.Exit(2) from None
    report = render(collection, output_format, ", ".join(paths))
    if output_file is None:
        messages.put(report)
    else:
        write_results(str(output_file), report.encode("utf-8", "surrogateescape"))
    for problem in problems[:20]:
        click.echo(f"repair score: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(2)
    if fail_under is not None and collection.score < fail_under:
        click.echo(
            f"repair score: {collection.score:.1f} is under {fail_under:g}; the report above says "
            "where the damage is.",
            err=True,
        )
        raise click.exceptions.Exit(1)


def render(collection: Collection, output_format: str, title: str) -> str:
    """The report in the wanted format."""
    if output_format == "json":
        return json.dumps(as_values(collection), indent=2, ensure_ascii=False) + "\n"
    if output_format == "html":
        return as_page(collection, f"Quality of {title}")
    return as_text(collection)
