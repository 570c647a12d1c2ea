"""`repair lexicon`: check, mine, learn, import, export and test lexicons of names."""

from __future__ import annotations

import os

import click

from repair.cli.messages import ERROR, NOTHING, PROPOSALS, fail, put, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.knowledge import Knowledge
    from repair.names.entry import Entry


@click.group(help="Check, mine, learn, import, export and test lexicons of names.")
def command() -> None:
    """Group of the lexicon commands."""


@command.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check_command(files: tuple[str, ...]) -> None:
    """Validate FILES; warn of names that are common words or sound like another name.

    Exit codes: 0 nothing to say, 1 warnings, 2 a file that cannot be used.
    """
    raise SystemExit(check(files))


def check(files: tuple[str, ...]) -> int:
    """Print every problem of the lexicon files, with file and line."""
    from repair.knowledge import Knowledge
    from repair.names.checking import warnings
    from repair.names.reading import read

    knowledge, worst = Knowledge(), NOTHING
    for path in files:
        entries, problems = read(path)
        fatal = any(problem.fatal for problem in problems)
        problems += warnings(entries, path, knowledge)
        for problem in problems:
            put(f"{problem.path}:{problem.line}: " if problem.line else f"{problem.path}: ")
            put(f"{'error' if problem.fatal else 'warning'}: {problem.message}\n")
        say(f"{path}: {_counted(len(entries), 'entry', 'entries')}, "
            f"{_counted(len(problems), 'problem', 'problems')}.")
        worst = max(worst, ERROR if fatal else PROPOSALS if problems else NOTHING)
    return worst


@command.command("mine")
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...")
@click.option("--least", type=click.IntRange(1), default=2, show_default=True,
              help="Times a name has to be met.")
@click.option("--unknown", is_flag=True, help="Only names the vocabulary does not know.")
@click.option("-o", "--output-file", type=click.Path(dir_okay=False), help="Instead of the screen.")
def mine_command(
    corpora: tuple[str, ...], least: int, unknown: bool, output_file: str | None
) -> None:
    """Propose names found in trusted text (files or folders of .txt), as a lexicon to edit."""
    raise SystemExit(mine(corpora, least, unknown, output_file))


