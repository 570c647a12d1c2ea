"""A proposal with everything needed to judge it, and to find its place again later."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from repair.model import Document, Evidence, Finding, Result, Span
from repair.text.identity import Context, context, fingerprint, snippets, text_hash


class Change(NamedTuple):
    """One proposal, with everything needed to judge it, and to find its place again."""

    id: str  # stable: rule, before, after, the words on either side, and which of several
    file: str  # relative to the root, with forward slashes; absolute when outside of it
    source_hash: str  # of the document's text
    span: Span  # code points of that text
    line: int
    column: int
    rule: str
    before: str
    after: str | None  # None: a bare mark, a person has to write what should stand there
    confidence: float
    reason: str
    left: str  # the text on either side, as it stands
    right: str
    alternatives: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    source: str = ""  # lexicon entry or table line behind it
    occurrence: int = 0  # which of the places of this file that look alike, from 0
    occurrences: int = 1  # how many there are
    decision: str = "pending"
    replacement: str | None = None  # what a person wrote instead of `after`
    by: str = ""
    time: str = ""

    @property
    def context(self) -> Context:
        """The words on either side."""
        return context(self.left, self.right)

    @property
    def context_hash(self) -> str:
        """The same for every proposal at a place like this one."""
        return fingerprint(self.before, *self.context)

    @property
    def group(self) -> str:
        """The same for the same change anywhere."""
        return fingerprint(self.rule, self.before, self.after)


def changes_of(
    document: Document, findings: Iterable[Finding], file: str | None = None
) -> list[Change]:
    """One change for each finding, in the same order."""
    source_hash = text_hash(document.text)
    seen: Counter[tuple[object, ...]] = Counter()
    changes, keys = [], []
    for finding in findings:
        left, right = snippets(document.text, finding.span)
        key = (finding.rule, finding.before, finding.after, context(left, right))
        line, column = document.position(finding.span.start)
        changes.append(
            Change(
                fingerprint(*key[:3], *key[3], seen[key]),
                document.name if file is None else file,
                source_hash,
                finding.span,
                line,
                column,
                finding.rule,
                finding.before,
                finding.after,
                finding.confidence,
                finding.reason,
                left,
                right,
                finding.alternatives,
                finding.evidence,
                finding.source,
                seen[key],
            )
        )
        keys.append(key)
        seen[key] += 1
    return [c._replace(occurrences=seen[k]) for c, k in zip(changes, keys, strict=True)]


def collect(
    results: Iterable[Result], root: str | os.PathLike[str] = ".", *, marks: bool = False
) -> list[Change]:
    """The changes of several documents; `root` is the folder their names become relative to.

    With `marks`, findings without a suggestion are there too, for a person to fill in.
    """
    changes = []
    for result in results:
        findings = result.findings if marks else result.proposals
        changes += changes_of(result.document, findings, relative(result.document.name, root))
    return sorted(changes, key=lambda c: (c.file, c.span, c.rule))


def relative(name: str, root: str | os.PathLike[str]) -> str:
    """The file's name from `root`, or its absolute name when it lies elsewhere."""
    full = Path(os.path.abspath(name))
    base = Path(os.path.abspath(root))
    return (full.relative_to(base) if full.is_relative_to(base) else full).as_posix()


def rebased(
    changes: Iterable[Change], old: str | os.PathLike[str], new: str | os.PathLike[str]
) -> list[Change]:
    """The same changes, their files named from the folder `new` instead of `old`."""
    return [c._replace(file=relative(os.path.join(old, c.file), new)) for c in changes]
