"""A language's words of speech, status and roles: what the coder needs to know beside the acts themselves.

Files: languages/<language>/speech.toml, status.toml, roles.toml. Each is one table read strictly into one record.
Writing: `verbs`, `nouns`, `adjectives`, `adverbs` hold lemmas; `phrases` of a verb mark their head with "*", as in
the act lexicon (kroniek.knowledge.acts); all other phrases ("according to") are lower-case forms, word for word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kroniek.errors import KnowledgeError
from kroniek.knowledge import language_folder, strict

Manner = Literal["say", "claim", "deny", "confirm", "report", "ask", "write", "suspect"]
Told = Literal["happened", "not", "future", "hypothetical", "wish", "asked"]


@dataclass(frozen=True, slots=True)
class Saying:
    """Words with which somebody tells something. `manner`: what the teller does to it.

    "claim", "suspect": tells as his own what others may doubt. "deny": says it is not so. "ask": leaves it open.
    """

    manner: Manner
    verbs: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Set words that name who says so; `source` tells on which side of them he stands ("none": nobody is named)."""

    phrases: tuple[str, ...]
    source: Literal["after", "before", "none"] = "after"
    manner: Manner = "say"


@dataclass(frozen=True, slots=True)
class Hearsay:
    """An auxiliary or passive verb by which the report does not vouch itself ("zou hebben gedood", "is said to").

    `forms`: only these forms count (empty: all). `voice` "passive": only where the verb is passive.
    `followed_by`: "perfect" (hebben/zijn/have with a participle), "passive", "infinitive" or "clause".
    """

    verbs: tuple[str, ...]
    forms: tuple[str, ...] = ()
    voice: Literal["any", "passive"] = "any"
    followed_by: tuple[Literal["perfect", "passive", "infinitive", "clause"], ...] = ()


@dataclass(frozen=True, slots=True)
class Calling:
    """Verbs of "X calls Y Z". `link`: the word before Z ("as", "als", "een"), empty where there is none."""

    verbs: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What Y can be called: negative words make the calling ACCUSE/disapprove, positive ones SUPPORT.

    `verbs`: what is said of Y that did it ("betrayed us"). `mild`: words of the lists that judge in what is said only
    where an actor is judged, or what is his; `loose`: those that judge in a calling only. `owner_with`: prepositions
    that bring the one who is judged ("a mistake of")."""

    value: Literal["negative", "positive"]
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    mild: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    owner_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words by which a speaker does an act in what he says ("we will not bow": REJECT). `phrases`: words or lemmas in a
    row, the head starred. `persons`: of the subject ("1", "3"; empty: any). `auxiliaries`: lemmas of which one must
    stand by the head; `negated`: a negation must. `target_with`:
    prepositions that bring the target. `frame`: "said-of" where the subject is the target."""

    type: str
    phrases: tuple[str, ...]
    mode: str | None = None
    persons: tuple[str, ...] = ()
    auxiliaries: tuple[str, ...] = ()
    negated: bool = False
    target_with: tuple[str, ...] = ()
    frame: Literal["said-of", "said-to"] = "said-to"


