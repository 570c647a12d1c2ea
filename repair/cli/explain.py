"""`repair explain RULE`: what a rule does, with examples."""

from __future__ import annotations

import inspect
from types import ModuleType

import click

from repair import rules
from repair.cli.messages import ERROR, NOTHING, fail, put
from repair.outputs.visible import visible


@click.command(
    help="Say what the rules called RULE do, with texts they repair and texts they keep."
)
@click.argument("names", nargs=-1, required=True, metavar="RULE...")
@click.pass_context
def command(ctx: click.Context, /, names: tuple[str, ...]) -> None:
    """The click side of `explain`."""
    ctx.exit(explain(names))


def explain(names: tuple[str, ...]) -> int:
    """Print the explanation of each rule; returns the exit code."""
    code = NOTHING
    for name in names:
        try:
            put(explanation(rules.rule(name)))
        except rules.UnknownRule as error:
            fail(str(error))
            code = ERROR
    return code


def explanation(rule: ModuleType) -> str:
    """What a rule does, from its own module: its docstring and its examples."""
    lines = [f"{rule.NAME}: {rule.SUMMARY}", "", inspect.cleandoc(rule.__doc__ or ""), ""]
    if rule.FIXES:
        lines += ["Repairs:"]
        for damaged, repaired in rule.FIXES:
            lines += [f"  - {visible(damaged)}", f"  + {visible(repaired)}"]
        lines.append("")
    if rule.KEEPS:
        lines += ["Leaves alone:", *(f"    {visible(text)}" for text in rule.KEEPS), ""]
    lines += [f"Leave it out with --ignore {rule.NAME}, or on one line with", ""]
    lines += [f"    repair: ignore[{rule.NAME}]", ""]
    return "\n".join(lines) + "\n"
