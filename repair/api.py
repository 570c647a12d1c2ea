"""The two calls most programs need: `check` a text, `fix` a text."""

from __future__ import annotations

import os
from _thread import allocate_lock as Lock

from repair.model import APPLY_THRESHOLD, MIN_CONFIDENCE, Document, Mark, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from repair.knowledge import Knowledge

PROFILES = ("auto", "ocr-old", "ocr-modern", "pdf", "asr", "typing")
"""Where a text may come from."""

_KEPT = 8
_known: dict[Any, Knowledge] = {}
_lock = Lock()


def check(
    text: str | Document,
    *,
    lexicon: Any = None,
    min_confidence: float = MIN_CONFIDENCE,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
    profile: str = "auto",
    protect: Iterable[str] = (),
    name: str = "<text>",
) -> Result:
    """What looks damaged in `text`, with located, explained and ranked proposals.

    Args:
        text: any string, or a `Document` of a format.
        lexicon: names and places of yours: a path, several paths, or loaded entries.
        min_confidence: leave out proposals less likely than this (0..1) to be accepted.
        select: names of the rules to run (default: all).
        ignore: names of rules to leave out.
        profile: where the text comes from: "auto", "ocr-old", "ocr-modern", "pdf", "asr", "typing".
        protect: what else to leave alone: "quotes" for text between quotation marks.
        name: what to call the text in messages.

    Raises:
        ValueError: when `min_confidence` is no probability or there is no such profile.
        repair.rules.UnknownRule: when `select` or `ignore` names no rule.
        repair.names.LexiconError: when the lexicon cannot be read; it says where and why.
    """
    from repair.pipeline import check_document

    if not 0.0 <= min_confidence <= 1.0:
        raise ValueError(f"min_confidence is a probability from 0 to 1, not {min_confidence}.")
    if profile not in PROFILES:
        raise ValueError(f"there is no profile {profile!r}; known are {', '.join(PROFILES)}.")
    select = (select,) if isinstance(select, str) else select
    ignore = (ignore,) if isinstance(ignore, str) else ignore
    document = _protecting(text if isinstance(text, Document) else Document(text, name), protect)
    knowledge = knowledge_for(lexicon, profile=profile)
    return check_document(
        document, knowledge, min_confidence=min_confidence, select=select, ignore=ignore
    )


def fix(
    text: str,
    *,
    lexicon: Any = None,
    min_confidence: float | None = None,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
    profile: str = "auto",
    protect: Iterable[str] = (),
) -> str:
    """`text` with every proposal at or above `min_confidence` applied.

    The default is the apply threshold, at which edits are safe to make without asking. For the
    other arguments and the errors raised see `check`.
    """
    threshold = APPLY_THRESHOLD if min_confidence is None else min_confidence
    result = check(
        text,
        lexicon=lexicon,
        min_confidence=threshold,
        select=select,
        ignore=ignore,
        profile=profile,
        protect=protect,
    )
    return result.text(threshold)


def _protecting(document: Document, protect: Iterable[str]) -> Document:
    """`document` with the named kinds of text marked as protected."""
    kinds = tuple(protect)
    if not kinds:
        return document
    if set(kinds) - {"quotes"}:
        raise ValueError(f"protect knows only 'quotes', not {sorted(set(kinds) - {'quotes'})[0]!r}")
    from repair.text.protect import quotations

    marks = tuple(Mark(span, "protected", "quotation") for span in quotations(document.text))
    return Document(document.text, document.name, document.marks + marks)


def knowledge_for(lexicon: Any = None, *, profile: str = "auto") -> Knowledge:
    """The process-wide `Knowledge` for a lexicon and profile, loaded on first use.

    Paths are kept apart by their time and size, so that an edited lexicon is read again.
    """
    from repair.knowledge import Knowledge

    key = (profile, _key(lexicon))
    with _lock:
        knowledge = _known.pop(key, None)
        if knowledge is None:
            knowledge = Knowledge(lexicon, profile=profile)
        _known[key] = knowledge  # newest last
        while len(_known) > _KEPT:
            del _known[next(iter(_known))]
    return knowledge


def _key(lexicon: Any) -> Any:
    """Something hashable that is equal for equal lexicons."""
    if lexicon is None:
        return None
    if isinstance(lexicon, str | os.PathLike):
        path = os.fspath(lexicon)
        try:
            status = os.stat(path)
        except OSError:
            return path
        return path, status.st_mtime_ns, status.st_size
    if isinstance(lexicon, list | tuple | set | frozenset):
        return tuple(_key(part) for part in lexicon)
    if isinstance(lexicon, dict):
        return repr(sorted(lexicon.items(), key=repr))
    try:
        hash(lexicon)
    except TypeError:
        return repr(lexicon)
    return lexicon
