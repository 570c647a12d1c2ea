from __future__ import annotations

from pathlib import Path

import pytest
from cli_harness import run, write

from repair import config

DIRTY = "They recieve teh mail.\n"


def test_the_nearest_file_wins_and_nothing_is_merged(place: Path) -> None:
    write(place, "repair.toml", "min-confidence = 0.99\n")
    write(place, "a.txt", DIRTY)
    write(place, "sub/a.txt", DIRTY)
    assert "recieve" not in run("fix", "a.txt", "--output-format=concise").out
    assert "recieve" not in run("fix", "sub/a.txt", "--output-format=concise").out
    write(place, "sub/.repair.toml", "exit-zero = true\n")
    got = run("fix", "sub/a.txt", "--output-format=concise")
    assert "recieve" in got.out and got.code == 0
    both = run("fix", ".", "--output-format=concise")
    assert [line.split(":")[0] for line in both.out.splitlines() if "recieve" in line] == [
        "sub/a.txt"
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pyproject.toml", "[tool.repair]\nignore = ['misspelt']\n"),
        ("repair.toml", "ignore = ['misspelt']\n"),
        (".repair.toml", "ignore = 'misspelt'\n"),
    ],
)
def test_each_file_is_read(place: Path, name: str, content: str) -> None:
    write(place, name, content)
    write(place, "a.txt", DIRTY)
    assert run("fix", "a.txt").code == 0
    assert run("fix", "a.txt", "--isolated").code == 1
    assert run("fix", "a.txt", "--ignore", "marked").code == 1  # the command line wins


def test_a_pyproject_without_the_table_does_not_count(place: Path) -> None:
    write(place, "repair.toml", "ignore = ['misspelt']\n")
    write(place, "sub/pyproject.toml", "[tool.other]\nx = 1\n")
    write(place, "sub/a.txt", DIRTY)
    assert run("fix", "sub/a.txt").code == 0


def test_a_file_can_be_named(place: Path) -> None:
    write(place, "other.toml", "ignore = ['misspelt']\n")
    write(place, "a.txt", DIRTY)
    assert run("fix", "a.txt", "--config", "other.toml").code == 0
    missing = run("fix", "a.txt", "--config", "none.toml")
    assert missing.code == 2 and "none.toml cannot be read" in missing.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("selct = ['misspelt']\n", "there is no setting 'selct'; did you mean 'select'?"),
        ("min-confidence = 'high'\n", "'min-confidence' is a number, not 'high'"),
        ("min-confidence = 3\n", "min-confidence is between 0 and 1"),
        ("ignore = [1]\n", "'ignore' is a list of texts"),
        ("exit-zero = 1\n", "'exit-zero' is true or false"),
        ("jobs = 0\n", "'jobs' is a whole number"),
        ("ignore = ['nothing']\n", "there is no rule called 'nothing'"),
        ("output-format = 'xml'\n", "output-format is one of"),
        ("profile = 'fax'\n", "profile is one of"),
        ("= 3\n", "is not valid TOML"),
        ("write-changes = true\n", "there is no setting 'write-changes'"),
    ],
)
def test_mistakes_are_named_with_their_file(place: Path, content: str, said: str) -> None:
    write(place, "repair.toml", content)
    write(place, "a.txt", DIRTY)
    got = run("fix", "a.txt")
    assert got.code == 2
    assert "repair.toml" in got.err and said in got.err


def test_lexicons_are_found_from_the_file_that_names_them(place: Path) -> None:
    write(place, "sub/repair.toml", "lexicon = ['names.toml']\n")
    found = config.read(str(place / "sub" / "repair.toml"))
    assert found is not None
    assert found.values == {"lexicon": (str(place / "sub" / "names.toml"),)}


def test_settings_are_shown_with_their_origin(place: Path) -> None:
    write(place, "repair.toml", "jobs = 2\n")
    got = run("fix", "--show-settings", "--min-confidence", "0.7")
    assert got.code == 0
    assert f"# configuration: {place}/repair.toml\n" in got.out
    assert "jobs = 2  # configuration\n" in got.out
    assert "min-confidence = 0.7  # option\n" in got.out
    assert 'profile = "auto"  # default\n' in got.out


def test_exists_looks_for_the_same_files(place: Path) -> None:
    (place / "a" / "b").mkdir(parents=True)
    here = str(place / "a" / "b")
    write(place, "pyproject.toml", "[tool.other]\n")
    assert not config.exists(here) and config.nearest(here) is None
    write(place, "pyproject.toml", "[tool.repair]\n")
    assert config.exists(here)


def test_every_key_is_a_setting_and_an_option(place: Path) -> None:
    from repair.cli.fix import command
    from repair.cli.settings import Settings

    keys = {key.replace("-", "_") for key in config.KEYS}
    assert keys == set(Settings._fields)
    assert keys <= {parameter.name for parameter in command.params}
