"""`repair decisions`: list or forget what people decided."""

from __future__ import annotations

import json

import click

from repair.cli.messages import NOTHING, PROPOSALS, put, say
from repair.cli.written import counted, ended
from repair.outputs.visible import plain, visible
from repair.review.apply import reviewer
from repair.review.decisions import open_store
from repair.review.record import ACCEPTED, IGNORED, Record, to_row

_CONTEXT = {"help_option_names": ["-h", "--help"]}
_ROOT = click.option("--root", metavar="FOLDER", type=click.Path(), default=".")


@click.group(context_settings=_CONTEXT)
def command() -> None:
    """List or forget the decisions in .repair/decisions.jsonl."""


@command.command("list", context_settings=_CONTEXT)
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@_ROOT
@click.pass_context
def list_command(ctx: click.Context, /, words: tuple[str, ...], as_json: bool, root: str) -> None:
    """Show what holds: all decisions, or those about WORDS (words, rules, files, ids, verdicts)."""
    ctx.exit(ended(lambda: list_decisions(words, root, as_json=as_json)))


@command.command("forget", context_settings=_CONTEXT)
@click.argument("words", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Forget every decision.")
@click.option("--by", metavar="NAME", help="Who forgets.  [default: your account]")
@_ROOT
@click.pass_context
def forget_command(
    ctx: click.Context, /, words: tuple[str, ...], everything: bool, by: str | None, root: str
) -> None:
    """Make decisions about WORDS (words, rules, files, ids, verdicts) undecided again."""
    if bool(words) == everything:
        raise click.UsageError("Name what to forget (see `repair decisions list`), or use --all.")
    ctx.exit(ended(lambda: forget(words, root, by or reviewer())))


def list_decisions(words: tuple[str, ...], root: str, *, as_json: bool = False) -> int:
    """Print the decisions that hold; returns the exit code."""
    found = [record for record in open_store(root) if _is_about(record, words)]
    for record in found:
        put((json.dumps(to_row(record)) if as_json else line(record)) + "\n")
    if not found:
        say("No decisions." if not words else f"No decisions about {', '.join(words)}.")
    return NOTHING


def forget(words: tuple[str, ...], root: str, by: str) -> int:
    """Forget decisions about `words`, or all; returns the exit code."""
    forgotten = open_store(root).forget(lambda record: _is_about(record, words), by)
    for record in forgotten:
        say(line(record))
    say(f"{counted(len(forgotten), 'decision')} forgotten.")
    return NOTHING if forgotten else PROPOSALS


def line(record: Record) -> str:
    """One decision for a person."""
    day = record.time[:16].replace("T", " ")
    if record.verdict == IGNORED:
        scope, _, value = record.key.partition(":")
        what = f"never the {scope} {visible(value)}"
    else:
        after = record.after if record.replacement is None else record.replacement
        arrow = "→" if record.verdict == ACCEPTED else "↛"
        left, right = " ".join(record.left.split()[-2:]), " ".join(record.right.split()[:2])
        change = f"[{visible(record.before)} {arrow} {visible(after or '')}]"
        what = f"{record.rule}  … {plain(left)} {change} {plain(right)} …"
    return f"{record.key[:16]:16}  {day}  {plain(record.by)}  {record.verdict}  {what}  " + plain(
        record.file
    )


def _is_about(record: Record, words: tuple[str, ...]) -> bool:
    texts = (
        record.key,
        record.id,
        record.verdict,
        record.before,
        record.after,
        record.rule,
        record.file,
        record.by,
        record.key.partition(":")[2],
    )
    return not words or any(word in texts for word in words)
