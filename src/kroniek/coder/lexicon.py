"""The act lexicon, indexed by head lemma: which entries could name a deed at a word. No grammar here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from kroniek.errors import KnowledgeError
from kroniek.knowledge.acts import Act, acts, strong_forms
from kroniek.knowledge.classes import classes
from kroniek.parsers.rules import Rules, load_rules

Kind = Literal["verb", "noun", "adjective"]
SHORTEST_STEM = 2
SHORTEST_LAST_PART = 4


@dataclass(frozen=True, slots=True)
class Pattern:
    """One word or phrase of an entry. `others` must stand around the head; `order` wants them adjacent, as written.
    `final`: the phrase is written with its head last. `articles`: how many words of it the text may lack."""

    act: Act
    kind: Kind
    head: str
    others: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    open_compound: bool = False
    final: bool = False
    articles: int = 0


class Lexicon:
    """The patterns of one language by head lemma, compounds included."""

    def __init__(
        self, entries: tuple[Act, ...], rules: Rules, forms: Mapping[str, str] = MappingProxyType({}),
        articles: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """`articles`: words that a phrase may lack before its nouns ("reopen* the border" takes "reopened their border")."""
        self._forms = forms
        self._by_head: dict[str, list[Pattern]] = {}
        self._endings: dict[str, list[Pattern]] = {}
        self._cache: dict[str, tuple[Pattern, ...]] = {}
        for act in entries:
            for pattern in _patterns(act, rules, frozenset() if act.type == "NONE" else articles):
                table = self._endings if pattern.open_compound else self._by_head
                table.setdefault(pattern.head, []).append(pattern)
                if pattern.open_compound:
                    self._by_head.setdefault(pattern.head, []).append(pattern)

    def at(self, lemma: str) -> tuple[Pattern, ...]:
        """Patterns whose head is this lemma, or the last part of it where the entry allows compounds."""
        found = self._cache.get(lemma)
        if found is None:
            found = tuple(self._by_head.get(lemma, ())) or tuple(self._compound(lemma))
            if " " in lemma:  # the parser joined a set phrase ("om het leven komen"): look under its verb too
                verb = lemma.rpartition(" ")[2]
                found += tuple(self._by_head.get(self._forms.get(verb, verb), ()))
            if not found:
                found = self._by_form(lemma)
            if len(self._cache) < 200_000:
                self._cache[lemma] = found
        return found

    def _by_form(self, lemma: str) -> tuple[Pattern, ...]:
        """Patterns of the verb of which this lemma is, or ends in, a strong form ("inbraken": inbreken)."""
        for cut in range(len(lemma) - SHORTEST_STEM):
            verb = self._forms.get(lemma[cut:])
            if verb is not None:
                return tuple(p for p in self._by_head.get(lemma[:cut] + verb, ()) if p.kind == "verb")
        return ()

    def names_deed(self, lemma: str) -> bool:
        """Is it a noun of an entry that makes events?"""
        return any(p.kind == "noun" and p.act.type != "NONE" for p in self.at(lemma))

    def _compound(self, lemma: str) -> Iterator[Pattern]:
        for cut in range(SHORTEST_STEM, len(lemma) - SHORTEST_LAST_PART + 1):
            if lemma[cut:] in self._endings:
                yield from self._endings[lemma[cut:]]
                return


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, loaded once."""
    articles = classes(language).get("article", frozenset())
    return Lexicon(acts(language), load_rules(language), strong_forms(language), articles)


def _patterns(act: Act, rules: Rules, articles: frozenset[str]) -> Iterator[Pattern]:
    for word in act.verbs:
        yield _word(act, word, "verb")
    for word in act.nouns:
        yield _noun(act, word, rules)
    for word in act.adjectives:
        yield _word(act, word, "adjective")
    for phrase in act.phrases:
        yield _phrase(act, phrase, articles)


def _word(act: Act, word: str, kind: Kind) -> Pattern:
    if " " in word:
        return _phrase(act, word if "*" in word else word + "*")
    return Pattern(act, kind, word.lstrip("~").rstrip("*").lower(), open_compound=word.startswith("~"))


def _apart(word: str, rules: Rules) -> list[str]:
    """The words into which the tokenizer cuts a noun ("sit-in": sit - in; "anti-war protest": anti-war protest)."""
    cut: list[str] = []
    for part in word.split():
        first = part.partition("-")[0]
        keep = "-" not in part or not rules.split_hyphens or first.lower() in rules.hyphen_prefixes
        cut += [part] if keep else [p for p in re.split("(-)", part) if p]
    return cut


def _noun(act: Act, phrase: str, rules: Rules) -> Pattern:
    words = _apart(phrase, rules)
    if len(words) == 1:
        return _word(act, phrase, "noun")
    starred = [n for n, w in enumerate(words) if w.endswith("*")]
    at = starred[0] if starred else len(words) - 1
    order = tuple(w.rstrip("*").lower() for w in words)
    return Pattern(act, "noun", order[at].lstrip("~"), order=order)


def _phrase(act: Act, phrase: str, articles: frozenset[str] = frozenset()) -> Pattern:
    words = phrase.lower().split()
    following = [*words[1:], ""]
    needed = [w for w, after in zip(words, following, strict=True) if w not in articles or after in ("", *articles) or after.endswith("*")]
    starred = [w for w in words if w.endswith("*")]
    if len(starred) != 1:
        raise KnowledgeError(f"act {act.id!r}: phrase {phrase!r} wants exactly one head marked with '*'")
    head = starred[0].rstrip("*")
    others = tuple(w for w in needed if not w.endswith("*"))
    return Pattern(
        act, "verb", head.lstrip("~"), others=others, open_compound=head.startswith("~"),
        final=words[-1] == starred[0], articles=len(words) - len(needed),
    )  # fmt: skip
