"""A run over files: check each, write what is safe if asked, show what was found, count."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from repair.cli import messages
from repair.cli.checking import Settled, check_and_write, check_only
from repair.cli.inputs import Item, Problem, gather
from repair.cli.messages import ERROR, INTERRUPTED, NOTHING, PROPOSALS, fail, say
from repair.cli.progress import Progress
from repair.cli.reading import STDIN, InputError, NotText, Opened, open_file, open_stdin
from repair.cli.settings import Choice, Settings, settings_for
from repair.cli.sink import Sink
from repair.outputs.closing import Counts, closing
from repair.outputs.report import Report, count


class Plan(NamedTuple):
    """What one command line asks for, beside the settings a configuration may hold."""

    choice: Choice = Choice()
    write: bool = False
    run: str = ""  # when it writes: the name under which `repair undo` takes all of it back
    silent: bool = False  # nothing on standard output but the exit code's reason
    stdin_filename: str = "<stdin>"
    output_file: str | None = None
    save: str | None = None
    detail: int = 0  # verbose minus quiet

    def settings(self, folder: str) -> Settings:
        """The settings for files in a folder given by its absolute path."""
        return settings_for(folder, self.choice)


def run(paths: tuple[str, ...], plan: Plan) -> int:
    """Check and, if the plan says so, write the files behind `paths`; returns the exit code."""
    try:
        return _run(paths, plan)
    except messages.OutputClosed:
        return ERROR
    except KeyboardInterrupt:
        fail("interrupted; files already listed as written are whole, the others are untouched.")
        return INTERRUPTED
    except (messages.OutputFailed, ValueError, OSError) as error:
        fail(str(error))
        return ERROR


def _run(paths: tuple[str, ...], plan: Plan) -> int:
    if plan.write:
        from repair.review.runs import new_run

        plan = plan._replace(run=new_run())
    settings = plan.settings(common_folder(paths, plan))
    sink = Sink(
        settings,
        output_file=plan.output_file,
        silent=plan.silent,
        detail=plan.detail,
        to_stderr=plan.write and STDIN in paths,
    )
    if settings.lexicon:
        _require_files(settings.lexicon)
        from repair.api import knowledge_for

        _ = knowledge_for(list(settings.lexicon), profile=settings.profile).lexicon
    items: list[Item | Problem] = list(gather(paths, plan.settings, _note(plan)))
    for written in (plan.output_file, plan.save):
        require_other(written, (item.path for item in items if isinstance(item, Item)))
    progress = Progress(len(items), shown=plan.detail >= 0)
    counts, kept, journals = Counts(), [], []
    for item, outcome in _outcomes(items, plan, settings.jobs):
        progress.clear()
        counts += _take(item, outcome, plan, sink)
        if isinstance(outcome, Settled):
            if plan.save:
                kept.append(outcome.result)
            if outcome.journal:
                journals.append(outcome.journal)
        progress.advance(item.path if isinstance(item, Item) else "")
    progress.clear()
    sink.finish()
    if journals:
        from repair.cli import undoable

        undoable.finish(journals)
    if plan.save:
        from repair.review import changeset

        changeset.save(kept, plan.save)
    if plan.detail >= 0:
        sink.close_with(closing(counts))
    return exit_code(counts, settings)


def _require_files(lexicons: Iterable[str]) -> None:
    """Raise ValueError when one of the lexicons is no file: a name is no lexicon here."""
    for path in lexicons:
        if not os.path.exists(path):
            raise ValueError(f"{path}: there is no such lexicon; check the path.")
        if os.path.isdir(path):
            raise ValueError(f"{path} is a folder; name the lexicon's file.")


def require_other(written: str | None, read: Iterable[str]) -> None:
    """Raise ValueError when what is to be written is one of the files that are read."""
    if written is None:
        return
    target = os.path.realpath(written)
    if any(path != STDIN and os.path.realpath(path) == target for path in read):
        raise ValueError(
            f"{written} is one of the files that are read and would be lost; choose another name."
        )


def exit_code(counts: Counts, settings: Settings) -> int:
    """What the run came to. Bare marks alone are nothing that remains to be decided."""
    if counts.errors:
        return ERROR
    if counts.proposals and not settings.exit_zero:
        return PROPOSALS
    if counts.written and settings.exit_non_zero_on_fix:
        return PROPOSALS
    return NOTHING


def common_folder(paths: Iterable[str], plan: Plan) -> str:
    """The deepest folder above all the paths: where a run's own settings come from."""
    folders = []
    for path in paths:
        full = os.path.abspath(plan.stdin_filename if path == STDIN else path)
        folders.append(full if os.path.isdir(full) else os.path.dirname(full))
    return os.path.commonpath(folders) if folders else os.getcwd()


