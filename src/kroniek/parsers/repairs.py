"""Small corrections of a parsed sentence, one mistake a function. `repair` applies them in order."""

from __future__ import annotations

from kroniek.parsers.bare_nouns import bare_oblique_is_object, subject_behind_day
from kroniek.parsers.draft import Draft
from kroniek.parsers.lost_verbs import (
    adjective_is_participle,
    inquit_taken_for_participle,
    intransitive_participle_is_finite,
    participle_with_subject_is_finite,
    past_taken_for_noun,
    verb_taken_for_modifier,
)
from kroniek.parsers.rules import Rules
from kroniek.parsers.spelling import plain

QUOTES = ('"', "'")


def repair(draft: Draft, rules: Rules) -> None:
    plural_lemmas(draft, rules)
    phrases_are_particles(draft, rules)
    singular_article_is_pronoun(draft, rules)
    participle_after_coordinator(draft, rules)
    subject_behind_day(draft, rules)
    bare_oblique_is_object(draft, rules)
    one_of_two_subjects_is_object(draft)
    one_of_two_objects_is_subject(draft)
    first_of_two_objects_is_indirect(draft)
    subject_after_fronting(draft, rules)
    compound_of_verb_is_subject(draft)
    torn_subject(draft)
    figure_before_verb_is_subject(draft)
    figure_of_state_is_subject(draft)
    object_hung_on_subject(draft)
    gerund_after_preposition(draft)
    bare_agent_is_means(draft, rules)
    past_taken_for_noun(draft, rules)
    verb_taken_for_modifier(draft, rules)
    participle_with_subject_is_finite(draft, rules)
    inquit_taken_for_participle(draft, rules)
    adjective_is_participle(draft, rules)
    adjective_behind_object(draft, rules)
    predicate_behind_object(draft)
    particle_taken_for_preposition(draft, rules)
    intransitive_participle_is_finite(draft, rules)


def plural_lemmas(draft: Draft, rules: Rules) -> None:
    """ "gunmen", "knive": lemmas of plurals that were not brought back to the singular."""
    for plural, singular in (pair.split() for pair in rules.plurals):
        for i, lemma in enumerate(draft.lemmas):
            if draft.upos[i] == "NOUN" and "Number=Plur" in draft.feats[i] and lemma.endswith(plural):
                draft.lemmas[i] = lemma[: -len(plural)] + singular


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


def singular_article_is_pronoun(draft: Draft, rules: Rules) -> None:
    """Dutch "het" before a noun in the plural is no article but the subject: "... dat het burgers bombardeerde"."""
    for i, label in enumerate(draft.labels):
        noun = draft.heads[i]
        if label != "det" or draft.forms[i].lower() not in rules.singular_articles or noun != i + 1:
            continue
        verb = draft.heads[noun]
        plural = draft.upos[noun] == "NOUN" and "Number=Plur" in draft.feats[noun]
        if not plural or verb < 0 or draft.upos[verb] != "VERB" or draft.labels[noun] not in ("nsubj", "obj"):
            continue
        if len(draft.children(verb, "nsubj", "obj", "aux:pass")) == 1:
            draft.heads[i], draft.labels[i], draft.upos[i] = verb, "nsubj", "PRON"
            draft.labels[noun] = "obj"


def participle_after_coordinator(draft: Draft, rules: Rules) -> None:
    """ "... killed three soldiers and injured dozens": not dozens that were injured, but a second verb.

    A participle right behind a coordinator and right before a bare noun, which is coordinated with an object.
    """
    for i in range(2, len(draft) - 1):
        noun = draft.heads[i]
        if draft.labels[i] != "amod" or noun != i + 1 or draft.upos[i] not in ("VERB", "ADJ"):
            continue
        if draft.forms[i - 1].lower() not in rules.coordinators or not _may_be_past(draft, i, rules):
            continue
        first = draft.heads[noun]
        if draft.labels[noun] != "conj" or first < 0 or draft.labels[first] != "obj":
            continue
        verb = draft.heads[first]
        if draft.is_finite(verb) and not draft.children(noun, "det", "case", "nmod:poss"):
            _make_conjoined_verb(draft, i, noun, verb)


def _may_be_past(draft: Draft, i: int, rules: Rules) -> bool:
    return draft.forms[i].lower().endswith(rules.past_endings) and draft.forms[i].islower()


