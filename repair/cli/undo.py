"""`repair undo`: take back what was last written."""

from __future__ import annotations

import click

from repair.cli.messages import ERROR, NOTHING, fail, say
from repair.cli.written import counted, ended
from repair.outputs.visible import plain
from repair.review.apply import last_written, reviewer, undo_last

_HELP = """Restore the files as they were before the last apply, review or `fix -w`.

A file that was edited since is left alone. Decisions are kept: `repair decisions forget` forgets
them. Run it again to take back what was written before that.

Exit codes: 0 restored; 2 something could not be.
"""


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--root", metavar="FOLDER", type=click.Path(), default=".", help="Where to look.")
@click.option("--by", metavar="NAME", help="Who undoes it.  [default: your account]")
@click.pass_context
def command(ctx: click.Context, /, root: str, by: str | None) -> None:
    """The click side of `undo`."""
    ctx.exit(ended(lambda: undo(root, by or reviewer())))


def undo(root: str, by: str) -> int:
    """Take back what was last written from `root`; returns the exit code. Raises `ReviewError`."""
    restored, refused = undo_last(last_written(root), by)
    for file in restored:
        say(f"{plain(file)}: as it was")
    for sentence in refused:
        fail(sentence)
    say(f"{counted(len(restored), 'file')} restored.")
    return ERROR if refused else NOTHING
