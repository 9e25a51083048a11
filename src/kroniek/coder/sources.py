"""Who says so: the sources that vouch for an act where the report does not do so itself.

Three ways: a verb of saying that governs the act's clause, a set phrase ("according to", "volgens"), and quotation
marks with a speaker beside them. Words stand in speech.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from kroniek.coder.resolve.actors import Actors
from kroniek.coder.syntax import Syntax
from kroniek.document import Document, Sentence, Word
from kroniek.knowledge.language import Attribution, Speech
from kroniek.records import Actor

OPENING, CLOSING = "“„‘«\"'", "”’»\"'"


@dataclass(frozen=True, slots=True)
class Told:
    """Who tells of an act (empty: the report itself) and how: manner "say", "claim", "deny" ..., "hedge" or ""."""

    sources: tuple[Actor, ...] = ()
    manner: str = ""
    rule: str = ""
    speaker_head: int = -1


class SourceReader:
    """Reads the sources in one document."""

    def __init__(self, document: Document, syntax: Syntax, actors: Actors, words: Speech) -> None:
        self.document = document
        self.syntax = syntax
        self.actors = actors
        self.words = words
        self._verbs = {v: s.manner for s in words.saying for v in s.verbs}
        self._inquit = frozenset(words.inquit)
        self._phrases = sorted(((p.split(), a) for a in words.attribution for p in a.phrases), key=lambda x: -len(x[0]))
        self._hedges = [h.split() for h in words.hedges]
        self._hearsay = {v for h in words.hearsay if h.voice == "passive" for v in h.verbs}
        self._quoted = _quoted(document)
        self._speakers: dict[int, int] = {}

    def of(self, head: int) -> Told:
        """Who vouches for the act at word `head`."""
        return self._governed(head) or self._by_phrase(head) or self._by_quotation(head) or self._hedged(head) or Told()

    def quoted(self, i: int) -> bool:
        """Does word i stand between quotation marks?"""
        return bool(self._quoted[i])

    def is_saying(self, word: Word) -> bool:
        """Is it a verb of saying?"""
        return word.lemma.lower() in self._verbs

    def manner(self, word: Word) -> str:
        """The manner of a verb of saying, "" for any other word."""
        return self._verbs.get(word.lemma.lower(), "")

    def speaker(self, sentence: Sentence) -> int:
        """The head of the one whose words a sentence reports, or -1: its own verb of saying, else the neighbour's."""
        if sentence.index in self._speakers:
            return self._speakers[sentence.index]
        self._speakers[sentence.index] = -1
        found = self._own_speaker(sentence)
        if found < 0 and self._all_quoted(sentence):
            found = self._neighbour(sentence)
        self._speakers[sentence.index] = found
        return found

    def _governed(self, head: int) -> Told | None:
        child = self.document.words[head]
        for up in self.syntax.ancestors(head)[:6]:
            word = self.document.words[up]
            base = child.deprel.partition(":")[0]
            if base in ("ccomp", "parataxis", "xcomp", "acl", "obl") and (
                manner := self._verbs.get(word.lemma.lower())
            ):
                subject = self._subject(up)
                if subject >= 0 and base in ("ccomp", "parataxis", "xcomp"):
                    return Told(self.actors.of(subject), manner, f"{word.lemma} governs the clause", subject)
                if base in ("ccomp", "xcomp"):
                    return Told((), manner, f"{word.lemma} governs the clause")
            child = word
        return self._parenthesis(head)

    def _parenthesis(self, head: int) -> Told | None:
        """ "..., said the minister": the verb of saying hangs below the clause that it reports."""
        clause = self.document.words[self.syntax.clause_head(head)]
        for i in [clause.i, *self.syntax.ancestors(clause.i)[:2]]:
            for child in self.document.dependents(i, "parataxis"):
                manner = self._verbs.get(child.lemma.lower()) or ("say" if child.lemma.lower() in self._inquit else "")
                subject = self._subject(child.i) if manner else -1
                if subject >= 0:
                    return Told(self.actors.of(subject), manner, f"{child.lemma} beside the clause", subject)
        return None

    def _subject(self, verb: int) -> int:
        slots = self.syntax.slots(verb)
        heads = slots.agent or (slots.subject if not slots.passive else [])
        return heads[0] if heads else -1

    def _by_phrase(self, head: int) -> Told | None:
        sentence = self.document.sentences[self.document.words[head].sentence]
        words = self.document.words_of(sentence)
        lows = [w.text.lower() for w in words]
        for phrase, attribution in self._phrases:
            for at in range(len(lows) - len(phrase) + 1):
                if lows[at : at + len(phrase)] == phrase and self._scope(words[at], head):
                    told = self._phrase_source(words, at, len(phrase), attribution)
                    if told:
                        return told
        return None

    def _scope(self, word: Word, head: int) -> bool:
        """A set phrase inside a relative or other subordinate clause speaks only for that clause."""
        clause = self.syntax.clause_head(word.i)
        return not self.document.words[clause].deprel.startswith(("acl", "advcl")) or clause in (
            head,
            self.syntax.clause_head(head),
        )

    def _phrase_source(self, words: tuple[Word, ...], at: int, length: int, attribution: Attribution) -> Told | None:
        rule = " ".join(w.text for w in words[at : at + length])
        if attribution.source == "none":
            return Told((), "hedge", rule)
        after = attribution.source == "after"
        candidates = words[at + length : at + length + 14] if after else tuple(reversed(words[max(0, at - 14) : at]))
        for word in candidates:
            if word.upos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM") and not (
                word.head >= 0
                and self.document.words[word.head] in candidates[:14]
                and word.deprel in ("amod", "compound", "nmod:poss", "flat", "det", "flat:name")
            ):
                found = self.actors.of(word.i)
                if found:
                    return Told(found, attribution.manner, rule, word.i)
            if word.upos == "VERB" and after:
                break
        return None

    def _by_quotation(self, head: int) -> Told | None:
        if not self._quoted[head]:
            return None
        sentence = self.document.sentences[self.document.words[head].sentence]
        speaker = self.speaker(sentence)
        return Told(self.actors.of(speaker), "say", "quotation", speaker) if speaker >= 0 else None

    def _own_speaker(self, sentence: Sentence) -> int:
        for word in self.document.words_of(sentence):
            lemma = word.lemma.lower()
            if (lemma in self._verbs or lemma in self._inquit) and not self._quoted[word.i]:
                subject = self._subject(word.i)
                if subject >= 0:
                    return subject
        return -1

    def _all_quoted(self, sentence: Sentence) -> bool:
        words = [w for w in self.document.words_of(sentence) if w.upos != "PUNCT"]
        return bool(words) and sum(bool(self._quoted[w.i]) for w in words) > 0.7 * len(words)

    def _neighbour(self, sentence: Sentence) -> int:
        for index in (sentence.index - 1, sentence.index + 1, sentence.index - 2):
            if 0 <= index < len(self.document.sentences):
                found = self.speaker(self.document.sentences[index])
                if found >= 0:
                    return found
        return -1

    def _hedged(self, head: int) -> Told | None:
        for up in self.syntax.ancestors(head)[:3]:
            if self.document.words[up].lemma.lower() in self._hearsay and self.syntax.slots(up).passive:
                return Told((), "hedge", self.document.words[up].text)
        sentence = self.document.sentences[self.document.words[head].sentence]
        lows = [w.text.lower() for w in self.document.words_of(sentence)]
        for hedge in self._hedges:
            for at in range(len(lows) - len(hedge) + 1):
                if lows[at : at + len(hedge)] == hedge and abs(sentence.first + at - head) < 15:
                    return Told((), "hedge", " ".join(hedge))
        return None


def _quoted(document: Document) -> list[int]:
    """For each word 1 where it stands in a quotation, else 0. A quotation ends at a line break."""
    marks = [0] * len(document)
    depth = 0
    for word in document.words:
        if word.i and "\n" in document.text[document.words[word.i - 1].end : word.start]:
            depth = 0
        quote = word.text if len(word.text) <= 2 and not word.text.isalnum() else ""
        if quote and depth and all(c in CLOSING for c in quote):
            depth = 0
        elif quote and all(c in OPENING + ",'\"" for c in quote) and quote not in (",",):
            depth = 1
        elif depth:
            marks[word.i] = 1
    return marks
