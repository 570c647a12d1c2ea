"""The function for other engines, and the examples of the documentation."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow
import pytest
from click.testing import CliRunner

from repair.batch import repair_table
from repair.cli.batch import command as batch
from repair.cli.eval import command as evaluate

DAMAGED, RIGHT = "He was there . And he went .", "He was there. And he went."
EXAMPLES = re.findall(
    r"<!-- example: (\w+) -->\n```python\n(.*?)```",
    (Path(__file__).parents[1] / "docs" / "batch.md").read_text(),
    re.DOTALL,
)


def test_a_table_comes_back_with_its_text_repaired():
    table = pyarrow.table(
        {"text": pyarrow.array([DAMAGED, None, ""]).dictionary_encode(), "n": [1, 2, 3]}
    ).replace_schema_metadata({"made by": "us"})
    found = repair_table(table, min_confidence=0.5)
    assert found.schema.equals(table.schema, check_metadata=True)
    assert found["text"].to_pylist() == [RIGHT, None, ""] and found["n"].equals(table["n"])
    found = repair_table(table, proposals_column="why")
    assert [len(json.loads(row)) for row in found["why"].to_pylist()] == [2, 0, 0]
    assert repair_table(table.slice(0, 0)).num_rows == 0
    with pytest.raises(ValueError, match="no text column 'n' but text, n; name one"):
        repair_table(table, text_column="n")


@pytest.mark.parametrize(("name", "code"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_the_examples_of_the_documentation_run(name, code, capsys):
    exec(compile(code, name, "exec"), {})
    printed = capsys.readouterr().out
    assert name == "ray" or RIGHT in printed


def test_batch_and_eval_work_together(tmp_path):
    rows = [{"id": f"r{n}", "ocr": DAMAGED, "gt": RIGHT} for n in range(3)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    given, out = str(tmp_path / "in.jsonl"), tmp_path / "out"
    options = ["--text-column", "ocr", "--id-column", "id", "-w", "--apply-confidence", "0.5"]
    more = ["--select", "space-before-stop", "--no-witness", "-j", "1"]
    run = CliRunner().invoke(batch, [given, "-o", str(out), *options, *more])
    assert run.exit_code == 0, run.output
    changes = ["--changes", str(out / "changes.jsonl"), "--output-format", "json"]
    made = str(out / "files" / "in.jsonl")
    run = CliRunner().invoke(evaluate, [made, given, "--text-column", "ocr", *changes])
    assert run.exit_code == 0, run.output
    found = json.loads(run.stdout)
    assert found["rates"]["cer"] == 0 and found["rates"]["precision"] == 1
    assert found["rules"][0]["rule"] == "space-before-stop" and found["rules"][0]["right"] == 6
    assert found["reliability"]["bins"][0]["right"] == 1.0
