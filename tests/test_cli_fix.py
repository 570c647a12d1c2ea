from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from cli_harness import run, write

DIRTY = "They saw teh ship.\nThey recieve mail.\n"


def test_clean_file_says_so_and_exits_with_0(place: Path) -> None:
    write(place, "a.txt", "All is well.\n")
    assert run("fix", "a.txt") == (0, "1 file checked: nothing to repair.\n", "")


def test_default_output_is_for_a_person(place: Path) -> None:
    write(place, "a.txt", DIRTY)
    got = run("fix", "a.txt")
    assert got.code == 1
    assert got.out == (
        "a.txt\n"
        "  1:10  misspelt  99.5%  safe\n"
        "      They saw [-teh-]{+the+} ship.\n"
        "      'teh' is no word.\n"
        "  2:6  misspelt  70%\n"
        "      They [-recieve-]{+receive+} mail.\n"
        "      'recieve' is no word.\n"
        "\n"
        "1 file checked: 2 proposals (1 safe to write with -w).\n"
    )
    assert got.err == ""


def test_verbose_adds_evidence_and_alternatives(place: Path) -> None:
    write(place, "a.txt", DIRTY)
    out = run("fix", "-v", "a.txt").out
    assert "· 'the' is a word; 'teh' is not" in out
    assert "or: other" in out
    assert "from words.toml:7" in out


def test_quiet_leaves_out_reasons_marks_and_closing_line(place: Path) -> None:
    write(place, "a.txt", "teh LOOKHERE\n")
    assert run("fix", "-q", "a.txt").out == (
        "a.txt\n  1:1  misspelt  99.5%  safe\n      [-teh-]{+the+} LOOKHERE\n\n"
    )


def test_marks_come_after_proposals_and_do_not_change_the_exit_code(place: Path) -> None:
    write(place, "a.txt", "LOOKHERE\n")
    got = run("fix", "a.txt")
    assert got.code == 0
    assert "please look" in got.out
    assert got.out.endswith("1 file checked: 1 place marked for a person to look at.\n")
    write(place, "b.txt", "LOOKHERE and teh end\n")
    out = run("fix", "b.txt").out
    assert out.index("misspelt") < out.index("marked")


def test_colour_is_used_when_asked_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place, "a.txt", DIRTY)
    assert "\x1b[31;9mteh\x1b[0m\x1b[32;1mthe\x1b[0m" in run("fix", "--color=always", "a.txt").out
    assert "\x1b" not in run("fix", "--color=never", "a.txt").out
    assert "\x1b" not in run("fix", "a.txt").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" in run("fix", "a.txt").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("fix", "a.txt").out


def test_nothing_is_written_without_w(place: Path) -> None:
    path = write(place, "a.txt", DIRTY)
    for options in ((), ("--diff",), ("--check",), ("--diff", "--check")):
        run("fix", *options, "a.txt")
        assert path.read_text() == DIRTY


def test_diff_goes_to_stdout_and_messages_to_stderr(place: Path) -> None:
    write(place, "a.txt", DIRTY)
    got = run("fix", "a.txt", "--diff")
    assert got.code == 1
    assert got.out == (
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n"
        "-They saw teh ship.\n+They saw the ship.\n-They recieve mail.\n+They receive mail.\n"
    )
    assert got.err == "1 file checked: 2 proposals (1 safe to write with -w).\n"


def test_diff_shows_what_is_at_or_above_the_confidence_asked_for(place: Path) -> None:
    write(place, "a.txt", DIRTY + "Hello wrld.\n")
    assert "+They receive" in run("fix", "a.txt", "--diff").out
    assert "world" not in run("fix", "a.txt", "--diff").out
    assert "+Hello world" in run("fix", "a.txt", "--diff", "--min-confidence", "0.2").out
    safe = run("fix", "a.txt", "--diff", "--min-confidence", "0.99")
    assert "+They receive" not in safe.out and "+They saw the" in safe.out


def test_check_shows_nothing_but_the_counts(place: Path) -> None:
    write(place, "a.txt", DIRTY)
    for arguments in (("fix", "--check"), ("check",)):
        got = run(*arguments, "a.txt")
        assert (got.code, got.out) == (1, "")
        assert got.err == "1 file checked: 2 proposals (1 safe to write with -w).\n"
    assert run("check", "-q", "a.txt") == (1, "", "")
    both = run("fix", "--diff", "--check", "a.txt")
    assert both.code == 1 and both.out.startswith("--- a/a.txt")
    write(place, "b.txt", "All is well.\n")
    assert run("check", "b.txt").code == 0


