"""Where: one line, one case. The words are our own; tags as in tagged.py.

Each expected mention reads `words = name, country, precision`, with " @" where it is locative.
"""

from __future__ import annotations

import pytest
from tagged import document

from kroniek.coder.resolve.places import Places, find_places
from kroniek.knowledge.places import gazetteer

CASES = [
    # prepositions and kinds
    ("nl", "In/P Aleppo vielen/V doden", ["Aleppo = Aleppo, SYR, place @"]),
    ("en", "Fighting near/P Erbil went/V on/B", ["Erbil = Erbil, IRQ, near @"]),
    ("nl", "gevechten in/P de/D buurt van/P de/D stad Mosul gaan/V door/B", ["Mosul = Mosul, IRQ, near @"]),
    ("en", "troops went/V to/P Kabul today/B", ["Kabul = Kabul, AFG, place"]),
    ("nl", "bommen in/P de/D provincie Idlib vielen/V", ["Idlib = Idlib, SYR, region @"]),
    ("en", "the/D port of/P Hodeidah was/V shelled/V", ["Hodeidah = Hodeidah, YEM, place"]),
    # exonyms and spellings
    ("nl", "In/P Haleb vielen/V doden", ["Haleb = Aleppo, SYR, place @"]),
    ("nl", "In/P Peking en/C Moskou werd/V gepraat/V",
     ["Peking = Beijing, CHN, place @", "Moskou = Moscow, RUS, place @"]),
    # parts of countries
    ("nl", "In/P Noord-Irak vielen/V doden", ["Noord-Irak = Northern Iraq, IRQ, region @"]),
    ("en", "In/P northern/A Syria people fled/V", ["Syria = Northern Syria, SYR, region @"]),
    ("nl", "In/P het/D oosten van/P Oekraïne werd/V gevochten/V", ["Oekraïne = Eastern Ukraine, UKR, region @"]),
    ("en", "In/P western/A Mosul people fled/V", ["Mosul = Mosul, IRQ, place @"]),
    # one place inside another
    ("en", "In/P Paris , Texas , shots fell/V", ["Paris = Paris, USA, place @", "Texas = Texas, USA, region @"]),
    ("en", "In/P Atlanta , Georgia , shots fell/V",
     ["Atlanta = Atlanta, USA, place @", "Georgia = Georgia, USA, region @"]),
    ("en", "In/P Tbilisi , Georgia , shots fell/V",
     ["Tbilisi = Tbilisi, GEO, place @", "Georgia = Georgia, GEO, country @"]),
    ("en", "In/P Tripoli and/C Misrata shots fell/V",
     ["Tripoli = Tripoli, LBY, place @", "Misrata = Misrata, LBY, place @"]),
    ("en", "In/P the/D Lebanese/A city of/P Tripoli shots fell/V", ["Tripoli = Tripoli, LBN, place @"]),
    # sites
    ("nl", "bij/P de/D Duitse/A ambassade in/P de/D Iraakse/A hoofdstad Bagdad brak/V brand uit/B",
     ["Duitse ambassade in de Iraakse hoofdstad Bagdad = Duitse ambassade, Baghdad, IRQ, exact @",
      "Bagdad = Baghdad, IRQ, place @"]),
    ("nl", "op/P een/D basis in/P de/D buurt van/P Mosul vielen/V raketten",
     ["basis in de buurt van Mosul = Mosul, IRQ, near @", "Mosul = Mosul, IRQ, near @"]),
    ("en", "At/P Baghdad International Airport shots fell/V",
     ["Baghdad International Airport = Baghdad International Airport, IRQ, exact @"]),
    ("nl", "op/P de/D luchthaven van/P Bagdad vielen/V schoten",
     ["luchthaven van Bagdad = Baghdad International Airport, IRQ, exact @", "Bagdad = Baghdad, IRQ, place"]),
    ("nl", "op/P vliegbasis Ain al-Asad vielen/V raketten", ["Ain al-Asad = Ain al-Asad Air Base, IRQ, exact @"]),
    ("en", "on/P Old/E Mill/E Road/E , Leeds , a/D man fell/V",
     ["Old Mill Road, Leeds = Old Mill Road, Leeds, GBR, exact @", "Leeds = Leeds, GBR, place"]),
    # without the name
    ("nl", "In/P de/D Syrische/A hoofdstad was/V rust", ["hoofdstad = Damascus, SYR, place @"]),
    ("nl", "In/P Aleppo vielen/V doden // In/P de/D stad vielen/V ook/B gewonden",
     ["Aleppo = Aleppo, SYR, place @", "stad = Aleppo, SYR, place @"]),
    ("nl", "In/P Aleppo vielen/V doden // Er/R vielen/V daar/B ook/B gewonden",
     ["Aleppo = Aleppo, SYR, place @", "daar = Aleppo, SYR, place @"]),
    ("en", "Guards stood/V before/P the/D embassy in/P Beirut // the/D embassy burned/V",
     ["embassy in Beirut = embassy, Beirut, LBN, exact", "Beirut = Beirut, LBN, place @",
      "embassy = embassy, Beirut, LBN, exact"]),
    # dateline
    ("nl", "KABOEL ( AP ) - Bij/P een/D aanslag vielen/V doden", ["KABOEL = Kabul, AFG, place @"]),
    # acted on, not located
    ("en", "sanctions on/P Iran followed/V", ["Iran = Iran, IRN, country"]),
    # no places
    ("en", "Jordan/E/nsubj/+2 Peterson/E/flat/-1 spoke/V", []),
    ("en", "president Lincoln spoke/V", []),
    ("en", "Manchester United lost/V", []),
    ("nl", "Best/A genoeg/B , zei/V de/D man", []),
    ("en", "Us/R they/R told/V nothing", []),
    ("nl", "Ook/B in/P de/D Tour viel/V hij/R", []),
    ("en", "In/P Nice people fled/V", ["Nice = Nice, FRA, place @"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "tagged", "expected"), CASES, ids=[c[1][:50] for c in CASES])
def test_places_are_found(language: str, tagged: str, expected: list[str]) -> None:
    assert told(find_places(document(tagged, language), gazetteer=gazetteer())) == expected


def test_the_main_country_is_the_one_most_is_about() -> None:
    places = find_places(
        document("American/A troops in/P Mosul and/C Erbil left/V // They/R came/V from/P Germany", "en"),
        gazetteer=gazetteer(),
    )
    assert places.main_country == "IRQ"


def test_an_adjective_gives_its_word_a_country_but_is_no_place() -> None:
    places = find_places(document("Iraakse/A troepen vochten/V", "nl"), gazetteer=gazetteer())
    assert places.mentions == ()
    assert places.country_of(0) == "IRQ"
    assert places.country_of(1) is None


def test_the_innermost_mention_is_found_at_a_word() -> None:
    places = find_places(document("In/P een/D ambassade in/P Bagdad brak/V brand uit/B", "nl"), gazetteer=gazetteer())
    outer, inner = places.at(2), places.at(4)
    assert outer is not None
    assert inner is not None
    assert outer.place.precision == "exact"
    assert inner.place.name == "Baghdad"
    assert places.at(5) is None


def test_runners_up_are_kept() -> None:
    places = find_places(document("In/P Tripoli vielen/V doden", "nl"), gazetteer=gazetteer())
    assert "Tripoli (LBN)" in places.mentions[0].place.alternatives


def told(places: Places) -> list[str]:
    """The mentions in the short form of the cases."""
    return [
        f"{m.place.text} = {m.place.name}, {m.place.country}, {m.place.precision}{' @' if m.locative else ''}"
        for m in places.mentions
    ]
