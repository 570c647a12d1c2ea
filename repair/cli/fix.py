"""`repair fix`: find damage, show it, and with -w write the safe repairs."""

from __future__ import annotations

from typing import Any

import click

from repair.cli.options import given, shared
from repair.cli.run import Plan, common_folder, run
from repair.cli.settings import Choice, Settings

_HELP = """Find damage in PATHS (files, folders, or - for standard input) and show it.

Nothing is written without -w, and with it only repairs that are safe to make unasked; every one
of them is listed, and `repair undo` takes them back. With -w, - reads standard input and writes the
repaired text to standard output.

Inside folders hidden files, links, source code and what .gitignore names are passed over.

Exit codes: 0 nothing to do, or all written; 1 proposals remain; 2 error; 130 interrupted.
"""


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, type=str)
@click.option("--diff", is_flag=True, help="Show a diff that patch -p1 and git apply accept.")
@click.option("-w", "--write-changes", is_flag=True, help="Write the safe repairs to the files.")
@click.option("--check", is_flag=True, help="Show nothing (or only the diff); set the exit code.")
@click.option(
    "--exit-non-zero-on-fix", is_flag=True, default=None, help="Exit with 1 when -w wrote anything."
)
@shared
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """The click side of `fix`."""
    ctx.exit(fix(paths, options))


def fix(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Run over `paths` with click's options by name; returns the exit code.

    Raises:
        click.UsageError: when the options contradict each other.
    """
    write, check, diff = (options.get(name) for name in ("write_changes", "check", "diff"))
    shown = options.get("output_format")
    if diff and shown not in (None, "diff"):
        raise click.UsageError(f"--diff and --output-format {shown} contradict each other.")
    if write and (diff or shown == "diff"):
        raise click.UsageError(
            "-w writes and --diff only shows; run them one after the other, --diff first."
        )
    if write and check:
        raise click.UsageError("--check never writes; leave out -w or --check.")
    if options.get("config_file") and options.get("isolated"):
        raise click.UsageError("--config and --isolated contradict each other.")
    if not paths and not options.get("show_settings"):
        raise click.UsageError("Name files or folders, or - for standard input.")
    if paths.count("-") > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    if diff:
        options = {**options, "output_format": "diff"}
    plan = Plan(
        Choice(given(options), options.get("config_file"), bool(options.get("isolated"))),
        write=bool(write),
        silent=bool(check) and not (diff or shown),
        stdin_filename=options.get("stdin_filename") or "<stdin>",
        output_file=options.get("output_file"),
        save=options.get("save"),
        detail=options.get("verbose", 0) - options.get("quiet", 0),
    )
    if options.get("show_settings"):
        return show_settings(paths, plan)
    return run(paths, plan)


def show_settings(paths: tuple[str, ...], plan: Plan) -> int:
    """Print the settings in force for `paths` and where they come from."""
    from repair.cli.messages import ERROR, NOTHING, fail, put
    from repair.outputs.record import to_json

    try:
        folder = common_folder(paths, plan)
        settings = plan.settings(folder)
        found = plan.choice.configuration(folder)
    except (ValueError, OSError) as error:
        fail(str(error))
        return ERROR
    typed = dict(plan.choice.given)
    lines = [f"# configuration: {found.path if found else 'none'}"]
    for name in Settings._fields:
        value = getattr(settings, name)
        origin = (
            "option"
            if name in typed
            else "configuration"
            if found and name in found.values
            else "default"
        )
        shown = to_json(value) if value is not None else "all"
        lines.append(f"{name.replace('_', '-')} = {shown}  # {origin}")
    put("\n".join(lines) + "\n")
    return NOTHING
