"""The tense of a clause: what a report tells in the present, is told of as a habit, a plot or a plan rather than news."""

from __future__ import annotations

from typing import Literal

from kroniek.document import Document
from kroniek.knowledge.doubt import doubt

Tense = Literal["present", "perfect", "past", ""]
CLIMB = 4  # words upwards in which the finite verb is looked for


def tense(document: Document, head: int) -> Tense:
    """The tense of the clause around word `head`: of its finite verb or auxiliary; "" where there is none.

    A present auxiliary with an active participle is a perfect ("has killed"); "is killed" is a present, Dutch "is gedood" a perfect.
    """
    word = document.words[head]
    for _ in range(CLIMB):
        finite = [w for w in (word, *document.dependents(word.i, "aux", "cop")) if "VerbForm=Fin" in w.feats]
        if finite:
            if not any("Tense=Pres" in w.feats for w in finite):
                return "past" if any("Tense=Past" in w.feats for w in finite) else ""
            passive = doubt(document.language).perfects
            progressive = "Tense=Pres" in word.feats  # "is shelling"
            perfect = not progressive and "VerbForm=Part" in word.feats and any(
                w.deprel == "aux" or (w.deprel == "aux:pass" and w.lemma in passive) for w in finite
            )
            return "perfect" if perfect else "present"
        if word.head < 0:
            break
        word = document.words[word.head]
    return ""
