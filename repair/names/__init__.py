"""Names and places: lexicons, how names sound, where they stand damaged, and how sure that is.

>>> from repair.names import load
>>> lexicon = load(["Khasan", {"name": "Dmitry Peskov", "kind": "person"}])
"""

from __future__ import annotations

from repair.names.entry import Entry, LexiconError, Problem
from repair.names.lexicon import Lexicon

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Entry", "Lexicon", "LexiconError", "Problem", "load"]


def load(lexicon: Any = None, *, shipped: bool = True) -> Lexicon:
    """The lexicon to read documents with.

    Args:
        lexicon: what the user brings beside the shipped lexicons: None, a path (TOML, CSV, TSV,
            or one name per line), loaded entries (`Entry`, tables, plain names), or several of
            either.
        shipped: whether the shipped lexicons belong to it.

    Raises:
        LexiconError: when it cannot be used; the message names file and line.
    """
    from repair.names.store import entries_from, from_paths, own
    from repair.names.store import shipped as shipped_indexes

    if isinstance(lexicon, Lexicon):
        return lexicon
    indexes = []
    if lexicon is not None:
        if isinstance(lexicon, str) or hasattr(lexicon, "__fspath__"):
            indexes.append(from_paths([str(lexicon)]))
            lexicon = ()
        elif isinstance(lexicon, Entry) or hasattr(lexicon, "items"):
            lexicon = (lexicon,)
        paths, entries = entries_from(lexicon)
        if paths:
            indexes.append(from_paths(paths))
        if entries:
            indexes.append(own(entries))
    return Lexicon(indexes, shipped_indexes() if shipped else ())