def _make_conjoined_verb(draft: Draft, i: int, noun: int, verb: int) -> None:
    draft.heads[i], draft.labels[i], draft.upos[i] = verb, "conj", "VERB"
    draft.heads[noun], draft.labels[noun] = i, "obj"
    draft.heads[i - 1], draft.labels[i - 1] = i, "cc"
    draft.feats[i] = draft.feats[verb]


def one_of_two_subjects_is_object(draft: Draft) -> None:
    """Of two subjects of a verb without object, the object is the one that does not agree with the finite verb; or,
    where both agree, a relative or interrogative pronoun before the other ("wat de baan inhoudt").
    """
    for verb, upos in enumerate(draft.upos):
        subjects = [j for j in draft.children(verb, "nsubj") if draft.labels[j] == "nsubj"] if upos == "VERB" else []
        if len(subjects) != 2 or draft.children(verb, "obj", "ccomp", "xcomp", "cop", "aux:pass"):
            continue
        finite = _finite(draft, verb)
        if finite is None:
            continue
        agreeing = [j for j in subjects if _agree(draft.feats[finite], draft.feats[j])]
        if len(agreeing) == 1:
            draft.labels[next(j for j in subjects if j not in agreeing)] = "obj"
        elif _asks_or_relates(draft, subjects[0]):
            draft.labels[subjects[0]] = "obj"


def one_of_two_objects_is_subject(draft: Draft) -> None:
    """Of two objects of a finite verb without subject, the subject is the noun beside a relative, interrogative or
    reflexive pronoun that can only be the object ("de nederlaag die zijn ploeg leed").
    """
    for verb, upos in enumerate(draft.upos):
        objects = draft.children(verb, "obj") if upos == "VERB" else []
        if len(objects) != 2 or draft.children(verb, "nsubj", "csubj", "aux:pass", "iobj"):
            continue
        finite = _finite(draft, verb)
        nouns = [j for j in objects if draft.upos[j] in ("NOUN", "PROPN")]
        if finite is None or "Mood=Imp" in draft.feats[finite] or len(nouns) != 1:
            continue
        other = objects[0] if nouns[0] == objects[1] else objects[1]
        bound = _asks_or_relates(draft, other) or "Reflex=Yes" in draft.feats[other]
        if bound and _agree(draft.feats[finite], draft.feats[nouns[0]]):
            draft.labels[nouns[0]] = "nsubj"


def compound_of_verb_is_subject(draft: Draft) -> None:
    """A name that hangs as a compound on the verb behind it, which has an object, is its subject.

    "Amnesty International accused the army": the verb was taken for a participle.
    """
    for verb, upos in enumerate(draft.upos):
        if (
            upos != "VERB"
            or not draft.children(verb, "obj")
            or draft.children(verb, "nsubj", "csubj", "aux", "obl:agent")
        ):
            continue
        names = [i for i in draft.children(verb, "compound", "nmod") if i < verb and not draft.children(i, "case")]
        if names and draft.upos[names[-1]] in ("NOUN", "PROPN"):
            draft.labels[names[-1]] = "nsubj"
            kept = [f for f in draft.feats[verb].split("|") if f != "Voice=Pass"]
            draft.feats[verb] = "|".join("VerbForm=Fin" if f == "VerbForm=Part" else f for f in kept)


def torn_subject(draft: Draft) -> None:
    """The subject of a clause with a conjunction that was taken for a preposition.

    "... detained after Rosa Lima, governor of Cusco, was shot": "after Rosa Lima" hangs on "detained", and "was shot" has
    no subject, though nothing but that phrase stands before it.
    """
    for verb, upos in enumerate(draft.upos):
        above = draft.heads[verb]
        if upos != "VERB" or above < 0 or draft.labels[verb] not in ("parataxis", "advcl", "conj"):
            continue
        if _finite(draft, verb) is None or draft.children(verb, "nsubj", "csubj", "expl", "cc", "mark"):
            continue
        phrases = [i for i in draft.children(above, "obl") if above < i < verb and draft.children(i, "case")]
        if not phrases:
            continue
        noun, first = phrases[-1], draft.subtree(verb)[0]
        inside = set(draft.subtree(noun))
        if all(i in inside or draft.upos[i] == "PUNCT" for i in range(noun, first)):
            mark = draft.children(noun, "case")[0]
            draft.heads[mark], draft.labels[mark] = verb, "mark"
            draft.heads[noun] = verb
            draft.labels[noun] = "nsubj:pass" if draft.children(verb, "aux:pass") else "nsubj"
            draft.labels[verb] = "advcl"