def test_write_makes_the_safe_repairs_and_lists_each(place: Path) -> None:
    path = write(place, "a.txt", DIRTY)
    got = run("fix", "-w", "a.txt")
    assert path.read_text() == "They saw the ship.\nThey recieve mail.\n"
    assert got.code == 1  # one proposal remains
    assert "1:10  misspelt  written" in got.out
    assert "[-teh-]{+the+}" in got.out
    assert got.out.endswith("1 file checked: 1 repair written, 1 proposal.\n")


def test_write_exits_with_0_when_all_is_written_and_again_changes_nothing(place: Path) -> None:
    path = write(place, "a.txt", "teh end\n")
    assert run("fix", "-w", "a.txt").code == 0
    assert path.read_text() == "the end\n"
    before = path.stat()
    assert run("fix", "-w", "a.txt") == (0, "1 file checked: nothing to repair.\n", "")
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_write_never_goes_below_the_apply_threshold(place: Path) -> None:
    path = write(place, "a.txt", "They recieve mail.\n")
    assert run("fix", "-w", "--min-confidence", "0.1", "a.txt").code == 1
    assert path.read_text() == "They recieve mail.\n"
    path.write_text("teh end\n")
    run("fix", "-w", "--min-confidence", "0.999", "a.txt")
    assert path.read_text() == "teh end\n"


def test_exit_codes_can_be_changed(place: Path) -> None:
    write(place, "a.txt", "teh end\n")
    assert run("fix", "--exit-zero", "a.txt").code == 0
    assert run("fix", "-w", "--exit-non-zero-on-fix", "a.txt").code == 1
    assert run("fix", "-w", "--exit-non-zero-on-fix", "a.txt").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fix", "-w", "--diff", "a.txt"), "-w writes and --diff only shows"),
        (("fix", "-w", "--check", "a.txt"), "--check never writes"),
        (("fix", "--diff", "--output-format", "json", "a.txt"), "contradict"),
        (("fix", "--config", "x.toml", "--isolated", "a.txt"), "contradict"),
        (("fix",), "Name files or folders"),
        (("fix", "-", "-"), "only once"),
        (("fix", "--min-confidence", "2", "a.txt"), "0<=x<=1"),
        (("fix", "--select", "nothing", "a.txt"), "there is no rule called 'nothing'"),
        (("fix", "--protect", "poems", "a.txt"), "protect knows only 'quotes'"),
        (("fix", "--no-such-option", "a.txt"), "No such option"),
        (("fxi", "a.txt"), "Did you mean 'fix'"),
    ],
)
def test_contradictions_and_mistakes_are_refused(
    place: Path, arguments: tuple[str, ...], said: str
) -> None:
    path = write(place, "a.txt", "teh end\n")
    got = run(*arguments)
    assert got.code == 2
    assert said in got.err
    assert got.out == ""
    assert path.read_text() == "teh end\n"


def test_select_and_ignore_take_repeats_and_commas(place: Path) -> None:
    write(place, "a.txt", "teh LOOKHERE\n")
    assert "marked" not in run("fix", "--select", "misspelt", "a.txt").out
    assert "misspelt" not in run("fix", "--ignore", "misspelt", "a.txt").out
    assert run("fix", "--ignore", "misspelt,marked", "a.txt").out.endswith("nothing to repair.\n")
    twice = run("fix", "--select", "misspelt", "--select", "marked", "a.txt").out
    assert "misspelt" in twice and "marked" in twice


def test_standard_input(place: Path) -> None:
    got = run("fix", "-", "--diff", stdin=b"teh end")
    assert got.out == (
        "--- a/<stdin>\n+++ b/<stdin>\n@@ -1 +1 @@\n-teh end\n\\ No newline at end of file\n"
        "+the end\n\\ No newline at end of file\n"
    )
    named = run("fix", "-", "--stdin-filename", "sub/x.txt", "-q", stdin=b"teh end\n")
    assert named.out.startswith("sub/x.txt\n")


def test_standard_input_is_written_to_standard_output(place: Path) -> None:
    data = "\ufeffteh end\r\n".encode()
    got = run("fix", "-w", "-", stdin=data)
    assert got.out.encode() == data.replace(b"teh", b"the")
    assert "[-teh-]{+the+}" in got.err
    assert run("fix", "-w", "-", stdin=b"all\n").out == "all\n"


