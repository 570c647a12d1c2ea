from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_harness import run, write

from repair.cli import checking, reading

GOOD = "teh end\n"


def both(*bad: str, options: tuple[str, ...] = ("-w",)) -> tuple[int, str]:
    """Runs over the bad paths with a good file behind them, which must be done all the same."""
    Path("good.txt").write_text(GOOD)
    got = run("fix", *options, *bad, "good.txt")
    assert Path("good.txt").read_text() == "the end\n", got
    assert "Traceback" not in got.err
    return got.code, got.err


def test_missing(place: Path) -> None:
    code, err = both("none.txt")
    assert code == 2
    assert err == "repair: none.txt does not exist; check the spelling of the name.\n"


def test_part_of_the_path_is_a_file(place: Path) -> None:
    write(place, "a.txt", "x")
    code, err = both("a.txt/b.txt")
    assert code == 2 and "part of its path is a file" in err


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EIO])
def test_unreadable(place: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    write(place, "a.txt", GOOD)

    def refuse(path: str, *more: object) -> object:
        if path == "a.txt":
            raise OSError(number, os.strerror(number), path)
        return open(path, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(reading, "open", refuse, raising=False)
    code, err = both("a.txt")
    assert code == 2
    assert "a.txt may not be read" in err if number != errno.EIO else "a.txt cannot be read" in err


def test_unlistable_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place, "locked/a.txt", GOOD)
    real = os.scandir

    def refuse(path: str) -> object:
        if path == "locked":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    code, err = both("locked")
    assert code == 2 and "locked cannot be listed (Permission denied)" in err


def test_binary_is_an_error_when_named(place: Path) -> None:
    path = write(place, "a.bin", b"teh \0\1\2\xff")
    code, err = both("a.bin")
    assert code == 2 and "a.bin was not checked: it holds NUL bytes" in err
    assert path.read_bytes() == b"teh \0\1\2\xff"


def test_late_nul_bytes_survive(place: Path) -> None:
    data = b"teh " + b"x " * 8000 + b"\0 teh"
    path = write(place, "a.txt", data)
    code, _ = both("a.txt")
    assert code in (0, 2)
    assert path.read_bytes() in (data, data.replace(b"teh", b"the"))


def test_bad_utf_16(place: Path) -> None:
    path = write(place, "a.txt", b"\xff\xfet\0e\0h\0\0\xd8x")
    code, err = both("a.txt")
    assert code == 2 and "a.txt was not checked: it begins like UTF-16-LE but" in err
    assert path.read_bytes() == b"\xff\xfet\0e\0h\0\0\xd8x"


def test_mixed_encodings_keep_every_byte(place: Path) -> None:
    data = "naïve teh ".encode() + "naïve teh café\r".encode("latin-1") + b"\xed\xa0\x80 teh\n"
    path = write(place, "a.txt", data)
    code, _ = both("a.txt")
    assert code == 0
    assert path.read_bytes() == data.replace(b"teh", b"the")


def test_empty(place: Path) -> None:
    for data in (b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe"):
        path = write(place, "a.txt", data)
        for options in ((), ("--diff",), ("-w",)):
            assert run("fix", *options, "a.txt").code == 0
        assert path.read_bytes() == data


def test_huge_file_is_refused_without_being_read(place: Path) -> None:
    with open("huge.txt", "wb") as file:
        file.truncate(1 << 30)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    code, err = both("huge.txt")
    assert code == 2
    assert "huge.txt was not checked: it has 1,073,741,824 bytes" in err and "--max-bytes" in err
    assert time.monotonic() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_the_limit_can_be_changed(place: Path) -> None:
    write(place, "a.txt", GOOD)
    assert run("fix", "--max-bytes", "5", "a.txt").code == 2
    assert run("fix", "--max-bytes", "8", "a.txt").code == 1
    assert "<stdin>" in run("fix", "--max-bytes", "5", "-", stdin=b"teh end").err
    assert run("fix", "/dev/zero", "--max-bytes", "1000").code == 2


def test_very_long_line(place: Path) -> None:
    data = b"word " * 50_000 + b"teh end"
    path = write(place, "a.txt", data)
    got = run("fix", "a.txt")
    assert got.code == 1 and max(map(len, got.out.splitlines())) < 200
    assert run("fix", "-w", "a.txt").code == 0
    assert path.read_bytes() == data.replace(b"teh", b"the")


def test_links_that_lead_nowhere(place: Path) -> None:
    (place / "a").symlink_to("b")
    (place / "b").symlink_to("a")
    (place / "c").symlink_to("none")
    code, err = both("a", "c")
    assert code == 2
    assert "a is a link that leads back to itself; mend or remove the link." in err
    assert "c does not exist" in err


def test_folder_that_is_a_loop(place: Path) -> None:
    write(place, "folder/sub/a.txt", GOOD)
    (place / "folder" / "sub" / "up").symlink_to("..")
    (place / "folder" / "self").symlink_to("self")
    code, err = both("folder")
    assert code == 2
    assert "folder/sub/up is a link back to a folder it lies in, a loop" in err
    assert "folder/self is a link that leads back to itself" in err
    assert (place / "folder/sub/a.txt").read_text() == "the end\n"


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, ""])
def test_impossible_names(place: Path, name: str) -> None:
    code, err = both(name)
    assert code == 2 and err.startswith("repair: ")


