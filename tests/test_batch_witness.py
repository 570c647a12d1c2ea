"""The collection as witness: counting, what becomes a word, what it changes, the same bytes."""

from __future__ import annotations

import json

import pytest

from repair.batch.counting import Counts, CountWorker, sample_rates
from repair.batch.errors import BatchError
from repair.batch.inputs import find_inputs
from repair.batch.local import LocalEngine
from repair.batch.pieces import Columns, Piece, read_pieces
from repair.batch.run import run
from repair.batch.settings import Settings
from repair.batch.witness import build_witness, load_witness, save_witness
from repair.knowledge import Knowledge
from repair.model import Document
from repair.spelling.differences import Difference
from repair.spelling.witness import Evidence, Hearing, Witness, source_of

NAME = "Vordhosbnik"
DAMAGED = "Vordhosbuik"
RIGHT_TEXT = f"The house of {NAME} stands by the river. Mr. {NAME} spoke with the council.\n"
DAMAGED_TEXT = f"Yesterday {DAMAGED} was seen at the market with tlie others.\n"


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    rows = [{"text": RIGHT_TEXT} for _ in range(10)] + [{"text": DAMAGED_TEXT}]
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "tlie.txt").write_text("tlie " * 20)
    return folder


def counted(folder) -> Counts:
    inputs = find_inputs([str(folder)])
    worker = CountWorker(Settings("", str(folder)), sample_rates(inputs))
    counts = Counts()
    for index, source in enumerate(inputs):
        for piece in read_pieces(index, source, Columns()):
            if isinstance(piece, Piece):
                counts.merge(worker(source, piece))
    return counts


@pytest.fixture(scope="module")
def witness(collection) -> Witness:
    return build_witness(counted(collection), Knowledge())


def test_a_spelling_that_stands_widely_is_a_word_and_damage_is_not(collection, witness):
    assert counted(collection).forms[NAME] == (20, 10)
    assert witness.words == {NAME: 20}


def test_a_name_spelt_right_in_ten_texts_repairs_the_eleventh(witness):
    document = Document(DAMAGED_TEXT, "pages.jsonl#10")
    alone = Knowledge().engine.findings(document, Knowledge())
    assert NAME not in {f.after for f in alone}
    with_witness = Knowledge(witness=witness)
    found = with_witness.engine.findings(Document(*document_of(document)), with_witness)
    assert (DAMAGED, NAME) in {(f.before, f.after) for f in found}
    right = Document(RIGHT_TEXT, "pages.jsonl#1")
    assert NAME not in {
        f.before.strip(".") for f in with_witness.engine.findings(right, with_witness)
    }


def document_of(document: Document) -> tuple[str, str]:
    return document.text, document.name


def test_a_confusion_the_source_shows_is_surer_than_one_it_never_shows():
    confidence = {}
    for label, read in (("shown", "b"), ("unseen", "x")):
        evidence = Evidence({"the": 900}, {Difference(read, "h", "inside"): 40})
        knowledge = Knowledge(witness=Witness({}, {"scans": evidence}))
        document = Document("He went to tbe house and otber people saw it.", "scans/1.txt")
        for finding in knowledge.engine.findings(document, knowledge):
            confidence[label, finding.after] = finding.confidence
    assert confidence["shown", "other"] > confidence["unseen", "other"]


def test_evidence_moves_the_odds_by_its_weights():
    hearing = Hearing(Witness({}, {}), {"difference_shown": 1.0, "difference_unseen": -1.0})
    assert hearing.adjusted(0.7, (0.0, 0.0)) == 0.7
    assert hearing.adjusted(0.7, (1.0, 0.0)) > 0.8
    assert hearing.adjusted(0.7, (0.0, 1.0)) < 0.5


def test_sources_are_folders_and_tables():
    assert source_of("a/b/c.txt") == "a/b" and source_of("x/rows.jsonl#7") == "x/rows.jsonl"


def test_counts_can_be_merged_in_any_grouping(collection):
    one, other = counted(collection), counted(collection)
    twice = Counts()
    twice.merge(one)
    twice.merge(other)
    assert twice.size == 2 * one.size
    assert twice.forms[NAME] == (40, 20)


def test_saved_counts_give_the_same_witness_and_bytes(witness, tmp_path):
    save_witness(witness, tmp_path / "one.gz")
    assert load_witness(tmp_path / "one.gz") == witness
    save_witness(load_witness(tmp_path / "one.gz"), tmp_path / "two.gz")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    (tmp_path / "none.gz").write_bytes(b"nothing")
    with pytest.raises(BatchError, match="holds no counts of a collection"):
        load_witness(tmp_path / "none.gz")


def test_batch_counts_first_and_the_bytes_do_not_depend_on_the_workers(collection, tmp_path):
    inputs = find_inputs([str(collection)])
    results = []
    for jobs in (1, 2):
        output = tmp_path / str(jobs)
        settings = Settings(str(output), str(collection), select=("spelling",))
        stages = []
        run(inputs, settings, LocalEngine(jobs), counting=True,
            progress=lambda done, stages=stages: stages.append(done.stage))  # fmt: skip
        assert set(stages) == {"counting", "repairing"}
        results.append(
            [(output / name).read_bytes() for name in ("witness.json.gz", "changes.jsonl")]
        )
    assert results[0] == results[1]
    assert NAME in results[0][1].decode()
