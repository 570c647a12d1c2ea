"""What the decision model is told about a hypothesis, as one row of numbers.

The names below are the columns, in order; the trained weights carry the same names, so a model and
a program that disagree are found out when the model is opened.
"""

from __future__ import annotations

from math import log1p

from repair.spelling.forms import Form, form
from repair.spelling.kinds import Candidate
from repair.spelling.ligatures import is_lost
from repair.spelling.near_words import PREFIXES
from repair.spelling.strokes import strokes_apart
from repair.text.casing import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repair.spelling.channel import Channel
    from repair.spelling.usage import Usage
    from repair.spelling.words import Words

CANDIDATE_NAMES = (
    "kind", "cost", "cost_per_letter", "cost_old_print", "cost_modern", "cost_pdf", "differences",
    "changed", "weight", "words", "shortest_word", "length", "first_letter", "last_letter",
    "digit_changed", "sign_changed", "candidate_is_name", "longest_difference", "strokes", "slip",
    "candidate_usage", "candidate_listed",
)  # fmt: skip
FORM_NAMES = (
    "pattern", "core_length", "digits", "inner_signs", "outer_signs", "form_known",
    "strangeness", "worst_letters", "vowels", "stem_known", "form_count", "runs",
    "capital_share", "usage", "foreign", "listed",
)  # fmt: skip
CONTEXT_NAMES = (
    "gain", "candidate_score", "observed_score", "first_word_score", "after_score",
    "least_score", "context_words", "rank", "total", "margin", "share", "choices", "rival_total",
    "seams", "observed_seams", "near", "near_least", "near_observed", "near_margin",
)  # fmt: skip
DOCUMENT_NAMES = (
    "form_in_document", "candidate_in_document", "same_difference", "damage", "runs_in_document",
    "left_suspicious", "right_suspicious", "damage_lower", "sentence_start", "line_edge",
    "known_elsewhere", "channel_fit", "partner",
    "left_length", "right_length", "single_letters", "capital_changed",
    "left_capital", "right_capital", "unmarked",
    "bits_near", "same_near", "divided_words", "space_faults", "letter_faults", "sign_faults",
)  # fmt: skip
NAMES = CANDIDATE_NAMES + FORM_NAMES + CONTEXT_NAMES + DOCUMENT_NAMES

_PATTERNS = {"lower": 0, "title": 1, "upper": 2, "mixed": 3, "none": 4}
_FAR_APART = 7  # strokes
_VOWELS = frozenset("aeiouy")
_ENDINGS = ("s", "es", "ed", "d", "er", "ers", "ing", "ly", "ness", "less", "able", "al", "ism",
            "ist", "like")  # fmt: skip
_BEGINNINGS = ("un", "re", "non", "pre", "over", "out", "under", "sub", "anti", "super", "inter")


def candidate_row(
    candidate: Candidate, observed: str, channel: Channel, words: Words, usage: Usage
) -> tuple[float, ...]:
    """Columns that depend on the candidate and the characters it stands for."""
    found = candidate.found
    observed_side = "".join([d.observed for d in found])
    plain = observed_side.isalpha() or not observed_side
    sizes = [max(len(d.observed), len(d.intended)) for d in found]
    length = max(1, len(observed))
    meant = [form(run) for run in candidate.replacement.split()]
    standings = [usage.of(one.key) for one in meant]
    return (
        candidate.kind,
        candidate.cost,
        candidate.cost / length,
        channel.cost(found, "ocr-old"),
        channel.cost(found, "ocr-modern"),
        channel.cost(found, "pdf"),
        len(found),
        sum(sizes),
        candidate.weight,
        len(candidate.words),
        min(map(len, candidate.words), default=0),
        length,
        bool(found) and found[0].place == "start",
        bool(found) and found[-1].place == "end",
        not plain and any(c.isdigit() for c in observed_side),
        not plain and any(not c.isalnum() and c != " " for c in observed_side),
        any(map(words.is_name, candidate.words)),
        max(sizes, default=0),
        strokes_apart(observed, candidate.replacement, _FAR_APART),
        _slip(candidate, observed),
        min([s.zipf for s in standings], default=0.0),
        min(
            [at.as_written(one.core) for at, one in zip(standings, meant, strict=True)], default=0
        ),
    )


def _slip(candidate: Candidate, observed: str) -> int:
    """What writers do and readers of print do not: 1 when a letter is doubled or a doubled one is
    not, 2 when two neighbours are swapped; 3 when all that was lost is ligatures, else 0."""
    if candidate.found and all(map(is_lost, candidate.found)):
        return 3
    if len(candidate.found) != 1:
        return 0
    read, meant, _ = candidate.found[0]
    if len(read) + len(meant) == 1:
        letter = read + meant
        doubled = letter + letter in (observed if read else candidate.replacement).lower()
        return int(doubled and letter.isalpha())
    return 2 if len(read) == len(meant) == 2 and read == meant[::-1] else 0


def form_row(observed: Form, words: Words, usage: Usage, runs: int) -> tuple[float, ...]:
    """Columns that depend on the observed form."""
    core, key = observed.core, observed.key
    strangeness, worst = words.letters.strangeness(key)
    plain = core.isalpha()
    letters = len(core) if plain else sum(c.isalpha() for c in core)
    standing = usage.of(key)
    return (
        _PATTERNS[pattern(core)],
        len(core),
        0 if plain else sum(c.isdigit() for c in core),
        0 if plain else sum(not c.isalnum() and c not in "'’-" for c in core),
        sum(c not in ".,;:?\"'()”“’‘-" for c in observed.lead + observed.trail),
        bool(core) and words.knows(core),
        strangeness,
        worst,
        sum(c in _VOWELS for c in key) / max(1, letters),
        _stem_known(key, words),
        log1p(words.vocabulary.count(core)) if core else 0.0,
        runs,
        round(words.capital_share(key), 1) if key else 0.0,
        standing.zipf,
        standing.foreign,
        standing.as_written(core),
    )


def _stem_known(key: str, words: Words) -> int:
    """2 when the form is a word with a common ending, 3 with a common beginning, else 0.

    4 when it begins with what often has a hyphen after it, and has one.
    """
    first, hyphen, _ = key.partition("-")
    if hyphen and first in PREFIXES:
        return 4
    for ending in _ENDINGS:
        stem = key[: -len(ending)]
        if not key.endswith(ending) or len(stem) < 3:
            continue
        if any(map(words.has, (stem, stem + "e", stem[:-1] + "y" if stem[-1] == "i" else stem))):
            return 2
    for beginning in _BEGINNINGS:
        rest = key.removeprefix(beginning)
        if rest != key and len(rest) >= 4 and words.has(rest):
            return 3
    return 0
