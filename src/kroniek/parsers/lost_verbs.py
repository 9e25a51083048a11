"""Verbs that the network took for something else, where past tense and participle are one form (English).

Sentences of news reports with bare nouns ("Police shot looters.") are rare in treebanks; here their verb is found again.
"""

from __future__ import annotations

from kroniek.parsers.draft import ROOT, Draft
from kroniek.parsers.rules import Rules
from kroniek.parsers.spelling import plain

MODIFYING = ("compound", "amod", "nmod", "dep")
NOMINAL = ("NOUN", "PROPN", "PRON", "ADJ")
ENDS = (".", "!", "?", '"', "'")


def participle_with_subject_is_finite(draft: Draft, rules: Rules) -> None:
    """ "Protesters, carrying placards, marched ...", "..., a hospital reported later": a past participle that is the root, or
    set beside it, has a subject and no auxiliary is a finite verb."""
    if not rules.past_as_participle:
        return
    for verb, label in enumerate(draft.labels):
        if label not in ("root", "parataxis") or draft.upos[verb] != "VERB" or "VerbForm=Part" not in draft.feats[verb]:
            continue
        subjects = draft.children(verb, "nsubj")
        if not subjects or not draft.forms[verb].lower().endswith(rules.past_endings) or draft.children(verb, "aux", "cop", "mark"):
            continue
        if label == "root" and draft.children(verb, "nsubj:pass"):
            continue  # a heading: "Three killed in Oslo"
        draft.labels[subjects[0]] = "nsubj"
        _make_finite(draft, verb)


def inquit_taken_for_participle(draft: Draft, rules: Rules) -> None:
    """ "..., police confirmed.": a past form of a verb of saying at the end of a sentence, hung on the noun behind the last
    comma, is said of what stands before."""
    for verb, label in enumerate(draft.labels):
        noun = draft.heads[verb]
        if label != "acl" or draft.lemmas[verb].lower() not in rules.inquit or not 0 <= noun < verb:
            continue
        phrase = [i for i in draft.subtree(noun) if i < verb and draft.upos[i] != "PUNCT"]
        behind = range(verb + 1, len(draft))
        ends = all(draft.upos[i] in ("PUNCT", "ADV") or i in draft.subtree(verb) for i in behind)
        if not ends or draft.children(verb, "obj", "obl:agent", "ccomp") or phrase[0] < 2 or draft.forms[phrase[0] - 1] not in (",", '"', "”"):
            continue
        root = draft.root()
        if root in phrase or root == verb:
            continue
        draft.heads[verb], draft.labels[verb] = root, "parataxis"
        draft.heads[noun], draft.labels[noun] = verb, "nsubj"
        _make_finite(draft, verb)


def adjective_is_participle(draft: Draft, rules: Rules) -> None:
    """ "The guards were beaten": a listed participle that was taken for an adjective makes a passive."""
    for i, upos in enumerate(draft.upos):
        listed = upos == "ADJ" and draft.forms[i].lower() in rules.participles
        copulas = draft.children(i, "cop", "aux:pass") if listed else []
        if not copulas:
            continue
        draft.upos[i], draft.feats[i] = "VERB", "Tense=Past|VerbForm=Part|Voice=Pass"
        draft.labels[copulas[0]] = "aux:pass"
        for j in draft.children(i, "nsubj"):
            draft.labels[j] = "nsubj:pass"
        for j in draft.children(i, "obl"):
            if any(draft.forms[k].lower() == rules.agent_mark for k in draft.children(j, "case")):
                draft.labels[j] = "obl:agent"


def _make_finite(draft: Draft, verb: int) -> None:
    kept = [
        f
        for f in draft.feats[verb].split("|")
        if f not in ("Voice=Pass", "VerbForm=Part") and not f.startswith("Degree=")
    ]
    draft.upos[verb] = "VERB"
    draft.feats[verb] = "|".join(
        sorted(
            {*(f for f in kept if "=" in f and not f.startswith("Number=")), "Mood=Ind", "Tense=Past", "VerbForm=Fin"}
        )
    )


def verb_taken_for_modifier(draft: Draft, rules: Rules) -> None:
    """ "A gunman shot diners at a restaurant.": where a whole sentence has no verb, the past form between two nouns, taken
    for a noun or participle, is its verb; what hung on the former root before it is the subject, after it the object."""
    root = draft.root()
    if (
        not rules.past_as_participle
        or draft.upos[root] in ("VERB", "AUX")
        or plain(draft.forms[-1]) not in ENDS
    ):
        return
    finite = [i for i, upos in enumerate(draft.upos) if (draft.is_finite(i) and draft.labels[i] not in MODIFYING) or upos == "AUX"]
    if any(not _is_relative(draft, i) for i in finite):
        return
    verb = next((i for i in range(1, len(draft) - 2) if _may_be_verb(draft, i, rules)), -1)
    if verb < 0:
        return
    before = verb - 1 if draft.upos[verb - 1] in (*NOMINAL, "VERB") else root
    above = draft.heads[verb]
    behind = root if root > verb else above if above > verb else next((i for i in draft.children(verb) if i > verb), -1)
    _raise_verb(draft, verb, root)
    draft.heads[before], draft.labels[before] = verb, "nsubj"
    if draft.upos[before] in ("ADJ", "VERB"):  # "The shooting drew criticism."
        draft.upos[before], draft.feats[before] = "NOUN", "Number=Sing"
    if behind >= 0 and not draft.children(behind, "case"):
        draft.heads[behind], draft.labels[behind] = verb, "obj"
    _share_out(draft, verb, before, behind)
    _make_finite(draft, verb)


