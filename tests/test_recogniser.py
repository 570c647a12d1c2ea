"""The recogniser's own confidence: read from files, and heard where known words are doubted."""

from __future__ import annotations

import json

import pytest

from repair.formats.plain import read
from repair.knowledge import Knowledge
from repair.model import APPLY_THRESHOLD, Document, Mark, Span
from repair.pipeline import check_document
from repair.ranking.recogniser import KIND

TEXT = "The train to Vladivostok reached Carson’s station before noon."


def confidences(text: str, name: str) -> list[tuple[str, float | None]]:
    marks = read(text.encode(), name).document.marks
    return [(text[m.span.start : m.span.end], m.value) for m in marks if m.kind == KIND]


@pytest.mark.parametrize("escaped", [True, False])
def test_words_of_a_list_are_found_again_in_the_running_text(escaped: bool) -> None:
    words = [{"word": f" {w}", "start": 0.5, "probability": 0.9} for w in TEXT.split()]
    words[5]["probability"] = 0.25
    data = {"text": TEXT, "segments": [{"id": 0, "text": f" {TEXT}", "words": words}]}
    text = json.dumps(data, ensure_ascii=escaped)
    found = confidences(text, "talk.json")
    assert len(found) == 3 * len(words)
    doubtful = [word for word, value in found if value == 0.25]
    assert len(doubtful) == 3 and all(word.strip().startswith("Carson") for word in doubtful)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.json", '{"words": [{"text": "Hello", "confidence": 0.5}], "text": "Hello there"}',
         [("Hello", 0.5)]),
        ("a.json", '{"items": [{"alternatives": [{"confidence": "0.7", "content": "so"}]}]}',
         [("so", 0.7)]),
        ("a.json", '{"result": [{"conf": 0.4, "end": 1, "word": "no"}], "text": "no one"}',
         [("no", 0.4)]),
        ("a.json", '{"confidence": 0.4, "words": []}', []),
        ("a.hocr", "<span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 91'>now</span>",
         [("now", 0.91)]),
        ("a.xml", '<alto><String CONTENT="a" WC="0.9"/><String WC="0.2" CONTENT="b"/></alto>',
         [("a", 0.9), ("b", 0.2)]),
        ("a.xml", '<Word><TextEquiv conf="0.5"><Unicode>or</Unicode></TextEquiv></Word>',
         [("or", 0.5)]),
    ],
)  # fmt: skip
def test_shapes(name: str, text: str, wanted: list[tuple[str, float]]) -> None:
    assert confidences(text, name) == wanted


def confidence_of(value: float | None, word: str, text: str, knowledge: Knowledge) -> float:
    at = text.index(word)
    span = Span(at, at + len(word))
    marks = (Mark(span, KIND, "speech", value),) if value is not None else ()
    result = check_document(Document(text, "talk", marks), knowledge, min_confidence=0.05)
    return next((f.confidence for f in result.proposals if f.span == span), 0.0)


def test_known_words_are_believed_as_far_as_the_recogniser_did() -> None:
    khasan = {"name": "Khasan", "context": ["Vladivostok"], "patterns": ["{} station"]}
    knowledge, text = Knowledge([khasan]), TEXT.replace("’s", "")
    unsure, plain, sure = (
        confidence_of(value, "Carson", text, knowledge) for value in (0.05, None, 0.99)
    )
    assert sure < plain <= unsure < APPLY_THRESHOLD


def test_unknown_words_stay_what_they_are() -> None:
    text = "The boy who shunne the ligbt was afraid of the dark."
    values = {confidence_of(value, "ligbt", text, Knowledge()) for value in (0.05, None, 0.99)}
    assert len(values) == 1