@dataclass(frozen=True, slots=True)
class Speech:
    """speech.toml. `hedges`: adverbs and phrases of hearsay. `vouchers`: nouns of those who vouch (witness, source).
    `media`: nouns of outlets. `inquit`: verbs that stand for saying only beside a quotation (add, go on).
    `responsibility`: phrases that admit a deed; its doer is then the speaker, without an event of its own.
    `announcing`: verbs of saying that do what is said, so that their day is its day ("announced that it lifts ...")."""

    saying: tuple[Saying, ...]
    attribution: tuple[Attribution, ...]
    hearsay: tuple[Hearsay, ...]
    calling: tuple[Calling, ...]
    evaluation: tuple[Evaluation, ...]
    utterance: tuple[Utterance, ...]
    hedges: tuple[str, ...]
    vouchers: tuple[str, ...]
    media: tuple[str, ...]
    inquit: tuple[str, ...]
    responsibility: tuple[str, ...]
    blamed_on: tuple[str, ...]
    announcing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Governor:
    """Words whose complement (clause, infinitive, object or "of"-phrase) is told with `status`.

    "happened": they change nothing (begin, continue, manage, try). `links`: the words that may bind the complement
    ("from" in "refrain from"; "" for a plain object or a clause without a marker), an empty list where any may.
    `forms`: only these forms count (empty: all).
    `reach` "clause": only a governed clause or infinitive is told so, not a plain object.
    """

    status: Told
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    reach: Literal["any", "clause"] = "any"


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """Auxiliaries that give their verb a status. `forms`: only these forms count (empty: all forms)."""

    status: Told
    lemmas: tuple[str, ...]
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Modifier:
    """Adverbs beside a verb, adjectives before a noun, and set phrases beside either, that give it a status.

    `prefixes`: first parts of Dutch compounds ("proef" in "proefaanval")."""

    status: Told
    adverbs: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusWords:
    """status.toml. `negations`: adverbs; `determiners`: before a noun, as "no"; `nobody`: pronouns;
    `not_negations`: phrases that hold a negation and negate nothing ("not only"); `without`: prepositions and
    conjunctions whose complement did not happen; `conditions`: conjunctions of what is not told as a fact;
    `until`: those of what must come first, where the clause above tells what will or will not be;
    `purposes`: words that open a purpose; `historical`: markers of what lies far back;
    `forced`: past forms of an auxiliary of duty, which in a plain clause tell what was done ("moest aftreden"),
    but not beside a word of `unforced` ("moest nog", "volgens")."""

    negations: tuple[str, ...]
    determiners: tuple[str, ...]
    nobody: tuple[str, ...]
    not_negations: tuple[str, ...]
    without: tuple[str, ...]
    conditions: tuple[str, ...]
    until: tuple[str, ...]
    purposes: tuple[str, ...]
    historical: tuple[str, ...]
    auxiliary: tuple[Auxiliary, ...]
    governor: tuple[Governor, ...]
    modifier: tuple[Modifier, ...]
    forced: tuple[str, ...] = ()
    unforced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tie two deeds. `first`: which deed the text puts first in the sense of the words.

    "answer": the deed that holds the words answers the one they bring ("bombed in retaliation for the raid").
    "cause": the other way round ("the raid prompted a strike"). `kind` "part_of": the first is part of the other.
    `strength` 0 to 1: how sure the words alone make the link. `phrases`, `conjunctions`: word for word;
    `verbs`: verbs or starred phrases; `nouns`: nouns of the answer itself ("a reply to").
    """

    strength: float
    kind: Literal["answers", "part_of"] = "answers"
    first: Literal["answer", "cause"] = "answer"
    phrases: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleWords:
    """roles.toml. Prepositions (set ones of several words too) by the role they bring where no entry says other.

    `agent`: of a passive or a verbal noun; `undergoer`: of a verbal noun; `possessor`; `partner`: of mutual acts;
    `between`: brings all partners at once; `addressee`: to whom something is said; `topic`: about what;
    `charged`: against whom a charge is brought; `source`: from whom or where; `purpose`; `instrument`; `sake`: on whose behalf;
    `never_actor`: phrases whose noun is no actor ("in the name of the law"). `step`: nouns by which a text comes back
    to what somebody decided ("the move"). `calling`: verbs whose object is only spoken of ("called the raid illegal").
    `directed`: nouns, or their last parts, of deeds whose possessor does them ("the ambush of the rebels"), where
    "the shelling of the town" is done to it."""

    agent: tuple[str, ...]
    undergoer: tuple[str, ...]
    possessor: tuple[str, ...]
    partner: tuple[str, ...]
    between: tuple[str, ...]
    addressee: tuple[str, ...]
    charged: tuple[str, ...]
    topic: tuple[str, ...]
    source: tuple[str, ...]
    purpose: tuple[str, ...]
    instrument: tuple[str, ...]
    sake: tuple[str, ...]
    never_actor: tuple[str, ...]
    step: tuple[str, ...]
    calling: tuple[str, ...]
    directed: tuple[str, ...]
    cue: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class LightVerbs:
    """light.toml: verbs that lend a verbal noun its subject. `doing`, `undergoing`: what the subject then does or
    undergoes; `happening`: nobody is named. `passive`: auxiliaries that make a transitive participle passive."""

    doing: tuple[str, ...]
    undergoing: tuple[str, ...]
    happening: tuple[str, ...]
    passive: tuple[str, ...]


@cache
def light(language: str) -> LightVerbs:
    """light.toml of one language. Raises KnowledgeError."""
    return strict.single(language_folder(language) / "light.toml", LightVerbs)


@cache
def speech(language: str) -> Speech:
    """speech.toml of one language. Raises KnowledgeError."""
    return strict.single(language_folder(language) / "speech.toml", Speech)


@cache
def status(language: str) -> StatusWords:
    """status.toml of one language. Raises KnowledgeError."""
    return strict.single(language_folder(language) / "status.toml", StatusWords)


@cache
def roles(language: str) -> RoleWords:
    """roles.toml of one language. Raises KnowledgeError, also where a strength is outside 0 to 1."""
    found = strict.single(language_folder(language) / "roles.toml", RoleWords)
    for number, cue in enumerate(found.cue, 1):
        if not 0 <= cue.strength <= 1:
            raise KnowledgeError(f"roles.toml, cue {number}: strength {cue.strength} is not within 0 to 1")
    return found
