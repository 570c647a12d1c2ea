"""What has to hold for every text: edits are spans, nothing else moves, and there is no order."""

from __future__ import annotations

import random
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import repair
from repair import formats, rules
from repair.knowledge import Knowledge
from repair.model import MIN_CONFIDENCE, Document, Edit, Span
from repair.outputs.diff import unified
from repair.ranking.settle import settle
from repair.text.edits import apply, compose, invert

KNOWLEDGE = Knowledge()

SURFACE = (
    "abbreviation", "boilerplate", "broken-paragraph", "casing", "doubled-stop", "doubled-word",
    "false-stop", "glued-text", "mojibake", "odd-space", "quotes", "repeated-line",
    "sentence-case", "space-after-stop", "space-before-stop",
)  # fmt: skip

FRAGMENTS = (
    "The council met on Monday", "the the mayor", " .", " ,", ",,", "..", ". ", ".", " ", "\n",
    "\n\n", "\u00a0", "\u200b", "the U.S officials",
    "delay.Writing", 'the ward"too small"', "‘a good day'",
    "“As the clubs met", "” ", "bill: reportSouth Korean President", "Getty Imagesthat Kim",
    "Reuters9 hours ago", "Read more »", "Leave a Reply", "would Supply arms", "months of War",
    "https://example.org/a,b", "name@example.org", "`code .`", "isnâ€™t", "caf\u00c3\u00a9",
    "Ann Lee. Who has left the town", "in 2019. the delegation", "The club 's ground", 
    "e.g apples",    "Following the long meeting between the clubs in York. The mayor spoke",
    "\r\n", "[sic]", "\t",
    "and\n\n crowds of people in the streets of the old town", "x", "\ufffd20", "é", "日本",
    "\ud800", "🙂",
)  # fmt: skip

texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=14).map("".join)
joined = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map(" ".join)
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def checked(text: str) -> repair.Result:
    return repair.check(text, select=SURFACE)


@quick
@given(texts | joined)
def test_edits_are_sorted_disjoint_and_inside(text: str) -> None:
    edits = checked(text).edits(0.0)
    at = 0
    for edit in edits:
        assert at <= edit.span.start <= edit.span.end <= len(text)
        assert text[edit.span.start : edit.span.end] == edit.before != edit.after
        at = edit.span.end


@quick
@given(texts | joined)
def test_undo_gives_the_original_and_nothing_else_moves(text: str) -> None:
    edits = checked(text).edits(MIN_CONFIDENCE)
    changed = apply(text, edits)
    assert apply(changed, invert(edits)) == text
    kept, at = [], 0
    for edit in edits:
        kept.append(text[at : edit.span.start])
        at = edit.span.end
    kept.append(text[at:])
    place = 0
    for piece, edit in zip(kept, [*edits, None], strict=True):
        assert changed.startswith(piece, place)
        place += len(piece) + (len(edit.after) if edit else 0)
    assert place == len(changed)


@quick
@given(texts | joined)
def test_nothing_protected_is_touched(text: str) -> None:
    result = checked(text)
    for edit in result.edits(0.0):
        assert not any(span.overlaps(edit.span) for span in result.document.protected)


@quick
@given(texts | joined)
def test_running_twice_changes_nothing_more(text: str) -> None:
    once = repair.fix(text, select=SURFACE)
    assert repair.fix(once, select=SURFACE) == once


@quick
@given(joined, st.integers(0, 10_000))
def test_the_order_of_the_rules_does_not_matter(text: str, seed: int) -> None:
    document = Document(text)
    found = [f for name in SURFACE for f in rules.rule(name).find(document, KNOWLEDGE)]
    shuffled = found[:]
    random.Random(seed).shuffle(shuffled)
    assert settle(shuffled) == settle(found)


@quick
@given(texts, st.data())
def test_composing_equals_applying_twice(text: str, data: st.DataObject) -> None:
    first = data.draw(edits_of(text))
    middle = apply(text, first)
    second = data.draw(edits_of(middle))
    assert apply(text, compose(text, first, second)) == apply(middle, second)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> tuple[Edit, ...]:
    """Any sorted and disjoint edits of `text`."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return tuple(
        Edit(span, text[span.start : span.end], draw(st.text(max_size=3))) for span in spans
    )


@quick
@given(st.binary(max_size=60) | texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_writing_what_was_read_gives_the_same_bytes(data: bytes) -> None:
    try:
        source = formats.read(data)
    except formats.UnreadableText as error:
        assert str(error)
        return
    assert source.write(source.document.text) == data


@pytest.mark.tools
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_diff_applies_with_patch_and_git(seed: int, tmp_path) -> None:
    chance = random.Random(seed)
    usable = [f for f in FRAGMENTS if not set(f) & set("\r\ud800")]
    lines = [" ".join(chance.choices(usable, k=5)).replace("\n", " ") for _ in range(12)]
    text = "\n".join(lines) + chance.choice(["", "\n"])
    edits = checked(text).edits(MIN_CONFIDENCE)
    assert edits
    wanted = apply(text, edits).encode()
    patch = unified(text, edits, "page.txt")
    for tool in (["patch", "-p1", "-s"], ["git", "apply", "-"]):
        if shutil.which(tool[0]) is None:
            pytest.skip(f"{tool[0]} is not installed")
        folder = tmp_path / tool[0]
        folder.mkdir()
        (folder / "page.txt").write_bytes(text.encode())
        subprocess.run(tool, cwd=folder, input=patch.encode(), check=True)
        assert (folder / "page.txt").read_bytes() == wanted
