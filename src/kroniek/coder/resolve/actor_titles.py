"""What a report calls a named person, before or after the name: offices, nouns, forms of address.

"Iraqi Prime Minister X", "the mayor of London, X", "X, spokesman for the ministry", "the suspect, X", "a man named X".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kroniek.coder.resolve.actor_names import Found
from kroniek.coder.resolve.actor_phrases import Phrases
from kroniek.coder.resolve.actor_surroundings import Surroundings
from kroniek.document import Document
from kroniek.knowledge.actor_index import ActorIndex, Entry, fold

FORMER = "ELI"
FARTHEST = 9  # words between a noun and the name that it stands beside
SHORTEST_VERB = 4  # letters; shorter first words of naming phrases are auxiliaries
LONGEST_NAMING = 5  # words of "later identified by police as"


@dataclass(slots=True)
class Title:
    """What stands beside one mention. `first`, `last`: the mention with it; `heads`: the nouns' words; `bodily`: the noun is one for a body ("militie X");
    `weak`: it stands apart from the name ("X was a student")."""

    first: int
    last: int
    heads: list[int] = field(default_factory=list)
    sector: str | None = None
    inherits: bool = False
    country: str | None = None
    gender: str = ""
    bodily: bool = False
    weak: bool = False
    lemmas: set[str] = field(default_factory=set)
    rule: str = ""


class Titles:
    """Finds the title of each mention of a name."""

    def __init__(
        self, document: Document, index: ActorIndex, found_at: dict[int, Found], phrases: Phrases, around: Surroundings
    ) -> None:
        self.document = document
        self.around = around
        self.index = index
        self.found_at = found_at
        self.phrases = phrases
        reference = index.knowledge.reference
        self.female, self.male = frozenset(reference.female), frozenset(reference.male)
        self.owning = frozenset((*reference.possessives, *reference.spokesmen))
        self.definite = frozenset(reference.definite)
        self.naming = frozenset(tuple(n.split()) for n in reference.naming)
        self.and_words = frozenset(reference.and_words)
        ends = {n[-1] for n in self.naming if len(n) > 1}
        self.verbs_of = {
            end: frozenset(n[0] for n in self.naming if len(n) > 1 and n[-1] == end and len(n[0]) > SHORTEST_VERB)
            for end in ends
        }
        self.suspects = frozenset(reference.suspects)
        self.origin = frozenset(tuple(o.split()) for o in reference.origin)

    def of(self, first: int, last: int) -> Title:
        """The title of the name at words `first` to `last` (exclusive)."""
        title = Title(first, last)
        self._before(title)
        self._of_before(title)
        if not title.heads:
            self._comma_before(title)
        self._after(title)
        if not title.heads:
            title.weak = True
            self._with_age(title)
            self._naming(title, first)
            self._copula(title, first, last)
        title.country = title.country or self._origin(last)
        return title

    def _with_age(self, title: Title) -> None:
        """ "X, 42": the age belongs to the mention."""
        words, i = self.document.words, title.last
        if i + 1 < len(words) and words[i].text == "," and words[i + 1].text.isdigit():
            title.last = i + 2

    def _noun(self, i: int) -> Found | None:
        """The office or noun for a person at word i."""
        found = self.found_at.get(i)
        if found is None:
            return None
        office, agent = found.get("office"), found.get("agent")
        if office is None and (agent is None or agent.plural or agent.kind2 != "person"):
            return None
        return found if not (office and office.plural) else None

    def _take(self, title: Title, found: Found, *, how: str) -> None:
        reading = _telling(found)
        title.heads.append(found.last - 1)
        title.lemmas.add(fold(reading.key))
        title.gender = title.gender or self._gender(found)
        title.country = title.country or next((e.country for e in found.entries if e.kind == "agent"), None)
        if self._former(found):
            title.sector, title.rule = title.sector or FORMER, f"{how}: former {reading.key}"
        elif reading.sector == "inherit":
            title.inherits = True
        elif reading.sector and not title.sector and not title.inherits:
            title.sector, title.rule = reading.sector, f"{how}: {reading.key}"

    def _gender(self, found: Found) -> str:
        words = {fold(self.document.words[found.last - 1].text), fold(found.entry.key)}
        return "f" if words & self.female else "m" if words & self.male else ""

    def _former(self, found: Found) -> bool:
        words, i = self.document.words, found.first
        text = fold(words[i].text)
        if any(
            text.startswith(f) and found.entry.kind != "agent" and text != f and "-" in words[i].text
            for f in self.index.former
        ):
            return True
        start = self.phrases.sentence_start(i)
        return any(
            fold(words[j].text) in self.index.former for j in range(max(start, i - 3), i) if words[j].upos != "PUNCT"
        )

    def _before(self, title: Title) -> None:
        """Nouns that touch the name from the left, with their adjectives and owner."""
        start = self.phrases.sentence_start(title.first)
        group = self._group(title.first - 1) if title.first > start else None
        if group is not None:
            title.first, title.bodily = group.first, True
            self._take(title, group, how="noun before the name")
        while title.first > start and (found := self._noun(title.first - 1)) and found.ends:
            title.first = found.first
            self._take(title, found, how="title before the name")
            self._listed(title, start)
        if title.heads:
            self._modifiers(title, start)

    def _listed(self, title: Title, start: int) -> None:
        """ "Senator and presidential candidate X": of two titles the first counts."""
        i = title.first - 1
        if i <= start or self.document.words[i].text.lower() not in self.and_words:
            return
        found = self._noun(i - 1)
        if found is not None and found.ends:
            title.first, title.sector = found.first, None
            self._take(title, found, how="title before the name")

    def _group(self, i: int) -> Found | None:
        """A noun for a body that touches its name ("news agency X", "militie X")."""
        found = self.found_at.get(i)
        if found is None or not found.ends or self.document.words[i].text[:1].isupper():
            return None
        agent, thing = found.get("agent"), found.get("institution")
        group = (agent is not None and agent.kind2 == "group") or (thing is not None and thing.kind2 == "body")
        return found if group and "Number=Plur" not in self.document.words[i].feats else None

    def _modifiers(self, title: Title, start: int) -> None:
        """Adjectives, countries and owners before the title ("the Iraqi", "El Paso's")."""
        words, i = self.document.words, title.first - 1
        stop = max(start, title.first - FARTHEST)
        while i >= stop:
            word = words[i]
            found = self.found_at.get(i)
            named = found is not None and found.entry.kind in ("country", "adjective", "people", "capital", "body")
            if not (named or word.upos in ("ADJ", "PROPN", "NOUN") or word.text in ("'s", "’s", "-")):
                break
            title.first = i
            i -= 1

    def _of_before(self, title: Title) -> None:
        """ "Ambassador to the United Nations Jan Smit": an office, a preposition and a name before the name."""
        if title.heads:
            return
        words, start, i = self.document.words, self.phrases.sentence_start(title.first), title.first - 1
        while i > start and words[i].text[:1].isupper() and title.first - i <= 4:
            i -= 1
        if start < i < title.first - 1 and words[i].text.lower() in self.definite:
            i -= 1
        if i <= start or i == title.first - 1 or words[i].text.lower() not in self.owning:
            return
        found = self._noun(i - 1)
        if found is not None:
            title.first = found.first
            self._take(title, found, how="title before the name")

    def _comma_before(self, title: Title) -> None:
        """ "The mayor of London, X": a noun phrase that a comma sets beside the name."""
        words, start = self.document.words, self.phrases.sentence_start(title.first)
        if title.first <= start + 1 or words[title.first - 1].text != ",":
            return
        noun = None
        for i in range(title.first - 2, max(start, title.first - FARTHEST) - 1, -1):
            if words[i].text == "," or words[i].upos in ("VERB", "AUX", "SCONJ", "CCONJ"):
                break
            noun = self._noun(i) or noun
            if noun is not None and words[i].upos == "DET":
                break
        if noun is not None:
            title.first = min(self.phrases.span(noun.last - 1)[0], noun.first)
            self._take(title, noun, how="apposition")

    def _after(self, title: Title) -> None:
        """ "X, the mayor of London", "X, spokesman for the ministry"."""
        words, stop = self.document.words, self.phrases.sentence_end(title.last - 1)
        i = title.last
        if i + 1 >= stop or words[i].text != "," or self._is_where(title):
            return
        for j in range(i + 1, min(stop, i + FARTHEST)):
            word = words[j]
            found = self._noun(j)
            if found is not None and found.last < stop:
                if not self._list_goes_on(found):
                    self._take(title, found, how="apposition")
                    title.last = self._reach(found, stop)
                return
            if word.upos not in ("DET", "ADJ", "PROPN", "ADV", "NOUN", "NUM", "PART") and word.text not in ("'s", "-"):
                return

    def _is_where(self, title: Title) -> bool:
        """Is the name a place behind a preposition ("protesters in Recife, the mayor said")?"""
        return self.around.after_locative(title.first) and self.around.is_place(title.first, title.last)

    def _list_goes_on(self, found: Found) -> bool:
        """ "X, minister Y": the noun belongs to the next name."""
        words = self.document.words
        return found.last < len(words) and words[found.last].upos == "PROPN" and words[found.last].text[:1].isupper()

    def _reach(self, found: Found, stop: int) -> int:
        """Where the apposition ends: at the next comma, bracket, verb or clause."""
        words = self.document.words
        end = min(stop, found.last + FARTHEST)
        for j in range(found.last, end):
            if words[j].upos in ("VERB", "AUX", "SCONJ", "PUNCT") and words[j].text not in ("-", "'", "’"):
                return j
        return max(found.last, min(end, self.phrases.span(found.last - 1)[1]))

    def _naming(self, title: Title, first: int) -> None:
        """ "The gunman was identified as X", "a man named X": the noun that the naming words tie to the name."""
        words, start = self.document.words, self.phrases.sentence_start(first)
        for length in range(LONGEST_NAMING, 0, -1):
            before = tuple(w.text.lower() for w in words[max(start, first - length) : first])
            if len(before) == length and before in self.naming:
                break
        else:
            self._identified(title, first, start)
            return
        for i in range(first - length - 1, max(start, first - length - FARTHEST) - 1, -1):
            found = self._noun(i)
            if found is not None:
                self._take(title, found, how=f"named: {' '.join(before)}")
                title.country = self._country(self.phrases.span(found.last - 1)[0], found.first)
                return

    def _origin(self, last: int) -> str | None:
        """The country that is said to be somebody's behind a name that ends at word `last`: "X, a Libyan living in Rome",
        "X, 24, from Utrecht"."""
        words, stop = self.document.words, self.phrases.sentence_end(last - 1)
        people = None
        for i in range(last, min(stop, last + FARTHEST)):
            word, found = words[i], self.found_at.get(i)
            if word.upos in ("AUX", "SCONJ", "CCONJ") or (word.text == "," and people is not None):
                break
            if any(tuple(w.text.lower() for w in words[i + 1 - len(o) : i + 1]) == o for o in self.origin):
                return self.around.country_in(i + 1, min(stop, i + 4)) or people
            if found is not None and found.entry.kind == "people" and "Number=Plur" not in word.feats and i > last:
                people = people or found.entry.country
            elif word.upos == "VERB" and people is None:
                break
        return people

    def _country(self, first: int, last: int) -> str | None:
        entries = [self.found_at[i].entry for i in range(first, last) if i in self.found_at]
        return next((e.country for e in entries if e.kind in ("adjective", "country", "people")), None)

    def _identified(self, title: Title, first: int, start: int) -> None:
        """ "Police identified the gunman as X": "as" before the name and a suspect before it."""
        words = self.document.words
        if first - 1 <= start:
            return
        sentence = {w.text.lower() for w in words[start : self.phrases.sentence_end(first)]}
        if not sentence & self.verbs_of.get(words[first - 1].text.lower(), frozenset()):
            return
        for i in range(first - 2, start - 1, -1):
            found = self._noun(i)
            if found is not None and fold(found.entry.key) in self.suspects:
                self._take(title, found, how="identified as")
                return

    def _copula(self, title: Title, first: int, last: int) -> None:
        """ "X was a student": the predicate says what X is."""
        head = self.phrases.head(first, last)
        word = self.document.words[head]
        if word.deprel != "nsubj" or word.head < 0 or not any(True for _ in self.document.dependents(word.head, "cop")):
            return
        found = self._noun(word.head)
        if found is not None and found.last - 1 == word.head:
            taken = (title.first, title.last)
            self._take(title, found, how="predicate")
            title.heads.pop()
            title.first, title.last = taken


def _telling(found: Found) -> Entry:
    """The reading of a title: an office that says more than its noun goes first, but not a form of address."""
    office, agent = found.get("office"), found.get("agent")
    if office is not None and (office.sector or agent is None):
        return office
    return agent if agent is not None else found.entry
