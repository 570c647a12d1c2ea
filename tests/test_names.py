"""Lexicons: reading, sounds, the compiled index, decisions by context, speed for ordinary words."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import repair
from repair.knowledge import Knowledge
from repair.model import Document, Span
from repair.names import Entry, LexiconError, load
from repair.names.codes import near_keys
from repair.names.compile import compile_entries
from repair.names.index import DamagedIndex, Index
from repair.names.reading import read, read_bytes
from repair.names.store import INDEXES, compile_shipped, lexicons_folder
from repair.names.tables import sounds

KHASAN = {
    "name": "Khasan",
    "kind": "place",
    "context": ["railway", "Far East", "Vladivostok"],
    "patterns": ["{} station"],
}


def problems(text: str, path: str = "names.toml") -> list[str]:
    return [str(problem) for problem in read_bytes(text.encode(), path)[1]]


def in_a_circle(key: str) -> str:
    pairs = [("A", "B"), ("B", "C"), ("C", "A")]
    return "".join(f"[[entry]]\nname = '{a}'\n{key} = ['{b}']\n" for a, b in pairs)


def proposals(text: str, lexicon: object, least: float = 0.5) -> list[tuple[str, str | None]]:
    result = repair.check(text, lexicon=lexicon, select=["name"], min_confidence=least)
    return [(finding.before, finding.after) for finding in result.proposals]


# Reading


def test_toml_entries_keep_their_place() -> None:
    entries, wrong = read_bytes(
        b'# names\n[[entry]]\nname = "Khasan"\nkind = "city"\naliases = ["Hasan"]\n', "n.toml"
    )
    assert wrong == []
    assert entries == [Entry("Khasan", "place", ("Hasan",), origin="n.toml:2")]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[[entry]]\nkind = 'place'\n", 1, "no name"),
        ("[[entry]]\nname = ''\n", 2, "empty"),
        ("[[entry]]\nname = 'A'\nalias = ['B']\n", 3, "aliases"),
        ("[[entry]]\nname = 'A'\naliases = [1]\n", 3, "list of texts"),
        ("[[entry]]\nname = 'A'\npatterns = ['station']\n", 3, "{}"),
        ("[[entry]]\nname = 'A'\n\n[[entry]]\nname = 'A'\n", 4, "already there"),
        ("[[entry]]\nname = 'A'\naliases = ['B']\n[[entry]]\nname='B'\naliases=['A']\n", 1, "each"),
        ("[[entry]]\nname='A'\nheard_as=['B']\n[[entry]]\nname='B'\nheard_as=['A']\n", 1, "circle"),
        ("[[entry]]\nname = 'A'\nheard_as = ['A']\n", 1, "right and a wrong"),
        ("[[entry]]\nname = 'A'\nheard_as = ['..']\n", 3, "no letter"),
        (in_a_circle("aliases"), 1, "'B' (names.toml:4) and 'C' (names.toml:7) are aliases"),
        (in_a_circle("heard_as"), 1, "misheard as one another in a circle"),
        ("[[entry]]\nname='A'\nheard_as=['B']\n[[entry]]\nname='B'\n", 1, "right form of 'B'"),
        ("[[entry]]\nname='A'\naliases=['B']\n[[entry]]\nname='B'\n", 1, "belongs to 'A' and"),
        ("[[entry]]\nname='A'\n[[entry]]\nname='a'\n", 3, "in capitals or marks alone"),
        ("", 1, "holds no names"),
        ("[[entry]]\nname = \n", 2, "TOML"),
        ("name = 'A'\n", 1, "[[entry]]"),
    ],
)
def test_bad_toml_is_told_with_its_line(text: str, line: int, words: str) -> None:
    found = problems(text)
    assert any(f"names.toml:{line}: " in problem and words in problem for problem in found), found


def test_other_shapes() -> None:
    lines, wrong = read_bytes(b"# people\nOlga\nIvan = Even, I van\n\n", "n.txt")
    assert [(e.name, e.heard_as) for e in lines] == [("Olga", ()), ("Ivan", ("Even", "I van"))]
    assert wrong == []
    rows, wrong = read_bytes(b"name,kind,aliases\nRome,place,Roma; Urbs\n", "n.csv")
    assert [(e.name, e.aliases) for e in rows] == [("Rome", ("Roma", "Urbs"))]
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("n.txt", "Olga\n = Even\n", "n.txt:2: the name before '=' is empty"),
        ("n.txt", "Olga\nOlga\n", "n.txt:2: 'Olga' is already there (n.txt:1)"),
        ("n.csv", 'name\nOlga\n"Ivan\nBoris\n', "n.csv:3: the row that begins here"),
        ("n.csv", "name,kind\n,place\n", "n.csv:2: the name is empty"),
        ("n.toml", "[[entry]]\n" * 300_001, "n.toml:300001: the lexicon holds 300,001 names"),
    ],
)
def test_bad_lines_are_told(path: str, text: str, words: str) -> None:
    assert any(words in problem for problem in problems(text, path))


def test_bad_bytes_are_told_with_their_line() -> None:
    assert "names.txt:2: this is not UTF-8" in problems_of(b"Olga\nM\xfcller\n", "names.txt")
    assert "names.txt:1: a NUL" in problems_of(b"Olga\0\n", "names.txt")
    assert "at most" in problems_of(b"A name\n" * 1_000_000, "names.txt")
    assert "too long" in problems_of(b"word " * 100 + b"\n", "names.txt")


def problems_of(data: bytes, path: str) -> str:
    return "\n".join(str(problem) for problem in read_bytes(data, path)[1])


def test_a_missing_or_bad_lexicon_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load(str(tmp_path / "none.toml"))
    bad = tmp_path / "bad.toml"
    bad.write_text("[[entry]]\nname = 3\n")
    with pytest.raises(LexiconError, match=r"bad\.toml:2: "):
        load(bad)
    with pytest.raises(LexiconError, match="unknown key"):
        load([{"name": "A", "heardas": "B"}])


# Sounds


@pytest.mark.parametrize(
    ("name", "heard", "least"),
    [
        ("Khasan", "Carson", 0.75),
        ("Vladivostok", "Vlad of a stock", 0.7),
        ("Jo Chun Ryong", "Joe Chun Rion", 0.8),
        ("Geoffrey", "Jeffrey", 0.7),
        ("Xi Jinping", "she gin ping", 0.7),
        ("Sea", "C", 1.0),
    ],
)
def test_misheard_names_sound_alike(name: str, heard: str, least: float) -> None:
    table = sounds()
    assert table.similarity(table.of(name), table.of(heard)) >= least


def test_unlike_names_sound_unlike() -> None:
    table = sounds()
    for a, b in [("Putin", "Merkel"), ("work", "Kyiv"), ("London", "Paris")]:
        assert table.similarity(table.of(a), table.of(b)) < 0.6


def test_similarity_is_symmetric_and_bounded() -> None:
    table = sounds()
    for a in ("kason", "x@son", "", "vladivostok"):
        for b in ("kason", "", "mosko"):
            assert table.similarity(a, b) == pytest.approx(table.similarity(b, a))
            assert 0 <= table.similarity(a, b) <= 1


def test_keys_one_letter_apart_meet() -> None:
    assert set(near_keys("KSN", 3)) & set(near_keys("KTSN", 3))
    assert near_keys("KM", 3) == ["KM"]


# The index


@pytest.mark.slow
def test_the_shipped_indexes_are_made_from_the_shipped_lexicons() -> None:
    for name in INDEXES:
        assert (Path(lexicons_folder()) / name).read_bytes() == compile_shipped(name), (
            f"{name} is old; run `python -m repair.names.build_shipped`"
        )


def test_shipped_lexicons_are_valid() -> None:
    for path in Path(lexicons_folder()).glob("*/*.*"):
        assert [str(p) for p in read(str(path))[1] if p.fatal] == []


def test_damage_of_an_index_is_noticed() -> None:
    data = compile_entries([Entry("Khasan"), Entry("Kyiv")], sounds(), "x")
    assert [Index(data).entry(i).name for i in range(2)] == ["Khasan", "Kyiv"]
    with pytest.raises(DamagedIndex):
        Index(b"something else")
    with pytest.raises(DamagedIndex):
        Index(data[:-20])
    with pytest.raises(DamagedIndex):
        Index(data[:-20] + b"\xff" * 20, verify=True)


@pytest.mark.slow
def test_a_large_lexicon_is_kept_and_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPAIR_CACHE_DIR", str(tmp_path / "cache"))
    path = tmp_path / "names.txt"
    path.write_text("".join(f"Name{'aeiou'[i % 5]}{i}\n" for i in range(4000)))
    assert len(load(path, shipped=False)) == 4000
    (kept,) = (tmp_path / "cache").glob("names-*.index")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert len(load(path, shipped=False)) == 4000
    assert kept.read_bytes() == whole


def test_threads_share_a_lexicon() -> None:
    lexicon, knowledge = load(["Vladivostok"]), Knowledge()
    found: list[object] = []

    def read_one() -> None:
        document = Document("He flew to Vladivostock on Monday morning.")
        found.append([f.after for f in lexicon.findings(document, knowledge)])

    threads = [threading.Thread(target=read_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["Vladivostok"]] * 8


# Deciding


def test_a_real_word_needs_context() -> None:
    text = "The train reached Carson station, the gateway of the railway to Vladivostok."
    assert proposals(text, [KHASAN]) == [("Carson", "Khasan")]
    assert proposals(text, [KHASAN], 0.99) == []
    for harmless in (
        "Johnny Carson took the railway to Vladivostok.",
        "The railway to Carson City runs east.",
        "Mr Carson retired in May.",
    ):
        assert proposals(harmless, [KHASAN]) == []


def test_a_listed_wrong_form_is_repaired() -> None:
    lexicon = [{"name": "Ngozi Okonjo-Iweala", "heard_as": ["in gozy okonjo", "Okonjo Awala"]}]
    assert proposals("Then Okonjo Awala rose to speak.", lexicon) == [
        ("Okonjo Awala", "Ngozi Okonjo-Iweala")
    ]


def test_case_follows_the_lexicon_and_the_document() -> None:
    assert proposals("We met kharkov in March.", ["Kharkov"]) == [("kharkov", "Kharkov")]
    lower = "he said that he had been to kharkiv and to sumi before the war had begun in the east"
    assert all(after and after.islower() for _, after in proposals(lower, ["Kharkiv", "Sumy"]))
    assert proposals("KHARKIV FALLS SILENT", ["Kharkiv"]) == []


def test_possessives_and_hyphens_stay() -> None:
    assert proposals("That was Peskovv's idea.", ["Dmitry Peskov", "Peskov"]) == [
        ("Peskovv", "Peskov")
    ]
    assert proposals("He praised Kim Jong-un's plan and Kim Jong Un's army.", ["Kim Jong Un"]) == []


def test_names_that_fit_equally_are_all_offered() -> None:
    lexicon = ["Marlena Dietz", "Marlene Dietz"]
    (finding,) = repair.check(
        "They asked Marlenna Dietz about it.", lexicon=lexicon, select=["name"], min_confidence=0.1
    ).proposals
    assert {finding.after, *finding.alternatives} >= set(lexicon)
    assert finding.confidence < 0.99


def test_right_forms_are_protected() -> None:
    lexicon = load(["Shunne", "Kim Jong Un"])
    document = Document("Mr Shunne met Kim Jong-un and kim.")
    assert [document.text[s.start : s.end] for s in lexicon.right_spans(document)] == [
        "Shunne",
        "Kim Jong-un",
    ]
    assert lexicon.right_spans(document, [Span(0, 1)])[0] == Span(3, 9)
    assert lexicon.knows("Shunne") and not lexicon.knows("shunne") and lexicon.knows("Jong")


def test_evidence_is_spelled_out() -> None:
    text = "The train reached Carson station, the gateway of the railway to Vladivostok."
    (finding,) = repair.check(text, lexicon=[KHASAN], select=["name"]).proposals
    assert "Khasan" in finding.reason and "railway" in finding.reason
    assert {"sound", "context"} <= {evidence.kind for evidence in finding.evidence}


def test_protected_text_is_left_alone() -> None:
    assert proposals("See https://example.org/vladivostock now.", ["Vladivostok"]) == []


def test_a_second_run_changes_nothing() -> None:
    text = "Dimitri peskov flew to Vladivostock, peskov's aide said."
    once = repair.check(text, lexicon=["Vladivostok"], select=["name"]).text(0.5)
    assert once == "Dmitry Peskov flew to Vladivostok, Peskov's aide said."
    assert proposals(once, ["Vladivostok"]) == []


@pytest.mark.parametrize(
    ("text", "name", "after"),
    [
        ("Sales at video jet grew by a third.", "Videojet", "Videojet"),
        ("We welcome you to Hersheys first quarter call.", "Hershey", "Hershey's"),
        ("Our adjusted ebit margin rose.", "Adjusted EBITDA", "Adjusted EBITDA"),
    ],
)
def test_spaces_and_endings_are_weighed(text: str, name: str, after: str) -> None:
    assert [new for _, new in proposals(text, [name, "Khasan", "York"])] == [after]


@pytest.mark.parametrize(
    "text",
    [
        "Put in the time and keep going on the key issues.",
        "kim yong nam received the guests of the north on monday evening in the great hall",
        "rachel carson wrote silent spring and other books that many people have read since",
        "He met Kim Yong Nam in May.",
        "The high line of work was hard.",
        "The e-commerce business grew.",
    ],
)
def test_other_names_and_words_stay(text: str) -> None:
    names = ["Putin", "Kim Jong Un", "Khasan", "York", "Life", "Hugh", "eCommerce"]
    assert proposals(text, names) == []


@pytest.mark.parametrize(
    ("text", "name", "right"),
    [
        ("the efficiency of the i p c c process was poor last year", "IPCC", "IPCC"),
        ("the e b i t d a margin was up again this year they said", "EBITDA", "EBITDA"),
        ("They sailed for the Hudsons Bay Company then.", "Hudson's Bay Company", "Hudson's Bay"),
        ("near hadrians wall they walked in the early morning rain", "Hadrian's Wall", "Hadrian's"),
    ],
)
def test_letters_read_out_and_lost_apostrophes(text: str, name: str, right: str) -> None:
    [(_, after)] = proposals(text, [name])
    assert after is not None
    assert after.lower().startswith(right.lower())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He has sat there as an independent director for a year.", "Directors"),
        ("I was influenced by my surrounding at the time.", "Surroundings"),
        ("The sailors and the hudsons walked to the bay.", "Hudson's Bay"),
    ],
)
def test_a_word_is_no_misheard_form_of_itself(text: str, name: str) -> None:
    assert proposals(text, [name]) == []


def test_beginnings_of_forms_are_kept_by_their_second_word() -> None:
    names = [Entry(name) for name in ("San Jose", "San Juan", "Sandy", "Sanjose")]
    index = Index(compile_entries(names, sounds(), "0"))
    start = index.start("san")
    assert {"jose", "juan"} <= start.longer.keys()
    assert not index.start("jane").alone
    assert index.starts["san"] is start


def proposed(text: str, *entries: Entry) -> dict[str, str]:
    """What is proposed in the place of which words."""
    result = repair.check(text, lexicon=list(entries), select=["name"])
    return {p.before: p.after for p in result.proposals}


def test_a_respelling_for_the_ear_is_never_written() -> None:
    entry = Entry("Llanelli", sounds_like=("clan-eth-lee",))
    text = "It rained in Clan Ethly yesterday."
    assert proposed(text, entry) == {"Clan Ethly": "Llanelli"}
    assert repair.fix(text, lexicon=[entry]) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Judge Thibodeau is here.", {"Thibodeau": "Thibodeaux"}),
        ("Judge Thibodo said no.", {"Thibodo": "Thibodeaux"}),
        ("We bought Infineo in March.", {"Infineo": "Infineon"}),
        ("He met Onesimu in Rome.", {"Onesimu": "Onesimus"}),
        ("They spoke of Jonathan or Mephiba Sheth that day.", {"Mephiba Sheth": "Mephibosheth"}),
    ],
)
def test_the_next_words_are_not_the_names(text: str, wanted: dict[str, str]) -> None:
    others = map(Entry, ("Infineon", "Onesimus", "Mephibosheth"))
    judge = Entry("Thibodeaux", kind="person", patterns=("Judge {}",))
    assert proposed(text, judge, *others) == wanted


def test_a_lone_part_follows_the_full_name() -> None:
    entry = Entry("Rajiv Menon", kind="person")
    text = "Our guest is Rajeev Menon of the bank. Thank you, Rajeev. And Rajeev Singh left."
    assert proposed(text, entry) == {"Rajeev Menon": "Rajiv Menon", "Rajeev": "Rajiv"}


def test_a_text_without_capitals_stays_without_whatever_else_is_repaired() -> None:
    text = (
        "the american envoy met mr herbowski in the old town hall on monday and they talked for "
        "three hours about the trains and the harbour before anybody came out to speak"
    )
    result = repair.check(text, lexicon=["Hrabowski"])
    names = [p for p in result.proposals if p.rule == "name"]
    assert [p.after for p in names] == ["hrabowski"]


def test_what_is_sure_does_not_depend_on_what_is_shown() -> None:
    text = "She saw the kremlim, and the kremlim gave no reason to Dimitri peskov of Vladivostock."
    shown = {
        least: {(p.span, p.after, p.confidence) for p in
                repair.check(text, lexicon=["Kremlin"], min_confidence=least).proposals}
        for least in (0.05, 0.5)
    }  # fmt: skip
    assert shown[0.5] <= shown[0.05]


def test_wrong_forms_of_common_words_need_a_sentence_that_agrees() -> None:
    entries = [Entry("Habakkuk", heard_as=("have a cook",), context=("prophet",)),
               Entry("Nguyen", heard_as=("win",))]  # fmt: skip
    assert proposed("We have a cook at the camp. It was a win for the city.", *entries) == {}
    assert proposed("The prophet have a cook wrote it.", *entries) == {"have a cook": "Habakkuk"}
    assert proposed("Councilmember Win voted no.", *entries) == {"Win": "Nguyen"}
