"""`repair review`: approve proposals one by one, in the terminal or in a browser."""

from __future__ import annotations

from typing import Any

import click

from repair.cli.messages import ERROR, INTERRUPTED, NOTHING, say
from repair.cli.options import checking
from repair.cli.proposals import proposals
from repair.cli.written import counted, ended, tell
from repair.review.apply import reviewer
from repair.review.session import Session

_HELP = """Approve proposals for PATHS, or those of a saved change set, one by one.

Decisions are remembered in .repair/decisions.jsonl as they are made, so a review can be stopped at
any moment and continued by the same command. Nothing is written to your files before the end, and
then only what was accepted.

Exit codes: 0 done; 2 error; 130 interrupted.
"""


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--web", is_flag=True, help="Review on a page in the browser, on this computer only.")
@click.option("--html", metavar="FILE", type=click.Path(), help="Write the page to one file.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the page.")
@click.option("--open/--no-open", "opens", default=True, help="Open the browser (the default).")
@click.option(
    "--apply/--no-apply", "applies", default=None, help="Write what is accepted at the end."
)
@click.option("--by", metavar="NAME", help="Who decides.  [default: your account]")
@click.option("--root", metavar="FOLDER", type=click.Path(), help="Write only below FOLDER.")
@click.option("--marks", is_flag=True, help="Ask about marks without a suggestion too.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@checking
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """The click side of `review`."""
    ctx.exit(ended(lambda: review(paths, options)))


def review(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Review `paths` with click's options by name; returns the exit code.

    Raises:
        ValueError, OSError: with a sentence.
    """
    if options["web"] and options["html"]:
        raise click.UsageError("--web serves the page and --html writes it; choose one.")
    found = proposals(paths, options, options["root"], marks=options["marks"])
    session = Session(found.changes, found.decisions, options["by"] or reviewer(), found.root)
    at_worst = ERROR if found.problems else NOTHING
    if not session.changes:
        say("There is nothing to review: no proposals.")
        return at_worst
    if options["html"]:
        return max(_write_page(session, options["html"]), at_worst)
    if options["web"]:
        return max(_serve(session, options), at_worst)
    return max(_ask(session, options), at_worst)


def _write_page(session: Session, path: str) -> int:
    from repair.formats.files import write_atomically
    from repair.outputs.html import render
    from repair.review.page import payload

    write_atomically(path, render(payload(session, to_download=True)).encode())
    say(
        f"{path} holds {counted(len(session.changes), 'proposal')} and opens in any browser. "
        "Decisions made in it are downloaded as a file for `repair apply`."
    )
    return NOTHING


def _serve(session: Session, options: dict[str, Any]) -> int:
    from repair.review.web import ReviewServer

    server = ReviewServer(session, options["port"])
    say(f"The review is at {server.url}")
    say(
        "It ends when you press Finish there, or Ctrl-C here; decisions are saved as you make them."
    )
    if options["opens"]:
        import webbrowser

        webbrowser.open(server.url)
    report = server.run()
    if report is not None:
        return tell(report)
    return _remind(session)


def _ask(session: Session, options: dict[str, Any]) -> int:
    from repair.cli.screen import open_terminal
    from repair.review.terminal import TerminalReview

    with open_terminal(options["color"]) as screen:
        try:
            TerminalReview(session, screen).run()
            ready = len(session.approved())
            applies = options["applies"]
            if ready and applies is None:
                screen.write(f"\nWrite {counted(ready, 'accepted change')} now? y/n ")
                applies = screen.key() == "y"
                screen.write("\n")
        except EOFError:  # the terminal is gone; every decision is on the disk
            return INTERRUPTED
    return tell(session.apply()) if ready and applies else _remind(session)


def _remind(session: Session) -> int:
    progress = session.progress
    say(
        f"{progress.decided:,} of {counted(progress.total, 'proposal')} decided, "
        f"{progress.accepted:,} accepted. "
        + (
            "The same command goes on from here, and writes what is accepted."
            if progress.accepted or progress.decided < progress.total
            else "There is nothing to write."
        )
    )
    return NOTHING
