"""Settings a project keeps in a file: `[tool.repair]` in pyproject.toml, repair.toml, .repair.toml.

The nearest file upwards wins and nothing is merged. Keys are the names of the options.
"""

from __future__ import annotations

import os
from functools import cache

from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILES = (".repair.toml", "repair.toml", "pyproject.toml")
"""Looked for in this order in every folder; pyproject.toml counts when it has the table."""

_TEXT = "a text"
_TEXTS = "a list of texts"
_NUMBER = "a number"
_COUNT = "a whole number"
_SWITCH = "true or false"

KEYS: dict[str, str] = {
    "select": _TEXTS,
    "ignore": _TEXTS,
    "lexicon": _TEXTS,
    "min-confidence": _NUMBER,
    "profile": _TEXT,
    "protect": _TEXTS,
    "exclude": _TEXTS,
    "extend-exclude": _TEXTS,
    "force-exclude": _SWITCH,
    "respect-gitignore": _SWITCH,
    "output-format": _TEXT,
    "color": _TEXT,
    "max-bytes": _COUNT,
    "jobs": _COUNT,
    "exit-zero": _SWITCH,
    "exit-non-zero-on-fix": _SWITCH,
}
"""What may be set, and what each value is."""

_PATHS = frozenset({"lexicon"})
"""Keys whose values are paths, written relative to the configuration file."""


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the file and says what to do."""


class Config(NamedTuple):
    """The settings of one file, under the names of the options with underscores."""

    path: str
    values: dict[str, Any]


@cache
def nearest(folder: str) -> Config | None:
    """The configuration for files in `folder` (an absolute path). Raises `ConfigError`."""
    for name in FILES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            found = read(path)
            if found is not None:
                return found
    above = os.path.dirname(folder)
    return None if above == folder else nearest(above)


def exists(folder: str) -> bool:
    """Whether any file that may hold settings stands in `folder` or above; reads little."""
    while True:
        for name in FILES:
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    if name != "pyproject.toml" or b"tool.repair" in file.read():
                        return True
            except OSError:
                continue
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above


def read(path: str) -> Config | None:
    """The settings of the file at `path`; None for a pyproject.toml without the table.

    Raises:
        ConfigError: when it cannot be read, is no TOML, or holds an unknown key or wrong value.
    """
    import tomllib

    try:
        with open(path, "rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}); check the name.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}. Mend it and run again.") from error
    if os.path.basename(path) == "pyproject.toml":
        tools = table.get("tool", {})
        if not isinstance(tools, dict) or "repair" not in tools:
            return None
        table = tools["repair"]
        if not isinstance(table, dict):
            raise ConfigError(f"{path}: [tool.repair] is a table of settings; write it as one.")
    return Config(path, {key.replace("-", "_"): _checked(path, key, table[key]) for key in table})


def _checked(path: str, key: str, value: Any) -> Any:
    """The value under `key` in the type of its option. Raises `ConfigError`."""
    name = key.replace("_", "-")
    if name not in KEYS:
        from difflib import get_close_matches

        near = get_close_matches(name, KEYS, 1, 0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(KEYS)}."
        raise ConfigError(f"{path}: there is no setting {key!r}; {hint}")
    kind = KEYS[name]
    if kind == _TEXTS and isinstance(value, str):
        value = [value]
    if not _fits(kind, value):
        raise ConfigError(f"{path}: {key!r} is {kind}, not {value!r}.")
    if name in _PATHS:
        base = os.path.dirname(os.path.abspath(path))
        value = [os.path.join(base, os.path.expanduser(part)) for part in value]
    return tuple(value) if kind == _TEXTS else value


def _fits(kind: str, value: Any) -> bool:
    if kind == _TEXTS:
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    if kind == _SWITCH:
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if kind == _COUNT:
        return isinstance(value, int) and value > 0
    return isinstance(value, str) if kind == _TEXT else isinstance(value, int | float)