_Outcome = Settled | Exception | None


def _outcomes(
    items: list[Item | Problem], plan: Plan, jobs: int
) -> Iterator[tuple[Item | Problem, _Outcome]]:
    """Every item with what came of it, in order."""
    if jobs < 2 or len(items) < 2 or any(isinstance(i, Item) and i.path == STDIN for i in items):
        for item in items:
            yield item, outcome(item, plan)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from itertools import repeat

    with ProcessPoolExecutor(min(jobs, len(items))) as pool:
        try:
            yield from zip(items, pool.map(outcome, items, repeat(plan)), strict=True)
        except BrokenProcessPool:
            raise InputError(
                "one of the processes was ended from outside, perhaps for want of memory. Every "
                "file is whole; run again with a smaller --jobs."
            ) from None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def outcome(
    item: Item | Problem, plan: Plan, settle: Callable[[Opened, Settings], Settled] | None = None
) -> _Outcome:
    """What came of one file; an error is returned, so that the other files are still done.

    `settle` checks an opened file; by default as the plan says.
    """
    if isinstance(item, Problem):
        return InputError(item.message)
    try:
        name = plan.stdin_filename if item.path == STDIN else item.path
        settings = plan.settings(os.path.dirname(os.path.abspath(name)))
        if item.path == STDIN:
            source = open_stdin(name, settings.max_bytes)
        else:
            source = open_file(item.path, settings.max_bytes)
        if settle:
            return settle(source, settings)
        if plan.write:
            return check_and_write(source, settings, plan.run)
        return check_only(source, settings)
    except NotText as error:
        return error if item.named else None
    except (ValueError, OSError) as error:
        return error
    except MemoryError:
        return InputError(f"{item.path} was not checked: it needs more memory than there is.")
    except RecursionError as error:
        return error
    except Exception as error:  # a fault of a rule must not cost the other files
        if plan.detail > 1:
            raise
        return _Fault(
            f"{item.path} was not checked: repair itself failed on it "
            f"({type(error).__name__}: {error}). Please report this; -vv shows where."
        )


class _Fault(Exception):
    """A fault of repair's own; the message is a sentence."""


def _take(item: Item | Problem, settled: _Outcome, plan: Plan, sink: Sink) -> Counts:
    """Show what came of one file, and count it."""
    if isinstance(settled, Exception):
        name = item.path if isinstance(item, Item) else ""
        fail(named(name, str(settled)))
        return Counts(errors=1)
    if settled is None:
        assert isinstance(item, Item)
        _note(plan)(f"{item.path} holds no text and was passed over.")
        return Counts()
    source = settled.opened.source
    if not source.valid and plan.detail >= 0:
        say(
            f"{source.document.name} is not UTF-8 throughout; what does not fit is left alone. If "
            "it is Windows or Latin-1 text, convert it first (iconv -f WINDOWS-1252 -t UTF-8)."
        )
    report = Report(
        settled.result,
        source.encoding,
        source.byte_order_mark,
        source.document if settled.written else None,
        settled.written,
    )
    if plan.write and settled.opened.path == STDIN:
        data = settled.opened.data if settled.repaired is None else settled.repaired
        messages.put(data)
    sink.take(report)
    return count(report)


def named(path: str, sentence: str) -> str:
    """The sentence, with the file's name when it does not hold it."""
    return sentence if not path or path in sentence else f"{path}: {sentence}"


def _note(plan: Plan) -> Any:
    return say if plan.detail > 0 else lambda text: None
