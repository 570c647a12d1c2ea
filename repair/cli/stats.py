"""`repair stats`: how often people accepted each rule's proposals."""

from __future__ import annotations

import json

import click

from repair.cli.messages import NOTHING, put, say
from repair.cli.written import ended
from repair.model import APPLY_THRESHOLD
from repair.review.decisions import open_store
from repair.review.trust import ENOUGH_DECISIONS, RuleStatistics, wilson

_HELP = f"""Show per rule what people decided, and whether it may still be applied unasked.

"accepted" is the share accepted as suggested, with its 95 % interval (Wilson); "unasked" the same
for proposals that `repair fix -w` would have written. From {ENOUGH_DECISIONS} decisions on a rule
that people accept less often than {APPLY_THRESHOLD:.0%} there, or clearly less often than it
claims, is no longer applied unasked.
"""
_HEAD = ("rule", "decided", "accepted", "95 % interval", "edited", "rejected", "unasked", "tier")


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--root", metavar="FOLDER", type=click.Path(), default=".", help="Where to look.")
@click.pass_context
def command(ctx: click.Context, /, as_json: bool, root: str) -> None:
    """The click side of `stats`."""
    ctx.exit(ended(lambda: stats(root, as_json=as_json)))


def stats(root: str, *, as_json: bool = False) -> int:
    """Print the statistics of the decisions near `root`; returns the exit code."""
    found = open_store(root).statistics()
    if as_json:
        put("".join(json.dumps(_record(s)) + "\n" for s in found))
    elif found:
        put(_table([_HEAD, *map(_row, found)]))
    else:
        say("Nobody has decided anything here yet; `repair review PATH` begins.")
    return NOTHING


def _record(statistics: RuleStatistics) -> dict[str, object]:
    low, high = statistics.interval
    return {
        **statistics._asdict(),
        "decided": statistics.decided,
        "share": round(statistics.share, 4),
        "interval": [round(low, 4), round(high, 4)],
        "may_be_applied_unasked": not statistics.is_unsafe,
    }


def _row(statistics: RuleStatistics) -> tuple[str, ...]:
    low, high = statistics.interval
    safe = "–"
    if statistics.safe_decided:
        low_safe, _ = wilson(statistics.safe_accepted, statistics.safe_decided)
        safe = f"{statistics.safe_accepted} of {statistics.safe_decided} (≥ {low_safe:.0%})"
    if statistics.is_unsafe:
        tier = "ask always"
    else:
        tier = "as claimed" if statistics.decided >= ENOUGH_DECISIONS else "too few to tell"
    return (
        statistics.rule, str(statistics.decided), f"{statistics.share:.0%}",
        f"{low:.0%} – {high:.0%}", str(statistics.edited), str(statistics.rejected), safe, tier,
    )  # fmt: skip


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "".join(line.rstrip() + "\n" for line in lines)
