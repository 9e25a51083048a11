"""Corrections of a parsed sentence about noun phrases without preposition that were taken for adverbials."""

from __future__ import annotations

from kroniek.parsers.draft import Draft
from kroniek.parsers.rules import Rules


def bare_oblique_is_object(draft: Draft, rules: Rules) -> None:
    """A counted noun, or a common noun in the plural or with an article, as `obl` without preposition behind an active
    verb with subject but without object, and not a time: its object.

    "... killed at least five Palestinians", "... roughed up a journalist", "gingen zondag dorpelingen te lijf": between them
    stand at most the verb's particle and a time.
    """
    for i, label in enumerate(draft.labels):
        if label not in ("obl", "obl:unmarked") or draft.upos[i] not in ("NOUN", "PROPN"):
            continue
        verb = draft.heads[i]
        if verb < 0 or draft.upos[verb] != "VERB" or draft.lemmas[i].lower() in rules.time_words:
            continue
        if draft.children(i, "case", "mark", "appos") or _has_object_or_is_passive(draft, verb):
            continue
        counted = draft.children(i, "nummod") and draft.subtree(i)[0] == verb + 1
        if counted or (_may_be_object(draft, i) and _only_particle_and_time_between(draft, verb, i, rules)):
            draft.labels[i] = "obj"


def _may_be_object(draft: Draft, i: int) -> bool:
    """A common noun with an article, or in the plural and uncounted (a count without preposition may be a measure)."""
    article = any(draft.upos[j] == "DET" for j in draft.children(i, "det"))
    plural = "Number=Plur" in draft.feats[i] and not draft.children(i, "nummod")
    return draft.upos[i] == "NOUN" and (article or plural)


def _only_particle_and_time_between(draft: Draft, verb: int, i: int, rules: Rules) -> bool:
    """Of an active finite verb with a subject before it."""
    first = draft.subtree(i)[0]
    if first <= verb or not _may_be_finite(draft, verb, rules) or not [j for j in draft.children(verb, "nsubj") if j < verb]:
        return False
    between = set(range(verb + 1, first)) - set(draft.children(verb, "compound:prt", "advmod"))
    return all(draft.lemmas[j].lower() in rules.time_words for j in between)


def subject_behind_day(draft: Draft, rules: Rules) -> None:
    """ "On Tuesday militants waylaid a convoy": the day was taken for a part of the subject behind it, with its preposition."""
    for day, label in enumerate(draft.labels):
        noun = draft.heads[day]
        if label != "compound" or noun != day + 1 or draft.lemmas[day].lower() not in rules.time_words:
            continue
        verb, cases = draft.heads[noun], draft.children(noun, "case")
        if cases != [day - 1] or draft.labels[noun] != "obl" or verb < noun or not _may_be_finite(draft, verb, rules):
            continue
        if draft.lemmas[noun].lower() in rules.time_words or draft.children(verb, "nsubj", "nsubj:pass", "csubj", "expl"):
            continue
        draft.heads[cases[0]] = day
        draft.heads[day], draft.labels[day] = verb, "obl"
        draft.labels[noun] = "nsubj:pass" if draft.children(verb, "aux:pass") else "nsubj"


def _has_object_or_is_passive(draft: Draft, verb: int) -> bool:
    return bool(draft.children(verb, "obj", "aux:pass", "nsubj:pass", "ccomp", "cop", "expl"))


def _may_be_finite(draft: Draft, verb: int, rules: Rules) -> bool:
    """A finite verb, or a participle without auxiliary where past tense and participle look alike."""
    past = rules.past_as_participle and "VerbForm=Part" in draft.feats[verb] and not draft.children(verb, "aux")
    return draft.is_finite(verb) or (past and draft.upos[verb] == "VERB")
