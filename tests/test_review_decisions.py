"""Decisions: remembered by the change and its context, merged by line, never lost, never stuck."""

from __future__ import annotations

import random
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_cases import TEXT, changes_in, check, check_files, numbers, session_in

from repair.formats.files import WriteError
from repair.model import Document, Finding, Result, Span, Suggestion
from repair.review import line_file
from repair.review.change import collect
from repair.review.decisions import Decisions, find_folder
from repair.review.record import Record
from repair.review.trust import learned, wilson


def words_left(store: Decisions, text: str, name: str) -> list[str]:
    return [f.before for f in store.filter(check(text, name)).findings]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    return tmp_path


def test_a_rejected_change_is_not_proposed_again(folder: Path) -> None:
    session = session_in(folder)
    session.reject(numbers(session, "Carson"))
    store = Decisions.load(folder / ".repair")
    assert "Carson" not in words_left(store, TEXT, str(folder / "a.txt"))
    assert "shunne" in words_left(store, TEXT, str(folder / "a.txt"))


def test_a_rejection_survives_edits_elsewhere_beside_it_and_a_new_name(folder: Path) -> None:
    session = session_in(folder)
    session.reject(numbers(session, "Carson"))
    store = Decisions.load(folder / ".repair")
    elsewhere = "New first words.\n" + TEXT.replace("train", "long train")
    beside = TEXT.replace("weremactively engaged near", "had been busy close to")
    for text, name in [(elsewhere, "a.txt"), (beside, "a.txt"), (TEXT, "renamed.txt")]:
        assert "Carson" not in words_left(store, text, str(folder / name))
    other = "A quite different sentence about Carson the man."
    assert "Carson" in words_left(store, other, str(folder / "a.txt"))


def test_a_better_suggestion_for_a_refused_place_is_proposed(folder: Path) -> None:
    session = session_in(folder)
    session.reject(numbers(session, "Carson"))
    store = Decisions.load(folder / ".repair")
    result = check(TEXT, str(folder / "a.txt"))
    better = tuple(
        f._replace(suggestions=(f.suggestions[0]._replace(replacement="Kazan"),))
        for f in result.findings
    )
    assert "Carson" in [f.before for f in store.filter(Result(result.document, better)).findings]


def test_people_teach_the_confidence_of_the_same_change_elsewhere(folder: Path) -> None:
    session = session_in(folder)
    session.accept(numbers(session, "shunne"))
    session.reject(numbers(session, "atLake"))
    store = Decisions.load(folder / ".repair")
    found = store.filter(check("Others were shunne too, atLake Onega.", "b.txt")).findings
    confidence = {f.before: f.confidence for f in found}
    assert confidence["shunne"] == pytest.approx((4 * 0.8 + 1) / 5)
    assert confidence["atLake"] == pytest.approx(4 * 0.97 / 5)
    assert "accepted this change 1 of 1" in found[0].evidence[-1].text


def test_an_acceptance_holds_where_it_was_made_with_the_words_of_the_person(folder: Path) -> None:
    session = session_in(folder)
    session.accept(numbers(session, "Carson"), "Hasan")
    store = Decisions.load(folder / ".repair")
    found = {f.before: f for f in store.filter(check(TEXT, str(folder / "a.txt"))).findings}
    assert (found["Carson"].after, found["Carson"].confidence) == ("Hasan", 1.0)


def test_what_was_refused_at_a_place_that_looks_alike_is_not_applied_later(tmp_path: Path) -> None:
    same = "one two three teh four five six. "
    (tmp_path / "a.txt").write_text(same * 3)
    session = session_in(tmp_path)
    session.accept([0])
    session.reject([1])
    store = Decisions.load(tmp_path / ".repair")
    result = store.filter(check(same * 3, str(tmp_path / "a.txt")))
    text = result.text(1.0)  # what `repair fix -w` writes, without a word to the journal
    assert text == same.replace("teh", "the") + same * 2
    again = store.filter(check(text, str(tmp_path / "a.txt")))
    assert again.text(0.99) == text


def test_a_deletion_stays_a_deletion(folder: Path) -> None:
    session = session_in(folder)
    session.accept([0], "")
    gap = Finding("odd-space", Span(4, 5), " ", "Odd.", (Suggestion("", 0.7),))
    result = Result(Document("They  were", str(folder / "b.txt")), (gap,))
    (change,) = collect([result], folder)
    session.decisions.decide([change], "rejected", "anna")
    store = Decisions.load(folder / ".repair")
    assert store.filter(result).findings == ()
    assert session_in(folder).approved()[0].replacement == ""


