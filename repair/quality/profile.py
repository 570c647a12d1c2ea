"""The artefact profile: which damage recurs, where it stands, and where to look for its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from repair.model import Finding

KINDS = {
    "spelling": "suspicious words",
    "stray-letter": "joined words",
    "joined-words": "joined words",
    "split-word": "split words",
    "line-hyphen": "line-end hyphens",
    "stray-mark": "stray marks",
    "letter-case": "letter case",
    "glued-text": "glued passages",
    "boilerplate": "boilerplate passages",
    "mojibake": "mojibake",
    "repeated-line": "repeated lines",
    "space-before-stop": "spacing faults",
    "space-after-stop": "spacing faults",
    "doubled-stop": "spacing faults",
    "odd-space": "spacing faults",
    "broken-paragraph": "broken paragraphs",
    "false-stop": "false stops",
    "name": "misspelt names",
    "name-consistency": "misspelt names",
    "casing": "wrong capitals",
    "sentence-case": "wrong capitals",
    "doubled-word": "doubled words",
    "confused-word": "confused words",
    "inflection": "lost endings",
    "abbreviation": "broken abbreviations",
    "quotes": "quotation marks",
}
"""What the rules' findings are called in a report; other rules keep their own name."""

_ADVICE = {
    "joined words": "look at how the extractor puts lines and columns together",
    "split words": "look at how the extractor tells letter spacing from word spacing",
    "line-end hyphens": "let the extractor join words over line ends",
    "glued passages": "look at how the scraper separates blocks",
    "boilerplate passages": "leave menus and share lines out when scraping",
    "mojibake": "read the files in the encoding they were written in",
    "repeated lines": "look for running heads, or pages fetched twice",
    "broken paragraphs": "look at how page and column breaks are taken out",
    "suspicious words": "look at the recogniser's settings and the scans",
    "spacing faults": "look at the typesetting the recogniser saw, or at its post-processing",
}
_LEAST = 5  # findings that make a recurring artefact
_MOST = 0.7  # share at one place, or of one difference, that is worth saying
_PLACES = {
    "start": "at the start of a line",
    "end": "at the end of a line",
    "over": "over the end of a line",
}


class Signs(NamedTuple):
    """Counts that can be added up: findings by kind, by place, and by what was read for what."""

    kinds: Counter[str]
    places: Counter[tuple[str, str]]
    readings: Counter[tuple[str, str, str]]  # kind, read, meant


def empty_signs() -> Signs:
    """No findings."""
    return Signs(Counter(), Counter(), Counter())


def add(total: Signs, more: Signs) -> None:
    """Add counts in place."""
    total.kinds.update(more.kinds)
    total.places.update(more.places)
    total.readings.update(more.readings)


def signs(text: str, findings: Iterable[Finding]) -> Signs:
    """What the findings of one text say about the cause of its damage."""
    from repair.spelling.differences import differences

    found = empty_signs()
    for finding in findings:
        kind = KINDS.get(finding.rule, finding.rule)
        found.kinds[kind] += 1
        found.places[kind, _place(text, finding)] += 1
        if finding.after is not None and finding.rule in ("spelling", "stray-letter"):
            for difference in differences(finding.before, finding.after):
                found.readings[kind, difference.observed, difference.intended] += 1
    return found


def profile(found: Signs) -> list[str]:
    """One sentence for each artefact that recurs, the most frequent first."""
    sentences = []
    for kind, count in sorted(found.kinds.items(), key=lambda item: (-item[1], item[0])):
        if count < _LEAST:
            continue
        parts = [f"{count:,} {kind}"]
        for sign, words in _PLACES.items():
            here = found.places[kind, sign]
            if here >= _MOST * count:
                parts.append(f"{'all' if here == count else f'{here:,} of them'} {words}")
        parts += _systematic(kind, count, found)
        advice = f": {_ADVICE[kind]}" if kind in _ADVICE else ""
        sentences.append(", ".join(parts) + advice)
    return sentences


def _systematic(kind: str, count: int, found: Signs) -> list[str]:
    """The readings of a kind that stand out, in words."""
    here = sorted(
        ((n, read, meant) for (k, read, meant), n in found.readings.items() if k == kind),
        key=lambda item: (-item[0], item[1:]),
    )
    return [
        f"{_shown(meant)} read as {_shown(read)} in {n:,}"
        for n, read, meant in here[:3]
        if n >= max(_LEAST, 0.1 * count)
    ]


def _shown(characters: str) -> str:
    names = {"": "nothing", " ": "a space", "\n": "a line end"}
    return names.get(characters, repr(characters))


def _place(text: str, finding: Finding) -> str:
    start, end = finding.span
    if "\n" in text[start:end].strip(" \t"):
        return "over"
    if not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return "start"
    line_end = text.find("\n", end)
    return "end" if not text[end : line_end if line_end >= 0 else len(text)].strip() else "middle"
