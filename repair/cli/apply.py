"""`repair apply`: write approved proposals, or what is left of an edited diff."""

from __future__ import annotations

from pathlib import Path

import click

from repair.cli.messages import NOTHING, say
from repair.cli.proposals import saved
from repair.cli.written import counted, ended, tell
from repair.review.apply import reviewer
from repair.review.changeset import is_change_set
from repair.review.decisions import open_store
from repair.review.folder import FOLDER
from repair.review.patch import apply_patch
from repair.review.record import ACCEPTED
from repair.review.session import Session

_HELP = """Write what is accepted in FILE: a change set, or a unified diff.

Of a change set (repair fix PATH --save FILE) only changes are written that were accepted, in a
review or by "decision": "accepted" in their line. Of a diff everything is written that is left in
it. Files that changed since are searched for the place; what cannot be found for certain is
refused. Each file is written whole or not at all, and `repair undo` takes the last apply back.

Exit codes: 0 all written; 2 something was refused.
"""


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path())
@click.option("--root", metavar="FOLDER", type=click.Path(), help="Where the file names begin.")
@click.option("--by", metavar="NAME", help="Who approves.  [default: your account]")
@click.pass_context
def command(ctx: click.Context, /, file: str, root: str | None, by: str | None) -> None:
    """The click side of `apply`."""
    ctx.exit(ended(lambda: apply(file, root, by or reviewer())))


def apply(file: str, root: str | None, by: str) -> int:
    """Write what `file` approves; returns the exit code.

    Raises:
        ValueError, OSError: with a sentence.
    """
    if not is_change_set(file):
        base = Path(root or ".").absolute()
        return tell(apply_patch(file, base, open_store(base).folder or base / FOLDER, by))
    found = saved(file, root)
    session = Session(found.changes, found.decisions, by, found.root)
    for change, state in zip(session.changes, session.states, strict=True):
        if change.decision == ACCEPTED and state.verdict not in (ACCEPTED, "applied"):
            say(
                f"{change.file}, line {change.line}: accepted in {file}, but {state.verdict} in a "
                f"later decision. `repair decisions forget {change.id}` takes that back."
            )
    if not session.approved():
        say(
            f"None of the {counted(len(session.changes), 'proposal')} in {file} is accepted. "
            f"Decide with `repair review {file}`, then apply again."
        )
        return NOTHING
    return tell(session.apply())
