"""The words of speech, status and roles load, and say what the coder relies on."""

from __future__ import annotations

import dataclasses

import pytest

from kroniek.errors import KnowledgeError
from kroniek.knowledge import language as words
from kroniek.knowledge.acts import acts

VERBAL = {
    "ACCUSE", "REQUEST", "REJECT", "THREATEN", "SANCTION", "SUPPORT", "CONSULT", "AGREE", "CONCEDE", "COOPERATE", "AID",
}  # fmt: skip
LANGUAGES = ("nl", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_manner_of_saying_has_verbs(language: str) -> None:
    manners = {s.manner for s in words.speech(language).saying if s.verbs}
    assert manners == {"say", "claim", "deny", "confirm", "report", "ask", "write", "suspect"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_both_blame_and_praise(language: str) -> None:
    by_value = {e.value: {*e.nouns, *e.adjectives} for e in words.speech(language).evaluation}
    assert not by_value["negative"] & by_value["positive"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_of_verbs_mark_one_head(language: str) -> None:
    speech, status = words.speech(language), words.status(language)
    phrases = [p for group in (*speech.saying, *status.governor) for p in group.phrases]
    assert [p for p in (*phrases, *speech.responsibility) if p.count("*") != 1] == []


@pytest.mark.parametrize(
    ("language", "verb", "status"),
    [
        ("en", "refrain", "not"),
        ("en", "plan", "future"),
        ("en", "demand", "asked"),
        ("en", "begin", "happened"),
        ("en", "want", "wish"),
        ("nl", "nalaten", "not"),
        ("nl", "overwegen", "future"),
        ("nl", "eisen", "asked"),
        ("nl", "beginnen", "happened"),
        ("nl", "willen", "wish"),
    ],
)
def test_governors(language: str, verb: str, status: str) -> None:
    found = [g.status for g in words.status(language).governor if verb in g.verbs]
    if verb == "willen":
        found = found or [a.status for a in words.status(language).auxiliary if verb in a.lemmas]
    assert status in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_cues_run_both_ways(language: str) -> None:
    cues = words.roles(language).cue
    assert {c.first for c in cues} == {"answer", "cause"}
    assert {c.kind for c in cues} == {"answers", "part_of"}


def test_a_strength_above_one_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    good = words.roles("en")
    bad = dataclasses.replace(good, cue=(words.Cue(strength=1.5),))
    monkeypatch.setattr(words.strict, "single", lambda *_: bad)
    with pytest.raises(KnowledgeError, match=r"cue 1: strength 1\.5"):
        words.roles.__wrapped__("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_verbal_acts_carry_sentences(language: str) -> None:
    short = [a.id for a in acts(language) if a.type in VERBAL and len(a.match) < 2]
    assert short == []


def test_both_languages_name_the_same_verbal_types() -> None:
    counts = {
        language: {t: sum(a.type == t for a in acts(language)) for t in VERBAL} for language in LANGUAGES
    }
    assert all(counts["nl"][t] and counts["en"][t] for t in VERBAL)
