"""Topics and doubts: the files load strictly, and each doubt has a sentence that it keeps from being coded."""

from __future__ import annotations

import pytest

import kroniek
from kroniek.coder.doubt import Doubts
from kroniek.errors import KnowledgeError
from kroniek.knowledge import topics as topic_file

DOUBTED = [
    ("en", "France is not shelling the town.", "ASSAULT", "state_denied"),
    ("en", "The book is considered a disgrace.", "ACCUSE", "unvoiced"),
    ("en", "Dutch soldiers are in Mali to bomb the rebels.", "ASSAULT", "aim"),
    ("nl", "Nederlandse militairen zijn in Mali om de rebellen te bombarderen.", "ASSAULT", "aim"),
    ("en", "Who attacked the convoy?", "ASSAULT", "asked"),
    ("nl", "De burgemeester werd naar het ziekenhuis gebracht.", "AID", "unhelped"),
    ("en", "Hungary turned down the deal.", "AGREE", "rejected"),
]


@pytest.mark.parametrize(("language", "text", "kind", "doubt"), DOUBTED, ids=[f"{d[3]} {d[0]}" for d in DOUBTED])
def test_what_is_doubted_is_not_coded(language: str, text: str, kind: str, doubt: str) -> None:
    assert hasattr(Doubts, doubt)
    assert kind not in {e.type for e in kroniek.read(text, language=language, published="2021-05-06").events}


def test_a_denied_concession_is_a_refusal() -> None:
    events = kroniek.read("Lima did not give in to the miners.", language="en", published="2021-05-06").events
    assert [e.type for e in events] == ["REJECT"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_both_languages_have_the_same_topics(language: str) -> None:
    names = [t.name for t in topic_file.topics("en").topic]
    assert [t.name for t in topic_file.topics(language).topic] == names


def test_an_unknown_type_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = topic_file.TopicFile((), (topic_file.Topic("sport", ("ASSULT",), ("goal",)),))
    monkeypatch.setattr(topic_file.strict, "single", lambda *_: bad)
    with pytest.raises(KnowledgeError, match="did you mean 'ASSAULT'"):
        topic_file.topics.__wrapped__("en")
