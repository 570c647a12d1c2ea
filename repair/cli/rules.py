"""`repair rules`: all rules, a line each."""

from __future__ import annotations

import click

from repair import rules as registry
from repair.cli.messages import put


@click.command(help="List all rules with what they are about.")
def command() -> None:
    """The click side of `rules`."""
    rules()


def rules() -> None:
    """Print every rule's name and summary."""
    names = registry.names()
    width = max(map(len, names), default=0)
    put("".join(f"{name:{width}}  {registry.rule(name).SUMMARY}\n" for name in names))
