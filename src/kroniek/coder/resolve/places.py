"""Where: which words of a report name a place, and which place that is.

`find_places` reads the whole report at once, because a place leans on the others: "Tripoli" beside "Misrata" is
Libya's, beside "Beirut" Lebanon's. The steps, one file each:

    names (place_names)  →  phrases (place_phrases)  →  which reading (place_choice)  →  nested phrases, re-mentions
                                                                                        (place_nesting)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kroniek.document import Document
from kroniek.knowledge.places import Gazetteer
from kroniek.records import Place

Relation = Literal["in", "near", "to", "from", "of", "dateline", ""]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words `first` to `last` (exclusive) that name a place; `head` is the word others hang it on.

    `locative`: it stands in a locating phrase ("in", "at", "near" X), is the dateline, or stands in apposition to
    one that does. `relation`: the kind of word that binds it; "" where it is a subject, an object or bare.
    """

    first: int
    last: int
    head: int
    place: Place
    locative: bool
    relation: Relation = ""


@dataclass(frozen=True, slots=True)
class Places:
    """All mentions in text order; nested ones ("embassy in Baghdad", "Baghdad") both stand there, outer first.

    `main_country`: ISO alpha-3 of the country that most of the report is about, None where it names none.
    `countries`: for each word the country that its own words give (place or country adjective), None elsewhere.
    """

    mentions: tuple[PlaceMention, ...]
    main_country: str | None
    dateline: Place | None
    countries: tuple[str | None, ...]

    def at(self, word_index: int) -> PlaceMention | None:
        """The innermost mention that covers the word; None where there is none."""
        covering = [m for m in self.mentions if m.first <= word_index < m.last]
        return min(covering, key=lambda m: m.last - m.first, default=None)

    def country_of(self, word_index: int) -> str | None:
        """The country (ISO alpha-3) that the word belongs to: of its mention, or of a country adjective."""
        mention = self.at(word_index)
        return mention.place.country if mention else self.countries[word_index]


def find_places(document: Document, *, gazetteer: Gazetteer) -> Places:
    """Every place mention of the document, resolved. `gazetteer`: kroniek.knowledge.places.gazetteer()."""
    raise NotImplementedError
