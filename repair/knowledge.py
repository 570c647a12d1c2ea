"""What repair knows, loaded once per process and only when the first suspicious word asks.

`Knowledge` is read-only after it is made and may be shared between threads: every part is
loaded at most once, under a lock.
"""

from __future__ import annotations

import os
from _thread import RLock

from repair.folders import cache_folder as cache_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from repair.model import Document
    from repair.names import Lexicon
    from repair.spelling.confusions import Confusions
    from repair.spelling.engine import Engine
    from repair.spelling.language_model import LanguageModel
    from repair.spelling.plain_model import PlainModel
    from repair.spelling.usage import Usage
    from repair.spelling.vocabulary import Vocabulary
    from repair.spelling.word_vectors import WordVectors

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def dictionaries_folder() -> str:
    """The folder of shipped data: inside an installed package, else beside it in a checkout."""
    inside = os.path.join(_PACKAGE, "dictionaries")
    return inside if os.path.isdir(inside) else os.path.join(_PACKAGE, "..", "dictionaries")


class Knowledge:
    """Vocabulary, language model, engine and lexicon, each loaded on first use.

    Args:
        lexicon: what the user brings: a path, several paths, or loaded entries; the shipped
            lexicons are always there too.
        language: folder under `dictionaries/`.
        profile: error channel ("auto", "ocr-old", "ocr-modern", "pdf", "asr", "typing").
        witness: counts over a whole collection, when there is one.
    """

    def __init__(
        self,
        lexicon: Any = None,
        *,
        language: str = "en",
        profile: str = "auto",
        witness: Any = None,
    ) -> None:
        self.language = language
        self.profile = profile
        self.witness = witness
        self._lexicon_source = lexicon
        self._parts: dict[str, Any] = {}
        self._lock = RLock()

    @property
    def folder(self) -> str:
        """The language's folder of shipped data."""
        return os.path.join(dictionaries_folder(), self.language)

    @property
    def vocabulary(self) -> Vocabulary:
        """Which words there are."""

        def load() -> Vocabulary:
            from repair.spelling.vocabulary import Vocabulary

            return Vocabulary.open(self.folder)

        part: Vocabulary = self._part("vocabulary", load)
        return part

    @property
    def language_model(self) -> LanguageModel:
        """How likely words follow each other."""

        def load() -> LanguageModel:
            from repair.spelling.language_model import LanguageModel

            return LanguageModel.open(self.folder)

        part: LanguageModel = self._part("language_model", load)
        return part

    @property
    def word_vectors(self) -> WordVectors:
        """How well words fit among those around them."""

        def load() -> WordVectors:
            from repair.spelling.word_vectors import WordVectors

            return WordVectors.open(self.folder)

        part: WordVectors = self._part("word_vectors", load)
        return part

    @property
    def usage(self) -> Usage:
        """How common words are outside the corpora."""

        def load() -> Usage:
            from repair.spelling.usage import Usage

            return Usage.open(self.folder)

        part: Usage = self._part("usage", load)
        return part

    @property
    def plain_model(self) -> PlainModel:
        """The language model for a few windows, without numpy."""

        def load() -> PlainModel:
            from repair.spelling.plain_model import PlainModel

            return PlainModel.open(self.folder)

        part: PlainModel = self._part("plain_model", load)
        return part

    @property
    def confusions(self) -> Confusions:
        """Which real words are taken for one another."""

        def load() -> Confusions:
            from repair.spelling.confusions import Confusions

            return Confusions.open(self.folder)

        part: Confusions = self._part("confusions", load)
        return part

    @property
    def engine(self) -> Engine:
        """Finds and ranks repairs of damaged words."""

        def load() -> Engine:
            from repair.spelling.engine import Engine

            return Engine(self)

        part: Engine = self._part("engine", load)
        return part

    @property
    def lexicon(self) -> Lexicon:
        """Names and places: the shipped lexicons and the user's own."""

        def load() -> Lexicon:
            from repair.names import load as load_lexicon

            return load_lexicon(self._lexicon_source)

        part: Lexicon = self._part("lexicon", load)
        return part

    @property
    def has_own_lexicon(self) -> bool:
        """Whether the user brought names of their own."""
        return self._lexicon_source is not None

    def unknown_forms(self, document: Document) -> list[str]:
        """Distinct forms of `document` (runs of non-space characters) the vocabulary lacks.

        Computed once per document: this one lookup decides what a clean text costs.
        """
        cached = document.__dict__.get("_unknown_forms")
        if cached is None:
            cached = self.vocabulary.unknown(document.forms)
            document.__dict__["_unknown_forms"] = cached
        forms: list[str] = cached
        return forms

    def table(self, name: str) -> Any:
        """A TOML table of the language's folder, parsed once; `name` without suffix.

        Raises:
            FileNotFoundError: when the folder holds no such table.
        """

        from repair.prepared import prepared

        path = os.path.join(self.folder, f"{name}.toml")

        def parse() -> Any:
            import tomllib

            with open(path, "rb") as file:
                return tomllib.load(file)

        return self._part(f"table:{name}", lambda: prepared.table(path, parse))

    def _part(self, name: str, load: Callable[[], Any]) -> Any:
        part = self._parts.get(name)
        if part is None:
            with self._lock:
                part = self._parts.get(name)
                if part is None:
                    part = self._parts[name] = load()
        return part
