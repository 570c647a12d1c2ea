"""Where reports go: shown file by file where the format allows it, else together at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import repair
from repair.cli import messages
from repair.cli.settings import Settings
from repair.outputs import concise, diff, github, json, jsonl, sarif, text
from repair.outputs.report import Report

_AT_ONCE = ("json", "sarif")
"""Formats that are one document for all files."""


class Sink:
    """Renders reports and puts them on standard output, in a file, or nowhere."""

    def __init__(
        self,
        settings: Settings,
        *,
        output_file: str | None = None,
        silent: bool = False,
        detail: int = 0,
        to_stderr: bool = False,
    ) -> None:
        self._format = settings.output_format
        self._file = output_file
        self._silent = silent
        self._parts: list[str] = []
        self._waiting: list[Report] = []
        self._to_stderr = to_stderr
        stream = sys.stderr if to_stderr else sys.stdout
        colour = output_file is None and colour_wanted(settings.color, stream.isatty())
        self._render = _renderer(self._format, colour, detail)

    def take(self, report: Report) -> None:
        """Show one file's report, now or at the end."""
        if self._silent or not (report.result.findings or report.written):
            return
        if self._format == "diff" and not report.encoding.startswith("utf-8"):
            messages.say(
                f"{report.name} is {report.encoding.upper()}: its diff is for reading only; "
                "write its repairs with -w."
            )
        if self._format in _AT_ONCE:
            self._waiting.append(report)
        else:
            self._put(self._render([report]))

    def finish(self) -> None:
        """Show what waited for the end. Raises `WriteError` when the file cannot be written."""
        if self._silent:
            return
        if self._format in _AT_ONCE:
            self._put(self._render(self._waiting))
        if self._file is not None:
            write_results(self._file, "".join(self._parts).encode("utf-8", "surrogateescape"))

    def close_with(self, line: str) -> None:
        """The closing line: part of the text a person reads, a message beside anything else."""
        if self._format == "text" and not (self._silent or self._file or self._to_stderr):
            messages.put(line + "\n")
        else:
            messages.say(line)

    def _put(self, rendered: str) -> None:
        if self._file is not None:
            self._parts.append(rendered)
        elif self._to_stderr:
            messages.say(rendered.removesuffix("\n"))
        else:
            messages.put(rendered)


def colour_wanted(setting: str, is_terminal: bool) -> bool:
    """Whether to use colours, by the option and the conventions of the environment."""
    if setting != "auto":
        return setting == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal and os.environ.get("TERM") != "dumb"


def _renderer(name: str, colour: bool, detail: int) -> Callable[[list[Report]], str]:
    if name == "text":
        return lambda reports: text.render(reports, colour=colour, detail=detail)
    if name == "sarif":
        return lambda reports: sarif.render(reports, repair.__version__, _summaries(reports))
    renderers: dict[str, Any] = {
        "concise": concise.render,
        "diff": diff.render,
        "json": json.render,
        "jsonl": jsonl.render,
        "github": github.render,
    }
    found: Callable[[list[Report]], str] = renderers[name]
    return found


def _summaries(reports: list[Report]) -> dict[str, str]:
    """What each rule found is about, in a line."""
    from repair import rules

    found = {finding.rule for report in reports for finding in report.result.findings}
    return {name: rules.rule(name).SUMMARY for name in found & set(rules.names())}


def write_results(path: str, data: bytes) -> None:
    """Write results to a file; what is no ordinary file (a pipe, a device) is written straight.

    Raises `WriteError`, `OutputFailed`.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        try:
            with open(path, "wb") as file:
                file.write(data)
        except OSError as error:
            raise messages.OutputFailed(
                f"{path} cannot be written ({error.strerror}); choose another file with -o."
            ) from None
        return
    from repair.formats.files import write_atomically

    write_atomically(path, data)
