"""Small corrections of a parsed sentence, one mistake a function. `repair` applies them in order."""

from __future__ import annotations

from kroniek.parsers.draft import Draft
from kroniek.parsers.rules import Rules


def repair(draft: Draft, rules: Rules) -> None:
    phrases_are_particles(draft, rules)
    particles_from_the_list(draft, rules)
    bare_oblique_is_object(draft, rules)
    subject_after_fronting(draft, rules)


def phrases_are_particles(draft: Draft, rules: Rules) -> None:
    """A listed phrase of which a word hangs on a verb ("om het leven" on "kwamen") is that verb's particle."""
    low = [form.lower() for form in draft.forms]
    for phrase in rules.particle_phrases:
        parts = phrase.split()
        for start in range(len(low) - len(parts) + 1):
            if low[start] == parts[0] and low[start : start + len(parts)] == parts:
                _make_particle(draft, range(start, start + len(parts)))


def _make_particle(draft: Draft, phrase: range) -> None:
    heads = {draft.heads[i] for i in phrase} - set(phrase)
    verbs = [head for head in heads if head >= 0 and draft.upos[head] == "VERB"]
    if len(verbs) != 1 or len(heads) != 1:
        return
    for i, head in enumerate(draft.heads):
        if head in phrase and i not in phrase:
            draft.heads[i] = verbs[0]
    for i in phrase:
        draft.heads[i], draft.labels[i] = phrase[0], "fixed"
    draft.heads[phrase[0]], draft.labels[phrase[0]] = verbs[0], "compound:prt"


def particles_from_the_list(draft: Draft, rules: Rules) -> None:
    """`compound:prt` only where the word, or the phrase that it heads, is a particle of the language.

    Other phrases ("onder druk") become what they look like: an oblique of their noun, or an adverbial.
    """
    for i, label in enumerate(draft.labels):
        if label != "compound:prt" or draft.forms[i].lower() in rules.particles:
            continue
        phrase = draft.subtree(i)
        if " ".join(draft.forms[j].lower() for j in phrase) not in rules.particle_phrases:
            _make_oblique(draft, i, phrase)


def _make_oblique(draft: Draft, head: int, phrase: list[int]) -> None:
    last = phrase[-1]
    if draft.upos[last] not in ("NOUN", "PROPN"):
        draft.labels[head] = "advmod"
        return
    draft.heads[last], draft.labels[last] = draft.heads[head], "obl"
    for j in phrase:
        if j != last and (j == head or draft.heads[j] == head):
            draft.heads[j] = last
            if draft.labels[j] in ("compound:prt", "fixed"):
                draft.labels[j] = "case" if j == head else "det"


def bare_oblique_is_object(draft: Draft, rules: Rules) -> None:
    """A noun phrase as `obl` of a verb in the active voice, without preposition and not a time: its object."""
    for i, label in enumerate(draft.labels):
        if label not in ("obl", "obl:arg", "obl:unmarked") or draft.upos[i] not in ("NOUN", "PROPN"):
            continue
        verb = draft.heads[i]
        if verb < 0 or draft.upos[verb] != "VERB" or draft.lemmas[i].lower() in rules.time_words:
            continue
        if draft.children(i, "case", "mark", "advmod", "nummod") or _has_object_or_is_passive(draft, verb):
            continue
        draft.labels[i] = "obj"


def _has_object_or_is_passive(draft: Draft, verb: int) -> bool:
    return bool(draft.children(verb, "obj", "aux:pass", "nsubj:pass", "ccomp", "cop"))


def subject_after_fronting(draft: Draft, rules: Rules) -> None:
    """A finite verb without subject, whose one object follows it at once and agrees in number: its subject.

    In Dutch and English the subject stands so after a quotation or an adverbial ("..., schreeuwden de betogers").
    """
    for verb, upos in enumerate(draft.upos):
        if upos != "VERB" or not draft.is_finite(verb) or draft.children(verb, "nsubj", "csubj", "expl"):
            continue
        if "Mood=Imp" in draft.feats[verb] or draft.labels[verb] in ("conj", "xcomp", "acl", "acl:relcl"):
            continue
        objects = draft.children(verb, "obj")
        if len(objects) == 1 and _is_inverted(draft, verb, objects[0], rules):
            draft.labels[objects[0]] = "nsubj"


def _is_inverted(draft: Draft, verb: int, noun: int, rules: Rules) -> bool:
    if noun < verb or draft.forms[noun].lower() in rules.object_pronouns:
        return False
    phrase = draft.subtree(noun)
    fronted = [j for j in draft.children(verb) if j < verb and draft.labels[j] not in ("punct", "cc", "mark")]
    quoted = verb > 0 and draft.upos[verb - 1] == "PUNCT"
    return phrase[0] == verb + 1 and bool(fronted or quoted) and _agree(draft.feats[verb], draft.feats[noun])


def _agree(verb: str, noun: str) -> bool:
    """Whether the numbers of both are the same, or one is not marked."""
    numbers = {f for feats in (verb, noun) for f in feats.split("|") if f.startswith("Number=")}
    return len(numbers) < 2
