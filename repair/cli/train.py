"""`repair train`: rebuild what repair has learned, from texts of one's own."""

from __future__ import annotations

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


def _say(message: str) -> None:
    click.echo(message, err=True)
