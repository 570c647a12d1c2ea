"""The review page in a real browser: what is clicked and pressed is what stands on the disk."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Page, chromium
from review_cases import TEXT, changes_in, check, numbers, session_in
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import repair
from repair.model import Document
from repair.outputs.html import render
from repair.review.change import collect
from repair.review.changeset import load
from repair.review.decisions import Decisions
from repair.review.page import payload
from repair.review.session import Session
from repair.review.web import ReviewServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SEEDS = Path(__file__).parents[1] / "seeds"
EVIL = (
    "</script><script>document.title='owned'</script> teh <img src=x onerror=alert(1)> "
    "shunne \"'`${1+1}` &lt;b&gt; teh <!-- <script> {{7*7}} \u2028 teh end\n"
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    with chromium(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b.txt").write_bytes(("Zwölf Boxkämpfer 😀. " + TEXT).encode())
    return tmp_path


class Served:
    """A server in a thread, and how it ended."""

    def __init__(self, session: Session) -> None:
        self.server = ReviewServer(session)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def ends(self) -> None:
        """The server has ended by itself."""
        self.thread.join(5)
        assert not self.thread.is_alive()


def applied(folder: Path, wanted: dict[tuple[str, int], str]) -> dict[str, bytes]:
    """The files with the given changes made, by hand."""
    found = {}
    for path in folder.glob("*.txt"):
        text = path.read_bytes().decode()
        for (file, at), after in sorted(wanted.items(), reverse=True):
            if file == path.name:
                before = next(c for c in changes_in(folder) if (c.file, c.span.start) == (file, at))
                text = text[:at] + after + text[before.span.end :]
        found[path.name] = text.encode()
    return found


def test_accept_a_group_reject_one_edit_one_undo_and_finish(driver, folder: Path) -> None:
    session = session_in(folder)
    served = Served(session)
    page = Page(driver, served.server.url)
    page.shot("review-light")
    assert page.text("#tally") == "0 of 16 decided · 0 accepted"
    assert page.text("#card .text del") == "remove Carson"
    assert page.text("#card .text ins") == "insert Khasan"
    page.press("a")  # Carson, both places
    page.decided(2)
    page.press("n")  # the first shunne
    page.decided(3)
    page.press("e")
    page.press(Keys.BACKSPACE, "was scorned", Keys.ENTER)  # the other shunne in other words
    page.decided(4)
    page.find("[data-act=acceptAll]").click()  # weremactively, four places
    page.decided(8)
    assert "accepted" in page.text("#announce").lower()
    page.press("u")
    page.decided(4)
    page.press("y")
    page.decided(5)
    page.shot("review-decided")
    wanted = {}
    for number in numbers(session, "Carson"):
        change = session.changes[number]
        wanted[change.file, change.span.start] = "Khasan"
    for number, after in ((numbers(session, "shunne")[1], "was scorned"),
                          (numbers(session, "weremactively")[0], "were actively")):  # fmt: skip
        change = session.changes[number]
        wanted[change.file, change.span.start] = after
    expected = applied(folder, wanted)
    page.press("q")
    page.wait(lambda: page.find("#write").is_displayed())
    assert page.text("#write") == "Write 4 changes"
    page.press(Keys.ENTER)
    page.wait(lambda: page.all("#over"))
    page.shot("review-finished")
    assert "4 changes written to 2 files" in page.text("#over")
    served.ends()
    assert {p.name: p.read_bytes() for p in folder.glob("*.txt")} == expected
    assert page.complaints() == []


def test_the_seeds(driver, tmp_path: Path) -> None:
    for path in SEEDS.glob("*.txt"):
        shutil.copy(path, tmp_path)
    results = [
        repair.check(Document(path.read_bytes().decode(), str(path)))
        for path in sorted(tmp_path.glob("*.txt"))
    ]
    session = Session(collect(results, tmp_path), Decisions.load(tmp_path / ".repair"), "anna")
    total = len(session.changes)
    assert total >= 5
    served = Served(session)
    page = Page(driver, served.server.url)
    page.shot("seeds-light")
    page.press("v")
    page.wait(lambda: page.all("#document .pair .hit"))
    page.shot("seeds-document")
    page.press("v")
    order = session.groups
    page.press("a" if len(order[0].members) > 1 else "y")
    page.decided(len(order[0].members))
    page.press("n")
    page.decided(len(order[0].members) + 1)
    page.press("e")
    page.press(Keys.BACKSPACE, "EDITED", Keys.ENTER)
    page.decided(len(order[0].members) + 2)
    page.press("y")
    page.decided(len(order[0].members) + 3)
    page.press("u")
    page.decided(len(order[0].members) + 2)
    accepted = [
        (session.changes[n], session.states[n].replacement or session.changes[n].after)
        for n, state in enumerate(session.states)
        if state.verdict == "accepted"
    ]
    assert len(accepted) == len(order[0].members) + 1
    expected = {path.name: path.read_bytes().decode() for path in SEEDS.glob("*.txt")}
    for change, after in sorted(accepted, key=lambda pair: pair[0].span, reverse=True):
        text = expected[change.file]
        expected[change.file] = text[: change.span.start] + after + text[change.span.end :]
    page.press("q")
    page.wait(lambda: page.find("#write").is_displayed())
    page.find("#write").click()
    page.wait(lambda: page.all("#over"))
    served.ends()
    assert {p.name: p.read_bytes().decode() for p in tmp_path.glob("*.txt")} == expected


def test_by_keyboard_alone_and_for_a_screen_reader(driver, folder: Path) -> None:
    page = Page(driver, Served(session_in(folder)).server.url)
    page.press(Keys.TAB)
    assert driver.switch_to.active_element.text == "Skip to the change"
    reached = set()
    for _ in range(40):
        page.press(Keys.TAB)
        reached.add(driver.switch_to.active_element.get_attribute("data-act"))
        reached.add(driver.switch_to.active_element.get_attribute("id"))
    assert {"accept", "reject", "acceptAll", "never", "skip", "edit", "groups", "finish",
            "by-rule", "undo"} <= reached  # fmt: skip
    page.find("[data-act=accept]").send_keys(Keys.ENTER)
    page.decided(1)
    assert driver.switch_to.active_element.get_attribute("data-act") == "accept"
    assert "Accepted. 15 left." in page.text("#announce")
    page.press(Keys.ARROW_DOWN)
    assert page.text("#card .text del") == "remove shunne"
    assert page.text("#card .text ins") == "insert shunned"
    page.press(Keys.ARROW_RIGHT)
    assert page.text("#card .place") == "2 of 2"
    assert page.find("#groups").get_attribute("aria-activedescendant") == "row-1"
    assert page.find("#row-1").get_attribute("aria-selected") == "true"
    assert page.find("#bar").get_attribute("aria-valuenow") == "1"
    for control in page.all("button, input, select"):
        if control.is_displayed():
            assert control.accessible_name, control.get_attribute("outerHTML")
    page.press("d")
    page.wait(lambda: page.find("#dialog").is_displayed())
    page.press("w")
    page.wait(lambda: "Never again" in page.text("#announce"))
    page.press("?")
    page.wait(lambda: page.find("#dialog").is_displayed())
    page.shot("review-keys")
    page.press(Keys.ESCAPE)
    page.press("q")
    page.wait(lambda: page.find("#keep").is_displayed())
    page.find("#keep").click()
    page.wait(lambda: page.all("#over"))
    assert "Your decisions are kept" in page.text("#over")
    assert (folder / "a.txt").read_bytes() == TEXT.encode()


def test_filters_and_the_whole_document(driver, folder: Path) -> None:
    page = Page(driver, Served(session_in(folder)).server.url)
    rules = Select(page.find("#by-rule"))
    rules.select_by_visible_text("name")
    page.wait(lambda: len(page.all(".row")) == 1)
    rules.select_by_index(0)
    page.find("#by-words").send_keys("the")
    assert "teh" in page.text(".row")
    page.find("#by-words").clear()
    page.find("#by-file").send_keys("b.txt")
    page.press(Keys.ESCAPE, "a")  # of the filtered: one Carson, not two
    page.decided(1)
    page.press("v")
    page.wait(lambda: page.all("#document .hit"))
    assert page.text("#document .pair ins") == "Khasan"
    assert "😀" in page.text("#document")
    page.shot("review-document")
    page.all("#document .hit.pending")[-1].click()
    assert "<b>" in page.text("#card .text")
    assert "teh" in page.text("#card .text del")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_narrow_screens_and_both_themes(driver, folder: Path, theme: str) -> None:
    size = driver.get_window_size()
    driver.set_window_size(390, 844)
    try:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": theme}]})  # fmt: skip
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True})  # fmt: skip
        page = Page(driver, Served(session_in(folder)).server.url)
        page.shot(f"review-narrow-{theme}")
        assert driver.execute_script("return document.documentElement.scrollWidth") <= 390
        page.find("#fold").click()
        page.all(".row")[2].click()
        assert "weremactively" in page.text("#card .text del")
        page.find("[data-act=accept]").click()
        page.decided(1)
        light = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert (light == "rgb(247, 245, 240)") is (theme == "light")
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        driver.set_window_size(size["width"], size["height"])
    page.shot(f"review-wide-{theme}")


def test_a_document_of_markup_and_scripts_is_only_text(driver, tmp_path: Path) -> None:
    (tmp_path / "<img src=x onerror=alert(2)>.txt").write_bytes(EVIL.encode())
    session = session_in(tmp_path)
    page = Page(driver, Served(session).server.url)
    assert "<img src=x onerror=alert(1)>" in page.text("#card .text")
    page.press("v")
    page.wait(lambda: page.all("#document .hit"))
    assert "onerror=alert(1)" in page.text("#document")
    assert page.all("img") == []
    report = tmp_path / "report.html"
    report.write_text(render(payload(session, to_download=True)))
    page = Page(driver, report.as_uri())
    assert "<img src=x onerror=alert(1)>" in page.text("#card .text")
    assert driver.title == "Review · repair"
    assert page.all("img") == []
    assert page.complaints() == []


def test_the_policy_keeps_foreign_scripts_out(driver, folder: Path) -> None:
    page = Page(driver, Served(session_in(folder)).server.url)
    driver.execute_script(
        "const s = document.createElement('script'); s.textContent = 'document.title = 1';"
        "document.body.append(s);"
        "const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i);"
    )
    assert driver.title == "Review · repair"
    page.wait(lambda: any("Content Security Policy" in c for c in page.complaints()))


def test_a_report_in_one_file_is_decided_elsewhere(driver, folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "out" / "report.html"
    report.parent.mkdir()
    report.write_text(render(payload(session_in(folder), to_download=True)))
    page = Page(driver, report.as_uri())
    got = tmp_path / "got"
    driver.execute_cdp_cmd("Browser.setDownloadBehavior",
                           {"behavior": "allow", "downloadPath": str(got)})  # fmt: skip
    page.press("a")
    page.decided(2)
    page.press("n")
    page.decided(3)
    page.press("e")
    page.press(Keys.BACKSPACE, "scorned", Keys.ENTER)
    page.decided(4)
    page.press("yu")
    page.decided(4)
    driver.refresh()
    page.decided(4)  # a browser that keeps things for files goes on where it was
    page.press("q")
    page.find("#who").send_keys("ben")
    page.find("#write").click()
    page.wait(lambda: (got / "reviewed.jsonl").exists())
    time.sleep(0.1)
    changes = load(got / "reviewed.jsonl")
    assert [c._replace(decision="pending", replacement=None, by="", time="") for c in changes] == [
        *changes_in(folder)
    ]
    session = Session(changes, Decisions.load(folder / ".repair"), "anna", folder)
    assert session.apply().total == 3
    assert (folder / "b.txt").read_bytes().decode().count("scorned") == 1
    assert {r.by for r in session.decisions if r.verdict == "accepted"} == {"ben"}
    kept = check((folder / "a.txt").read_bytes().decode(), str(folder / "a.txt"))
    assert "shunne" not in [f.before for f in session.decisions.filter(kept).findings]
    rows = (folder / ".repair/decisions.jsonl").read_text().splitlines()
    assert all(json.loads(row)["id"] for row in rows)


def test_the_server_gone_is_said_and_nothing_is_pretended(driver, folder: Path) -> None:
    served = Served(session_in(folder))
    page = Page(driver, served.server.url)
    served.server._server.shutdown()
    served.ends()
    page.press("y")
    page.wait(lambda: page.all("#dialog [role=alert]"))
    assert "not saved" in page.text("#dialog")
    assert page.text("#tally").startswith("0 of")
