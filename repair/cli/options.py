"""The options of `repair fix` and `repair check`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from repair.cli.settings import COLOURS, FORMATS, PROFILES, Settings


def _listed(
    ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """Values given once each, or several with commas."""
    return tuple(part.strip() for item in value for part in item.split(",") if part.strip())


def measured(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the commands that measure: in which form the report is wanted, and where."""
    form = click.option(
        "--output-format",
        type=click.Choice(["text", "json", "html"]),
        default="text",
        show_default=True,
    )
    file = click.option(
        "-o", "--output-file", type=click.Path(path_type=Path), help="Instead of the screen."
    )
    return form(file(command))


profiled = click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="auto",
    show_default=True,
    help="Where the texts come from.",
)
"""The option of the commands that read whole collections."""

_CHECKING = (
    click.option(
        "--lexicon",
        multiple=True,
        metavar="FILE",
        type=str,
        help="Names and places of yours (TOML, CSV, or one a line); may be repeated.",
    ),
    click.option(
        "--select",
        multiple=True,
        metavar="RULE",
        callback=_listed,
        help="Run these rules only; repeat or separate with commas.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULE",
        callback=_listed,
        help="Leave these rules out; repeat or separate with commas.",
    ),
    click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        metavar="P",
        help="Show proposals at least this likely to be right.  [default: 0.5]",
    ),
    click.option(
        "--profile",
        metavar="KIND",
        help="Where the text comes from: auto, ocr-old, ocr-modern, pdf, asr, typing.",
    ),
    click.option(
        "--protect",
        multiple=True,
        metavar="KIND",
        callback=_listed,
        help="Leave this alone too: quotes (text between quotation marks).",
    ),
)
_FILES = (
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        callback=_listed,
        help="Skip this inside folders, instead of .git, node_modules and the like.",
    ),
    click.option(
        "--extend-exclude",
        multiple=True,
        metavar="PATTERN",
        callback=_listed,
        help="Skip this too inside folders.",
    ),
    click.option(
        "--force-exclude/--no-force-exclude",
        default=None,
        help="Skip excluded files, code and data even when they are named.",
    ),
    click.option(
        "--respect-gitignore/--no-respect-gitignore",
        default=None,
        help="Skip what .gitignore names, inside folders (the default).",
    ),
    click.option(
        "--stdin-filename",
        metavar="NAME",
        help="What to call standard input, and where to look for its configuration.",
    ),
    click.option(
        "--max-bytes",
        type=click.IntRange(1),
        metavar="N",
        help="Refuse larger files.  [default: 67108864]",
    ),
    click.option(
        "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Check this many files at once."
    ),
)
_OUTPUT = (
    click.option(
        "--output-format",
        type=click.Choice(FORMATS),
        help="How to show what was found.  [default: text]",
    ),
    click.option(
        "-o",
        "--output-file",
        metavar="FILE",
        type=str,
        help="Write that to FILE instead of standard output.",
    ),
    click.option(
        "--save",
        metavar="FILE",
        type=str,
        help="Save all proposals as a change set for `repair review` and `repair apply`.",
    ),
    click.option(
        "--color",
        type=click.Choice(COLOURS),
        help="Use colours.  [default: auto, when standard output is a terminal]",
    ),
    click.option("-q", "--quiet", count=True, help="Say less."),
    click.option(
        "-v",
        "--verbose",
        count=True,
        help="Say more: evidence, alternatives, what was passed over.",
    ),
    click.option(
        "-e",
        "--exit-zero",
        is_flag=True,
        default=None,
        help="Exit with 0 although proposals remain.",
    ),
)
_CONFIGURATION = (
    click.option(
        "--config",
        "config_file",
        metavar="FILE",
        type=str,
        help="Take settings from FILE, not from the nearest configuration.",
    ),
    click.option("--isolated", is_flag=True, help="Take settings from no file."),
    click.option("--show-settings", is_flag=True, help="Show the settings in force, and stop."),
)


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options `fix` and `check` have in common."""
    for option in reversed((*_CHECKING, *_FILES, *_OUTPUT, *_CONFIGURATION)):
        function = option(function)
    return function


def checking(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options that say which files to check, and how."""
    for option in reversed((*_CHECKING, *_FILES, *_CONFIGURATION[:2])):
        function = option(function)
    return function


def given(options: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The settings that were given on the command line, as `Choice` takes them."""
    return tuple(
        (name, options[name])
        for name in Settings._fields
        if options.get(name) is not None and options.get(name) != ()
    )
