"""Lemmas of verbs, where the trained edit scripts are weakest: by the lists of simplemma, and by particles."""

from __future__ import annotations

from functools import cache

import simplemma

from kroniek.parsers.draft import Draft
from kroniek.parsers.rules import Rules

SHORTEST_REST = 3  # letters that a separable verb must leave behind its particle


class VerbLemmas:
    """`lemma(form, guess)` of a verb's form. The lists are read at the first call (0.3 s, 40 MB)."""

    def __init__(self, language: str, rules: Rules) -> None:
        self._language = language
        self._ending = rules.infinitive_ending
        self._particles = tuple(sorted(rules.particles, key=len, reverse=True)) if rules.join_particles else ()
        self.lemma = cache(self._lemma)

    def _lemma(self, form: str, guess: str) -> str:
        """The infinitive, where the lists know the form or what is left of it after a particle; else the guess."""
        low = form.lower()
        known = self._known(low)
        if known:
            return known
        for particle in self._particles:
            rest = low[len(particle) :]
            if low.startswith(particle) and len(rest) >= SHORTEST_REST and (known := self._known(rest)):
                return particle + known
        return guess

    def _known(self, form: str) -> str | None:
        """The listed infinitive of a form, also of one with the ending of an adjective ("uitgestrekte")."""
        for tried in (form, form[:-1]) if self._particles and form.endswith("e") else (form,):
            if not simplemma.is_known(tried, lang=self._language):
                continue
            found = simplemma.lemmatize(tried, lang=self._language).replace("_", "")
            if found.islower() and found.endswith(self._ending) and (found != form or not self._particles):
                return found
            if found == form and tried == form and form.endswith("en"):
                return found
        return None


def mend_verb_lemmas(draft: Draft, verbs: VerbLemmas) -> None:
    """Every verb's lemma through the lists."""
    for i, upos in enumerate(draft.upos):
        if upos == "VERB":
            draft.lemmas[i] = verbs.lemma(draft.forms[i], draft.lemmas[i])


def join_particles(draft: Draft, rules: Rules) -> None:
    """The particle of a separable verb joined to its lemma: "leggen" with "uit" becomes "uitleggen"."""
    if not rules.join_particles:
        return
    for i, label in enumerate(draft.labels):
        if label != "compound:prt" or draft.heads[i] < 0:
            continue
        verb = draft.heads[i]
        particle = " ".join(draft.forms[j].lower() for j in draft.subtree(i))
        glue = " " if " " in particle else ""
        if not draft.lemmas[verb].startswith(particle):
            draft.lemmas[verb] = particle + glue + draft.lemmas[verb]
