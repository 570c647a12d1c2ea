"""`repair baseline`: accept today's state, so that only new damage is reported."""

from __future__ import annotations

from typing import Any

import click

from repair.cli.messages import ERROR, NOTHING, say
from repair.cli.options import checking
from repair.cli.proposals import proposals
from repair.cli.written import counted, ended
from repair.review.apply import reviewer
from repair.review.record import BASELINE, PENDING

_HELP = """Accept what is in PATHS today: later checks report new damage only.

Remembered in .repair/decisions.jsonl by the words and their context, so that it holds when lines
move. What people have decided stays. `repair decisions forget baseline` takes it back.

Exit codes: 0 done; 2 error.
"""


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--by", metavar="NAME", help="Who accepts it.  [default: your account]")
@checking
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """The click side of `baseline`."""
    ctx.exit(ended(lambda: baseline(paths, options)))


def baseline(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Remember all findings in `paths` as known; returns the exit code.

    Raises:
        ValueError, OSError: with a sentence.
    """
    everything = {**options, "min_confidence": options.get("min_confidence") or 0.0}
    found = proposals(paths, everything, None, marks=True)
    new = [c for c in found.changes if found.decisions.verdict(c) == PENDING]
    found.decisions.decide(new, BASELINE, options.get("by") or reviewer())
    say(
        f"{counted(len(new), 'finding')} accepted as they are "
        f"({len(found.changes) - len(new):,} were decided before)."
    )
    return ERROR if found.problems else NOTHING
