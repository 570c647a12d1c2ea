"""A verb that lost its ending, where its auxiliary shows it: `were attack by`, `has visit the`.

After a form of *be* or *have* the participle of a word is compared with the word as it stands, in
the company of two words on each side. Words that may stand there by themselves (`is home to`,
`was set to`) are kept by the language model and by the table `participles.toml`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from repair.knowledge import Knowledge
    from repair.model import Document, Finding
    from repair.spelling.real_words import Question
    from repair.spelling.vocabulary import Vocabulary

NAME = "inflection"
SUMMARY = "A verb that lost its ending."
FIXES = (
    ("The villages were attack by the rebels.", "The villages were attacked by the rebels."),
    ("He has visit the town twice.", "He has visited the town twice."),
)
KEEPS = (
    "The town is home to a large army.",
    "The meeting was set to begin at noon.",
)

VOWELS = "aeiou"
LEAST = 3  # letters of a verb that may have lost its ending


def find(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Verbs after an auxiliary without the ending it wants."""
    from repair.spelling.real_words import findings, worth_reading

    if worth_reading(document, knowledge):
        yield from findings(NAME, document, knowledge, questions)


def questions(
    document: Document, knowledge: Knowledge, words: Sequence[str], owners: Sequence[int]
) -> list[Question]:
    """The words after an auxiliary that have a participle they are not."""
    from repair.spelling.real_words import Question

    table, vocabulary = knowledge.table("participles"), knowledge.vocabulary
    auxiliaries = {*table["auxiliaries"]["be"], *table["auxiliaries"]["have"]}
    between, own = set(table["auxiliaries"]["between"]), set(table["own"]["words"])
    found = []
    for at in range(1, len(words)):
        word = words[at]
        if owners[at] < 0 or len(word) < LEAST or not word.islower() or word in own:
            continue
        before = words[at - 1].lower()
        if before in between and at > 1:
            before = words[at - 2].lower()
        if before in auxiliaries and (forms := participles(word, table, vocabulary)):
            found.append(Question(at, tuple(("participle", form) for form in forms)))
    return found


def participles(word: str, table: dict[str, Any], vocabulary: Vocabulary) -> list[str]:
    """The past participles that `word`, or a word that lost its last letters, may stand for."""
    if word.endswith(("ed", "ing", "en", "ly", "s", "'d")) or not word.isalpha():
        return []
    irregular = table["irregular"].get(word)
    if irregular is not None:
        return [irregular]
    forms = [word + "ed", word + "d", word + word[-1] + "ed"]
    if word.endswith("y") and word[-2] not in VOWELS:
        forms = [word[:-1] + "ied"]
    elif word.endswith("e"):
        forms = [word + "d"]
    return [form for form in forms if vocabulary.count(form) >= 5 and vocabulary.knows(form)][:2]
