"""`repair eval`: compare a text with its reference."""

from __future__ import annotations

import json
from pathlib import Path

import click

from repair.batch.errors import BatchError
from repair.batch.pairs import Columns, read_pairs
from repair.cli import messages
from repair.cli.options import measured
from repair.cli.sink import write_results
from repair.evaluate.report import as_page, as_text, as_values, evaluate


@click.command()
@click.argument("hypothesis", type=click.Path(path_type=Path))
@click.argument("reference", type=click.Path(path_type=Path))
@click.option("--source", type=click.Path(path_type=Path), help="What the repair was given.")
@click.option(
    "--changes",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Change set with the proposals, to judge each rule and the confidence.",
)
@click.option("--text-column", help="Field of the hypothesis with the text [text].")
@click.option("--truth-column", help="Field of the reference with the truth [gt, truth, ref].")
@click.option("--source-column", help="Field of the reference with the source [ocr, asr].")
@click.option("--id-column", default="id", show_default=True, help="Field that matches records.")
@click.option(
    "--line-hyphens/--join-line-hyphens",
    default=True,
    help="Whether a word divided over a line end counts as it stands, or joined.",
)
@click.option(
    "--resamples",
    type=click.IntRange(0),
    default=1000,
    show_default=True,
    help="Bootstrap resamples of documents for the intervals; 0 for none.",
)
@click.option("--examples", type=click.IntRange(0), default=0, help="Examples of each outcome.")
@measured
def command(
    hypothesis: Path,
    reference: Path,
    source: Path | None,
    changes: tuple[Path, ...],
    text_column: str | None,
    truth_column: str | None,
    source_column: str | None,
    id_column: str,
    line_hyphens: bool,
    resamples: int,
    examples: int,
    output_format: str,
    output_file: Path | None,
) -> None:
    """Measure HYPOTHESIS against REFERENCE: files, folders, or JSONL matched by id.

    Error rates need the two alone. With the source (the field `ocr` or `asr` of the reference, or
    --source) the changes are judged too: precision, recall, F0.5 and right words broken. With
    --changes every proposal is judged by rule and by confidence.
    """
    columns = Columns(text_column, truth_column, source_column, id_column)
    try:
        report, missing = run(
            hypothesis,
            reference,
            source,
            changes,
            columns,
            line_hyphens,
            resamples,
            examples,
            output_format,
        )
    except BatchError as error:
        click.echo(f"repair eval: {error}", err=True)
        raise click.exceptions.Exit(2) from None
    if missing:
        click.echo(
            f"repair eval: {missing:,} records of the reference have no hypothesis; "
            "they count as left unchanged.",
            err=True,
        )
    if output_file is None:
        messages.put(report)
    else:
        write_results(str(output_file), report.encode("utf-8", "surrogateescape"))


def run(
    hypothesis: Path,
    reference: Path,
    source: Path | None,
    changes: tuple[Path, ...],
    columns: Columns,
    line_hyphens: bool,
    resamples: int,
    examples: int,
    output_format: str,
) -> tuple[str, int]:
    """The report in the wanted format, and how many references had no hypothesis."""
    pairs = read_pairs(hypothesis, reference, source, columns)
    edits = {}
    if changes:
        from repair.batch.proposals import edits_by_record

        edits = edits_by_record(changes)
    evaluation = evaluate(
        pairs.records,
        edits,
        line_hyphens=line_hyphens,
        resamples=resamples,
        keep_examples=bool(examples),
    )
    if output_format == "json":
        return json.dumps(as_values(evaluation), indent=2) + "\n", pairs.missing
    if output_format == "html":
        return as_page(evaluation, f"{hypothesis.name} against {reference.name}"), pairs.missing
    return as_text(evaluation, examples), pairs.missing
