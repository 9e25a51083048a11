"""Text in, Document out: words, sentences and trees. The only module that the coder knows of the parsers.

The default parser needs numpy and nothing else; `from_spacy` puts any spaCy pipeline with UD labels in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from threading import Lock

from kroniek.document import Document, Sentence, Word
from kroniek.parsers.draft import ROOT, Draft, join
from kroniek.parsers.lemmas import apply_script
from kroniek.parsers.network import Analysis, Network
from kroniek.parsers.pipelines import PipelineParser, from_spacy
from kroniek.parsers.repairs import repair
from kroniek.parsers.rules import Rules, load_rules
from kroniek.parsers.splitter import LONGEST_HEADING, Splitter, Stretch
from kroniek.parsers.tokenizer import Tokenizer
from kroniek.parsers.verbs import VerbLemmas, join_particles, mend_verb_lemmas
from kroniek.parsers.weights import LANGUAGES, Model, load_model

__all__ = ["LANGUAGES", "Parser", "PipelineParser", "from_spacy", "parse"]

LONGEST_PIECE = 150  # words; a longer sentence is parsed in pieces
TEXTS_AT_ONCE = 64
LONGEST_DATELINE = 6  # words


def parse(text: str, language: str, *, title: str | None = None) -> Document:
    """The Document of one text. Raises UnknownLanguage.

    `title` is the report's headline; where the text's first line repeats it, that sentence is of kind "title".
    """
    return _parser(language).parse(text, title=title)


@cache
def _parser(language: str) -> Parser:
    return Parser.load(language)


class Parser:
    """The parser of one language. Loading takes about half a second; several threads take turns.

    Pickling one hands over its language only: the other process loads its own.
    """

    def __init__(self, language: str, model: Model, rules: Rules) -> None:
        self.language = language
        self._model = model
        self._rules = rules
        self._network = Network(model)
        self._turn = Lock()
        self._splitter = Splitter(rules, Tokenizer(rules))
        self._verbs = VerbLemmas(language, rules, model.verbs)
        self._lemma: Callable[[int, str], str] = cache(lambda script, form: apply_script(model.scripts[script], form))

    def __reduce__(self) -> tuple[Callable[[str], Parser], tuple[str]]:
        return Parser.load, (self.language,)

    @classmethod
    def load(cls, language: str) -> Parser:
        """The shipped parser. Raises UnknownLanguage, ParserMissing or KnowledgeError."""
        return cls(language, load_model(language), load_rules(language))

    def parse(self, text: str, *, title: str | None = None) -> Document:
        """One text; see `parse`."""
        return self._documents([text], [title])[0]

    def parse_many(self, texts: Iterable[str]) -> list[Document]:
        """Many texts, in order; their sentences are parsed together, by length, which is faster."""
        return list(self.parse_each(texts))

    def parse_each(self, texts: Iterable[str]) -> Iterator[Document]:
        """As parse_many, one Document at a time, in bounded memory."""
        remaining = iter(texts)
        while group := list(islice(remaining, TEXTS_AT_ONCE)):
            yield from self._documents(group, [None] * len(group))

    def parse_words(self, sentences: Sequence[Sequence[str]], *, repaired: bool = True) -> list[Draft]:
        """Sentences whose words are known already, as if a blank stood between them: for treebanks.

        Without `repaired` the trees are as the network gives them.
        """
        spans = [list(_spans(words)) for words in sentences]
        analyses = self._network.analyse(sentences)
        drafts = [
            self._draft(" ".join(words), at, analysis)
            for words, at, analysis in zip(sentences, spans, analyses, strict=True)
        ]
        for draft in drafts if repaired else ():
            self._finish(draft)
        return drafts

    def _documents(self, texts: Sequence[str], titles: Sequence[str | None]) -> list[Document]:
        found = [list(self._splitter.stretches(text)) for text in texts]
        pieces: list[tuple[str, Sequence[tuple[int, int]]]] = []
        for text, stretches in zip(texts, found, strict=True):
            pieces.extend((text, piece) for stretch in stretches for piece in cut(text, stretch.words))
        with self._turn:
            analyses = self._network.analyse([[text[a:b] for a, b in piece] for text, piece in pieces])
        parts = [self._draft(text, p, a) for (text, p), a in zip(pieces, analyses, strict=True)]
        for part in parts:
            self._finish(part)
        drafts = iter(parts)
        made = []
        for text, stretches, title in zip(texts, found, titles, strict=True):
            whole = [join([next(drafts) for _ in cut(text, stretch.words)]) for stretch in stretches]
            made.append(document(text, self.language, whole, kinds(text, stretches, whole, title)))
        return made

    def _draft(self, text: str, spans: Sequence[tuple[int, int]], analysis: Analysis) -> Draft:
        forms = [text[a:b] for a, b in spans]
        model = self._model
        return Draft(
            forms=forms,
            spans=list(spans),
            lemmas=[self._lemma(s, form) for s, form in zip(analysis.scripts.tolist(), forms, strict=True)],
            upos=[model.upos[k] for k in analysis.upos.tolist()],
            feats=[model.feats[k] for k in analysis.feats.tolist()],
            heads=(analysis.heads - 1).tolist(),
            labels=[model.labels[k] for k in analysis.labels.tolist()],
            arcs=analysis.arc.tolist(),
        )

    def _finish(self, draft: Draft) -> None:
        mend_verb_lemmas(draft, self._verbs)
        repair(draft, self._rules)
        mend_verb_lemmas(draft, self._verbs)  # of the verbs that the repairs found
        join_particles(draft, self._rules)


def _spans(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for word in words:
        yield start, start + len(word)
        start += len(word) + 1


def cut(text: str, words: Sequence[tuple[int, int]]) -> list[Sequence[tuple[int, int]]]:
    """A sentence in pieces to parse apart: the dateline before its dash, and no piece beyond LONGEST_PIECE."""
    start = _dateline(text, words)
    pieces = [words[:start]] if start else []
    pieces.extend(words[i : i + LONGEST_PIECE] for i in range(start, len(words), LONGEST_PIECE))
    return pieces


def _dateline(text: str, words: Sequence[tuple[int, int]]) -> int:
    """How many words a dateline takes ("BAGDAD (AP) -"), its dash with it; 0 where there is none.

    All but figures, brackets and commas in it begin with a capital, and the first word is in capitals.
    """
    first = text[words[0][0] : words[0][1]]
    if not (first.isupper() and len(first) > 2):
        return 0
    for i, (a, b) in enumerate(words[1 : LONGEST_DATELINE + 1], 1):
        word = text[a:b]
        if word in ("-", "–", "—", "--"):
            spaced = text[a - 1].isspace() and i + 1 < len(words)
            return i + 1 if spaced and len(words) - i > 3 else 0
        if word[0].islower():
            return 0
    return 0


def kinds(text: str, stretches: Sequence[Stretch], drafts: Sequence[Draft], title: str | None) -> list[str]:
    """The kind of each sentence (see Sentence)."""
    return [
        _kind(text, stretch, draft, title if i == 0 else None)
        for i, (stretch, draft) in enumerate(zip(stretches, drafts, strict=True))
    ]


def _kind(text: str, stretch: Stretch, draft: Draft, title: str | None) -> str:
    if title and text[stretch.words[0][0] : stretch.words[-1][1]] == title.strip():
        return "title"
    if stretch.pointer:
        return "pointer"
    short = stretch.alone and not stretch.stopped and len(draft) <= LONGEST_HEADING
    return "heading" if short and not any(draft.is_finite(i) for i in range(len(draft))) else "text"


def document(text: str, language: str, drafts: Sequence[Draft], kind: Sequence[str]) -> Document:
    """Drafts of a text's sentences as a Document."""
    words: list[Word] = []
    sentences: list[Sentence] = []
    for index, draft in enumerate(drafts):
        first = len(words)
        rows = zip(
            draft.forms, draft.spans, draft.lemmas, draft.upos, draft.feats, draft.heads, draft.labels, draft.arcs,
            strict=True,
        )  # fmt: skip
        for i, (form, (start, end), lemma, upos, feats, head, label, arc) in enumerate(rows, first):
            above = ROOT if head == ROOT else first + head
            words.append(Word(i, form, start, end, lemma, upos, feats, above, label, index, arc))
        sentences.append(Sentence(index, first, len(words), draft.spans[0][0], draft.spans[-1][1], kind[index]))
    return Document(text, language, tuple(words), tuple(sentences))
