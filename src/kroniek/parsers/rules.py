"""One language's rules for words, sentences and lines: the form of knowledge/languages/*/tokenizer.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kroniek.knowledge import language_folder, strict


@dataclass(frozen=True, slots=True)
class Rules:
    """See the comments in the files. Every list is in lower case with typewriter apostrophes."""

    abbreviations: tuple[str, ...]
    final_abbreviations: tuple[str, ...]
    starters: tuple[str, ...]
    apostrophe_words: tuple[str, ...]
    clitics: tuple[str, ...]
    splits: tuple[str, ...]
    split_hyphens: bool
    hyphen_prefixes: tuple[str, ...]
    split_units: bool
    units: tuple[str, ...]
    particles: tuple[str, ...]
    join_particles: bool
    particle_phrases: tuple[str, ...]
    plurals: tuple[str, ...]
    particle_verbs: tuple[str, ...]
    intransitives: tuple[str, ...]
    pointer_openers: tuple[str, ...]
    pointer_lines: tuple[str, ...]
    pointer_closers: tuple[str, ...]
    caption_credits: tuple[str, ...]
    time_words: tuple[str, ...]
    object_pronouns: tuple[str, ...]
    coordinators: tuple[str, ...]
    singular_articles: tuple[str, ...]
    agents: tuple[str, ...]
    past_endings: tuple[str, ...]
    past_only: tuple[str, ...]
    past_as_participle: bool
    judging: tuple[str, ...]
    inquit: tuple[str, ...]
    participles: tuple[str, ...]
    agent_mark: str
    inversion_after_quotation_only: bool
    infinitive_ending: str
    adjective_ending: str


@cache
def load_rules(language: str) -> Rules:
    """The rules of a language; KnowledgeError where the file is wrong."""
    return strict.single(language_folder(language) / "tokenizer.toml", Rules)
