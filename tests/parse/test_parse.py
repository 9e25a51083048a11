"""Text in, Document out, with the shipped parsers."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kroniek.document import Document
from kroniek.errors import ParserMissing, UnknownLanguage
from kroniek.parse import Parser, parse

TEXT = """Storming van de kazerne
BAMAKO (AP) - Gewapende mannen bestormden dinsdag een kazerne. „Weg met hen”, riepen de mannen.
Lees ook: Wie zijn zij?
Nieuwe sancties
De minister legde de maatregelen uit."""


@pytest.fixture(scope="module")
def dutch() -> Document:
    return parse(TEXT, "nl", title="Storming van de kazerne")


def test_kinds(dutch: Document) -> None:
    assert [s.kind for s in dutch.sentences] == ["title", "text", "text", "pointer", "heading", "text"]


def test_offsets_and_trees(dutch: Document) -> None:
    assert all(TEXT[word.start : word.end] == word.text for word in dutch.words)
    for sentence in dutch.sentences:
        heads = [word.head for word in dutch.words_of(sentence)]
        assert heads.count(-1) == 1
        assert all(head == -1 or sentence.first <= head < sentence.last for head in heads)


@pytest.mark.parametrize(
    ("language", "text", "verb", "label", "filler"),
    [
        ("nl", "BAMAKO - Gewapende mannen bestormden een kazerne.", "bestormen", "nsubj", "mannen"),
        ("nl", "BAMAKO - Gewapende mannen bestormden een kazerne.", "bestormen", "obj", "kazerne"),
        ("nl", "De minister legde de maatregelen uit.", "uitleggen", "obj", "maatregelen"),
        ("nl", "De stad werd door het leger beschoten.", "beschieten", "obl:agent", "leger"),
        ("nl", "De stad werd door het leger beschoten.", "beschieten", "nsubj:pass", "stad"),
        ("nl", "Bij de aanval kwamen vijf mensen om het leven.", "om het leven komen", "nsubj", "mensen"),
        ("en", "Gunmen stormed the barracks on Tuesday.", "storm", "obj", "barracks"),
        ("en", "The town was shelled by the army.", "shell", "obl:agent", "army"),
        ("en", '"Go away," shouted the men.', "shout", "nsubj", "men"),
    ],
)
def test_who_did_what(language: str, text: str, verb: str, label: str, filler: str) -> None:
    document = parse(text, language)
    verbs = [word for word in document.words if word.lemma == verb]
    assert verbs, [word.lemma for word in document.words]
    assert filler in [word.text for word in document.dependents(verbs[0].i, label)]


def test_many_texts_are_parsed_as_each_alone() -> None:
    parser = Parser.load("en")
    texts = ["The army shelled the town. People fled.", "", "Rebels, officials said, took the airport.\nNo one died."]
    together = parser.parse_many(texts)
    for text, document in zip(texts, together, strict=True):
        alone = parser.parse(text)
        assert [(w.text, w.head, w.deprel, w.lemma) for w in alone.words] == [
            (w.text, w.head, w.deprel, w.lemma) for w in document.words
        ]


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "😀", "'" * 300, "x" * 50_000, "word " * 10_000, "Ja"])
def test_odd_texts(text: str) -> None:
    document = parse(text, "nl")
    assert sum(word.head == -1 for word in document.words) == len(document.sentences)


def test_an_unknown_language_is_named_with_those_we_have() -> None:
    with pytest.raises(UnknownLanguage, match=r"'fr'.*en, nl"):
        parse("Bonjour.", "fr")


def test_a_folder_without_parsers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KRONIEK_PARSERS", str(tmp_path))
    with pytest.raises(ParserMissing, match=r"weights\.npz"):
        Parser.load("nl")


def test_a_parser_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Parser.load("nl"))).language == "nl"