def figure_before_verb_is_subject(draft: Draft) -> None:
    """A bare figure right before a conjoined finite verb ("drie kwamen om en zeven raakten gewond") is its subject."""
    for verb, label in enumerate(draft.labels):
        if label != "conj" or draft.upos[verb] != "VERB" or draft.children(verb, "nsubj", "csubj", "expl"):
            continue
        first = min([verb, *draft.children(verb, "aux", "cop")])
        if (
            _finite(draft, verb) is None
            or first < 1
            or draft.upos[first - 1] != "NUM"
            or draft.labels[first - 1] == "nummod"
        ):
            continue
        draft.heads[first - 1] = verb
        draft.labels[first - 1] = "nsubj:pass" if draft.children(verb, "aux:pass") else "nsubj"


def figure_of_state_is_subject(draft: Draft) -> None:
    """ "... raakten zeven gewond": a figure that hangs on the state in which a verb without subject puts it."""
    for i, label in enumerate(draft.labels):
        state = draft.heads[i]
        verb = draft.heads[state] if label == "nummod" and state >= 0 and draft.upos[state] == "ADJ" else -1
        if verb >= 0 and draft.labels[state] == "xcomp" and not draft.children(verb, "nsubj", "csubj", "expl"):
            draft.heads[i], draft.labels[i] = verb, "nsubj"


def object_hung_on_subject(draft: Draft) -> None:
    """Behind a verb that comes first, an object that hangs on the subject as its modifier, without preposition or comma
    ("... namen de milities Amerikaanse doelen onder vuur")."""
    for verb, upos in enumerate(draft.upos):
        subjects = draft.children(verb, "nsubj") if upos == "VERB" else []
        if len(subjects) != 1 or subjects[0] < verb or draft.children(verb, "obj", "aux:pass", "cop", "ccomp"):
            continue
        subject = subjects[0]
        for noun in draft.children(subject, "nmod", "appos"):
            own = draft.children(noun, "amod", "det", "nummod")
            near = subject < noun <= subject + 3 and draft.upos[noun] == "NOUN" == draft.upos[subject]
            if near and own and not draft.children(noun, "case", "punct"):
                draft.heads[noun], draft.labels[noun] = verb, "obj"
                break


def gerund_after_preposition(draft: Draft) -> None:
    """ "accused the army of burning villages": a gerund between a preposition and a bare noun is no adjective of that
    noun but a verb with it as object."""
    for i in range(1, len(draft) - 1):
        noun = draft.heads[i]
        if draft.labels[i] != "amod" or "VerbForm=Ger" not in draft.feats[i] or noun <= i:
            continue
        cases = draft.children(noun, "case")
        if cases != [i - 1] or draft.children(noun, "det", "nmod:poss") or draft.labels[noun] not in ("nmod", "obl"):
            continue
        draft.heads[i], draft.labels[i] = draft.heads[noun], "acl" if draft.labels[noun] == "nmod" else "advcl"
        draft.upos[i] = "VERB"
        draft.heads[noun], draft.labels[noun] = i, "obj"
        draft.heads[i - 1], draft.labels[i - 1] = i, "mark"


def adjective_behind_object(draft: Draft, rules: Rules) -> None:
    """ "... called the removal illegal": an adjective as object, with the noun before it hung on it, is what is said of
    that noun."""
    for i, label in enumerate(draft.labels):
        verb, noun = draft.heads[i], i - 1
        if label != "obj" or draft.upos[i] != "ADJ" or not 0 <= verb < noun or draft.heads[noun] != i:
            continue
        if draft.lemmas[verb].lower() not in rules.judging:
            continue
        if draft.upos[noun] in ("NOUN", "PROPN") and draft.labels[noun] in ("compound", "amod"):
            for j in draft.children(i):
                if j < noun:
                    draft.heads[j] = noun
            draft.heads[noun], draft.labels[noun] = verb, "obj"
            draft.labels[i] = "xcomp"


