"""Traps for names: words and other names that are right as they stand, and mishearings that have
to be found. Everything here was made up for these tests."""

from __future__ import annotations

from typing import Any

import pytest

import repair

Lexicon = list[Any]


def entry(name: str, kind: str = "", **more: list[str]) -> dict[str, Any]:
    return {"name": name, "kind": kind, **more}


KHASAN = [entry("Khasan", "place", context=["railway", "Far East", "Vladivostok"],
                patterns=["{} station"])]  # fmt: skip
KAZAN = [entry("Kazan", "place", context=["Volga", "Tatarstan"], patterns=["{} Kremlin"])]
COMMON = [
    *("York", "Life", "Hugh", "Grace", "Will", "Mark", "Bill", "Reading", "Nice", "Lima", "Cork"),
    *("Bath", "Rhodes", "Brest", "Jordan", "Chad", "Wells", "Sandy", "Hope", "Ford", "Chase"),
    *("Wales", "Boston", "Essen", "Perth", "Hull", "Lyon", "Kent", "Dean", "Sears", "Shell"),
    *("Target", "Visa", "Oracle", "Apple", "Delta", "Salem", "Paris", "Bern", "Cannes", "Troy"),
]
FIRMS = ["Meta", "Stripe", "Block", "Square", "Slack", "Zoom", "Snap", "Box"]
UNKNOWN_TO_THE_TEXT = [
    "We have a lot of work to do before the end of the quarter.",
    "She worked in the garden and he walked the dog.",
    "The line was long and the high winds did not help.",
    "He has lived his whole life by the sea.",
    "They will mark the spot with chalk and pay the bill later.",
    "The reading of the meter was wrong twice this year.",
    "The wall is well built and the roads are dry.",
    "He went to the bank and then to the beach to rest.",
    "a long line of cars stood at the gate",
    "i think it will hurt a lot if we do not act",
    "And you can see that the ford across the river is closed to lorries.",
    "They shell the peas while the lime juice cools.",
    "I could hear the bells from the hall and the cord was cut.",
    "The guest was kind and the dean gave a sand coloured coat.",
    "The cans were full and the lily had faded.",
    "He tried to burn the pears but the bear came.",
    "Whales are seen off the coast, and the whole crew cheered.",
    "Per month the rent is four hundred, and the hole in the roof is ours.",
]
KEPT: list[tuple[Lexicon, str]] = [
    *((COMMON, text) for text in UNKNOWN_TO_THE_TEXT),
    (FIRMS, "The meat was striped; black squares and slick rooms, a snack and a bus."),
    (KHASAN, "Johnny Carson was the host of a talk show for thirty years."),
    (KHASAN, "They drove from Reno to Carson City in the rain."),
    (KHASAN, "Kit Carson rode west across the Far East of the county with the railway men."),
    (KHASAN, "Johnny Carson took the railway to Vladivostok in the Far East."),
    (KHASAN, "The railway reached Carson City, Nevada, in 1880."),
    (KHASAN, "Mr Carson of Vladivostok runs the railway."),
    (KAZAN, "My cousin came by boat down the Volga from Tatarstan."),
    ([entry("Lviv", "place", context=["Ukraine", "Poland"])], "I live in Ukraine, not in Poland."),
    ([entry("Minsk", "place", context=["Belarus"])], "Mink coats from Belarus are sold here."),
    ([entry("Bucha", "place", context=["Ukraine"])], "The butcher in Kyiv, Ukraine, sold out."),
    ([entry("Bakhmut", "place", context=["Donetsk"])], "She was back in Donetsk before noon."),
    ([entry("Rostov", "place", context=["Russia"])], "The roster of the team from Russia grew."),
    ([entry("Kursk", "place", context=["Russia"])], "It was a curse for Russia on a hard course."),
    ([entry("Seoul", "place", context=["Korea"])], "The soul of Korea is in its songs."),
    ([entry("Putin", "person", context=["Kremlin"])], "He put in a word at the Kremlin."),
    ([entry("Kim Jong Un", "person")], "Kim Yong Nam met the guests, and Kim Yo Jong wrote."),
    ([entry("Iran", "place")], "I ran home and he ran off."),
    ([entry("Omsk", "place")], "He asked for a mask and went to Tomsk."),
    ([entry("Austria", "place")], "Australia sent a team."),
    ([entry("Niger", "place")], "Nigeria sent a team."),
    ([entry("Slovakia", "place")], "Slovenia sent a team."),
    ([entry("Harlan Ellison", "person")], "Larry Ellison and Ralph Ellison never met."),
    ([entry("Leeds", "place")], "It leads to leaks, and the leads were cut."),
    ([entry("ASEAN", "organisation")], "An Asian leader spoke for Asia."),
    ([entry("UNESCO", "organisation")], "UNTSO and UNICEF replied."),
    (["US", "IT", "WHO"], "They told us that it was him who did it."),
    (["Canada"], "Robert can add on if he wants to."),
    (["Orange"], "That is within our range for the year."),
]
FOUND = [
    (KHASAN, "Trains leave Carson station, the main rail gateway to Russia's Far East.", "Khasan"),
    (KHASAN, "The line from Vladivostok ends at Carson station on the border.", "Khasan"),
    (["Vladivostok"], "They flew to Vlad of a stock on Friday.", "Vladivostok"),
    (["Addis Ababa"], "The talks in Addis a baba ended early.", "Addis Ababa"),
    (["Zelensky"], "President Zell and ski thanked the allies.", "Zelensky"),
    (["Zhanna Ordzhonikidze"], "Janna Ordjonikidze spoke to reporters.", "Zhanna Ordzhonikidze"),
    (["Nguyen Thi Binh"], "The delegation was led by Nuyen Thi Bin in Paris.", "Nguyen Thi Binh"),
    (["Saoirse Kavanagh"], "Sersha Kavanagh opened the meeting.", "Saoirse Kavanagh"),
    (["Saoirse Kavanagh"], "Saoirse Cavanah opened the meeting.", "Saoirse Kavanagh"),
    (["Ouagadougou"], "The summit in Wagadugu was moved.", "Ouagadougou"),
    (["Pyotr Kapitsa"], "The physicist Piotr Kapitza won the prize.", "Pyotr Kapitsa"),
    (["Thiruvananthapuram"], "Offices in Thiruvanantapuram closed.", "Thiruvananthapuram"),
    (["Siobhan O'Dwyer"], "Shivon O'Dwyer chaired the panel.", "Siobhan O'Dwyer"),
    (["Kyrgyzstan"], "The border with Kirgistan was shut.", "Kyrgyzstan"),
    (["Andriy Yermak"], "His chief of staff Andrei Yarmak flew to Geneva.", "Andriy Yermak"),
    (["Yekaterinburg"], "The plant in Yekaterinberg burned.", "Yekaterinburg"),
    (["Tsinghua University"], "She studied at Chinghua University.", "Tsinghua University"),
    (["Novorossiysk"], "Tankers waited off Novorosisk for days.", "Novorossiysk"),
    (["Choe Son Hui"], "Foreign minister Cho Sun Hui arrived by train.", "Choe Son Hui"),
    (["Rosatom"], "The state company Ross Atom builds reactors.", "Rosatom"),
]


@pytest.mark.parametrize(("lexicon", "text"), KEPT)
def test_right_words_are_kept(lexicon: Lexicon, text: str) -> None:
    result = repair.check(text, lexicon=lexicon, select=["name"], min_confidence=0.5)
    assert [(finding.before, finding.after) for finding in result.proposals] == []


@pytest.mark.parametrize(("lexicon", "text", "name"), FOUND)
def test_misheard_names_are_found(lexicon: Lexicon, text: str, name: str) -> None:
    result = repair.check(text, lexicon=lexicon, select=["name"], min_confidence=0.5)
    assert name in result.text(0.5)
