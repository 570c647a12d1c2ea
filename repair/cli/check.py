"""`repair check`: whether files hold damage; `repair fix` without writing."""

from __future__ import annotations

from typing import Any

import click

from repair.cli.fix import fix
from repair.cli.options import shared

_HELP = """Say by the exit code whether PATHS hold damage, and show nothing else but the counts.

The same as `repair fix --check`; --diff and --output-format show what was found.

Exit codes: 0 nothing to do; 1 proposals remain; 2 error; 130 interrupted.
"""


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, type=str)
@click.option("--diff", is_flag=True, help="Show a diff that patch -p1 and git apply accept.")
@shared
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """The click side of `check`."""
    ctx.exit(check(paths, options))


def check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Run over `paths` with click's options by name; returns the exit code."""
    return fix(paths, {**options, "check": True})