def predicate_behind_object(draft: Draft) -> None:
    """ "... had called the rampage gruesome": a complement with the noun before it hung on it as a compound, and an article
    before both, is said of that noun, which is the object."""
    for i, label in enumerate(draft.labels):
        verb, noun = draft.heads[i], i - 1
        if label != "xcomp" or not 0 <= verb < noun or draft.heads[noun] != i or draft.children(verb, "obj"):
            continue
        if draft.labels[noun] in ("compound", "amod") and draft.upos[noun] in ("NOUN", "PROPN") and draft.children(i, "det"):
            for j in draft.children(i):
                if j < noun:
                    draft.heads[j] = noun
            draft.heads[noun], draft.labels[noun] = verb, "obj"


def particle_taken_for_preposition(draft: Draft, rules: Rules) -> None:
    """ "... called off their walkout": the particle right behind a verb of which it is part, taken for the preposition of
    the object."""
    for i in range(1, len(draft)):
        noun, verb = draft.heads[i], i - 1
        if draft.labels[i] != "case" or noun < i or draft.heads[noun] != verb or draft.upos[verb] != "VERB":
            continue
        pair = f"{draft.lemmas[verb].lower()} {draft.forms[i].lower()}"
        if pair in rules.particle_verbs and not draft.children(i) and not draft.children(verb, "obj"):
            draft.heads[i], draft.labels[i] = verb, "compound:prt"
            draft.labels[noun] = "obj"


def _finite(draft: Draft, verb: int) -> int | None:
    """The finite verb of a clause: the verb itself or one of its auxiliaries."""
    return next((i for i in [verb, *draft.children(verb, "aux")] if draft.is_finite(i)), None)


def _asks_or_relates(draft: Draft, i: int) -> bool:
    return draft.upos[i] == "PRON" and ("PronType=Rel" in draft.feats[i] or "PronType=Int" in draft.feats[i])


def first_of_two_objects_is_indirect(draft: Draft) -> None:
    """A name or personal pronoun as the first of two objects behind the verb: to whom ("legden Iran sancties op")."""
    for verb, upos in enumerate(draft.upos):
        objects = draft.children(verb, "obj") if upos == "VERB" else []
        if len(objects) != 2 or draft.children(verb, "iobj") or draft.upos[objects[1]] != "NOUN":
            continue
        first = objects[0]
        named = draft.upos[first] == "PROPN" or (draft.upos[first] == "PRON" and "PronType=Prs" in draft.feats[first])
        if named and draft.subtree(first)[0] == verb + 1:
            draft.labels[first] = "iobj"


def bare_agent_is_means(draft: Draft, rules: Rules) -> None:
    """An agent that is a bare common noun in the singular is a means ("evacuated by helicopter").

    Not where the noun names a force or a group (the list `agents`: "by police"), or something modifies it.
    """
    for i, label in enumerate(draft.labels):
        if label == "obl:agent" and draft.upos[i] == "NOUN" and "Number=Plur" not in draft.feats[i]:
            bare = all(draft.labels[j] in ("case", "punct") for j in draft.children(i))
            if bare and not draft.lemmas[i].lower().endswith(rules.agents):
                draft.labels[i] = "obl"


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
    if draft.upos[noun] == "PRON" and "Case=Nom" not in draft.feats[noun]:
        return False
    phrase = draft.subtree(noun)
    fronted = [j for j in draft.children(verb, "advmod", "obl", "advcl", "ccomp", "parataxis") if j < verb]
    quoted = verb > 0 and draft.upos[verb - 1] == "PUNCT"
    if rules.inversion_after_quotation_only and not _quotation_before(draft, verb):
        return False
    agree = _agree(draft.feats[verb], draft.feats[noun]) or rules.inversion_after_quotation_only
    return phrase[0] == verb + 1 and bool(fronted or quoted) and agree


def _quotation_before(draft: Draft, verb: int) -> bool:
    return any(plain(form) in QUOTES for form in draft.forms[max(0, verb - 2) : verb])


def _agree(verb: str, noun: str) -> bool:
    """Whether the numbers of both are the same, or one is not marked."""
    numbers = {f for feats in (verb, noun) for f in feats.split("|") if f.startswith("Number=")}
    return len(numbers) < 2