def past_taken_for_noun(draft: Draft, rules: Rules) -> None:
    """ "The shooting drew criticism, and ...": a past form that is never a noun, taken for one inside a noun phrase, is the
    verb of a clause of its own, set beside the verb above."""
    for verb, form in enumerate(draft.forms):
        noun = draft.heads[verb]
        if form.lower() not in rules.past_only or draft.upos[verb] != "NOUN" or draft.labels[verb] != "compound" or noun != verb + 1:
            continue
        before = verb - 1
        if before < 0 or draft.heads[before] != noun or draft.upos[before] not in (*NOMINAL, "VERB"):
            continue
        draft.heads[verb], draft.labels[verb] = draft.heads[noun], "root" if draft.heads[noun] == ROOT else "parataxis"
        draft.heads[noun], draft.labels[noun] = verb, "obj"
        draft.heads[before], draft.labels[before] = verb, "nsubj"
        draft.upos[before], draft.feats[before] = ("PROPN" if draft.upos[before] == "PROPN" else "NOUN"), "Number=Sing"
        for i in draft.children(noun):
            if i < before:
                draft.heads[i] = before
            elif draft.labels[i] == "nmod" and draft.children(i, "case"):
                draft.heads[i], draft.labels[i] = verb, "obl"
        _make_finite(draft, verb)


def _is_relative(draft: Draft, i: int) -> bool:
    """Does a verb stand in a relative clause?"""
    while i >= 0 and draft.labels[i] != "acl:relcl":
        i = draft.heads[i]
    return i >= 0


def _may_be_verb(draft: Draft, i: int, rules: Rules) -> bool:
    """A past form between the end of one noun phrase and the beginning of another."""
    form = draft.forms[i]
    past = form.endswith(rules.past_endings) and draft.upos[i] in ("VERB", "ADJ", "NOUN")
    if not form.islower() or not (past or draft.is_finite(i)) or draft.labels[i] in ("acl:relcl", "conj"):
        return False
    before = draft.upos[i - 1] in NOMINAL or (draft.upos[i - 1] == "VERB" and draft.labels[i - 1] in MODIFYING)
    closes = before and draft.forms[i - 1].lower() not in rules.coordinators
    aside = draft.forms[i - 1] == "," and draft.root() < i
    if draft.upos[i + 1] == "ADP":  # "Police shot at looters."
        return draft.upos[i - 1] in ("NOUN", "PROPN") and draft.upos[i] == "NOUN" and draft.labels[i] in ("root", "compound")
    return (closes or aside) and draft.upos[i + 1] in ("DET", "NUM", *NOMINAL)


def _raise_verb(draft: Draft, verb: int, root: int) -> None:
    draft.heads[verb], draft.labels[verb] = ROOT, "root"
    if root != verb:
        draft.heads[root] = verb
        draft.labels[root] = "obl" if draft.children(root, "case") else "dep"


def _share_out(draft: Draft, verb: int, before: int, behind: int) -> None:
    """The words that hung across the verb: those of the subject's phrase on it, all others on the verb."""
    own = ("det", "amod", "compound", "nummod", "nmod:poss", "flat", "cc", "case")
    for i, head in enumerate(draft.heads):
        if head in (verb, -1) or (i < verb) == (head < verb):
            continue
        joined = i < before and draft.labels[i] in own and not draft.children(i, "case")
        draft.heads[i] = before if joined else verb
        if not joined and draft.labels[i] == "nmod":
            draft.labels[i] = "obl"
    for i in draft.children(behind) if behind >= 0 else ():
        if (
            draft.labels[i] == "nmod"
            and draft.children(i, "case")
            and draft.forms[draft.children(i, "case")[0]].lower() != "of"
        ):
            draft.heads[i], draft.labels[i] = verb, "obl"
    for i in draft.children(verb):
        if i < before and draft.labels[i] in own:
            draft.heads[i] = before
        elif draft.labels[i] == "nmod":
            draft.labels[i] = "obl"


def intransitive_participle_is_finite(draft: Draft, rules: Rules) -> None:
    """ "Tanks rolled into the capital.": in a sentence without a verb, the past form of a verb that has no passive, hung on
    the noun before it, is the verb of the sentence."""
    root = draft.root()
    if draft.upos[root] not in ("NOUN", "PROPN") or plain(draft.forms[-1]) not in ENDS:
        return
    if any(draft.is_finite(i) or upos == "AUX" for i, upos in enumerate(draft.upos)):
        return
    for verb in draft.children(root, "acl"):
        if draft.lemmas[verb].lower() in rules.intransitives and draft.upos[verb] == "VERB":
            for i in draft.children(root):
                if i > verb:
                    draft.heads[i] = verb
            _raise_verb(draft, verb, root)
            draft.labels[root] = "nsubj"
            _make_finite(draft, verb)
            return
