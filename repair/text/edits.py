"""Arithmetic of edits: apply, invert, compose, and finding the edits between two texts.

A list of edits is sorted and disjoint and refers to one text. Applying it copies everything
outside the spans unchanged, so that what nobody touched stays byte for byte what it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.model import Edit, Span


def apply(text: str, edits: Sequence[Edit]) -> str:
    """`text` with every edit made.

    Raises:
        ValueError: when edits overlap, are unsorted, or do not find their `before` in `text`.
    """
    pieces: list[str] = []
    at = 0
    for edit in edits:
        start, end = edit.span
        if start < at:
            raise ValueError(f"edits overlap or are not sorted at offset {start}")
        if text[start:end] != edit.before:
            raise ValueError(
                f"the text at offset {start} is {text[start:end]!r}, not {edit.before!r}"
            )
        pieces += (text[at:start], edit.after)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def invert(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that lead back from the edited text to the original."""
    back, shift = [], 0
    for edit in edits:
        start = edit.span.start + shift
        span = Span(start, start + len(edit.after))
        back.append(edit._replace(span=span, before=edit.after, after=edit.before))
        shift += len(edit.after) - len(edit.before)
    return tuple(back)


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """Edits of `text` that do what `first` and then `second` (on the edited text) do.

    Edits of the two lists that touch each other become one, with the lower confidence of the
    two and both reasons.
    """
    middle = apply(text, first)
    groups: list[tuple[Span, list[Edit], list[Edit]]] = []  # span in the middle text
    for order, edit in sorted(
        [(0, e) for e in invert(first)] + [(1, e) for e in second],
        key=lambda pair: (pair[1].span, pair[0]),
    ):
        if groups and (
            edit.span.start < groups[-1][0].end
            or (edit.span.start == groups[-1][0].end and order != (1 if groups[-1][2] else 0))
        ):
            span, one, two = groups.pop()
            span = Span(span.start, max(span.end, edit.span.end))
        else:
            span, one, two = edit.span, [], []
        (two if order else one).append(edit)
        groups.append((span, one, two))
    composed, shift = [], 0  # shift: original offset minus middle offset
    for span, backward, forward in groups:
        grown = sum(len(e.after) - len(e.before) for e in backward)
        original = Span(span.start + shift, span.end + shift + grown)
        before = text[original.start : original.end]
        local = [e._replace(span=Span(e.span.start - span.start, e.span.end - span.start))
                 for e in forward]
        after = apply(middle[span.start : span.end], local)
        shift += grown
        if before != after:
            parts = [*backward, *forward]
            composed.append(
                Edit(
                    original,
                    before,
                    after,
                    parts[0].rule,
                    min(e.confidence for e in parts),
                    "; then ".join(dict.fromkeys(e.reason for e in parts if e.reason)),
                )
            )
    return tuple(composed)


def between(before: str, after: str) -> tuple[Edit, ...]:
    """The smallest line- and word-wise edits that turn `before` into `after`."""
    import re
    from difflib import SequenceMatcher

    a, b = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    offsets = [0]
    for piece in a:
        offsets.append(offsets[-1] + len(piece))
    return tuple(
        Edit(Span(offsets[i], offsets[j]), "".join(a[i:j]), "".join(b[k:m]))
        for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        if tag != "equal"
    )
