from __future__ import annotations

from pathlib import Path

from cli_harness import run, write


def checked(*arguments: str) -> list[str]:
    """The files in which `repair fix` found something."""
    got = run("fix", "--output-format", "concise", *arguments)
    return [line.split(":")[0] for line in got.out.splitlines()]


def tree(place: Path, *names: str) -> None:
    for name in names:
        write(place, name, "teh end\n")


def test_folders_are_walked_in_order(place: Path) -> None:
    tree(place, "b.txt", "a/z.md", "a/b/c", "a/b.txt")
    assert checked(".") == ["b.txt", "a/b.txt", "a/z.md", "a/b/c"]
    assert checked("a", "b.txt") == ["a/b.txt", "a/z.md", "a/b/c", "b.txt"]


def test_hidden_files_code_and_binary_files_are_passed_over(place: Path) -> None:
    tree(place, "a.txt", ".hidden.txt", ".git/x.txt", "node_modules/x.txt", "x.py", "x.json")
    write(place, "picture", b"\x89PNG\0\0teh")
    got = run("fix", ".", "-v", "--output-format", "concise")
    assert got.out.count("teh") == 2  # change and reason of one line
    assert "x.py was passed over" in got.err
    assert "picture holds no text" in got.err
    assert checked("x.py", ".hidden.txt") == ["x.py", ".hidden.txt"]


def test_pages_in_xml_are_read_and_other_xml_is_data(place: Path) -> None:
    write(place, "pom.xml", "<project><name>teh end</name></project>\n")
    words = '<String CONTENT="teh"/> <String CONTENT="end"/>'
    write(place, "page.xml", f'<alto xmlns="x">{words}</alto>\n')
    write(place, "line.xml", "<PcGts><TextLine><Unicode>teh end</Unicode></TextLine></PcGts>\n")
    assert checked(".") == ["line.xml", "page.xml"]
    assert checked("pom.xml") == ["pom.xml"]


def test_gitignore_is_respected(place: Path) -> None:
    tree(place, "a.txt", "b.log", "keep.log", "out/c.txt", "sub/d.txt", "sub/e.txt", "sub/o/f.txt")
    (place / ".git").mkdir()
    write(place, ".gitignore", "*.log\n!keep.log\nout/\n")
    write(place, "sub/.gitignore", "/d.txt\no/\n")
    assert checked(".") == ["a.txt", "keep.log", "sub/e.txt"]
    assert checked("sub") == ["sub/e.txt"]
    assert "b.log" in checked(".", "--no-respect-gitignore")
    assert checked("b.log") == ["b.log"]


def test_gitignore_above_the_folder_counts_inside_a_repository(place: Path) -> None:
    tree(place, "sub/deep/a.txt", "sub/deep/b.log")
    write(place, ".gitignore", "*.log\n")
    assert len(checked("sub")) == 2
    (place / ".git").mkdir()
    assert checked("sub") == ["sub/deep/a.txt"]


def test_exclude(place: Path) -> None:
    tree(place, "a.txt", "b.txt", "old/c.txt", "venv/d.txt")
    assert checked(".", "--extend-exclude", "b.txt,old/") == ["a.txt"]
    assert checked(".", "--exclude", "old") == ["a.txt", "b.txt", "venv/d.txt"]
    assert checked("b.txt", "--exclude", "b.txt") == ["b.txt"]
    assert checked("b.txt", "a.txt", "--exclude", "b.txt", "--force-exclude") == ["a.txt"]


def test_hooks_leave_code_alone_that_is_named(place: Path) -> None:
    tree(place, "a.txt", "b.py")
    assert checked("a.txt", "b.py") == ["a.txt", "b.py"]
    assert checked("a.txt", "b.py", "--force-exclude") == ["a.txt"]


def test_links_inside_folders_are_not_followed_but_named_ones_are(place: Path) -> None:
    tree(place, "in/a.txt", "out/b.txt")
    (place / "in" / "link.txt").symlink_to(place / "out" / "b.txt")
    (place / "in" / "folder").symlink_to(place / "out")
    (place / "in" / "nowhere").symlink_to(place / "none")
    assert checked("in") == ["in/a.txt"]
    assert checked("in/link.txt") == ["in/link.txt"]
    assert checked("in/folder") == ["in/folder/b.txt"]


def test_an_empty_folder_is_no_error(place: Path) -> None:
    (place / "empty").mkdir()
    assert run("fix", "empty") == (0, "0 files checked: nothing to repair.\n", "")
