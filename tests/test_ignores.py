from __future__ import annotations

import pytest

from repair.model import Finding, Span
from repair.text import ignores


def allowed(text: str, word: str = "wrld", rule: str = "spelling") -> bool:
    at = text.index(word)
    return ignores.read(text)(Finding(rule, Span(at, at + len(word)), word, "It is wrong."))


IGNORED = [
    "a wrld # repair: ignore\n",
    "a wrld repair: ignore\n",
    "a wrld <!-- repair: ignore -->\n",
    "a wrld <!-- repair: ignore[spelling] -->",
    "a wrld <!-- repair:ignore[other, WRLD] -->",
    "a wrld // repair: ignore[wrld, other]",
    "a wrld --repair: ignore",
    "a wrld # repair: ignore  because he wrote it so",
    "{# repair: ignore #} a wrld",
    "NOTE repair: ignore-next-line\na wrld",
    "% repair: ignore-next-line[wrld]\r\na wrld\r\n",
    "# repair: off\nx\na wrld\n# repair: on\n",
    "# repair: off\r\rx\ra wrld\r",
    "# repair: off[spelling]\na wrld",
    "# repair: off[spelling]\n# repair: off\n# repair: on[spelling]\na wrld",
    "x\n% repair: ignore-file\n\na wrld",
    "a wrld\n\n; repair: ignore-file[spelling]",
    "a wrld # codespell:ignore wrld",
    "a wrld # codespell:ignore",
    "# codespell:ignore-next-line\na wrld",
    "a wrld // spellchecker:disable-line",
    "// spellchecker:ignore-next-line\na wrld",
    "# spellchecker:off\na wrld\n# spellchecker:on",
    "/* cspell:disable */\na wrld",
    "// spell-checker: disable-next-line\na wrld",
    "// cSpell:disable-line a wrld",
    "<!-- cspell:ignore wrld foo -->\na wrld",
    "a wrld\n# cspell:words bar wrld\n",
    "a wrl wrld, # repair: ignore[wrld]",
]

KEPT = [
    "a wrld\n",
    "a wrld\n# repair: ignore\n",
    "a wrld <!-- repair: ignore[other] -->",
    "NOTE repair: ignore-next-line\n\na wrld",
    "# repair: off\nx\n# repair: on\na wrld\n",
    "# repair: off[name]\na wrld",
    "a wrld was in need of repair: ignore the rest of it",
    "a wrld repair: on the road",
    "a wrld # repair: ignored",
    "a wrld # codespell:ignore foo,bar",
    "/* cSpell:disable */\n/* cSpell:enable */\na wrld",
    "<!-- cspell:words bar foo -->\na wrld",
    "a wrld # respell: ignore",
    "a wrld # disrepair: ignore",
]


@pytest.mark.parametrize("text", IGNORED)
def test_ignored(text: str) -> None:
    assert not allowed(text)


@pytest.mark.parametrize("text", KEPT)
def test_not_ignored(text: str) -> None:
    assert allowed(text)


def test_a_finding_over_several_lines_is_ignored_by_either() -> None:
    text = "# repair: ignore a\nb c\n"
    read = ignores.read(text)
    assert not read(Finding("r", Span(17, 20), text[17:20], ""))
    assert read(Finding("r", Span(19, 20), "b", ""))


def test_the_directive_itself_is_left_alone() -> None:
    assert not allowed("some text\n# codespell:ignore foo", "codespell")
    assert not allowed("x # repair: ignore[wrld]\ny", "[wrld]")


def test_a_text_without_directives_costs_a_search_and_no_more() -> None:
    assert ignores.read("some text " * 1000) is ignores._everything
