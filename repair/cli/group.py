"""The group of all commands; a command's module is imported only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

import repair

COMMANDS = {
    "fix": "find damage in files, show it, and with -w write the safe repairs",
    "check": "say whether files hold damage (fix --check)",
    "review": "approve proposals one by one, in the terminal or in a browser",
    "apply": "apply approved proposals or an edited diff",
    "undo": "take back what was last written",
    "decisions": "list or forget remembered decisions",
    "baseline": "accept today's state, so that only new damage is reported",
    "stats": "how often people accepted each rule's proposals",
    "batch": "repair whole collections, in parallel",
    "score": "measure text quality without changing anything",
    "eval": "compare a text with its reference",
    "lexicon": "check, mine, learn, import, export and test lexicons of names",
    "train": "build vocabulary, language model, channel and weights",
    "rules": "list all rules",
    "explain": "say what a rule does, with examples",
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"repair.cli.{cmd_name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(repair.__version__, "-V", "--version", prog_name="repair")
def command() -> None:
    """Find, explain and repair transcription damage in text."""