@pytest.mark.parametrize(
    ("scope", "kept"),
    [
        ("word", {"weremactively", "Carson", "shunne", "atLake"}),
        ("rule", {"weremactively", "Carson", "atLake"}),
        ("file", set()),
    ],
)
def test_never_again(folder: Path, scope: str, kept: set[str]) -> None:
    session = session_in(folder)
    session.never(scope, numbers(session, "teh")[0])
    store = Decisions.load(folder / ".repair")
    assert set(words_left(store, TEXT, str(folder / "a.txt"))) == kept
    session.undo()
    store = Decisions.load(folder / ".repair")
    assert len(words_left(store, TEXT, str(folder / "a.txt"))) == 8


def test_never_again_leaves_what_was_accepted_before(folder: Path) -> None:
    session = session_in(folder)
    first, *others = numbers(session, "teh")
    session.accept([first])
    assert session.never("word", first) == others
    assert [a.change.id for a in session_in(folder).approved()] == [session.changes[first].id]


def test_forgetting(folder: Path) -> None:
    session = session_in(folder)
    session.reject(numbers(session, "Carson"))
    session.never("word", numbers(session, "teh")[0])
    store = Decisions.load(folder / ".repair")
    assert len(store.forget(lambda r: r.before == "Carson", "anna")) == 1
    store = Decisions.load(folder / ".repair")
    assert "Carson" in words_left(store, TEXT, str(folder / "a.txt"))
    assert [r.key for r in store] == ["word:teh"]


def test_the_baseline_hides_what_is_there_and_shows_what_is_new(folder: Path) -> None:
    store = Decisions.load(folder / ".repair")
    store.decide(changes_in(folder), "baseline", "anna")
    store = Decisions.load(folder / ".repair")
    assert words_left(store, TEXT, str(folder / "a.txt")) == []
    assert words_left(store, "Quite new: teh end.\n" + TEXT, str(folder / "a.txt")) == ["teh"]


def test_a_mark_can_be_refused(folder: Path) -> None:
    result = Result(
        Document("Read more", str(folder / "a.txt")),
        (Finding("boilerplate", Span(0, 9), "Read more", "No part of the article."),),
    )
    store = Decisions.load(folder / ".repair")
    store.decide(collect([result], folder, marks=True), "rejected", "anna")
    assert Decisions.load(folder / ".repair").filter(result).findings == ()


def test_the_folder_tells_git_how_to_merge(folder: Path) -> None:
    session_in(folder).reject([0])
    assert (folder / ".repair/.gitattributes").read_text() == "*.jsonl merge=union\n"
    assert "journal/" in (folder / ".repair/.gitignore").read_text()
    (folder / "deep/er").mkdir(parents=True)
    assert find_folder(folder / "deep/er/none.txt") == folder / ".repair"


