from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from repair.prepared import Prepared
from repair.records import NamedTuple

PATTERNS = [
    (r"(?P<word>[a-zé]+)\s+(?P=word)", 0),
    (r"(?<=[^\W\d_])['’]s\b|\d{2,}(?:[.,]\d+)*|[\u0400-\u04ff]+", 0),
    (r"^(x)|(y)$", int(re.MULTILINE | re.IGNORECASE)),
]
TEXT = "the the 12,000 peter's été été\nX 1 y\nПутин 33.5"


def found(pattern: re.Pattern[str]) -> list[object]:
    return [(m.span(), m.groups(), m.groupdict(), m.lastgroup) for m in pattern.finditer(TEXT)]


def test_kept_expressions_are_the_compiled_ones(tmp_path: Path) -> None:
    re.purge()
    first = Prepared()
    first.load(str(tmp_path))
    compiled = [re.compile(*pattern) for pattern in PATTERNS]
    first.save()
    (kept,) = tmp_path.iterdir()

    re.purge()
    Prepared().load(str(tmp_path))
    for pattern, before in zip(PATTERNS, compiled, strict=True):
        assert (str, *pattern) in re._cache  # type: ignore[attr-defined]
        after = re.compile(*pattern)
        assert after is not before
        assert after == before and found(after) == found(before)
        assert after.flags == before.flags and after.groupindex == before.groupindex
    assert kept.stat().st_size > 100


@pytest.mark.parametrize("damage", ["", "short", "flipped", "other"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    first = Prepared()
    first.load(str(tmp_path))
    re.compile("some [pattern] or other" + damage)
    first.save()
    (kept,) = tmp_path.iterdir()
    data = kept.read_bytes()
    changed = {
        "": b"",
        "short": data[:-5],
        "flipped": data[:40] + bytes([data[40] ^ 1]) + data[41:],
        "other": b"another program's file",
    }
    kept.write_bytes(changed[damage])
    second = Prepared()
    second.load(str(tmp_path))
    assert second.tables == {}
    second.save()
    assert kept.read_bytes() not in changed.values()


def test_tables_are_kept_until_they_change(tmp_path: Path) -> None:
    table = tmp_path / "table.toml"
    table.write_text("a = 1")
    calls = []

    def parse() -> dict[str, str]:
        calls.append(1)
        return {"text": table.read_text()}

    cache = tmp_path / "cache"
    for content, expected in (("a = 1", 1), ("a = 1", 1), ("a = 22", 2)):
        table.write_text(content) if table.read_text() != content else None
        prepared = Prepared()
        prepared.load(str(cache))
        assert prepared.table(str(table), parse) == {"text": content}
        prepared.save()
        assert len(calls) == expected


def test_without_a_folder_everything_works(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    prepared = Prepared()
    prepared.load(str(tmp_path / "file" / "below"))
    assert prepared.table(str(tmp_path / "file"), lambda: 7) == 7
    prepared.save()
    never_loaded = Prepared()
    assert never_loaded.table("no such file", lambda: 8) == 8
    never_loaded.save()


class Point(NamedTuple):
    """A place."""

    x: int
    y: int = 0
    name: str = "here"

    @property
    def far(self) -> int:
        return self.x + self.y


def test_records_behave_like_the_standard_ones() -> None:
    point = Point(1, name="there")
    assert point == (1, 0, "there") and hash(point) == hash((1, 0, "there"))
    assert repr(point) == "Point(x=1, y=0, name='there')"
    assert point._replace(y=5).far == 6
    assert point._asdict() == {"x": 1, "y": 0, "name": "there"}
    assert Point._make([1, 2, "a"]) == Point(1, 2, "a")
    assert Point._fields == ("x", "y", "name") and Point.__doc__ == "A place."
    assert pickle.loads(pickle.dumps(point)) == point
    match point:
        case Point(x, y, name):
            assert (x, y, name) == point
    with pytest.raises(TypeError):
        Point()
    with pytest.raises(TypeError):
        Point(1, z=2)
    with pytest.raises(ValueError, match="no fields called"):
        point._replace(z=1)
    with pytest.raises(AttributeError):
        point.x = 2
    with pytest.raises(AttributeError):
        point.z = 2
