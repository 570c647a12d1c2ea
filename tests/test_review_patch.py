"""An edited unified diff as approval."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_cases import TEXT, check

from repair.outputs.diff import unified
from repair.review import ReviewError
from repair.review.apply import undo_last
from repair.review.decisions import Decisions
from repair.review.patch import apply_patch, parse

PIECES = ["teh", "a", "shunne", "\n", "\r\n", "--- x", "+++ y", "@@ -1 +1 @@", " ", "atLake"]
LONG = TEXT + "".join(f"Line {n} is quite right.\r\n" for n in range(12)) + "At teh end"


def diff_of(folder: Path, text: str = LONG, name: str = "a.txt", prefix: str = "") -> str:
    (folder / name).write_bytes((prefix + text).encode())
    return unified(text, check(text, "").edits(0.5), name, prefix)


def apply(folder: Path, diff: str) -> tuple[int, int, tuple[str, ...]]:
    (folder / "fix.patch").write_bytes(diff.encode())
    report = apply_patch(str(folder / "fix.patch"), folder, folder / ".repair", "anna")
    return report.total, report.already_done, report.refused


def fixed(text: str) -> str:
    return check(text, "").text(0.5)


def test_a_whole_diff_is_applied_and_undone(tmp_path: Path) -> None:
    diff = diff_of(tmp_path)
    total, already, refused = apply(tmp_path, diff)
    assert (already, refused) == (0, ())
    assert total >= 3
    assert (tmp_path / "a.txt").read_bytes().decode() == fixed(LONG)
    assert apply(tmp_path, diff) == (0, 1, ())
    undo_last(Decisions.load(tmp_path / ".repair"), "anna")
    assert (tmp_path / "a.txt").read_bytes().decode() == LONG


def test_a_hunk_taken_out_is_not_applied(tmp_path: Path) -> None:
    head, _, last = diff_of(tmp_path).split("@@ -")
    assert apply(tmp_path, head + "@@ -" + last)[0] == 1
    assert (tmp_path / "a.txt").read_bytes().decode() == LONG.replace("At teh", "At the")


def test_edited_lines_count_whatever_the_numbers_in_the_header_say(tmp_path: Path) -> None:
    diff = (
        diff_of(tmp_path)
        .replace("Khasan station", "Hassan halt")
        .replace("+At the end", "+The\n+end")
    )
    diff = diff.replace("\n \r\n", "\n\n")
    assert apply(tmp_path, diff)[2] == ()
    text = (tmp_path / "a.txt").read_bytes().decode()
    assert "near Hassan halt in" in text
    assert text.endswith("The\r\nend")


def test_lines_that_moved_are_found_and_lines_that_changed_refused(tmp_path: Path) -> None:
    diff = diff_of(tmp_path)
    (tmp_path / "a.txt").write_bytes(("New.\r\n" + LONG.replace("Line 9", "Line nine")).encode())
    total, _, refused = apply(tmp_path, diff)
    assert total >= 3
    assert "the lines of this hunk do not stand there any more" in refused[0]


@pytest.mark.parametrize("name", ["with space.txt", 'qu"ote.txt', "ž.txt", "tab\t.txt"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    assert apply(tmp_path, diff_of(tmp_path, name=name))[2] == ()
    assert (tmp_path / name).read_bytes().decode() == fixed(LONG)


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    assert apply(tmp_path, diff_of(tmp_path, prefix="\ufeff"))[2] == ()
    assert (tmp_path / "a.txt").read_bytes().decode() == "\ufeff" + fixed(LONG)


def test_no_path_leads_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.txt").write_bytes(LONG.encode())
    diff = diff_of(tmp_path).replace("a/a.txt", "a/../a.txt").replace("b/a.txt", "b/../a.txt")
    (tmp_path / "in/fix.patch").write_text(diff)
    report = apply_patch(
        str(tmp_path / "in/fix.patch"), tmp_path / "in", tmp_path / "in/.repair", "anna"
    )
    assert "lies outside of" in report.refused[0]


def test_what_is_no_diff_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="neither a change set nor a unified diff"):
        apply(tmp_path, "hello\n")
    with pytest.raises(ReviewError, match=r"line 4: a line of a hunk begins with"):
        list(parse("--- a/x\n+++ b/x\n@@ -1 +1 @@\n?\n", "fix.patch"))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["teh", "a", "shunne", "\n", "\r\n", "--- x", "+++ y", "@@ -1 +1 @@", " ", "atLake"]
        ),
        max_size=25,
    )
)
def test_any_diff_we_write_is_one_we_apply(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("patch")
    text = "".join(words)
    diff = diff_of(folder, text)
    if diff:
        assert apply(folder, diff)[2] == ()
    assert (folder / "a.txt").read_bytes().decode() == fixed(text)


def test_line_ends_nobody_named_stay(tmp_path: Path) -> None:
    text = "The teh one was un-\nable to go.\nSecond line.\r\nAt teh end.\n"
    diff = diff_of(tmp_path, text)
    apply(tmp_path, diff)
    assert "Second line.\r\n" in (tmp_path / "a.txt").read_bytes().decode()
