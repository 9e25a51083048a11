"""Acts done by saying: what no verb of the lexicon names, but the words that are said do.

Each gives a mention with an entry of its own (so that grounds and roles work as for any other): calling ("called the
raid a crime"), claiming a wrong, saying what another must do ("X said that Y should leave"), and what quoted.py finds
in the words themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kroniek.coder.mentions import Mention
from kroniek.coder.quoted import Quoted
from kroniek.coder.sources import SourceReader
from kroniek.coder.syntax import Syntax
from kroniek.document import Document, Word
from kroniek.knowledge.acts import Act, types
from kroniek.knowledge.language import Speech, StatusWords
from kroniek.records import Status

MATERIAL_CONFLICT = 4  # quad class
CALLING = {
    "negative": Act("calling-negative", "ACCUSE", "does-to", "disapprove"),
    "positive": Act("calling-positive", "SUPPORT", "does-to"),
}
CLAIMING = Act("claiming", "ACCUSE", "asks", "allege")
URGING = Act("saying-must", "REQUEST", "asks", "change")
YIELDING = Act("saying-must-yield", "REQUEST", "asks", "yield")


class SpeechActs:
    """Finds the acts done by saying in one document."""

    def __init__(
        self, document: Document, syntax: Syntax, sources: SourceReader, speech: Speech, status: StatusWords
    ) -> None:
        self.document = document
        self.syntax = syntax
        self.sources = sources
        self.quoted = Quoted(document, syntax, sources, speech, status)
        self._calling = {v: c.link for c in speech.calling for v in c.verbs}
        self._value = _values(speech)
        self._mild = frozenset(w for e in speech.evaluation for w in e.mild)
        self._phrases = tuple((p.split(), e.value) for e in speech.evaluation for p in e.phrases)
        self._duty = {(lemma, a.forms) for a in status.auxiliary if a.status == "asked" for lemma in a.lemmas}

    def find(self, lexical: Sequence[Mention]) -> list[Mention]:
        """The mentions of the lexicon (`lexical`), and those done by saying at words that these leave."""
        taken = {i for m in lexical for i in m.words}
        blows = {m.head for m in lexical if types()[m.act.type].quad == MATERIAL_CONFLICT}
        yields = frozenset(m.head for m in lexical if m.act.type == "RETREAT")  # who must do these, is asked to yield
        found: list[Mention] = []
        for word in self.document.words:
            if word.i in taken or word.upos not in ("VERB", "AUX"):
                continue
            mention = self._called(word) or self._claimed(word, blows) or self._urged(word, yields)
            if mention is not None:
                found.append(mention)
        others = [*lexical, *found]
        said = self.quoted.find(others)
        spoken = {i for m in said for i in m.words}
        return [*(m for m in others if spoken.isdisjoint(m.words)), *said]

    def _called(self, word: Word) -> Mention | None:
        if word.lemma.lower() not in self._calling:
            return None
        slots = self.syntax.slots(word.i)
        what = slots.object or slots.passive_subject
        if not what:  # "spoke of fraud"
            link = self._calling[word.lemma.lower()]
            named = slots.obliques.get(link, []) if link else [w.i for w in self.document.dependents(word.i, "xcomp")]
            named = [i for i in named if not (link and self._is_mild(i))]
            value = self._judge(named)
            return self._mention(word, CALLING[value]) if value else None
        below = [i for i in self.document.subtree(word.i) if i not in self.document.subtree(what[0])]
        value = self._judge(below) or self._judge([i for i in self.document.subtree(what[0]) if i != what[0]])
        return self._mention(word, CALLING[value]) if value else None

    def _claimed(self, word: Word, blows: set[int]) -> Mention | None:
        """X claims that Y did a wrong: the clause holds a blow, or is judged badly, and Y is somebody else."""
        if self.sources.manner(word) != "claim":
            return None
        clause = self._told_clause(word)
        if clause < 0:
            return None
        below = self.document.subtree(clause)
        slots = self.syntax.slots(clause)
        own = {self.document.words[i].text.lower() for i in self.syntax.slots(word.i).subject}  # "he claims that he ..."
        doers = [self.document.words[i] for i in (*slots.subject, *slots.passive_subject, *slots.agent)]
        others = [w for w in doers if self._another(w) and not (w.upos == "PRON" and w.text.lower() in own)]
        wrong = not blows.isdisjoint(below) or self._judge(below) == "negative"
        return self._mention(word, CLAIMING) if others and wrong else None

    def _told_clause(self, word: Word) -> int:
        """The clause that a verb of saying tells: below it, or above where the verb stands in parenthesis."""
        clause = self.syntax.slots(word.i).complement
        return word.head if clause < 0 and word.deprel == "parataxis" else clause

    def _urged(self, word: Word, yields: frozenset[int]) -> Mention | None:
        """X says that Y must do something: an auxiliary of duty in the clause, and another subject than the speaker."""
        if self.sources.manner(word) not in ("say", "claim", "write"):
            return None
        clause = self._told_clause(word)
        if clause < 0:
            return None
        subjects = [
            self.document.words[i]
            for i in self.syntax.slots(clause).subject or self.syntax.slots(clause).passive_subject
        ]
        if not any(self._another(w) for w in subjects):
            return None
        for child in self.document.dependents(clause, "aux"):
            if any(
                child.lemma.lower() == lemma and (not forms or child.text.lower() in forms)
                for lemma, forms in self._duty
            ):
                return self._mention(word, YIELDING if clause in yields else URGING)
        return None

    def _another(self, word: Word) -> bool:
        """Somebody else than the speaker: a noun for persons or a body, or a pronoun of the second or third person."""
        if "Person=1" in word.feats:
            return False
        they = word.upos == "PRON" and "Person=3" in word.feats and "Gender=Neut" not in word.feats
        return they or bool(self.sources.actors.of(word.i))

    def _judge(self, indices: list[int]) -> str:
        """ "negative", "positive" or "": the value of the words, negation turning it."""
        for i in indices:
            word = self.document.words[i]
            value = self._value.get(word.lemma.lower()) or self._value.get(word.text.lower()) or self._compound(word)
            if value:
                return value
        lows = [self.document.words[i].text.lower() for i in indices]
        for phrase, value in self._phrases:
            if any(lows[at : at + len(phrase)] == phrase for at in range(len(lows))):
                return value
        return ""

    def _is_mild(self, i: int) -> bool:
        """A word that names what happened as often as it judges ("the police speak of murder")?"""
        return self.document.words[i].lemma.lower() in self._mild

    def _compound(self, word: Word) -> str:
        if word.upos != "NOUN" or len(word.lemma) < 8:
            return ""
        forms = (word.lemma.lower(), word.text.lower())
        return next((self._value[f[cut:]] for f in forms for cut in range(3, len(f) - 4) if f[cut:] in self._value), "")

    def _mention(self, word: Word, act: Act) -> Mention:
        return Mention(word.i, (word.i,), act, "verb", word.sentence, 1.0)


@cache
def _values(speech: Speech) -> dict[str, str]:
    return {w.lower(): e.value for e in speech.evaluation for w in (*e.nouns, *e.adjectives)}


THREATS = {
    "ASSAULT": "violence",
    "COERCE": "restrict",
    "SANCTION": "relations",
    "MOBILIZE": "violence",
    "PROTEST": None,
}


DECIDED = frozenset({"RETREAT/withdraw", "CONCEDE", "SANCTION", "COERCE/restrict", "MOBILIZE/troops"})


def decided(mention: Mention, status: Status) -> bool:
    """Is it a step that counts from its announcement on (codebook, decided in doubt 4): a withdrawal, concession, ban?"""
    act = mention.act
    return status == "future" and not DECIDED.isdisjoint((act.type, f"{act.type}/{act.mode}"))


def threat(mention: Mention, status: Status) -> Act | None:
    """The entry to code where a future blow is announced (a threat), or None."""
    act = mention.act
    if status != "future" or act.type not in THREATS or act.dependent:
        return None
    return Act(f"threat:{act.id}", "THREATEN", act.frame, THREATS[act.type], target_with=act.target_with)
