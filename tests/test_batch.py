"""Batch: formats in and out, order and bytes, any number of workers, resuming."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
import zstandard
from click.testing import CliRunner

from repair.batch import texts
from repair.batch.errors import BatchError
from repair.batch.inputs import find_inputs
from repair.batch.journal import Journal, entries
from repair.batch.lines import edited, find_value
from repair.batch.local import LocalEngine
from repair.batch.pieces import PIECE_CHARACTERS, Columns
from repair.batch.run import run
from repair.batch.settings import Settings
from repair.cli.batch import command
from repair.model import Edit, Span
from repair.review import changeset

DAMAGED = "He was there . And number {} went.\n"
RIGHT = "He was there. And number {} went.\n"


def settings(output: Path, root: Path, **changes) -> Settings:
    values = {"write": True, "apply_threshold": 0.9, "select": ("space-before-stop",)}
    return Settings(str(output), str(root), Columns("text", "id"), **{**values, **changes})


def repair(folder: Path, output: Path, jobs: int = 1, **changes):
    resume = changes.pop("resume", False)
    return run(
        find_inputs([str(folder)]),
        settings(output, folder, **changes),
        LocalEngine(jobs),
        resume=resume,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".work" not in path.parts
    }


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("collection")
    (folder / "sub").mkdir()
    for n in range(4):
        (folder / "sub" / f"{n}.txt").write_text(DAMAGED.format(n))
    (folder / "crlf.txt").write_bytes(b"\xef\xbb\xbfA b .\r\n\xff broken byte\r\n")
    (folder / "z.txt.zst").write_bytes(zstandard.compress(DAMAGED.format("z").encode()))
    rows = [
        {"id": f"r{n}", "text": None if n % 5 == 0 else DAMAGED.format(n), "more": {"x": [n, 1.50]}}
        for n in range(40)
    ]
    lines = [json.dumps(row) + "\n" for row in rows]
    (folder / "rows.jsonl").write_text("".join(lines) + "\nnot JSON\n")
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress("".join(lines).encode()))
    table = pyarrow.table(
        {
            "n": pyarrow.array([row["id"] for row in rows]).dictionary_encode(),
            "text": pyarrow.array([row["text"] for row in rows], pyarrow.large_string()),
            "id": [row["id"] for row in rows],
        }
    ).replace_schema_metadata({"made by": "us"})
    pyarrow.parquet.write_table(table, folder / "t.parquet", row_group_size=9, compression="zstd")
    long = "".join(
        f"Paragraph {n} goes on{' ' * (n % 50 == 0)}.\nAnd on.\n\n" for n in range(45_000)
    )
    (folder / "long.txt").write_text(long[: 2 * PIECE_CHARACTERS + 50_000])
    with pytest.MonkeyPatch.context() as patch:  # so that it counts as long
        patch.setattr(texts, "WHOLE_BYTES", 100_000)
        yield folder


@pytest.fixture(scope="module")
def unbroken(collection, tmp_path_factory) -> Path:
    output = tmp_path_factory.mktemp("one") / "out"
    repair(collection, output)
    return output


def test_every_format_comes_out_repaired_and_otherwise_untouched(collection, unbroken):
    files = unbroken / "files"
    assert (files / "sub" / "2.txt").read_text() == RIGHT.format(2)
    assert (files / "crlf.txt").read_bytes() == b"\xef\xbb\xbfA b.\r\n\xff broken byte\r\n"
    packed = zstandard.ZstdDecompressor().decompressobj()
    assert packed.decompress((files / "z.txt.zst").read_bytes()).decode() == RIGHT.format("z")
    before = (collection / "rows.jsonl").read_text()
    assert (files / "rows.jsonl").read_text() == before.replace(" there .", " there.")
    assert gzip.decompress((files / "rows.jsonl.gz").read_bytes()).decode() + "\nnot JSON\n" == (
        before.replace(" there .", " there.")
    )
    old = pyarrow.parquet.read_table(collection / "t.parquet")
    new = pyarrow.parquet.read_table(files / "t.parquet")
    assert new.schema.equals(old.schema, check_metadata=True)
    assert new.drop_columns("text").equals(old.drop_columns("text"))
    assert new["text"].to_pylist() == [
        text and text.replace(" there .", " there.") for text in old["text"].to_pylist()
    ]
    assert (files / "long.txt").read_text() == (collection / "long.txt").read_text().replace(
        " .\n", ".\n"
    )


def test_the_change_set_names_files_and_rows_and_fits_the_texts(collection, unbroken):
    changes = changeset.load(unbroken / "changes.jsonl")
    assert len({(c.file, c.id) for c in changes}) == len(changes)
    names = {c.file for c in changes}
    assert {"sub/1.txt", "rows.jsonl#r1", "t.parquet#r39", "long.txt"} <= names
    text = (collection / "long.txt").read_text()
    inside = [c for c in changes if c.file == "long.txt"]
    assert len(inside) == text.count(" .\n")
    lines = text.split("\n")
    for change in inside[:: len(inside) // 50]:
        assert text[slice(*change.span)] == change.before
        assert lines[change.line - 1][change.column - 1 :].startswith(change.before)
        assert change.decision == "accepted" and change.by == "policy"
    summary = json.loads((unbroken / "summary.json").read_text())
    assert summary["documents"] == 4 + 1 + 1 + 2 * 32 + 32 + 1
    assert summary["proposals"] == summary["applied"] == len(changes)
    assert len(summary["errors"]) == 1 and "rows.jsonl, row 42: not JSON" in summary["errors"][0]


def test_the_bytes_do_not_depend_on_the_number_of_workers(collection, unbroken, tmp_path):
    repair(collection, tmp_path / "out", jobs=3)
    assert tree(tmp_path / "out") == tree(unbroken)


def test_a_broken_run_resumed_gives_the_same_bytes(collection, unbroken, tmp_path):
    class Stopped(Exception):
        pass

    seen = []

    def stop(done):
        seen.append(done)
        if len(seen) == 6:
            raise Stopped

    arguments = (find_inputs([str(collection)]), settings(tmp_path / "out", collection))
    with pytest.raises(Stopped):
        run(*arguments, LocalEngine(1), progress=stop)
    journal = tmp_path / "out" / ".work" / "journal"
    whole = journal.stat().st_size
    with journal.open("ab") as file:
        file.write(b'{"input": 3, "torn')
    again = []
    run(*arguments, LocalEngine(2), resume=True, progress=again.append)
    assert again[0].bytes > 0
    assert whole < journal.stat().st_size
    assert tree(tmp_path / "out") == tree(unbroken)
    run(*arguments, LocalEngine(1), resume=True)
    assert tree(tmp_path / "out") == tree(unbroken)


@pytest.mark.parametrize("cut", [1, 40, 700])
def test_a_journal_cut_anywhere_keeps_its_whole_entries(unbroken, tmp_path, cut):
    data = (unbroken / ".work" / "journal").read_bytes()
    (tmp_path / "journal").write_bytes(data[: len(data) - cut])
    journal = Journal(tmp_path / "journal")
    journal.close()
    kept = (tmp_path / "journal").read_bytes()
    assert data.startswith(kept) and len(data) - len(kept) >= cut
    found = [(e.input, e.number, e.end) for e in entries(tmp_path / "journal")]
    every = [(e.input, e.number, e.end) for e in entries(unbroken / ".work" / "journal")]
    assert found == every[: len(found)] and len(found) >= len(every) - 2


def test_an_output_that_is_taken_or_differs_is_refused(collection, unbroken, tmp_path):
    with pytest.raises(BatchError, match="already holds a run"):
        repair(collection, unbroken)
    with pytest.raises(BatchError, match=r"the settings differ \(min_confidence\)"):
        repair(collection, unbroken, min_confidence=0.7, resume=True)
    with pytest.raises(BatchError, match="holds no run to resume"):
        repair(collection, tmp_path / "none", resume=True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    with pytest.raises(BatchError, match="is not empty"):
        repair(collection, tmp_path / "full")


def test_reviewed_changes_are_what_is_written(collection, tmp_path):
    proposals = tmp_path / "proposals"
    repair(collection, proposals, write=False)
    assert not (proposals / "files").exists()
    chosen = [
        c._replace(decision="accepted" if c.file in ("sub/1.txt", "rows.jsonl#r2", "long.txt") else
                   "rejected", replacement="!" if c.file == "sub/1.txt" else None)
        for c in changeset.load(proposals / "changes.jsonl")
    ]  # fmt: skip
    (tmp_path / "reviewed.jsonl").write_bytes(changeset.dump(chosen))
    repair(collection, tmp_path / "out", approved=str(tmp_path / "reviewed.jsonl"))
    files = tmp_path / "out" / "files"
    assert (files / "sub" / "1.txt").read_text() == "He was there!. And number 1 went.\n"
    assert (files / "sub" / "2.txt").read_text() == DAMAGED.format(2)
    assert " there . And number 2 " not in (files / "rows.jsonl").read_text()
    assert " there . And number 3 " in (files / "rows.jsonl").read_text()
    assert " .\n" not in (files / "long.txt").read_text()


def test_long_texts_are_cut_at_paragraphs_wherever_the_blocks_end():
    text = "".join(f"word {n}\n" + "\n" * (n % 9 == 0) for n in range(90_000))
    whole = list(texts.parts([text]))
    assert "".join(whole) == text and all(len(part) <= PIECE_CHARACTERS for part in whole)
    assert all(part.endswith("\n\n") for part in whole[:-1])
    assert list(texts.parts(text[i : i + 777] for i in range(0, len(text), 777))) == whole
    unbroken = "x" * (PIECE_CHARACTERS * 2 + 5)
    assert "".join(texts.parts([unbroken])) == unbroken


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "a . b", "n": 1.50}',
        ' { "n" : {"text": "x"}, "text" :  "a . b" , "s": "\\u00e9"}\r\n',
        '{"text": "old", "text": "a . b"}\n',
        '{"\\u0074ext": "a . b", "é": "ü"}\n',
    ],
)
def test_only_the_text_value_of_a_line_changes(line):
    assert find_value(line, "text").text == "a . b"
    new = edited(line.encode(), "text", [Edit(Span(1, 2), " ", "")]).decode()
    assert new == line.replace("a . b", "a. b")


def test_inputs_are_files_folders_and_globs_once_each(collection, tmp_path):
    found = find_inputs([str(collection), str(collection / "sub" / "*.txt")])
    assert [f.relative for f in found] == sorted({f.relative for f in found})
    assert len(found) == 10
    assert {f.source for f in found if f.kind == "text"} == {"", "sub"}
    with pytest.raises(BatchError, match="names no file or folder"):
        find_inputs([str(tmp_path / "nothing*")])
    with pytest.raises(BatchError, match="There is no file to read"):
        find_inputs([str(tmp_path)])


def test_command(collection, tmp_path):
    arguments = [str(collection / "sub"), "-o", str(tmp_path / "out"), "-j", "1", "--no-witness"]
    result = CliRunner().invoke(command, [*arguments, "--select", "space-before-stop"])
    assert result.exit_code == 0, result.output
    assert "4 files, 4 texts, 32 words; 4 texts with 4 proposals" in result.stdout
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 2 and "already holds a run" in result.stderr
    result = CliRunner().invoke(command, [*arguments, "--select", "space-befor-stop"])
    assert result.exit_code == 2 and "space-before-stop" in result.stderr