def mine(corpora: tuple[str, ...], least: int, unknown: bool, output_file: str | None) -> int:
    """Write a lexicon of the names met in `corpora`."""
    from repair.knowledge import Knowledge
    from repair.names.exchange import as_toml
    from repair.names.mining import mine as mined_from

    texts = []
    for corpus in corpora:
        paths = _texts(corpus)
        if not paths:
            fail(f"{corpus}: there is no .txt or .md file in this folder; name the files.")
            return ERROR
        for path in paths:
            data = _bytes(path)
            if data is None:
                return ERROR
            try:
                texts.append(data.decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                fail(f"{path}:{line}: this is not UTF-8 text; save the file as UTF-8.")
                return ERROR
    found = mined_from(texts, Knowledge(), least=least, unknown_only=unknown)
    say(f"{_counted(len(found), 'name', 'names')} in {_counted(len(texts), 'file', 'files')}; "
        "read them before you trust them.")
    return _write(as_toml(m.entry for m in found), output_file)


@command.command("learn")
@click.argument("lexicon", metavar="LEXICON")
@click.option("--decisions", type=click.Path(), help="Decisions file [nearest .repair folder].")
@click.option("--least", type=click.IntRange(1), default=1, show_default=True,
              help="Times a repair has to be accepted.")
@click.option("-w", "--write-changes", "write", is_flag=True, help="Write what the diff shows.")
def learn_command(lexicon: str, decisions: str | None, least: int, write: bool) -> None:
    """Propose wrong forms and cues learned from approved decisions, as a diff of LEXICON (TOML)."""
    raise SystemExit(learn(lexicon, decisions, least, write))


def learn(lexicon: str, decisions: str | None, least: int, write: bool) -> int:
    """Show, and with `write` make, the additions to the lexicon; 1 when there are some to make."""
    from difflib import unified_diff

    from repair.knowledge import Knowledge
    from repair.names.learning import cues, decisions_from, lessons, taught
    from repair.names.reading import read_bytes

    if not lexicon.lower().endswith(".toml"):
        fail(f"{lexicon}: only a TOML lexicon can be taught; `repair lexicon import` makes one.")
        return ERROR
    source = decisions or _decisions_file()
    if source is None:
        fail("there are no decisions yet; review something first, or give --decisions FILE.")
        return ERROR
    data, known = _bytes(source), _bytes(lexicon) if os.path.exists(lexicon) else b""
    if data is None or known is None:
        return ERROR
    entries, problems = read_bytes(known, lexicon)
    if any(problem.fatal for problem in problems):
        fail(str(problems[0]))
        return ERROR
    decided = decisions_from(data.decode("utf-8", "replace").splitlines())
    if data.strip() and not decided:
        fail(f"{source}: there is no decision in this file; give the decisions.jsonl of a review.")
        return ERROR
    found = lessons(decided, entries)
    found = [lesson for lesson in found if lesson.times >= least]
    context = cues(decided, found, entries, Knowledge().vocabulary.knows)
    text = known.decode("utf-8-sig")
    new = taught(text, found, lexicon, context)
    if new == text:
        say("nothing to learn: every accepted name is known already.")
        return NOTHING
    wrong = [problem for problem in read_bytes(new.encode("utf-8"), lexicon)[1] if problem.fatal]
    if wrong:
        fail(f"{wrong[0]} What was learned would lead to this; add it by hand.")
        return ERROR
    name = lexicon.replace(os.sep, "/").lstrip("/")
    diff = unified_diff(text.splitlines(True), new.splitlines(True), f"a/{name}", f"b/{name}")
    put("".join(line if line.endswith("\n") else f"{line}\n" for line in diff))
    count = _counted(len(found), "wrong form", "wrong forms")
    if number := sum(map(len, context.values())):
        count += f" and {_counted(number, 'cue', 'cues')}"
    if not write:
        say(f"{count} proposed; apply the diff, or call again with -w.")
        return PROPOSALS
    code = _write(new, lexicon)
    if code == NOTHING:
        say(f"{count} added to {lexicon}.")
    return code


@command.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output-file", type=click.Path(dir_okay=False), help="Instead of the screen.")
def import_command(files: tuple[str, ...], output_file: str | None) -> None:
    """Turn other programs' lists into a lexicon (TOML).

    Read are `heard -> right` lines, CSV, JSON maps, AssemblyAI custom_spelling and Subtitle Edit
    XML.

    Exit codes: 0 imported, 1 imported but something has to be decided, 2 a file that cannot be
    used.
    """
    raise SystemExit(import_lists(files, output_file))


def import_lists(files: tuple[str, ...], output_file: str | None) -> int:
    """Write a lexicon of all names of `files`; 1 when somebody has to look at it."""
    from repair.names.entry import LexiconError, Problem
    from repair.names.exchange import as_toml, imported
    from repair.names.reading import read_bytes

    entries = []
    problems: list[Problem] = []
    for path in files:
        data = _bytes(path)
        if data is None:
            return ERROR
        try:
            entries += imported(data, path, problems)
        except LexiconError as error:
            fail(str(error))
            return ERROR
    text = as_toml(entries)
    named = output_file if output_file and output_file.endswith(".toml") else "names.toml"
    found = read_bytes(text.encode("utf-8"), named)[1]
    problems += [p if named == output_file else p._replace(path="what is written") for p in found]
    for problem in problems:
        say(str(problem))
    say(f"{_counted(len(entries), 'entry', 'entries')} imported.")
    code = _write(text, output_file)
    return code or (PROPOSALS if problems else NOTHING)


@command.command("export")
@click.argument("lexicon", metavar="LEXICON")
@click.option(
    "--to",
    "shape",
    type=click.Choice(["whisper-prompt", "hotwords", "assemblyai", "aws", "toml"]),
    default="whisper-prompt",
    show_default=True,
)
@click.option("-o", "--output-file", type=click.Path(dir_okay=False), help="Instead of the screen.")
def export_command(lexicon: str, shape: str, output_file: str | None) -> None:
    """Write LEXICON in the shape a recogniser takes."""
    raise SystemExit(export(lexicon, shape, output_file))


def export(lexicon: str, shape: str, output_file: str | None) -> int:
    """Write a lexicon in another shape."""
    from repair.knowledge import Knowledge
    from repair.names.entry import LexiconError
    from repair.names.exchange import EXPORTS
    from repair.names.reading import read_strictly

    try:
        entries = read_strictly(lexicon)
    except LexiconError as error:
        fail(str(error))
        return ERROR
    if shape == "assemblyai":
        knowledge = Knowledge()
        entries = [_without_common_words(entry, knowledge) for entry in entries]
    return _write(EXPORTS[shape](entries), output_file)


def _without_common_words(entry: Entry, knowledge: Knowledge) -> Entry:
    """The entry without wrong forms that are words: they would be replaced wherever they stand."""
    from repair.names.checking import is_common

    common = [form for form in entry.heard_as if is_common(form, knowledge)]
    for form in common:
        say(f"{form!r} for {entry.name!r} is left out: it would be replaced wherever it is said.")
    return entry._replace(heard_as=tuple(form for form in entry.heard_as if form not in common))


@command.command("test")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def test_command(files: tuple[str, ...]) -> None:
    """Run the right and wrong sentences that the entries of FILES bring."""
    raise SystemExit(test(files))


def test(files: tuple[str, ...]) -> int:
    """Print every sentence that does not come out as it should; 1 when there is one."""
    from repair.knowledge import Knowledge
    from repair.names.checking import failures, sentences
    from repair.names.entry import LexiconError
    from repair.names.reading import read_strictly

    code = NOTHING
    for path in files:
        try:
            entries = read_strictly(path)
        except LexiconError as error:
            fail(str(error))
            return ERROR
        problems = list(failures(entries, path, Knowledge(path)))
        for problem in problems:
            put(f"{problem}\n")
        total = sentences(entries)
        say(f"{path}: {total - len(problems)} of {_counted(total, 'sentence', 'sentences')} right.")
        code = PROPOSALS if problems else code
    return code


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _texts(corpus: str) -> list[str]:
    """The text files of a corpus: itself, or those in the folder."""
    if not os.path.isdir(corpus):
        return [corpus]
    return sorted(
        os.path.join(folder, file)
        for folder, _, files in os.walk(corpus)
        for file in files
        if file.endswith((".txt", ".md"))
    )


def _decisions_file() -> str | None:
    from repair.review.folder import find_folder

    folder = find_folder(".")
    path = None if folder is None else os.path.join(folder, "decisions.jsonl")
    return path if path is not None and os.path.exists(path) else None


def _bytes(path: str) -> bytes | None:
    """The content of a file, or None after saying why not."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        fail(f"{path}: the file cannot be read ({reason}); check the path.")
        return None


def _write(text: str, path: str | None) -> int:
    """Put text on the screen or, whole, into a file."""
    if path is None:
        put(text)
        return NOTHING
    from pathlib import Path

    from repair.formats.files import WriteError, write_atomically

    try:
        write_atomically(Path(path), text.encode("utf-8"))
    except WriteError as error:
        fail(str(error))
        return ERROR
    except OSError as error:
        fail(f"{path}: the file cannot be written ({error}); check the folder.")
        return ERROR
    return NOTHING
