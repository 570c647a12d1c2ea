"""Damage of the kind that text taken out of PDF files has, made on purpose in right text.

Spaces are lost and gained, words stay divided where lines ended, and there are formulas, which are
as right as the words around. What a page suffers it suffers throughout.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_RUN = re.compile(r"\S+")
_STOP = re.compile(r"(?<=[a-z])[.,;:?!](?!\S)")
_RATES = (0.01, 0.03, 0.08, 0.2)  # of the words that a fault can reach
_VOWELS = frozenset("aeiouyAEIOUY")
_THIN = frozenset("filtjIr")
"""Letters so thin, or so tied to their neighbours, that a space is seen beside them."""

_LEAST_DIVIDED = 6  # letters
_ODD_SIGNS = ("®", "?", "\ufffd", "¯", "°", "Þ", "Œ", "œ", "ß", "~", "±", "™", "ﬁ", "#", "<")
_SIGNS = ("=", "=", "+", "-", "<", ">", "|", "~", "*", "/", "->", "=>", ":=", "<=", "^")
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TERMS = ("NP", "VP", "PP", "Det", "log", "max", "sin", "kg", "dx", "Pr", "V0", "H2O")
_OPENINGS = ("where", "with", "for", "and", "that is,", "let", "(", "i.e.", "as")


def laid_out(text: str, random: Random) -> tuple[str, str]:
    """What a page shows of `text`, sometimes with formulas, and what is read from it."""
    intended = _with_formulas(text, random) if random.random() < 0.4 else text
    observed = intended
    for fault in random.sample(_FAULTS, random.choice((1, 1, 2))):
        observed = fault(observed, random.choice(_RATES), random)
    return intended, observed


def _with_formulas(text: str, random: Random) -> str:
    """`text` with a formula after every few words."""
    runs = re.split(r"( )", text)
    often = random.choice((0.01, 0.03, 0.06))
    made = []
    for run in runs:
        made.append(run)
        if run == " " and random.random() < often:
            made.append(_formula(random) + " ")
    return "".join(made)


def _formula(random: Random) -> str:
    """A few symbols with signs between them: `x = a + b ,`, `S -> NP VP`."""
    close = random.random() < 0.2  # without spaces
    signs = random.sample(_SIGNS, 2)
    parts = [_symbol(random)]
    for _ in range(random.choice((0, 1, 1, 2, 3))):
        parts += [random.choice(signs), _symbol(random)]
    made = ("" if close else " ").join(parts)
    if random.random() < 0.3:
        made = f"{random.choice(_OPENINGS)} {made}"
    return made + random.choice(("", "", "", ",", ".", ")"))


def _symbol(random: Random) -> str:
    kind = random.random()
    letter = random.choice(_LETTERS)
    if kind < 0.5:
        return letter
    if kind < 0.6:
        return letter + random.choice("0123ijkn'*")
    if kind < 0.7:
        return str(random.randrange(100))
    if kind < 0.8:
        return random.choice(_TERMS)
    return f"{letter}({random.choice(_LETTERS)}{random.choice(('', '|', ',', ', '))}{letter})"


def _hyphens(text: str, rate: float, random: Random) -> str:
    """Words divided at the ends of lines, whose hyphens stay where the lines go, or with them."""
    width = random.randrange(36, 80)
    left_behind = random.choice(("", "", " ", "\n"))
    between = "\n" if left_behind == "\n" else " "
    lines = []
    for line in text.split("\n"):
        made, filled = "", 0
        for run in line.split():
            place = _division(run, random) if len(run) >= _LEAST_DIVIDED else 0
            if filled + len(run) < width or not made:
                made += f" {run}" if made else run
                filled += len(run) + 1
            elif place and filled + place < width:
                hyphen = "" if run[place - 1] == "-" else "-"
                made += f" {run[:place]}{hyphen}{left_behind}{run[place:]}"
                filled = len(run) - place
            else:
                made += between + run
                filled = len(run)
        lines.append(made)
    return "\n".join(lines)


def _division(run: str, random: Random) -> int:
    """Where a word may be divided, or 0: after its hyphen, else between two syllables or so."""
    hyphen = run.find("-", 2, -2)
    if hyphen > 0:
        return hyphen + 1
    core = run.rstrip(".,;:!?)")
    if not core.isalpha():
        return 0
    places = [
        n
        for n in range(2, len(core) - 2)
        if core[n] not in _VOWELS
        and core[n + 1] in _VOWELS
        and not _VOWELS.isdisjoint(core[:n])
    ]
    return random.choice(places) if places else 0


def _gaps(text: str, rate: float, random: Random) -> str:
    """Spaces inside of words, most of them beside thin letters: `specif ic`, `tradit ional`."""
    often = random.choice((0.1, 0.3, 0.6))  # further gaps in a word that has one

    def opened(match: re.Match[str]) -> str:
        run = match.group()
        if len(run) < 4 or not run[:3].isalpha() or random.random() > rate:
            return run
        places = [n for n in range(1, len(run)) if run[n - 1].isalpha() and run[n].isalpha()]
        thin = [n for n in places if run[n - 1] in _THIN or run[n] in _THIN]
        places = thin if thin and random.random() < 0.7 else places
        chosen = {random.choice(places)} | {n for n in places if random.random() < often / 3}
        return "".join(" " + c if n in chosen else c for n, c in enumerate(run))

    return _RUN.sub(opened, text)


def _spelled_out(text: str, rate: float, random: Random) -> str:
    """Words with a space after every letter: `p r e s e n t`."""
    going = False
    made = []
    for run in re.split(r"(\s+)", text):
        if run and not run.isspace():
            going = random.random() < (0.6 if going else rate / 2)
        made.append(" ".join(run) if going and not run.isspace() else run)
    return "".join(made)


def _lost_spaces(text: str, rate: float, random: Random) -> str:
    """Words and stops that run into the next word: `ofproper`, `Neumann,2003`; or whole lines."""
    rate = 0.8 if random.random() < 0.1 else rate
    runs = re.split(r"( )", text)
    for number in range(1, len(runs) - 1, 2):
        before, after = runs[number - 1], runs[number + 1]
        if not before or not after or not (before[-1].isalpha() or before[-1] in ".,;:)"):
            continue
        if (after[0].isalnum() or after[0] in "(") and random.random() < rate:
            runs[number] = ""
    return "".join(runs)


def _lost_signs(text: str, rate: float, random: Random) -> str:
    """Apostrophes, quotation marks and dashes that became question marks."""
    table = str.maketrans(dict.fromkeys("'’“”\"–—", random.choice("??~")))
    return text.translate(table)


def _lost_ligatures(text: str, rate: float, random: Random) -> str:
    """`fi` and its like as another sign, as a gap, or not at all: `speci®c`, `speci c`."""
    way = random.choice(("sign", "sign", "gap", "nothing"))
    left = {"gap": [" "], "nothing": [""]}.get(way) or random.sample(_ODD_SIGNS, 3)
    kinds = random.choice((("fi", "fl"), ("ff", "fi", "fl"), ("ffi", "ffl", "ff", "fi", "fl")))
    instead = {ligature: random.choice(left) for ligature in kinds}
    ligatures = re.compile("|".join(kinds))
    return ligatures.sub(lambda match: instead[match.group()], text)


def _stops_apart(text: str, rate: float, random: Random) -> str:
    """Stops with a space before them: `over .`, most or some of them."""
    often = random.choice((0.05, 0.3, 0.9))
    return _STOP.sub(lambda m: " " * (random.random() < often) + m.group(), text)


_FAULTS: tuple[Callable[[str, float, Random], str], ...] = (
    _hyphens, _gaps, _lost_spaces, _lost_ligatures, _hyphens, _gaps, _lost_spaces, _lost_ligatures,
    _spelled_out, _lost_signs, _stops_apart,
)  # fmt: skip
