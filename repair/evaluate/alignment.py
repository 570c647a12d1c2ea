"""Token alignment: which words of one text stand for which words of another.

Equal tokens found by Levenshtein alignment are anchors; a region between anchors is aligned by
characters and cut at the spaces both sides share, so a joined or split word is one block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Block(NamedTuple):
    """Tokens `start` to `end` of the source stand for those of the other text; half-open."""

    start: int
    end: int
    other_start: int
    other_end: int


def align(source: Sequence[str], other: Sequence[str]) -> list[Block]:
    """Minimal blocks covering both token lists in order; equal tokens are one-to-one blocks."""
    from rapidfuzz.distance import Levenshtein

    blocks: list[Block] = []
    region: Block | None = None
    for operation in Levenshtein.opcodes(source, other):
        here = Block(
            operation.src_start, operation.src_end, operation.dest_start, operation.dest_end
        )
        if operation.tag != "equal":
            region = here if region is None else _merge(region, here)
            continue
        if region is not None:
            blocks.extend(_divide(source, other, region))
            region = None
        blocks.extend(
            Block(a, a + 1, b, b + 1)
            for a, b in zip(
                range(here.start, here.end), range(here.other_start, here.other_end), strict=True
            )
        )
    if region is not None:
        blocks.extend(_divide(source, other, region))
    return blocks


def _merge(first: Block, second: Block) -> Block:
    return Block(first.start, second.end, first.other_start, second.other_end)


def _divide(source: Sequence[str], other: Sequence[str], region: Block) -> list[Block]:
    """Cut a differing region into the smallest blocks its characters allow."""
    start, end, other_start, other_end = region
    if other_start == other_end:
        return [Block(index, index + 1, other_start, other_start) for index in range(start, end)]
    if end - start <= 1 or other_end - other_start == 1:
        return [region]
    from rapidfuzz.distance import Levenshtein

    left, right = " ".join(source[start:end]), " ".join(other[other_start:other_end])
    blocks = []
    last, other_last = start, other_start
    for operation in Levenshtein.opcodes(left, right):
        if operation.tag != "equal":
            continue
        for offset in range(operation.src_end - operation.src_start):
            if left[operation.src_start + offset] != " ":
                continue
            cut = start + left.count(" ", 0, operation.src_start + offset + 1)
            other_cut = other_start + right.count(" ", 0, operation.dest_start + offset + 1)
            blocks.append(Block(last, cut, other_last, other_cut))
            last, other_last = cut, other_cut
    blocks.append(Block(last, end, other_last, other_end))
    return blocks


def boundaries(blocks: Sequence[Block], length: int, other_length: int) -> dict[int, Block]:
    """For each source boundary the other text's index before and after what is inserted there.

    The value is a block of no source tokens, so its other side is the inserted stretch.
    """
    found = {0: Block(0, 0, 0, 0)}
    for block in blocks:
        if block.start == block.end:
            before = found.get(block.start)
            first = before.other_start if before else block.other_start
            found[block.start] = Block(block.start, block.start, first, block.other_end)
        else:
            found.setdefault(
                block.start, Block(block.start, block.start, block.other_start, block.other_start)
            )
            found[block.end] = Block(block.end, block.end, block.other_end, block.other_end)
    found.setdefault(length, Block(length, length, other_length, other_length))
    return found
