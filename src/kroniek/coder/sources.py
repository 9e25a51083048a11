"""Who says so: the sources that vouch for an act where the report does not do so itself.

Three ways: a verb of saying that governs the act's clause, a set phrase ("according to", "volgens"), and quotation
marks with a speaker beside them. Words stand in speech.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kroniek.coder.quotations import Quotations
from kroniek.coder.resolve.actors import Actors
from kroniek.coder.set_phrases import Hit, SetPhrases
from kroniek.coder.syntax import Syntax
from kroniek.document import Document, Sentence, Word
from kroniek.knowledge.acts import Act
from kroniek.knowledge.calendar import calendar
from kroniek.knowledge.language import Attribution, Speech
from kroniek.records import Actor

VOUCHING = frozenset({"report", "confirm", "claim", "deny"})  # manners of verbs that take a deed for their object
HEIGHT = 6  # words above an act among which a verb of saying is sought
CLAUSE = frozenset({"ccomp", "parataxis", "xcomp"})
NOMINAL_OBJECT = frozenset({"obj", "obl", "nmod", "iobj"})
WORDS = frozenset({"SUPPORT", "REQUEST", "REJECT", "THREATEN", "ACCUSE"})
INQUIRIES = frozenset({"investigate", "allege"})
HEDGE_REACH = 15  # words between a hedge and the act it hedges
STATEMENT_REACH = 4  # sentences before "the statement" in which it was brought up
MOSTLY = 0.7  # of the words of its sentences a quotation that stands for itself
OWN_CLAUSE = 3  # words after a set phrase that the parse may take for the head of its clause
NAMING = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "VERB"})
DESCRIBING = frozenset({"amod", "compound", "nmod:poss", "flat", "det", "flat:name", "nmod:desc"})


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
        self._tellings = {n for s in words.saying for n in s.nouns}
        self.spoken: frozenset[int] = frozenset()
        self.blaming: frozenset[int] = frozenset()
        self._since = frozenset(calendar(document.language).words.tense.since)
        self._inquit = frozenset(words.inquit)
        self._inquits = self._inquit | self._verbs.keys()
        self._phrases = SetPhrases((p, a) for a in words.attribution for p in a.phrases)
        self._hedges = SetPhrases((h, h) for h in words.hedges)
        self._hits: dict[int, tuple[list[Hit[Attribution]], list[Hit[str]]]] = {}
        self._hearsay = {v for h in words.hearsay if h.voice == "passive" for v in h.verbs}
        self.quotations = Quotations(document)
        self._quoted = self.quotations.at
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

    def is_telling(self, word: Word) -> bool:
        """Is it a verb of saying, or a noun for what is said (report, statement)?"""
        return self.is_saying(word) or self._is_statement(word)

    def manner(self, word: Word) -> str:
        """The manner of a verb of saying, "" for any other word."""
        return self._verbs.get(word.lemma.lower(), "")

    def speaker(self, quotation: int) -> int:
        """The head of the one whose words a quotation reports, or -1: of a verb of saying in its sentences, the nearest;
        else the speaker of the paragraph's other quotations; else of the sentence before or after."""
        if quotation in self._speakers:
            return self._speakers[quotation]
        self._speakers[quotation] = -1  # while it is sought
        found = self._beside(quotation)
        if found < 0:
            found = next((i for n in self.quotations.beside(quotation) if (i := self._beside(n)) >= 0), -1)
        if found < 0 and self._fills(quotation):
            found = self._neighbour(quotation)
        self._speakers[quotation] = found
        return found

    def voice(self, i: int) -> tuple[Actor, ...]:
        """Who says "I" or "we" at word i of a quotation; nobody outside of one."""
        speaker = self.speaker(self._quoted[i]) if self._quoted[i] else -1
        return self._who(speaker) if speaker >= 0 else ()

    def _governed(self, head: int) -> Told | None:
        """By a verb of saying above: what it tells, or a deed that it takes for its object."""
        base = ""
        for child, up in pairwise([head, *self.syntax.ancestors(head)[:HEIGHT]]):
            word = self.document.words[up]
            base = base or self.document.words[child].deprel.partition(":")[0]
            if base == "acl" and self._is_statement(word):
                if speakers := self._of_statement(up):
                    return Told(speakers, "say", f"{word.text} holds the clause", up)
                base = "ccomp"  # "reported in a statement that": the verb above tells it
                continue
            if head not in self.spoken and base in NOMINAL_OBJECT:
                if up in self.spoken:
                    return self._blamed(up)
                if base == "obj" and child == head and (told := self._as_object(up)):
                    return told
            if base in CLAUSE and (manner := self._verbs.get(word.lemma.lower())):
                subject = self._subject(up)
                if subject >= 0:
                    return Told(self._who(subject), manner, f"{word.lemma} governs the clause", subject)
                if base != "parataxis":
                    return Told((), manner, f"{word.lemma} governs the clause")
            # a clause that the parse hangs on an adverb ("said late that ...") is told by the verb above
            base = base if base == "ccomp" and word.deprel == "advmod" else ""
        return self._parenthesis(head)

    def _blamed(self, verb: int) -> Told:
        """Who blames somebody for a deed vouches for it (codebook, decided in doubt 2); who condemns it does not."""
        subject = next(iter(self.syntax.slots(verb).subject), -1) if verb in self.blaming else -1
        return (
            Told(self._who(subject), "claim", f"{self.document.words[verb].lemma}: blame", subject)
            if subject >= 0
            else Told()
        )

    def _as_object(self, verb: int) -> Told | None:
        """ "The ministry confirmed the raid": the deed as the object of a verb of saying."""
        lemma = self.document.words[verb].lemma.lower()
        subject = self._subject(verb) if self._verbs.get(lemma) in VOUCHING else -1
        return Told(self._who(subject), self._verbs[lemma], f"object of {lemma}", subject) if subject >= 0 else None

    def _parenthesis(self, head: int) -> Told | None:
        """ "..., said the minister": the verb of saying hangs below the clause that it reports."""
        clause = self.document.words[self.syntax.clause_head(head)]
        for i in [clause.i, *self.syntax.ancestors(clause.i)[:2]]:
            for child in self.document.dependents(i, "parataxis"):
                manner = self._verbs.get(child.lemma.lower()) or ("say" if child.lemma.lower() in self._inquit else "")
                subject = self._subject(child.i) if manner else -1
                if subject >= 0:
                    return Told(self._who(subject), manner, f"{child.lemma} beside the clause", subject)
        return None

    def _subject(self, verb: int) -> int:
        """Who speaks: the agent or subject, also where the parse takes "said the minister" for verb and object."""
        slots = self.syntax.slots(verb)
        heads = slots.agent or (slots.subject if not slots.passive else [])
        behind = [i for i in slots.object if i > verb and not slots.passive and self.actors.is_person_like(i)]
        return next(iter(heads or behind), -1)

    def _who(self, head: int) -> tuple[Actor, ...]:
        """The actors at a word, or where it is a statement, those who made it ("a statement from the ministry")."""
        if self._is_statement(self.document.words[head]) and (found := self._of_statement(head) or self._told_before(head)):
            return found
        found = self.actors.of(head)
        if found and not any(a.name for a in found):
            names = (self.actors.of(w.i) for w in self.document.dependents(head, "appos"))
            return next((named for named in names if any(a.name for a in named)), found)
        return found

    def _is_statement(self, word: Word) -> bool:
        return word.upos == "NOUN" and word.lemma.lower() in self._tellings

    def _of_statement(self, noun: int) -> tuple[Actor, ...]:
        """Those who made a statement: the first actor in its phrase ("a statement from the office of the president")."""
        for modifier in self.document.dependents(noun, "nmod", "nmod:poss"):
            for i in sorted(self.document.subtree(modifier.i)):
                if found := self.actors.of(i):
                    return found
        return ()

    def _told_before(self, noun: int) -> tuple[Actor, ...]:
        """Whose "the statement" is: of who spoke in the last sentence that brought it up."""
        word = self.document.words[noun]
        for index in range(word.sentence - 1, max(-1, word.sentence - 1 - STATEMENT_REACH), -1):
            sentence = self.document.sentences[index]
            for other in self.document.words_of(sentence):
                if self._is_statement(other) and other.lemma.lower() == word.lemma.lower():
                    speaker = self._own_speaker(sentence)
                    return self._of_statement(other.i) or (self._who(speaker) if speaker >= 0 and speaker != other.i else ())
        return ()

    def _set_phrases(self, sentence: Sentence) -> tuple[list[Hit[Attribution]], list[Hit[str]]]:
        """The phrases of attribution and the hedges of a sentence."""
        if sentence.index not in self._hits:
            lows = [w.text.lower() for w in self.document.words_of(sentence)]
            self._hits[sentence.index] = self._phrases.find(lows), self._hedges.find(lows)
        return self._hits[sentence.index]

    def _by_phrase(self, head: int) -> Told | None:
        """Set phrases in the act's sentence; of several of the same words ("volgens A ..., volgens B ...") all sources."""
        sentence = self.document.sentences[self.document.words[head].sentence]
        hits = self._set_phrases(sentence)[0]
        words = self.document.words_of(sentence) if hits else ()
        told: list[tuple[int, Told]] = []
        for rank, at, length, attribution in hits:
            if told and told[0][0] != rank:
                break
            found = self._at_phrase(words, at, length, attribution) if self._scope(words[at], length, head) else None
            if found is not None and not self._describes_speaker(head, found.speaker_head):
                told.append((rank, found))
        sources = {a.start: a for _, one in told for a in one.sources}
        return replace(told[0][1], sources=tuple(sources.values())) if told else None

    def _describes_speaker(self, head: int, speaker: int) -> bool:
        """Is the act in a relative clause on the speaker, who he is and not what he says ("said X, who applauded it")?"""
        path = (self.document.words[i] for i in (head, *self.syntax.ancestors(head)))
        return any(w.head == speaker and w.deprel == "acl:relcl" for w in path)

    def _at_phrase(self, words: tuple[Word, ...], at: int, length: int, attribution: Attribution) -> Told | None:
        return self._by_inquit(words[at + length - 1], attribution) or self._phrase_source(
            words, at, length, attribution
        )

    def _scope(self, word: Word, length: int, head: int) -> bool:
        """A set phrase inside a relative or other subordinate clause speaks only for that clause; what is known to have
        begun ("since the riots started") is not what the source of the main clause vouches for."""
        clause = self.syntax.clause_head(word.i)
        if word.i <= clause < word.i + length + OWN_CLAUSE and self.document.words[clause].head >= 0:
            clause = self.syntax.clause_head(self.document.words[clause].head)  # "according" itself taken for a verb
        while self._is_since(clause):
            clause = self.syntax.clause_head(self.document.words[clause].head)
        own = self.syntax.clause_head(head)
        if self._is_since(own) and clause != own:
            return False
        apart = self.document.words[clause].deprel.startswith(("acl", "advcl", "conj"))
        return not apart or clause in (head, own, *self.syntax.ancestors(own))

    def _is_since(self, clause: int) -> bool:
        if not self.document.words[clause].deprel.startswith("advcl"):
            return False
        return any(w.text.lower() in self._since for w in self.document.dependents(clause, "mark"))

    def _by_inquit(self, word: Word, attribution: Attribution) -> Told | None:
        """A set phrase that is a verb ("said") with its subject before it; not one with a clause of its own to tell."""
        if any(True for _ in self.document.dependents(word.i, "ccomp")) or word.upos != "VERB" or attribution.source == "none":
            return None
        subject = self._subject(word.i)
        return Told(self._who(subject), attribution.manner, word.text, subject) if 0 <= subject < word.i else None

    def _phrase_source(self, words: tuple[Word, ...], at: int, length: int, attribution: Attribution) -> Told | None:
        rule = " ".join(w.text for w in words[at : at + length])
        if attribution.source == "none":
            return Told((), "hedge", rule)
        after = attribution.source == "after"
        candidates = words[at + length : at + length + 14] if after else tuple(reversed(words[max(0, at - 14) : at]))
        for word in candidates:
            if after and word.upos == "VERB" and not self.actors.of(word.i):
                break
            if word.upos not in NAMING or self._describes(word, candidates):
                continue
            if found := self._who(word.i):
                aside = after and word.upos == "PRON" and self._is_apposition(words[0], words[at], word)
                return None if aside else Told(found, attribution.manner, rule, word.i)
            if after and self._is_statement(word):
                return Told((), "hedge", f"{rule} {word.text}")
        return None

    def _describes(self, word: Word, candidates: tuple[Word, ...]) -> bool:
        return word.head >= 0 and self.document.words[word.head] in candidates and word.deprel in DESCRIBING

    def _is_apposition(self, first: Word, phrase: Word, pronoun: Word) -> bool:
        """In "ten men, according to them rebels" the source vouches for the name only."""
        after = self.document.words[pronoun.i + 1] if pronoun.i + 1 < len(self.document) else None
        comma = phrase.i > first.i and self.document.words[phrase.i - 1].text == ","
        return comma and after is not None and after.upos in ("NOUN", "PROPN", "ADJ", "NUM")

    def _by_quotation(self, head: int) -> Told | None:
        if not self._quoted[head]:
            return None
        speaker = self.speaker(self._quoted[head])
        return Told(self._who(speaker), "say", "quotation", speaker) if speaker >= 0 else None

    def _beside(self, quotation: int) -> int:
        """The speaker whom the sentences of a quotation themselves name, or -1."""
        near: list[tuple[int, int]] = []
        for sentence in self.quotations.sentences(quotation):
            near.extend((self.quotations.distance(quotation, verb), who) for verb, who in self._sayings(sentence))
        if near:
            return min(near)[1]
        return self._introduced(self.quotations.sentences(quotation)[0])

    def _sayings(self, sentence: Sentence) -> list[tuple[int, int]]:
        """(verb, speaker) of each verb of saying outside quotations."""
        verbs = [
            w for w in self.document.words_of(sentence) if w.lemma.lower() in self._inquits and not self._quoted[w.i]
        ]
        return [(w.i, subject) for w in verbs if (subject := self._subject(w.i)) >= 0]

    def _own_speaker(self, sentence: Sentence) -> int:
        return next((who for _, who in self._sayings(sentence)), -1)

    def _introduced(self, sentence: Sentence) -> int:
        """Who does what stands before a quotation after a colon or comma ("X defended the plan: ..."), or -1."""
        words = self.document.words_of(sentence)
        opens = next((w.i for w in words if self._quoted[w.i]), -1) - 1  # the mark itself
        before = self.document.words[opens - 1].text if opens > sentence.first else ""
        if before not in (":", ","):
            return -1
        verb = next((w.i for w in words if w.head < 0 and w.upos == "VERB" and w.i < opens), -1)
        subject = self._subject(verb) if verb >= 0 else -1
        return subject if subject >= 0 and self.actors.of(subject) else -1

    def _fills(self, quotation: int) -> bool:
        """Is a quotation most of its sentences?"""
        words = [
            w for s in self.quotations.sentences(quotation) for w in self.document.words_of(s) if w.upos != "PUNCT"
        ]
        return bool(words) and sum(bool(self._quoted[w.i]) for w in words) > MOSTLY * len(words)

    def _neighbour(self, quotation: int) -> int:
        """Who speaks in the sentence before a quotation, after it, or before that."""
        sentences = self.quotations.sentences(quotation)
        for index in (sentences[0].index - 1, sentences[-1].index + 1, sentences[0].index - 2):
            if 0 <= index < len(self.document.sentences):
                beside = self.document.sentences[index]
                quoted = next((self._quoted[w.i] for w in self.document.words_of(beside) if self._quoted[w.i]), 0)
                found = self._own_speaker(beside)
                if found < 0 and quoted:
                    found = self.speaker(quoted)
                if found >= 0:
                    return found
        return -1

    def _hedged(self, head: int) -> Told | None:
        for up in self.syntax.ancestors(head)[:3]:
            if self.document.words[up].lemma.lower() in self._hearsay and self.syntax.slots(up).passive:
                return Told((), "hedge", self.document.words[up].text)
        sentence = self.document.sentences[self.document.words[head].sentence]
        hedges = self._set_phrases(sentence)[1]
        near = (hit.value for hit in hedges if abs(sentence.first + hit.at - head) < HEDGE_REACH)
        hedge = next(near, None)
        return Told((), "hedge", hedge) if hedge else None


def own_words(act: Act, initiators: Sequence[Actor], sources: Sequence[Actor]) -> bool:
    """Does the speaker speak for those who do the act ("the spokesman said the government condemns ...")? Then he is
    no source; of charges and inquiries he is one."""
    sides = {(a.country, a.sector) for a in initiators if a.country}
    sides |= {(country, None) for country, _ in sides}
    return act.type in WORDS and act.mode not in INQUIRIES and all((a.country, a.sector) in sides for a in sources)
