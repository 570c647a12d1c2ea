"""Review in the terminal: one proposal at a time, one key a decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from repair.outputs.visible import plain, visible
from repair.review import ReviewError
from repair.review.page import document
from repair.review.record import ACCEPTED, PENDING
from repair.review.session import Group, Session

HELP = """\
  y  accept                          1-9  take that alternative
  n  reject                          e    write something else
  a  accept all of the same change   x    reject all of the same change
  d  never this word, rule or file   space  more context
  s  skip for now                    u    back: undo the last decision
  q  save and quit                   ?    this help
"""
_SCOPE_KEYS = {"w": "word", "r": "rule", "f": "file"}
_STYLES = {
    "before": "31;9", "after": "32;1", "rule": "33", "place": "36", "soft": "2", "strong": "1"
}  # fmt: skip
_UNSTYLED = {"before": ("[-", "-]"), "after": ("{+", "+}")}
_WIDER = (80, 500, 2500)  # code points of context on either side
_PIECE = re.compile(r"\s+|[^\s]+")
_ESCAPE = re.compile(r"\\(n|r|t|\\)")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


class Screen(Protocol):
    """The terminal, as far as a review needs it."""

    @property
    def width(self) -> int:
        """Columns to fill."""

    @property
    def has_colour(self) -> bool:
        """Whether colours can be used."""

    def write(self, text: str) -> None:
        """Show text as it is."""

    def key(self) -> str:
        """The next key. Raises `EOFError` when the terminal is gone."""

    def line(self, prompt: str, text: str) -> str | None:
        """A line that begins as `text` and was edited; None when the person thought better."""


class TerminalReview:
    """Walks through what is undecided; `run` returns when all is decided or the person quits."""

    def __init__(self, session: Session, screen: Screen) -> None:
        self.session = session
        self.screen = screen
        self._steps: list[int | None] = []  # a skipped change, or None for a decision
        self._skipped: set[int] = set()
        self._group_of = {n: g for g in session.groups for n in g.members}

    def run(self) -> None:
        """Ask about every undecided change. Every answer is saved before the next question."""
        self.screen.write(f"\n{self._tally()} Press ? for the keys.\n")
        current = self._next()
        while current is not None:
            self._show(current, 0)
            answer = self._ask(current)
            if answer == "quit":
                return
            current = answer if isinstance(answer, int) else self._next(current)

    def _next(self, after: int = -1) -> int | None:
        """The next undecided change: of the same group first, then of the groups behind it."""
        rest = [
            n
            for group in self.session.groups
            for n in group.members
            if self.session.states[n].verdict == PENDING and n not in self._skipped
        ]
        group = self._group_of.get(after)
        same = [n for n in rest if group is not None and self._group_of[n] is group]
        later = [n for n in same if n > after]
        found = later or same or rest
        return found[0] if found else None

    def _ask(self, number: int) -> str | int | None:
        """Keys until one settles the change: "quit", a change to go to, or None to go on."""
        session, change, wider = self.session, self.session.changes[number], 0
        group = self._group_of[number]
        same = [n for n in group.members if session.states[n].verdict == PENDING]
        while True:
            key = self.screen.key()
            done: list[int] = []
            if key == "y":
                done = session.accept([number])
            elif key == "n":
                done = session.reject([number])
            elif key == "a":
                done = session.accept(same)
            elif key == "x":
                done = session.reject(same)
            elif key == "d":
                done = self._never(number)
            elif key == "e":
                done = self._edit(number)
            elif key.isdigit() and 0 < int(key) <= len(change.alternatives):
                done = session.accept([number], change.alternatives[int(key) - 1])
            elif key == "s":
                self._skipped.add(number)
                self._steps.append(number)
                self.screen.write(self._paint("soft", "  skipped\n"))
                return None
            elif key == "u":
                return self._back(number)
            elif key == " ":
                wider = (wider + 1) % len(_WIDER)
                self._show(number, wider)
            elif key == "?":
                self.screen.write("\n" + HELP + "\n")
            elif key == "q":
                return "quit"
            if key in "ya" and change.after is None and not done:
                self.screen.write("  This is a mark without a suggestion: press e and write one.\n")
            if done:
                self._steps.append(None)
                self._tell(number, done)
                return None

    def _never(self, number: int) -> list[int]:
        change = self.session.changes[number]
        self.screen.write(
            f"  Never again: w the word {visible(change.before)!r}, r the rule {change.rule}, "
            f"f anything in {plain(change.file)}; any other key: go back\n"
        )
        scope = _SCOPE_KEYS.get(self.screen.key())
        return self.session.never(scope, number) if scope else []

    def _edit(self, number: int) -> list[int]:
        old = self.session.changes[number].after or ""
        prompt = "  Write (empty line: delete it, Ctrl-C: go back): "
        line = self.screen.line(prompt, _escaped(old))
        return [] if line is None else self.session.accept([number], _unescaped(line))

    def _back(self, number: int) -> int:
        if not self._steps:
            self.screen.write("  There is nothing to take back.\n")
            return number
        skipped = self._steps.pop()
        if skipped is not None:
            self._skipped.discard(skipped)
            return skipped
        undone = self.session.undo()
        self.screen.write(self._paint("soft", "  taken back\n"))
        return undone[0] if undone else number

    # Showing

    def _tell(self, number: int, done: Sequence[int]) -> None:
        state = self.session.states[number]
        words = "" if state.replacement is None else f" as {visible(state.replacement)!r}"
        count = f", {len(done)} places" if len(done) > 1 else ""
        style, mark = ("after", "✓") if state.verdict == ACCEPTED else ("soft", "✕")
        mark = self._paint(style, mark, bare=True)
        self.screen.write(f"  {mark} {state.verdict}{words}{count}\n")

    def _tally(self) -> str:
        progress = self.session.progress
        files = len(self.session.by_file)
        return (
            f"{progress.total} proposals in {files} {'file' if files == 1 else 'files'}, "
            f"{progress.total - progress.decided} to decide."
        )

    def _show(self, number: int, wider: int) -> None:
        session, change = self.session, self.session.changes[number]
        progress, group = session.progress, self._group_of[number]
        paint = self._paint
        sure = "mark" if change.after is None else f"{session.confidences[number]:.0%} sure"
        self.screen.write(
            "\n"
            + paint("soft", f"{progress.decided + 1}/{progress.total}  ")
            + paint("rule", change.rule)
            + f"  {sure}  "
            + paint("place", f"{plain(change.file)}:{change.line}:{change.column}")
            + paint("soft", self._others(group))
            + "\n\n"
        )
        left, right = self._context(number, wider)
        segments = [
            ("", ("… " if left else "") + plain(left)),
            ("before", visible(change.before)),
            ("after", visible(change.after) if change.after is not None else ""),
            ("", plain(right) + (" …" if right else "")),
        ]
        self.screen.write(self._wrapped(segments) + "\n\n")
        self.screen.write(self._wrapped([("", plain(change.reason))]) + "\n")
        for evidence in change.evidence:
            value = "" if evidence.value is None else f" {evidence.value:.3g}"
            self.screen.write(paint("soft", f"    · {plain(evidence.text)}{value}\n"))
        for index, other in enumerate(change.alternatives[:9], 1):
            self.screen.write(f"    {paint('strong', str(index))} {visible(other)}\n")
        self.screen.write(self._wrapped([("soft", self._keys(group))], indent="  ") + "\n")

    def _others(self, group: Group) -> str:
        if len(group.members) == 1:
            return ""
        files = len({self.session.changes[n].file for n in group.members})
        where = f" in {files} files" if files > 1 else ""
        return f"  the same change {len(group.members)} times{where}"

    def _keys(self, group: Group) -> str:
        left = sum(self.session.states[n].verdict == PENDING for n in group.members)
        every = f" · a all {left} · x none of them" if left > 1 else ""
        return f"y accept · n reject{every} · e edit · d never · s skip · u back · q quit · ? help"

    def _context(self, number: int, wider: int) -> tuple[str, str]:
        change = self.session.changes[number]
        if wider:
            try:
                found = document(self.session, change.file)
                for at, start, end in found["spans"]:
                    if at == number:
                        reach, text = _WIDER[wider], found["text"]
                        return text[max(0, start - reach) : start], text[end : end + reach]
            except ReviewError as error:
                self.screen.write(f"  {error}\n")
        return change.left, change.right

    def _paint(self, style: str, text: str, *, bare: bool = False) -> str:
        if self.screen.has_colour and style and text:
            return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
        left, right = ("", "") if bare or not text else _UNSTYLED.get(style, ("", ""))
        return f"{left}{text}{right}"

    def _wrapped(self, segments: Sequence[tuple[str, str]], indent: str = "    ") -> str:
        """Styled text broken at spaces to the width of the screen."""
        lines, used = [indent], len(indent)
        for style, text in segments:
            run = ""
            for piece in _PIECE.findall(text):
                if used + len(piece) > self.screen.width and used > len(indent):
                    lines[-1] += self._paint(style, run.rstrip(" "))
                    lines.append(indent)
                    run, used = "", len(indent)
                    piece = piece.lstrip(" ")
                run += piece
                used += len(piece)
            lines[-1] += self._paint(style, run)
        return "\n".join(lines)


def _escaped(text: str) -> str:
    escapes = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "".join(escapes.get(character, character) for character in text)


def _unescaped(line: str) -> str:
    return _ESCAPE.sub(lambda match: _LETTERS[match[1]], line)