# Merging and crashing


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 7), st.sampled_from("arp")), max_size=20),
    st.randoms(),
)
def test_two_reviewers_merge_whatever_the_order_of_lines(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[bool, int, str]],
    rng: random.Random,
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    (folder / "a.txt").write_bytes(TEXT.encode())
    changes = changes_in(folder)
    stores = [Decisions(), Decisions()]
    truth: dict[str, tuple[str, str]] = {}
    lines = []
    for which, number, verdict in steps:
        (record,) = stores[which].decide(
            [changes[number]], {"a": "accepted", "r": "rejected", "p": "pending"}[verdict], "x"
        )
        lines.append(line_file.encode({k: v for k, v in record._asdict().items() if v}))
        key = (record.time, record.id)
        if changes[number].id not in truth or truth[changes[number].id][0] < key:
            truth[changes[number].id] = (key, record.verdict)
    lines += rng.sample(lines, len(lines) // 2)  # a union may keep a line twice
    rng.shuffle(lines)
    (folder / ".repair").mkdir()
    (folder / ".repair/decisions.jsonl").write_bytes(b"<<<<<<< ours\n" + b"".join(lines))
    merged = Decisions.load(folder / ".repair")
    assert {c.id: r.verdict for c in changes if (r := merged.latest(c))} == {
        key: verdict for key, (_, verdict) in truth.items()
    }


@pytest.mark.tools
def test_git_merges_two_reviewers_without_a_conflict(folder: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
            cwd=folder,
            check=True,
            capture_output=True,
        )

    git("init", "-q", "-b", "main")
    session_in(folder).reject([0])
    git("add", ".")
    git("commit", "-qm", "start")
    git("checkout", "-qb", "other")
    session_in(folder, "ben").accept([1])
    git("commit", "-qam", "ben")
    git("checkout", "-q", "main")
    session_in(folder, "anna").reject([2])
    git("commit", "-qam", "anna")
    git("merge", "-q", "other")
    verdicts = [s.verdict for s in session_in(folder).states[:4]]
    assert verdicts == ["rejected", "accepted", "rejected", "pending"]


def test_cut_at_any_byte_at_most_the_last_decision_is_lost(folder: Path) -> None:
    session = session_in(folder)
    for number in range(3):
        session.reject([number])
    path = folder / ".repair/decisions.jsonl"
    data = path.read_bytes()
    ends = [at + 1 for at, byte in enumerate(data) if byte == 10]
    for cut in range(len(data) + 1):
        path.write_bytes(data[:cut])
        whole = sum(end <= cut + 1 for end in ends)  # without its line end a line is still whole
        store = Decisions.load(folder / ".repair")
        assert len(list(store)) == whole
        if cut % 61 == 0:  # and the next decision is not swallowed by a torn line
            store.decide([session.changes[5]], "accepted", "anna")
            assert len(list(Decisions.load(folder / ".repair"))) == whole + 1


def test_a_full_disk_remembers_nothing_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_in(folder)
    session.accept([0])
    before = (folder / ".repair/decisions.jsonl").read_bytes()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(line_file.os, "write", full)
    with pytest.raises(WriteError, match=r"No space left .* not\s+saved"):
        session.accept([1])
    assert session.states[1].verdict == "pending"
    assert (folder / ".repair/decisions.jsonl").read_bytes() == before


def _decide_many(folder: str, by: str) -> None:
    session = session_in(Path(folder), by)
    for number in range(8):
        for _ in range(3):
            session.reject([number])


def test_two_processes_deciding_at_once_lose_nothing(folder: Path) -> None:
    workers = [
        get_context("spawn").Process(target=_decide_many, args=(str(folder), by))
        for by in ("anna", "ben")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    rows = list(line_file.read(folder / ".repair/decisions.jsonl"))
    assert len(rows) == 48
    assert len({row["id"] for row in rows}) == 48


def test_lines_that_are_not_ours_are_skipped(folder: Path) -> None:
    session_in(folder).reject([0])
    path = folder / ".repair/decisions.jsonl"
    strange = [
        b'{"id": 1}',
        b"[1]",
        b'{"id":"x","time":null,"by":"","verdict":"a","key":"k"}',
        b'{"id":"y","time":"1","by":"","verdict":"rejected","key":"k","alternatives":3}',
        b"\xff\xfe",
        b"=======",
        b'{"id":"z","time":"1","by":"","verdict":"rejected","key":"k","left":7}',
        b"{" * 20_000,
    ]
    path.write_bytes(b"\n".join(strange) + b"\n" + path.read_bytes())
    assert len(list(Decisions.load(folder / ".repair"))) == 1


def test_a_clock_that_goes_wrong_never_hides_a_later_decision(folder: Path) -> None:
    (change,) = changes_in(folder)[:1]
    for strange in ["9999-12-31T23:59:59.999999+00:00", "tomorrow"]:
        store = Decisions()
        store.remember([Record("x", strange, "ben", "accepted", change.id, change.file)])
        store.decide([change], "rejected", "anna")
        assert store.verdict(change) == "rejected"


# Measured precision


def test_the_interval_is_wilsons() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(10, 10)[1] == 1.0


def test_many_acceptances_are_needed_to_be_sure_and_one_refusal_to_ask() -> None:
    assert learned(0.9, 10, 0) < 0.99 <= learned(0.9, 40, 0)
    assert learned(0.995, 0, 1) < 0.99
    assert learned(0.7, 0, 0) == 0.7


@pytest.mark.parametrize(("rejected", "unsafe"), [(0, False), (1, True), (5, True)])
def test_a_rule_below_the_bar_is_not_applied_unasked(
    tmp_path: Path, rejected: int, unsafe: bool
) -> None:
    (tmp_path / "a.txt").write_text("\n".join(f"w{n} x{n} y{n} teh z{n}" for n in range(25)))
    session = session_in(tmp_path)
    session.reject(range(rejected))
    session.accept(range(rejected, 25))
    store = Decisions.load(tmp_path / ".repair")
    assert (store.unsafe_rules() == {"spelling"}) is unsafe
    (statistics,) = store.statistics()
    assert (statistics.accepted, statistics.rejected) == (25 - rejected, rejected)
    assert statistics.interval[0] < statistics.share <= statistics.interval[1]
    result = check("A new acheivement and teh end", "b.txt")
    assert (store.filter(result).findings[0].confidence < 0.99) is unsafe


def test_few_decisions_do_not_judge_a_rule(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(f"w{n} x{n} y{n} teh z{n}" for n in range(19)))
    session = session_in(tmp_path)
    session.reject(range(19))
    assert Decisions.load(tmp_path / ".repair").unsafe_rules() == frozenset()


def test_a_clean_project_pays_nothing(tmp_path: Path) -> None:
    result = check_files([])
    assert result == []
    code = (
        "import sys, repair.review.decisions; "
        "print(sorted(m for m in ('flask', 'regex', 'numpy', 'selenium') if m in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
