"""Lemmas of verbs, where the trained edit scripts are weakest: by the lists of simplemma, and by particles."""

from __future__ import annotations

from functools import cache

import simplemma

from kroniek.parsers.draft import Draft
from kroniek.parsers.rules import Rules

SHORTEST_REST = 3  # letters that a separable verb must leave behind its particle


class VerbLemmas:
    """`lemma(form, guess)` of a verb's form. The lists are read when first needed (0.3 s, 40 MB)."""

    def __init__(self, language: str, rules: Rules, verbs: frozenset[str]) -> None:
        self._language = language
        self._verbs = verbs
        self._ending = rules.infinitive_ending
        self._adjectives = rules.adjective_ending
        self._particles = tuple(sorted(rules.particles, key=len, reverse=True)) if rules.join_particles else ()
        self.lemma = cache(self._lemma)

    def _lemma(self, form: str, guess: str) -> str:
        """The guess, where it is a verb met in training, by itself or behind a particle; else what the lists say
        of the form, or of what is left of it behind a particle; else the guess.
        """
        if guess in self._verbs or self._is_separable(guess):
            return guess
        low = form.lower()
        known = self._known(low)
        if known:
            return known
        for particle, rest in self._taken_apart(low):
            if known := self._known(rest):
                return particle + known
        return guess

    def _is_separable(self, lemma: str) -> bool:
        return any(rest in self._verbs for _, rest in self._taken_apart(lemma))

    def _taken_apart(self, word: str) -> list[tuple[str, str]]:
        """Every way to see a particle and a rest in the word, longest particle first."""
        return [
            (particle, word[len(particle) :])
            for particle in self._particles
            if word.startswith(particle) and len(word) - len(particle) >= SHORTEST_REST
        ]

    def _known(self, form: str) -> str | None:
        """The listed infinitive of a form, also of one with the ending of an adjective ("uitgestrekte")."""
        forms = [form]
        if self._adjectives and form.endswith(self._adjectives):
            forms.append(form.removesuffix(self._adjectives))
        for tried in forms:
            if simplemma.is_known(tried, lang=self._language):
                found = simplemma.lemmatize(tried, lang=self._language).replace("_", "")
                if found != tried and found.islower() and found.endswith(self._ending):
                    return found
        return None


def mend_verb_lemmas(draft: Draft, verbs: VerbLemmas) -> None:
    """Every verb's lemma through the lists."""
    for i, upos in enumerate(draft.upos):
        if upos == "VERB":
            draft.lemmas[i] = verbs.lemma(draft.forms[i], draft.lemmas[i])


def join_particles(draft: Draft, rules: Rules) -> None:
    """The particle of a separable verb joined to its lemma: "leggen" with "uit" becomes "uitleggen".

    Only particles and phrases that the language lists. Of two particles ("maakt deel uit") the last one counts; a
    phrase is joined with blanks.
    """
    if not rules.join_particles:
        return
    joined: dict[int, str] = {}
    for i, label in enumerate(draft.labels):
        verb = draft.heads[i]
        apart = label == "compound:prt" and verb >= 0 and draft.upos[verb] == "VERB"
        if apart and (particle := _particle(draft, i, rules)):
            joined[verb] = particle
    for verb, particle in joined.items():
        if not draft.lemmas[verb].startswith(particle.strip()):
            draft.lemmas[verb] = particle + draft.lemmas[verb]


def _particle(draft: Draft, i: int, rules: Rules) -> str:
    """The particle at place i as it is put before the lemma; empty where it is none of the language."""
    phrase = " ".join(draft.forms[j].lower() for j in draft.subtree(i))
    if phrase in rules.particle_phrases:
        return phrase + " "
    if any(draft.upos[j] == "NOUN" for j in draft.children(i, "fixed")):  # "haalde uit de lucht" is no "uithalen"
        return ""
    word = draft.forms[i].lower()
    return word if word in rules.particles else ""
