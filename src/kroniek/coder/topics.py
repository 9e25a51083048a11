"""Leave out acts whose sentence is about sport, fiction, an accident and the like: words of conflict without a deed.

A sentence's score for a topic is the sum over the distinct cue words in it and, at half weight, in its neighbours;
cue words and what speaks against them stand in languages/*/topics.toml.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from kroniek.coder.mentions import Mention
from kroniek.coder.tense import tense
from kroniek.document import Document, Sentence
from kroniek.knowledge.topics import topics

STRONG = 1.0  # weight of a cue without which no topic holds
NEIGHBOUR = 0.5  # weight of the sentences beside
SHORTEST_FIRST_PART = 3
EMPTY = frozenset({"ADP", "DET", "AUX", "CCONJ", "SCONJ", "PUNCT"})  # Dutch "bij" is a bee as a noun only


class Cues:
    """The cue words of a language: single words, ends of compounds and word groups → what they weigh for which topic."""

    def __init__(self, language: str) -> None:
        file = topics(language)
        self.topics = file.topic
        self.words: dict[str, list[tuple[int, float]]] = {}
        self.ends: dict[str, list[tuple[int, float]]] = {}
        self.groups: dict[str, list[tuple[str, int, float]]] = {}
        for n, topic in enumerate(file.topic):
            for words, weight in (
                (topic.sure, 3.0),
                (topic.strong, 1.0),
                (topic.weak, 0.5),
                ((*file.real, *topic.against), -1.0),
            ):
                for word in words:
                    self._add(word.lower(), n, weight)

    def _add(self, word: str, topic: int, weight: float) -> None:
        if " " in word:
            self.groups.setdefault(word.split()[0], []).append((f" {word} ", topic, weight))
        elif word.startswith("~"):
            self.ends.setdefault(word[1:], []).append((topic, weight))
        else:
            self.words.setdefault(word, []).append((topic, weight))

    def of(self, document: Document, sentence: Sentence) -> list[dict[str, float]]:
        """Per topic the cue words of one sentence with their weights, each once."""
        found: list[dict[str, float]] = [{} for _ in self.topics]
        words = document.words_of(sentence)
        line = f" {' '.join(w.text.lower() for w in words)} "
        for word in words:
            lemma, form = word.lemma.lower(), word.text.lower()
            for group, topic, weight in self.groups.get(form, ()):
                if group in line:
                    found[topic][group] = weight
            if word.upos in EMPTY:
                continue
            for entry in (lemma, form) if lemma != form else (lemma,):
                for topic, weight in (*self.words.get(entry, ()), *self._ending(entry)):
                    found[topic][lemma] = weight
        return found

    def _ending(self, word: str) -> list[tuple[int, float]]:
        for cut in range(SHORTEST_FIRST_PART, len(word) - SHORTEST_FIRST_PART + 1):
            if word[cut:] in self.ends:
                return self.ends[word[cut:]]
        return []


@cache
def cues(language: str) -> Cues:
    """The cue words of a language, indexed once."""
    return Cues(language)


def outside(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that stand outside of every topic that bars them, in the same order."""
    table = cues(document.language)
    scores = _Scores(document, table)
    return [
        m
        for m in mentions
        if not any(
            m.act.type in topic.bars
            and scores.of(n, m.sentence) >= topic.holds
            and (not topic.tense or tense(document, m.head) == topic.tense)
            for n, topic in enumerate(table.topics)
        )
    ]


class _Scores:
    """Scores of a document's sentences, worked out when asked."""

    def __init__(self, document: Document, table: Cues) -> None:
        self.document = document
        self.table = table
        self._own: dict[int, list[_Score]] = {}

    def of(self, topic: int, sentence: int) -> float:
        """The score of a sentence for a topic, its neighbours included; 0 where no strong cue is among them."""
        near = [self._of(n, topic) for n in (sentence - 1, sentence + 1) if 0 <= n < len(self.document.sentences)]
        own = self._of(sentence, topic)
        if max(own.strongest, *(n.strongest for n in near), 0.0) < STRONG:
            return 0.0
        return own.pro + own.contra + NEIGHBOUR * sum(n.pro for n in near)

    def _of(self, sentence: int, topic: int) -> _Score:
        """What speaks for and against a topic in one sentence."""
        if sentence not in self._own:
            found = self.table.of(self.document, self.document.sentences[sentence])
            self._own[sentence] = [_score(cue.values()) for cue in found]
        return self._own[sentence][topic]


class _Score(NamedTuple):
    """The weights of one sentence's cues: sums of those for and against, and the strongest."""

    pro: float
    contra: float
    strongest: float


def _score(weights: Collection[float]) -> _Score:
    return _Score(sum(w for w in weights if w > 0), sum(w for w in weights if w < 0), max(weights, default=0.0))
