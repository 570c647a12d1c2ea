"""Score the proposals on the made-up pages, or on those given (`benchmarks/pages/seeds/*.page`).

python benchmarks/pages.py [--min-confidence 0.5] [--verbose]
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import repair
from repair.model import Span

HERE = Path(__file__).parent
_MARKUP = re.compile(r"\{\{(?P<mark>!)?(?P<before>[^{}]*?)(?:=>(?P<after>[^{}]*))?\}\}", re.S)


def read_page(path: Path) -> tuple[str, list[tuple[Span, str]], list[Span]]:
    """The damaged text, its certain repairs (span, right text) and the passages to mark."""
    pieces, repairs, marks, at, length = [], [], [], 0, 0
    source = path.read_text(encoding="utf-8")
    for m in _MARKUP.finditer(source):
        pieces.append(source[at : m.start()])
        length += m.start() - at
        span = Span(length, length + len(m["before"]))
        if m["mark"]:
            marks.append(span)
        elif m["before"] != m["after"]:
            repairs.append((span, m["after"] or ""))
        pieces.append(m["before"])
        length = span.end
        at = m.end()
    return "".join([*pieces, source[at:]]), repairs, marks


def words(text: str) -> list[str]:
    return text.split()


def judge(path: Path, lexicon: Path | None, minimum: float, verbose: bool) -> dict[str, int]:
    """Right, wrong and missed proposals of one page; a repair counts when its place reads right."""
    text, repairs, marks = read_page(path)
    result = repair.check(text, lexicon=str(lexicon) if lexicon else None, min_confidence=minimum)
    right = 0
    used = set()
    for span, after in repairs:
        near = [
            p
            for p in result.proposals
            if p.span.start < span.end + 1
            and span.start < p.span.end + 1
            and p.span.start <= span.end
            and span.start <= p.span.end
        ]
        start = min([span.start, *(p.span.start for p in near)])
        end = max([span.end, *(p.span.end for p in near)])
        wanted = text[start : span.start] + after + text[span.end : end]
        others = [(s, a) for s, a in repairs if start <= s.start and s.end <= end]
        wanted = splice(text, start, end, [(s, a) for s, a in others])
        got = splice(text, start, end, [(p.span, p.after) for p in near])
        if near and words(got) == words(wanted):
            right += 1
            used.update(near)
        elif verbose:
            print(f"  missed  {text[slice(*span)]!r} -> {after!r}   got {near and got!r}")
    wrong = [p for p in result.proposals if p not in used and p.rule != "odd-space"]
    for p in wrong:
        inside = any(s.overlaps(p.span) for s in marks)
        if verbose:
            context = text[max(0, p.span.start - 25) : p.span.end + 25].replace("\n", "⏎")
            verdict = "in mark" if inside else "WRONG"
            change = f"{p.before!r} -> {p.after!r}"
            print(f"  {verdict}  {p.rule} {p.confidence:.2f} {change}   …{context}…")
    marked = sum(any(f.span.overlaps(s) for f in result.findings) for s in marks)
    stray = [f for f in result.marks if not any(f.span.overlaps(s) for s in marks)]
    if verbose:
        for s in marks:
            if not any(f.span.overlaps(s) for f in result.findings):
                print(f"  unmarked {text[s.start : s.end]!r}")
        for f in stray:
            print(f"  other mark {f.rule}: {f.before[:60]!r}")
    safe = [p for p in result.proposals if p.confidence >= repair.APPLY_THRESHOLD]
    return {
        "repairs": len(repairs),
        "right": right,
        "wrong": len(wrong),
        "safe": len(safe),
        "safe wrong": sum(p in wrong for p in safe),
        "passages": len(marks),
        "marked": marked,
        "other marks": len(stray),
    }


def splice(text: str, start: int, end: int, changes: list[tuple[Span, str | None]]) -> str:
    pieces, at = [], start
    for span, after in sorted(changes, key=lambda c: c[0]):
        if span.start < at:
            continue
        pieces += (text[at : span.start], after or "")
        at = span.end
    return "".join([*pieces, text[at:end]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--min-confidence", type=float, default=repair.MIN_CONFIDENCE)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    total: dict[str, int] = {}
    for path in options.pages or sorted((HERE / "pages").glob("*.page")):
        own = path.with_suffix(".lexicon.toml")
        if options.verbose:
            print(path.name)
        counts = judge(path, own if own.exists() else None, options.min_confidence, options.verbose)
        print(f"{path.stem:40}", "  ".join(f"{k} {v}" for k, v in counts.items()))
        for key, value in counts.items():
            total[key] = total.get(key, 0) + value
    print(f"{'all':40}", "  ".join(f"{k} {v}" for k, v in total.items()))


if __name__ == "__main__":
    main()