def test_several_files_and_the_same_one_twice(place: Path) -> None:
    write(place, "a.txt", "teh a\n")
    write(place, "b.txt", "teh b\n")
    got = run("fix", "--output-format", "concise", "b.txt", "a.txt", "./a.txt")
    assert [line[:5] for line in got.out.splitlines()] == ["b.txt", "a.txt"]
    assert got.err.startswith("2 files checked")


def test_jobs_give_the_same_output(place: Path) -> None:
    for number in range(5):
        write(place, f"{number}.txt", f"file {number}: teh end\n")
    one = run("fix", ".", "--output-format", "concise")
    assert run("fix", ".", "--output-format", "concise", "-j", "2") == one
    assert len(one.out.splitlines()) == 5


def test_output_file(place: Path) -> None:
    write(place, "a.txt", "teh end\n")
    got = run("fix", "--output-format", "json", "-o", "out.json", "a.txt")
    assert (got.code, got.out) == (1, "")
    assert [row["after"] for row in json.loads((place / "out.json").read_text())] == ["the"]


def test_save_writes_a_change_set(place: Path) -> None:
    write(place, "a.txt", DIRTY)
    assert run("fix", "--save", "changes.jsonl", "a.txt").code == 1
    rows = [json.loads(line) for line in (place / "changes.jsonl").read_text().splitlines()]
    assert [row.get("after") for row in rows[1:]] == ["the", "receive"]


def test_ids_are_those_of_the_change_set(place: Path) -> None:
    write(place, "a.txt", DIRTY + DIRTY)
    got = run("fix", "--save", "changes.jsonl", "--output-format", "json", "a.txt")
    saved = [json.loads(line) for line in (place / "changes.jsonl").read_text().splitlines()][1:]
    assert [row["id"] for row in json.loads(got.out)] == [row["id"] for row in saved]


def test_decisions_are_respected(place: Path) -> None:
    write(place, "a.txt", "He saw teh end\n")
    from repair.review.changeset import load
    from repair.review.decisions import open_store

    run("fix", "--save", "changes.jsonl", "a.txt")
    (place / ".repair").mkdir()
    open_store(place).decide(load(place / "changes.jsonl"), "rejected", "me")
    from repair.cli import decided

    decided._store.cache_clear()
    assert run("fix", "a.txt") == (0, "1 file checked: nothing to repair.\n", "")


def test_rules_and_explain(place: Path) -> None:
    assert run("rules").out == "marked    A place.\nmisspelt  A misspelt word.\n"
    got = run("explain", "misspelt")
    assert got.code == 0
    assert got.out.startswith("misspelt: A misspelt word.\n\nWords that are none.\n")
    assert "- teh" in got.out and "+ the" in got.out and "Leaves alone:" in got.out
    assert run("explain", "nothing").code == 2


def test_inline_ignore(place: Path) -> None:
    write(place, "a.txt", "teh end <!-- repair: ignore[teh] -->\nteh end\n")
    assert run("fix", "-q", "a.txt").out.count("misspelt") == 1


def test_links_modes_and_line_ends_survive_writing(place: Path) -> None:
    data = b"\xef\xbb\xbfteh end\r\nolder\rlast \xff teh"
    path = write(place, "real.txt", data)
    path.chmod(0o640)
    os.symlink("real.txt", place / "link.txt")
    run("fix", "-w", "link.txt")
    assert path.read_bytes() == data.replace(b"teh", b"the")
    assert path.stat().st_mode & 0o777 == 0o640
    assert (place / "link.txt").is_symlink()
    wide = write(place, "wide.txt", "teh end\r\n".encode("utf-16"))
    assert run("fix", "-w", "wide.txt").code == 0
    assert wide.read_bytes() == "the end\r\n".encode("utf-16")


def test_several_processes_say_what_one_says(place: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (place / name).write_text("He weremactively engaged , and teh end .\n", encoding="utf-8")
    (place / "c.txt").write_bytes(b"\0")
    one = run("fix", "a.txt", "b.txt", "c.txt", "none.txt", "-v")
    assert one.code == 2
    assert run("fix", "a.txt", "b.txt", "c.txt", "none.txt", "-v", "-j", "2") == one


def test_a_process_that_is_killed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        write(place, name, DIRTY)
    monkeypatch.setattr("repair.cli.run.check_only", lambda *_: os.kill(os.getpid(), 9))
    got = run("fix", "a.txt", "b.txt", "-j", "2")
    assert got.code == 2
    assert got.err.startswith("repair: one of the processes was ended from outside")
