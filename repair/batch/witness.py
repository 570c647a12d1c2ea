"""From counts over a collection to a witness: which unknown words are words of its own."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from repair.batch.counting import Counts, SourceCounts
from repair.batch.errors import BatchError
from repair.formats.files import write_atomically
from repair.spelling.differences import Difference, differences
from repair.spelling.witness import Evidence, Witness

if TYPE_CHECKING:
    from repair.knowledge import Knowledge
    from repair.spelling.candidates import Candidates
    from repair.spelling.kinds import Candidate

FORMAT = "repair collection counts"

_LEAST_COUNT = 8  # occurrences of an unknown word that is to be one
_LEAST_TEXTS = 5
_LEAST_COUNT_LOWER, _LEAST_TEXTS_LOWER = 100, 50
_SINGLE, _EACH = 13.0, 8.0  # nats: of one difference, or each of several, that may well recur
_COMMON = 3.5  # log count of words whose damaged forms may recur
_SYSTEMATIC = 5  # different words that show a difference which is no chance
_VOWELS = frozenset("aeiouyáéíóúäöü")
_WORDS_KEPT = 20_000  # of each source
_SOURCES_KEPT = 500


def build_witness(counts: Counts, knowledge: Knowledge) -> Witness:
    """Decide which unknown words stand often and widely enough, and are not damage that recurs."""
    from repair.spelling.candidates import Candidates

    machine = knowledge.engine.machine
    sources = sorted(counts.sources.items(), key=lambda s: (-s[1].words.total(), s[0]))
    evidence = {name: _evidence(found) for name, found in sources[:_SOURCES_KEPT]}
    systematic: Counter[Difference] = Counter()
    for found in evidence.values():
        systematic.update(found.differences)
    candidates = Candidates(machine.words, machine.channel)
    words = {
        form: occurrences
        for form, (occurrences, texts) in sorted(counts.forms.items())
        if _stands_widely(form, occurrences, texts)
        and not _is_strange(form)
        and not _is_damage(form, candidates, systematic)
    }
    return Witness(words, dict(sorted(evidence.items())))


def _evidence(found: SourceCounts) -> Evidence:
    """What a source's sample says; a difference counts once for each different word."""
    seen: Counter[Difference] = Counter()
    for damaged, repaired in found.pairs:
        seen.update(set(differences(damaged, repaired)))
    kept = sorted(found.words.items(), key=lambda item: (-item[1], item[0]))[:_WORDS_KEPT]
    return Evidence(dict(kept), {d: n for d, n in sorted(seen.items()) if n > 1})


def _is_strange(form: str) -> bool:
    """Whether it has no vowel, as only abbreviations in capitals may."""
    return not form.isupper() and _VOWELS.isdisjoint(form.lower())


def _stands_widely(form: str, occurrences: int, texts: int) -> bool:
    """Whether a form stands often enough to be a word; in lower case it takes more than a name."""
    if form.islower():
        return occurrences >= _LEAST_COUNT_LOWER and texts >= _LEAST_TEXTS_LOWER
    return occurrences >= _LEAST_COUNT and texts >= _LEAST_TEXTS


def _is_damage(form: str, candidates: Candidates, systematic: Counter[Difference]) -> bool:
    """Whether the form may be a word misread in an ordinary way, or any word systematically."""
    return any(
        (candidate.weight >= _COMMON and candidate.cost < _allowance(candidate))
        or all(systematic[d] >= _SYSTEMATIC for d in candidate.found)
        for candidate in candidates.of_form(form)
    )


def _allowance(candidate: Candidate) -> float:
    """How dear the differences from a word may be and still be its damage that recurs (nats)."""
    count = len(candidate.found)
    return _SINGLE if count == 1 else _EACH * count


def save_witness(witness: Witness, path: Path) -> None:
    """Write the witness; the same witness always gives the same bytes."""
    values = {
        "format": FORMAT,
        "words": dict(witness.words),
        "sources": {
            name: {
                "words": dict(found.words),
                "differences": [[*d, n] for d, n in found.differences.items()],
            }
            for name, found in witness.sources.items()
        },
    }
    data = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
    write_atomically(path, gzip.compress(data, 6, mtime=0))


def load_witness(path: Path) -> Witness:
    """Read a saved witness.

    Raises:
        BatchError: when the file is none.
    """
    try:
        values = json.loads(gzip.decompress(path.read_bytes()).decode("utf-8", "surrogatepass"))
        if values["format"] != FORMAT:
            raise ValueError("another format")
        sources = {
            name: Evidence(
                found["words"],
                {Difference(read, meant, at): n for read, meant, at, n in found["differences"]},
            )
            for name, found in values["sources"].items()
        }
        return Witness(values["words"], sources)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise BatchError(
            f"{path} holds no counts of a collection ({error}); they are written by `repair batch`."
        ) from None
