"""Inline ignores: what a person has told repair to leave alone, written in the text itself.

Any comment leader will do (`#`, `//`, `%`, `<!--`, `NOTE`), and so will none when the words end
the line:

    repair: ignore                    nothing on this line
    repair: ignore[word, RULE]        not this word, not this rule, on this line
    repair: ignore-next-line[...]     the same for the line below
    repair: off[...]  repair: on      from here to there, or to the end
    repair: ignore-file[...]          the whole file

The forms of codespell, typos and cspell are read too, so that a text already marked for one of
them need not be marked again.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from repair.model import Document, Finding

_TRIGGERS = ("repair:", "pell:", "checker:")
"""One of them stands in any text that has an inline ignore."""

_DIRECTIVE = r"""(?x)
    (?:(?P<leader>[^\w\s\]\[.,;:'"”’)?]|\b(?:NOTE|REM|dnl))[ \t]*)?
    (?<!\w)
    (?:
      repair:[ \t]*(?P<own>ignore-next-line|ignore-file|ignore|off|on)
        (?![\w-]) (?:[ ]?\[(?P<items>[^\]\n\r]*)\])?
    | codespell:[ ]?(?P<codespell>ignore-next-line|ignore)
        (?![\w-]) (?:[ \t]+(?P<words>[\w'’,-]+))?
    | (?:[cC][sS]pell|spell-?checker):[ \t]?
        (?P<cspell>disable-next-line|ignore-next-line|disable-line|disable|enable|off|on
          |(?:ignore-?words?|ignore|words?)(?=[ \t]))
        (?![\w-]) (?P<list>[ \t]+[^\n\r]*)?
    )
    (?P<rest>[ \t]*(?:-->|\*/|[#%]?\}+|\)|--%?>|"{3})?[ \t]*$)?
"""

_OTHERS = {
    "disable": "off",
    "enable": "on",
    "disable-line": "ignore",
    "disable-next-line": "ignore-next-line",
}
_WHOLE_FILE = frozenset(
    {"ignore", "word", "words", "ignoreword", "ignorewords", "ignore-word", "ignore-words"}
)


def read(text: str) -> Callable[[Finding], bool]:
    """A test that says whether a finding of `text` is allowed by its inline ignores."""
    if not any(trigger in text for trigger in _TRIGGERS):
        return _everything
    return _Ignores(text).allows


def _everything(finding: Finding) -> bool:
    return True


class _Ignores:
    """The lines of one text that are ignored, each with the words and rules meant (none: all)."""

    def __init__(self, text: str) -> None:
        import re

        from repair.model import Document

        self._document = document = Document(text)
        self._lines: dict[int, list[tuple[str, ...]]] = {}
        self._file: list[tuple[str, ...]] = []
        self._directives: list[tuple[int, int]] = []
        open_at: dict[tuple[str, ...], int] = {}
        for match in re.finditer(_DIRECTIVE, text, re.MULTILINE):
            verb, items = _meaning(match)
            if not match["leader"] and match["rest"] is None:
                continue  # words of a sentence, not a directive
            self._directives.append(match.span())
            line, _ = document.position(match.end())
            if verb == "ignore-file":
                self._file.append(items)
            elif verb == "ignore":
                self._add(range(line, line + 1), items)
            elif verb == "ignore-next-line":
                self._add(range(line + 1, line + 2), items)
            elif verb == "off":
                open_at.setdefault(items, line)
            else:
                for closed in [items] if items else list(open_at):
                    if closed in open_at:
                        self._add(range(open_at.pop(closed), line + 1), closed)
        for items, line in open_at.items():
            self._add(range(line, len(document.line_starts) + 1), items)

    def _add(self, lines: Iterable[int], items: tuple[str, ...]) -> None:
        for line in lines:
            self._lines.setdefault(line, []).append(items)

    def allows(self, finding: Finding) -> bool:
        """Whether nothing in the text says to ignore the finding."""
        start, end = finding.span
        if any(begin < max(end, start + 1) and start < stop for begin, stop in self._directives):
            return False
        reach = range(self._document.position(start)[0], _last_line(self._document, finding) + 1)
        meant = [*self._file, *(items for line in reach for items in self._lines.get(line, ()))]
        return not any(_means(items, finding) for items in meant)


def _meaning(match: object) -> tuple[str, tuple[str, ...]]:
    """What a directive does, in repair's own words, and the words and rules it names."""
    import re

    assert isinstance(match, re.Match)
    if match["own"]:
        return match["own"], _items(match["items"])
    if match["codespell"]:
        return match["codespell"], _items(match["words"])
    verb = match["cspell"].lower()
    if verb in _WHOLE_FILE:
        listed = re.sub(r"-->|\*/|[#%]?\}+", " ", match["list"] or "")
        return "ignore-file", _items(",".join(listed.split()))
    return _OTHERS.get(verb, verb), ()


def _items(listed: str | None) -> tuple[str, ...]:
    return tuple(sorted({item.strip().casefold() for item in (listed or "").split(",")} - {""}))


def _means(items: tuple[str, ...], finding: Finding) -> bool:
    """Whether the ignore names the finding's rule or a word of it; naming nothing means all."""
    if not items:
        return True
    from repair.text.tokens import bare

    words = {finding.rule.casefold(), finding.before.strip().casefold()}
    words.update(bare(run).casefold() for run in finding.before.split())
    return not words.isdisjoint(items)


def _last_line(document: Document, finding: Finding) -> int:
    """The line of the finding's last character."""
    return document.position(max(finding.span.start, finding.span.end - 1))[0]
