from __future__ import annotations

import io

import pytest

from repair.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def drawn(clock: list[float], stream: io.StringIO, total: int, *, shown: bool = True) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stderr", stream)
        line = progress.Progress(total, shown=shown)
        for number in range(total):
            clock[0] += 0.3
            line.advance(f"file{number}\x1b.txt")
        line.clear()
    return stream.getvalue()


def test_a_long_run_on_a_terminal_shows_how_far_it_is(clock: list[float]) -> None:
    out = drawn(clock, Terminal(), 10)
    assert "███" in out and "3/10 file2�.txt" in out and "10/10" in out
    assert "1/10" not in out.replace("10/10", "")  # short runs show nothing
    assert out.endswith("\r\x1b[K")


def test_nothing_is_shown_elsewhere(clock: list[float]) -> None:
    assert drawn(clock, io.StringIO(), 10) == ""
    assert drawn(clock, Terminal(), 1) == ""
    assert drawn(clock, Terminal(), 10, shown=False) == ""
