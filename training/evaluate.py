"""Scores of the shipped parsers, by the shipped runtime, on the development and test sets.

    python -m training.evaluate --treebanks FOLDER            # KRONIEK_PARSERS=FOLDER for others than the shipped

UAS and LAS as in the CoNLL 2018 shared task (Zeman et al. 2018): all words count, subtypes of labels do not.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kroniek.document import Document
from kroniek.parse import Parser
from kroniek.parsers.draft import Draft
from kroniek.parsers.rules import Rules, load_rules
from training.data import Tree, read_trees

SETS = {
    "nl": ("nl-dev", "nl-test-alpino", "nl-test-lassysmall"),
    "en": ("en-dev", "en-test-ewt", "en-test-gum"),
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """Right ones out of all."""

    right: int
    total: int

    def __str__(self) -> str:
        return f"{100 * self.right / self.total:.2f}" if self.total else "-"

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.right + other.right, self.total + other.total)


Scores = dict[str, Ratio]


def main_label(label: str) -> str:
    return label.partition(":")[0]


def word_scores(gold: Tree, found: Draft) -> Scores:
    """Heads, labels, tags and lemmas of one sentence."""
    heads = [head + 1 == right for head, right in zip(found.heads, gold.heads, strict=True)]
    labels = [main_label(a) == main_label(b) for a, b in zip(found.labels, gold.labels, strict=True)]
    lemmas = [a == b for a, b in zip(found.lemmas, gold.lemmas, strict=True)]
    verbs = [same for same, upos in zip(lemmas, gold.upos, strict=True) if upos == "VERB"]
    tags = [a == b for a, b in zip(found.upos, gold.upos, strict=True)]
    feats = [a == b for a, b in zip(found.feats, gold.feats, strict=True)]
    n = len(gold)
    return {
        "UAS": Ratio(sum(heads), n),
        "LAS": Ratio(sum(h and x for h, x in zip(heads, labels, strict=True)), n),
        "UPOS": Ratio(sum(tags), n),
        "feats": Ratio(sum(feats), n),
        "lemma": Ratio(sum(lemmas), n),
        "verb lemma": Ratio(sum(verbs), len(verbs)),
    }


def clause_scores(gold: Tree, found: Draft) -> Scores:
    """Clauses exactly right: active ones by verb, subject and object; passive ones by verb, subject and agent.

    A clause counts where the gold tree has a verb with both subject and object, or with a passive subject.
    """
    active = passive = Ratio(0, 0)
    for i, upos in enumerate(gold.upos):
        if upos != "VERB":
            continue
        wanted, given = _arguments(gold, i), _found_arguments(found, i)
        if wanted["nsubj"] and wanted["obj"]:
            same = found.upos[i] == "VERB" and all(wanted[x] == given[x] for x in ("nsubj", "obj"))
            active += Ratio(int(same), 1)
        if wanted["nsubj:pass"]:
            same = all(wanted[x] == given[x] for x in ("nsubj:pass", "obl:agent"))
            passive += Ratio(int(same), 1)
    return {"S+V+O": active, "passive": passive}


ROLES = ("nsubj", "obj", "nsubj:pass", "obl:agent")


def _arguments(tree: Tree, verb: int) -> dict[str, set[int]]:
    pairs = [
        (label, j) for j, (head, label) in enumerate(zip(tree.heads, tree.labels, strict=True)) if head == verb + 1
    ]
    return {role: {j for label, j in pairs if label == role} for role in ROLES}


def _found_arguments(draft: Draft, verb: int) -> dict[str, set[int]]:
    return {role: {j for j in draft.children(verb) if draft.labels[j] == role} for role in ROLES}


def whole_lemmas(tree: Tree, rules: Rules) -> Tree:
    """The tree with lemmas as the runtime is to give them: the listed particle of a separable verb joined."""
    if not rules.join_particles:
        return tree
    lemmas = list(tree.lemmas)
    for i, label in enumerate(tree.labels):
        verb = tree.heads[i] - 1
        if label == "compound:prt" and tree.upos[verb] == "VERB":
            below = [j for j, head in enumerate(tree.heads) if head == i + 1]
            phrase = " ".join(tree.forms[j].lower() for j in sorted([i, *below]))
            if phrase in rules.particles:
                lemmas[verb] = phrase + lemmas[verb]
            elif phrase in rules.particle_phrases:
                lemmas[verb] = f"{phrase} {lemmas[verb]}"
    return replace(tree, lemmas=tuple(lemmas))


def gold_words(parser: Parser, trees: Sequence[Tree], *, repaired: bool) -> Scores:
    drafts = parser.parse_words([tree.forms for tree in trees], repaired=repaired)
    rules = load_rules(parser.language)
    total: Scores = {}
    for tree, draft in zip(trees, drafts, strict=True):
        wanted = whole_lemmas(tree, rules) if repaired else tree
        for name, ratio in (word_scores(wanted, draft) | clause_scores(tree, draft)).items():
            total[name] = total.get(name, Ratio(0, 0)) + ratio
    return total


def raw_text(parser: Parser, trees: Sequence[Tree]) -> dict[str, float]:
    """F of words, sentences and labelled arcs, from the sentences' texts with a blank between them."""
    text, wanted, sentences, start = "", {}, set(), 0
    for tree in trees:
        spans = _spans(tree, start)
        sentences.add((spans[0][0], spans[-1][1]))
        for i, (head, label) in enumerate(zip(tree.heads, tree.labels, strict=True)):
            wanted[spans[i]] = (spans[head - 1] if head else None, main_label(label))
        text += tree.text + " "
        start = len(text)
    document = parser.parse(text)
    given = {(w.start, w.end): (_head(document, w.head), main_label(w.deprel)) for w in document.words}
    found = {(s.start, s.end) for s in document.sentences}
    right = sum(given.get(span) == arc for span, arc in wanted.items())
    return {
        "words F": _f(len(given.keys() & wanted.keys()), len(given), len(wanted)),
        "sentences F": _f(len(found & sentences), len(found), len(sentences)),
        "LAS F": _f(right, len(given), len(wanted)),
    }


def _head(document: Document, head: int) -> tuple[int, int] | None:
    return None if head < 0 else (document.words[head].start, document.words[head].end)


def _spans(tree: Tree, start: int) -> list[tuple[int, int]]:
    spans, at = [], 0
    for form in tree.forms:
        at = tree.text.index(form, at)
        spans.append((start + at, start + at + len(form)))
        at += len(form)
    return spans


def _f(right: int, found: int, wanted: int) -> float:
    return 200 * right / (found + wanted)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--treebanks", type=Path, required=True, help="folder of the *.conllu.gz files")
    options.add_argument("--language", choices=tuple(SETS), action="append")
    chosen = options.parse_args()
    for language in chosen.language or SETS:
        parser = Parser.load(language)
        for name in SETS[language]:
            trees = read_trees(chosen.treebanks / f"{name}.conllu.gz", language)
            for repaired in (False, True):
                scores = gold_words(parser, trees, repaired=repaired)
                shown = "  ".join(f"{key} {ratio}" for key, ratio in scores.items())
                print(f"{name:18} gold words, {'repaired' if repaired else 'network '}  {shown}")
            shown = "  ".join(f"{key} {score:.2f}" for key, score in raw_text(parser, trees).items())
            print(f"{name:18} raw text              {shown}", flush=True)


if __name__ == "__main__":
    main()
