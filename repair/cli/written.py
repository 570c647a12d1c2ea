"""What the commands about people share: how they end, and how they say what was written."""

from __future__ import annotations

from collections.abc import Callable

from repair.cli import messages
from repair.cli.messages import ERROR, INTERRUPTED, NOTHING, fail, say
from repair.outputs.visible import plain
from repair.review.apply import Report


def ended(run: Callable[[], int]) -> int:
    """The exit code of `run`; what goes wrong becomes a sentence on standard error."""
    try:
        return run()
    except KeyboardInterrupt:
        say("\nStopped. What you decided is kept; the same command goes on from here.")
        return INTERRUPTED
    except messages.OutputClosed:
        return ERROR
    except (messages.OutputFailed, ValueError, OSError) as error:
        fail(str(error))
        return ERROR


def counted(number: int, word: str) -> str:
    """ "1 change", "2 changes"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def tell(report: Report) -> int:
    """Say what was written and what was refused; returns the exit code."""
    for file, number in report.written.items():
        say(f"{plain(file)}: {counted(number, 'change')} written")
    for sentence in report.refused:
        fail(sentence)
    parts = [f"{counted(report.total, 'change')} written to {counted(len(report.written), 'file')}"]
    if report.already_done:
        parts.append(f"{report.already_done:,} already there")
    if report.refused:
        parts.append(f"{len(report.refused):,} refused")
    hint = " Take it back with `repair undo`." if report.total else ""
    say(", ".join(parts) + "." + hint)
    return ERROR if report.refused else NOTHING