@pytest.mark.parametrize("writes_before", [0, 2, 4, 6, 8])  # the journal, at last the file
def test_full_disk(place: Path, monkeypatch: pytest.MonkeyPatch, writes_before: int) -> None:
    path = write(place, "full.txt", GOOD)
    real = os.fsync
    flushed = []

    def no_room(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == writes_before + 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", no_room)
    code, err = both("full.txt")
    assert code == 2 and "full.txt" in err and "No space left on device" in err
    assert path.read_text() == GOOD
    assert sorted(os.listdir()) == [".repair", "full.txt", "good.txt"]
    monkeypatch.setattr(os, "fsync", real)
    assert "\ngood.txt: as it was\n1 file restored.\n" in "\n" + run("undo").err


def test_read_only_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(place, "fixed.txt", GOOD)
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda p, *more, **named: "fixed" not in str(p) and real(p, *more, **named)
    )
    code, err = both("fixed.txt")
    assert code == 2 and "fixed.txt" in err
    assert path.read_text() == GOOD


def test_file_that_changes_meanwhile(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(place, "a.txt", GOOD)
    real = checking.check

    def meddling(document, **more):
        if document.name == "a.txt":
            path.write_text("something else, teh end\n")
        return real(document, **more)

    monkeypatch.setattr(checking, "check", meddling)
    code, err = both("a.txt")
    assert code == 2
    assert "a.txt changed while it was being checked and was not written; run again." in err
    assert path.read_text() == "something else, teh end\n"


def test_text_that_would_not_read_back_the_same(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repair.formats.plain import Source

    path = write(place, "a.txt", "bad teh end\n")
    real = Source.write
    monkeypatch.setattr(
        Source, "write", lambda self, text: real(self, text).replace(b"bad the", b"bad th\xff")
    )
    code, err = both("a.txt")
    assert code == 2 and "would not read back the same" in err
    assert path.read_text() == "bad teh end\n"


def test_fault_in_a_rule(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cli_harness import RULES

    def fail(document, knowledge):
        if "crash" in document.text:
            raise KeyError("oops")
        return iter(())

    monkeypatch.setattr(RULES["marked"], "find", fail)
    write(place, "a.txt", "crash\n")
    code, err = both("a.txt")
    assert code == 2 and "a.txt was not checked: repair itself failed on it (KeyError" in err


def test_bad_lexicon_is_named_once(place: Path) -> None:
    write(place, "names.toml", "[[entry]\n")
    write(place, "a.txt", "x")
    got = run("fix", "--lexicon", "names.toml", "a.txt", "a.txt", ".")
    assert got.code == 2 and got.err.count("names.toml") == 1
    assert run("fix", "--lexicon", "none.toml", "a.txt").code == 2


def test_interrupted(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place, "a.txt", GOOD)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("repair.cli.run.open_file", interrupt)
    got = run("fix", "-w", "a.txt")
    assert got.code == 130 and "interrupted" in got.err


# Real streams


def command(*arguments: str, **more) -> subprocess.CompletedProcess[bytes]:
    root = str(Path(__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "repair", *arguments],
        env={**os.environ, "PYTHONPATH": root},
        check=False,
        timeout=60,
        **more,
    )


REAL = "The match was\u00a0played on Sunday.\n" * 40


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("options", [(), ("--diff",), ("--output-format", "json")])
def test_standard_output_is_full(tmp_path: Path, options: tuple[str, ...]) -> None:
    write(tmp_path, "a.txt", REAL)
    with open("/dev/full", "wb") as full:
        done = command("fix", *options, "a.txt", cwd=tmp_path, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"standard output cannot be written (No space left on device)" in done.stderr


def test_output_file_on_a_full_device(place: Path) -> None:
    write(place, "a.txt", GOOD)
    got = run("fix", "-o", "/dev/full", "a.txt")
    assert got.code == 2 and "/dev/full cannot be written" in got.err


def test_reader_goes_away(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", REAL)
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    with os.fdopen(writing_end, "wb") as gone:
        done = command("fix", "a.txt", cwd=tmp_path, stdout=gone, stderr=subprocess.PIPE)
    assert done.returncode == 2 and done.stderr == b""


@pytest.mark.slow
def test_closed_streams(place: Path) -> None:
    (place / "a.txt").write_text("All is well.\n", encoding="utf-8")
    for closed in (">&-", "2>&-", "<&-"):
        command = f'"{sys.executable}" -m repair fix a.txt --isolated {closed}'
        done = subprocess.run(command, shell=True, cwd=place, capture_output=True, check=False)
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr


def test_output_into_a_folder_that_is_not_there(place: Path) -> None:
    (place / "a.txt").write_text("The nurse left the ward .\n", encoding="utf-8")
    code, _, err = run("fix", "a.txt", "-o", "none/x.json", "--output-format", "json")
    assert code == 2
    assert f"there is no folder {place / 'none'}. Make it first" in err


@pytest.mark.slow
@pytest.mark.parametrize("command", ["rules", "eval a.txt a.txt"])
def test_a_full_disk_behind_any_command(place: Path, command: str) -> None:
    (place / "a.txt").write_text("The nurse left the ward .\n", encoding="utf-8")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "repair", *command.split()],
            cwd=place, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("repair: standard output cannot be written (No space left")


def test_reports_into_a_folder_that_is_not_there(place: Path) -> None:
    (place / "a.txt").write_text("The nurse left the ward .\n", encoding="utf-8")
    got = run("eval", "a.txt", "a.txt", "-o", "none/x.txt")
    assert got.code == 2
    assert "there is no folder" in got.err


def test_a_pdf_is_no_text(place: Path) -> None:
    write(place, "a.pdf", "%PDF-1.4\nteh end\n")
    code, err = both("a.pdf")
    assert code == 2 and "a PDF file" in err
    assert Path("a.pdf").read_text() == "%PDF-1.4\nteh end\n"


def test_a_lexicon_that_is_not_there(place: Path) -> None:
    write(place, "a.txt", GOOD)
    got = run("fix", "a.txt", "--lexicon", "names")
    assert got.code == 2 and "names: there is no such lexicon" in got.err


@pytest.mark.parametrize("option", ["-o", "--save"])
def test_what_is_read_is_not_overwritten_by_its_report(place: Path, option: str) -> None:
    write(place, "a.txt", GOOD)
    got = run("fix", "a.txt", option, "a.txt")
    assert got.code == 2 and "choose another name" in got.err
    assert Path("a.txt").read_text() == GOOD


def test_a_run_of_hex_costs_little(place: Path) -> None:
    write(place, "a.txt", "0f3ab9c1d7e5" * 5_000 + "\n")
    assert run("fix", "--check", "a.txt").code == 0
