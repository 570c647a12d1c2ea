"""What a run was told: the options given, over the nearest configuration, over the defaults."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from repair.api import PROFILES as PROFILES
from repair.cli.reading import MAX_BYTES
from repair.config import Config, ConfigError, nearest, read
from repair.model import MIN_CONFIDENCE

DEFAULT_EXCLUDE = (
    ".bzr", ".direnv", ".eggs", ".git", ".hg", ".mypy_cache", ".nox", ".pytest_cache",
    ".repair", ".ruff_cache", ".svn", ".tox", ".venv", "__pycache__", "node_modules", "venv",
)  # fmt: skip
"""What is skipped inside folders unless `--exclude` says otherwise."""

FORMATS = ("text", "concise", "diff", "json", "jsonl", "github", "sarif")
COLOURS = ("auto", "always", "never")


class Settings(NamedTuple):
    """Every setting that a configuration may hold, with its default."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    lexicon: tuple[str, ...] = ()
    min_confidence: float = MIN_CONFIDENCE
    profile: str = "auto"
    protect: tuple[str, ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    output_format: str = "text"
    color: str = "auto"
    max_bytes: int = MAX_BYTES
    jobs: int = 1
    exit_zero: bool = False
    exit_non_zero_on_fix: bool = False


class Choice(NamedTuple):
    """Where settings come from: options given by name, and which configuration counts."""

    given: tuple[tuple[str, Any], ...] = ()
    config: str | None = None  # this file and no other
    isolated: bool = False  # no file at all

    def configuration(self, folder: str) -> Config | None:
        """The configuration for files in `folder`. Raises `repair.config.ConfigError`."""
        if self.isolated:
            return None
        return read(self.config) if self.config else nearest(folder)


@cache
def settings_for(folder: str, choice: Choice) -> Settings:
    """The settings for files in `folder` (an absolute path). Raises `ConfigError`."""
    found = choice.configuration(folder)
    values = dict(found.values) if found else {}
    values.update(choice.given)
    settings = Settings(**values)
    problem = _wrong(settings)
    if problem:
        raise ConfigError(f"{found.path if found else 'The command line'}: {problem}")
    return settings


def _wrong(settings: Settings) -> str:
    """What is wrong with the values, as a sentence; empty when nothing is."""
    from repair import rules

    if not 0 <= settings.min_confidence <= 1:
        return f"min-confidence is between 0 and 1, not {settings.min_confidence:g}."
    if settings.output_format not in FORMATS:
        return f"output-format is one of {', '.join(FORMATS)}, not {settings.output_format!r}."
    if settings.color not in COLOURS:
        return f"color is one of {', '.join(COLOURS)}, not {settings.color!r}."
    if settings.profile not in PROFILES:
        return f"profile is one of {', '.join(PROFILES)}, not {settings.profile!r}."
    if set(settings.protect) - {"quotes"}:
        return f"protect knows only 'quotes', not {', '.join(settings.protect)!r}."
    try:
        rules.chosen(settings.select, settings.ignore)
    except rules.UnknownRule as error:
        return str(error)
    return ""
