"""`repair train`: rebuild what repair has learned, from texts of one's own."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(help="Learn a vocabulary, language model, error channel or decision weights.")
def command() -> None:
    """Group of the training commands."""


@command.command("vocabulary")
@click.argument("corpora", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False),
              help="Folder to write words.txt and words.bin to.")
@click.option("--recipe", type=click.Path(exists=True, dir_okay=False),
              help="Table of word lists and of how far each corpus is trusted.")
def vocabulary_command(corpora: tuple[str, ...], folder: str, recipe: str | None) -> None:
    """Build a vocabulary from word lists and from CORPORA (.txt or .txt.xz)."""
    vocabulary(corpora, folder, recipe)


def vocabulary(corpora: tuple[str, ...], folder: str, recipe: str | None = None) -> None:
    """Write the vocabulary built from word lists and `corpora` to `folder`."""
    from repair.spelling.train_vocabulary import train

    train(corpora, folder, recipe, progress=_say)


@command.command("lm")
@click.argument("corpora", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False),
              help="Folder to write language_model.bin to.")
@click.option("--recipe", type=click.Path(exists=True, dir_okay=False),
              help="Table of weights of the corpora.")
def language_model_command(corpora: tuple[str, ...], folder: str, recipe: str | None) -> None:
    """Count a language model from CORPORA (.txt or .txt.xz)."""
    language_model(corpora, folder, recipe)


def language_model(corpora: tuple[str, ...], folder: str, recipe: str | None = None) -> None:
    """Write the language model counted from `corpora` to `folder`."""
    from repair.spelling.train_language_model import train

    train(corpora, folder, recipe, progress=_say)


@command.command("vectors")
@click.argument("corpora", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False),
              help="Folder to write word_vectors.bin to.")
def vectors_command(corpora: tuple[str, ...], folder: str) -> None:
    """Learn word vectors from CORPORA (.txt or .txt.xz)."""
    vectors(corpora, folder)


def vectors(corpora: tuple[str, ...], folder: str) -> None:
    """Write the word vectors learned from `corpora` to `folder`."""
    try:
        from repair.spelling.train_word_vectors import train

        train(corpora, folder, _say)
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is missing; in the folder repair was installed from, run "
            "`pip install '.[train]'`."
        ) from error


@command.command("usage")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, exists=True),
              help="Folder to write usage.bin to.")
def usage_command(folder: str) -> None:
    """Table how common words are, from maintained word lists."""
    usage(folder)


def usage(folder: str) -> None:
    """Write the table of how common words are to `folder`."""
    from repair.spelling.train_usage import train

    train(folder, _say)


@command.command("confusions")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, exists=True),
              help="Folder with the vocabulary and confusions.toml; confusions.txt goes there.")
def confusions_command(folder: str) -> None:
    """List real words that sound or look alike (needs espeak-ng)."""
    confusions(folder)


def confusions(folder: str) -> None:
    """Write the table of words that are taken for one another to `folder`."""
    from repair.spelling.train_confusions import train

    train(folder, progress=_say)


@command.command("channel")
@click.argument("pairs", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False),
              help="Folder with the channel.tsv to add the profile to.")
@click.option("--profile", default="ocr-old", show_default=True,
              help="Name of the kind of source the pairs come from.")
def channel_command(pairs: tuple[str, ...], folder: str, profile: str) -> None:
    """Learn which characters are read for which from PAIRS (.jsonl of `ocr` and `gt`)."""
    channel(pairs, folder, profile)


def channel(pairs: tuple[str, ...], folder: str, profile: str) -> None:
    """Replace one profile of `folder`'s channel by what the training part of `pairs` shows."""
    from repair.training.channel import update

    update([Path(path) for path in pairs], Path(folder), profile, _say)


@command.command("decision")
@click.argument("texts", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False),
              help="Folder to write decision.json to.")
def decision_command(texts: tuple[str, ...], folder: str) -> None:
    """Train the decision model from TEXTS: pairs (.jsonl) and clean text (.txt)."""
    decision(texts, folder)


def decision(texts: tuple[str, ...], folder: str) -> None:
    """Write the decision model trained on `texts` to `folder`."""
    try:
        from repair.training.decision import train

        train([Path(path) for path in texts], folder, _say)
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is missing; in the folder repair was installed from, run "
            "`pip install '.[train]'`."
        ) from error


@command.command("names")
@click.argument("records", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--out", "folder", required=True, type=click.Path(exists=True, file_okay=False),
              help="Folder to write costs.toml and decision.json to (dictionaries/en/names).")
@click.option("--share", default=1.0, show_default=True, help="Share of the records to learn from.")
def names_command(records: tuple[str, ...], folder: str, share: float) -> None:
    """Learn sounds and decisions about names from RECORDS (.jsonl of asr, ref and entities)."""
    names(records, folder, share)


def names(records: tuple[str, ...], folder: str, share: float = 1.0) -> None:
    """Write what `records` teach about misheard names to `folder`."""
    try:
        from repair.names.train_names import train

        train(records, folder, share, _say)
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is missing; in the folder repair was installed from, run "
            "`pip install '.[train]'`."
        ) from error


def _say(message: str) -> None:
    click.echo(message, err=True)
