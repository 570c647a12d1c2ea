"""Damage of the surface, put into clean text on purpose: the counts behind confidence.toml.

    python benchmarks/surface_damage.py [--clean FOLDER] [--every 250] [--seed 1]

Clean development texts are cut into pieces of 300 words. Half of the pieces are left as they are;
the others get one kind of damage, once in `--every` words. A proposal of the kind's rule is right
when it undoes damage exactly (white space at a line break aside) and wrong otherwise, in damaged
and in clean pieces alike. Printed by rule and situation, as they stand in confidence.toml.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from repair import rules
from repair.knowledge import Knowledge
from repair.model import Document, Span

PIECE = 300  # words
Change = tuple[int, int, str] | tuple[int, int, str, str]
"""Start, end, damaged text and, where it is not the text as it was, what would be right."""

WORD = r"[^\W\d_]"


def spaces_after(text: str) -> list[Change]:
    """Spaces after stops and beside quotation marks, to be lost."""
    places = re.finditer(rf"(?<={WORD}{WORD}[.,;:!?]) (?=[\"“]?{WORD}{WORD})", text)
    beside = re.finditer(
        rf"(?<={WORD}{WORD}) (?=[\"“]{WORD}{WORD})|(?<=[,.?][\"”]) (?={WORD}{WORD})", text
    )
    return [(m.start(), m.end(), "") for m in (*places, *beside)]


def spaces_before(text: str) -> list[Change]:
    return [
        (m.start(), m.start(), " ") for m in re.finditer(rf"(?<={WORD}{WORD})[.,;:!?](?=\s)", text)
    ]


def stops_swapped(text: str) -> list[Change]:
    return [
        (m.start(), m.end(), f" {m[1]}") for m in re.finditer(r"(?<=[a-z])([.?!]) (?=[A-Z])", text)
    ]


def genitives(text: str) -> list[Change]:
    return [
        (m.start(), m.start(), " ") for m in re.finditer(rf"(?<={WORD}{WORD})['’]s(?=[\s,.])", text)
    ]


def stops_twice(text: str) -> list[Change]:
    return [
        (m.end(), m.end(), m.group()) for m in re.finditer(rf"(?<={WORD}{WORD})[.,;](?=\s)", text)
    ]


def words_twice(text: str) -> list[Change]:
    small = r"\b(?:the|a|an|of|and|or|but|with|from|for|by|at|to|as|was|were|have|has|it|they)\b"
    return [
        (m.end(), m.end(), f" {m.group()}")
        for m in re.finditer(rf"(?<=\w )(?:{small})(?= \w)", text)
    ]


def long_words_twice(text: str) -> list[Change]:
    return [
        (m.end(), m.end(), f" {m.group()}") for m in re.finditer(r"(?<=\w )[a-z]{7,}(?= \w)", text)
    ]


def capitals(text: str) -> list[Change]:
    found = re.finditer(r"(?<=[a-z] )([a-z]{4,})(?=[ ,.])", text)
    return [(m.start(), m.start() + 1, m.group()[0].upper()) for m in found]


def small_starts(text: str) -> list[Change]:
    found = re.finditer(r"(?<=[a-z]{3}\. )[A-Z](?=[a-z]* [a-z])", text)
    return [(m.start(), m.end(), m.group().lower()) for m in found]


def glued_sentences(text: str) -> list[Change]:
    """A first line without its stop, stuck to what follows it."""
    found = re.finditer(r"(?<=[a-z]{2})[.!?] (?=[A-Z][a-z]+ )", text)
    return [(m.start(), m.end(), "", " ") for m in found]


def glued_headlines(text: str) -> list[Change]:
    """The first words of a paragraph printed once more before it, as pages do with headlines."""
    changes = []
    for m in re.finditer(r"(?:\A|\n)(?=([A-Z][^\n]{150,}\.)(?:\n|\Z))", text):
        words = m[1].split()[1:]
        headline = " ".join(word.strip('.,;:"“”()') for word in words[2:11] if word[0].isalnum())
        if len(headline.split()) >= 7 and headline[-1].islower() and "." not in headline:
            headline = headline[:1].upper() + headline[1:]
            changes.append((m.end(), m.end(), headline, f"{headline}\n"))
    return changes


def glued_times(text: str) -> list[Change]:
    return [
        (m.end(1), m.end(2), m[2][1:])
        for m in re.finditer(
            r"\b([a-z]{4,})( (?:\d+|an?) (?:hour|minute|day|year|week|month)s? ago)\b", text
        )
    ]


def abbreviations(text: str) -> list[Change]:
    return [
        (m.end() - 1, m.end(), "")
        for m in re.finditer(
            r"\b(?:U\.S\.|U\.N\.|U\.K\.|D\.C\.|e\.g\.|i\.e\.|a\.m\.|p\.m\.|Ph\.D\.|B\.C\.|A\.D\.)"
            r"(?= [a-z])",
            text,
        )
    ]


def odd_spaces(text: str) -> list[Change]:
    return [(m.start(), m.end(), "\u00a0") for m in re.finditer(r"(?<=[a-z,.]) (?=[A-Za-z])", text)]


def doubled_spaces(text: str) -> list[Change]:
    return [(m.start(), m.end(), "  ") for m in re.finditer(r"(?<=[a-z,]) (?=[a-z])", text)]


def soft_hyphens(text: str) -> list[Change]:
    return [(m.start() + 3, m.start() + 3, "\u00ad") for m in re.finditer(r"\b[a-z]{7,}\b", text)]


def single_quotes(text: str) -> list[Change]:
    return [(m.end() - 1, m.end(), "'") for m in re.finditer(r"(?<!\w)‘[^‘’\n]{2,80}’(?!\w)", text)]


def double_quotes(text: str) -> list[Change]:
    return [(m.end() - 1, m.end(), '"') for m in re.finditer(r"“[^“”\n]{2,200}”", text)]


def double_openings(text: str) -> list[Change]:
    return [(m.start(), m.start() + 1, '"') for m in re.finditer(r"“(?=\w)[^“”\n]{2,200}”", text)]


def lost_closings(text: str) -> list[Change]:
    """An opening mark put before a paragraph that holds a quotation."""
    return [
        (m.start(1), m.start(1), "“")
        for m in re.finditer(r"(?:\A|\n)([A-Z][^\n“”]*“[^\n“”]*”)", text)
    ]


def wrong_table(text: str) -> list[Change]:
    changes = []
    for m in re.finditer(r"[^\x00-\x7f]", text):
        try:
            damaged = m.group().encode("utf-8").decode("cp1252")
        except UnicodeDecodeError:
            continue
        changes.append((m.start(), m.end(), damaged))
    return changes


def lost_apostrophes(text: str) -> list[Change]:
    return [
        (m.start(), m.end(), "\ufffd")
        for m in re.finditer(r"(?<=[a-z])['’](?=(?:s|t|re|ve|ll)\b)", text)
    ]


def broken_paragraphs(text: str) -> list[Change]:
    return [
        (m.start(), m.end(), "\n\n")
        for m in re.finditer(r"(?<=[^\n]{60}) (?=[a-z][^\n]{60})", text)
    ]


def false_stops(text: str) -> list[Change]:
    """The comma after a phrase or clause at the head of a sentence, made a stop, and `, who`."""
    heads = (
        r"(?:(?<=\. )|(?<=\n))"
        r"(?:Following|During|Despite|While|As|After|Although|Because|Since|When)"
        r" [^,.;:!?\n]{20,150}(, )(?=[a-zA-Z])"
    )
    changes = []
    for m in re.finditer(heads, text):
        changes.append((m.start(1), m.end(1) + 1, ". " + text[m.end(1)].upper()))
    for m in re.finditer(r"(?<=[a-z])(, (?:who|which) )(?=[a-z]+ed |was |is |had |has )", text):
        changes.append((m.start(), m.end(), ". " + m[1][2:].capitalize()))
    for m in re.finditer(r"(?:said|reported|announced|claimed|believed)( that )(?=[A-Z])", text):
        changes.append((m.start(1), m.end(1), ". That "))
    for m in re.finditer(
        r"(?<=[a-z])( and )(?=(?:told|said|asked|called|urged|added|warned) )", text
    ):
        changes.append((m.start(1), m.end(1), ". And "))
    for m in re.finditer(r"(?<=[a-z])(,? with )(?=[a-z][a-z ]{20,90}\.)", text):
        changes.append((m.start(1), m.end(1), ". With "))
    return changes


def drop_caps(text: str) -> list[Change]:
    """First words of paragraphs with the first letter apart, the rest small or in capitals."""
    return [
        (m.start(), m.end(), f"{m[1]} {m[2].upper()}", m.group().upper())
        if m.start() % 2
        else (m.start(), m.end(), f"{m[1]} {m[2]}")
        for m in re.finditer(r"^([A-Z])([a-z]+)(?= [a-z])", text, re.MULTILINE)
    ]


def letters_apart(text: str) -> list[Change]:
    return [
        (m.start(), m.end(), " ".join(m.group()))
        for m in re.finditer(rf"(?<!\S){WORD}{{4,}}(?: {WORD}{{2,}}){{0,2}}(?=[\s.,])", text)
    ]


def pronouns(text: str) -> list[Change]:
    return [
        (m.start(), m.end(), "i") for m in re.finditer(r"(?<= )I(?=(?: [a-z]|['’][a-z]))", text)
    ]


KINDS: dict[str, list[Callable[[str], list[Change]]]] = {
    "space-after-stop": [spaces_after],
    "space-before-stop": [spaces_before, stops_swapped, genitives],
    "doubled-stop": [stops_twice],
    "doubled-word": [words_twice, long_words_twice],
    "casing": [capitals, pronouns],
    "sentence-case": [small_starts],
    "glued-text": [glued_sentences, glued_headlines, glued_times],
    "abbreviation": [abbreviations],
    "odd-space": [odd_spaces, doubled_spaces, soft_hyphens],
    "quotes": [single_quotes, double_quotes, double_openings, lost_closings],
    "mojibake": [wrong_table, lost_apostrophes],
    "broken-paragraph": [broken_paragraphs],
    "false-stop": [false_stops],
    "drop-cap": [drop_caps],
    "spaced-letters": [letters_apart],
}


def pieces(folder: Path) -> Iterator[str]:
    """Pieces of about `PIECE` words, of whole lines."""
    for path in sorted(folder.glob("*.dev.txt")):
        lines: list[str] = []
        for line in path.read_text(encoding="utf-8").split("\n"):
            lines.append(line)
            if sum(len(one.split()) for one in lines) >= PIECE:
                yield "\n".join(lines)
                lines = []


def damage(
    text: str, changes: list[Change], many: int, chance: random.Random
) -> tuple[str, list[tuple[Span, str]]]:
    """The damaged text, and for every change its place there and what stood there before."""
    chosen, last = [], -5
    for change in sorted(chance.sample(changes, min(many, len(changes)))):
        if change[0] > last + 2:
            chosen.append(change)
            last = change[1]
    done, out, at = [], [], 0
    length = 0
    for start, end, damaged, *right in chosen:
        out += (text[at:start], damaged)
        length += start - at
        done.append((Span(length, length + len(damaged)), right[0] if right else text[start:end]))
        length += len(damaged)
        at = end
    return "".join([*out, text[at:]]), done


def restores(text: str, finding, undone: list[tuple[Span, str]]) -> bool:
    """Whether the proposal and the undoing of the damage it meets give the same words."""
    for span, original in undone:
        start, end = min(span.start, finding.span.start), max(span.end, finding.span.end)
        if finding.span.start > span.end + 8 or span.start > finding.span.end + 8:
            continue
        wanted = text[start : span.start] + original + text[span.end : end]
        got = (
            text[start : finding.span.start] + (finding.after or "") + text[finding.span.end : end]
        )
        around = text[max(0, start - 15) : start], text[end : end + 15]
        wanted, got = ((around[0] + words + around[1]).replace("’", "'") for words in (wanted, got))
        if wanted.split() == got.split():
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, default=Path("../shared/bench/clean"))
    parser.add_argument("--every", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    knowledge = Knowledge()
    texts = list(pieces(options.clean))
    for rule, damages in KINDS.items():
        if options.only and rule not in options.only.split(","):
            continue
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        wrong: list[str] = []
        made = 0
        for number, piece in enumerate(texts):
            text, undone = piece, []
            if number % 2:
                kind = damages[number // 2 % len(damages)]
                text, undone = damage(piece, kind(piece), PIECE // options.every, chance)
            made += len(undone)
            document = Document(text)
            for finding in rules.rule(rule).find(document, knowledge):
                if not finding.suggestions or document.is_protected(finding.span):
                    continue
                situation = finding.source.rpartition(".")[2]
                right = restores(text, finding, undone)
                counts[situation]["right" if right else "wrong"] += 1
                if finding.confidence >= 0.5:
                    counts["(proposed)"]["right" if right else "wrong"] += 1
                if not right:
                    a, b = finding.span
                    change = f"[{finding.before} => {finding.after}]"
                    around = text[max(0, a - 40) : a], text[b : b + 30]
                    line = f"{around[0]}{change}{around[1]}".replace("\n", "/")
                    wrong.append(f"{situation} {finding.confidence:.2f} {line}")
        print(f"{rule}: {made} places damaged in {len(texts)} pieces")
        for situation, count in sorted(counts.items()):
            print(f"    {situation:24} right {count['right']:5}  wrong {count['wrong']:5}")
        for line in wrong[:: max(1, len(wrong) // options.show)] if options.show else []:
            print("       ", line)


if __name__ == "__main__":
    main()
