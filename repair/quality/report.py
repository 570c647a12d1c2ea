"""The report of a collection's quality, as text, as JSON values and as a page."""

from __future__ import annotations

from typing import Any

from repair.evaluate import charts, page
from repair.quality.estimate import Rate
from repair.quality.profile import profile
from repair.quality.score import Collection

_SHOWN = 5  # of the worst texts and passages in the terminal


def shares(collection: Collection) -> list[tuple[str, float]]:
    """Findings and signs of damage per word (or character), by what they are called."""
    measured = collection.measured
    words, features = max(1, measured.words), measured.features
    suspicious = sum(features[:4]) + features.single_letters
    counted = {kind: count / words for kind, count in collection.signs.kinds.items()}
    counted["suspicious words"] = suspicious
    counted["words in runs without a stop"] = collection.unpunctuated / words
    counted["characters in lines that stood before"] = collection.repeated / max(
        1, measured.characters
    )
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def as_text(collection: Collection) -> str:
    """For the terminal."""
    measured, guess = collection.measured, collection.estimate
    lines = [
        f"{collection.texts:,} texts, {measured.words:,} words, score {collection.score:.1f} "
        "(estimated share of right words)",
        f"estimated character error rate {_rate(guess.cer)}",
        f"estimated word error rate      {_rate(guess.wer)}",
        "",
        "per 1,000 words",
        *(f"  {name:38}{1000 * share:9.1f}" for name, share in shares(collection) if share),
    ]
    sentences = profile(collection.signs)
    if sentences:
        lines += ["", "artefacts", *(f"  {sentence}" for sentence in sentences)]
    if collection.texts > 1 and collection.worst_texts:
        lines += ["", "worst texts (estimated word error rate)"]
        lines += [f"  {_rate(g.wer):28}{name}" for name, g in collection.worst_texts[:_SHOWN]]
    if collection.worst_passages:
        lines += ["", "worst passages"]
        for passage in collection.worst_passages[:_SHOWN]:
            lines.append(f"  {passage.text}:{passage.line}: {' '.join(passage.words.split())}")
    return "\n".join(lines) + "\n"


def as_values(collection: Collection) -> dict[str, Any]:
    """For JSON."""
    measured, guess = collection.measured, collection.estimate
    return {
        "texts": collection.texts,
        "words": measured.words,
        "characters": measured.characters,
        "score": collection.score,
        "cer": guess.cer._asdict(),
        "wer": guess.wer._asdict(),
        "features": measured.features._asdict(),
        "shares": dict(shares(collection)),
        "artefacts": profile(collection.signs),
        "worst_texts": [
            {"name": name, "cer": g.cer._asdict(), "wer": g.wer._asdict()}
            for name, g in collection.worst_texts
        ],
        "worst_passages": [passage._asdict() for passage in collection.worst_passages],
    }


def as_page(collection: Collection, title: str) -> str:
    """A self-contained HTML page with plots."""
    measured, guess = collection.measured, collection.estimate
    parts = [
        page.paragraph(
            f"{collection.texts:,} texts, {measured.words:,} words. Estimated share of right "
            f"words: {collection.score:.1f} %."
        ),
        charts.ranges(
            [
                ("character error rate", *guess.cer),
                ("word error rate", *guess.wer),
            ]
        ),
        page.heading("Signs of damage per 1,000 words"),
        charts.bars(
            [(name, round(1000 * share, 1)) for name, share in shares(collection)[:12]],
            "Signs of damage per 1,000 words",
        ),
    ]
    sentences = profile(collection.signs)
    if sentences:
        parts += [page.heading("Artefacts"), *(page.paragraph(f"{s}.") for s in sentences)]
    if collection.texts > 1:
        parts += [
            page.heading("Estimated word error rate of the texts"),
            charts.histogram(collection.rates, "estimated word error rate"),
            page.heading("Worst texts"),
            page.table(
                ("text", "word error rate", "character error rate"),
                [(name, _rate(g.wer), _rate(g.cer)) for name, g in collection.worst_texts],
            ),
        ]
    if collection.worst_passages:
        parts += [
            page.heading("Worst passages"),
            page.table(
                ("where", "text"),
                [(f"{p.text}:{p.line}", p.words) for p in collection.worst_passages],
            ),
        ]
    return page.page(title, parts)


def _rate(rate: Rate) -> str:
    return f"{rate.value:.1%} ({rate.low:.1%} to {rate.high:.1%})"
