"""The gazetteer: its tables, its names, its compiled file."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest

from kroniek.errors import KnowledgeError
from kroniek.knowledge import places, places_compile, strict
from kroniek.knowledge.place_names import fold, key
from kroniek.knowledge.place_words import careful_names, place_words
from kroniek.knowledge.places import Gazetteer, gazetteer
from kroniek.knowledge.places_compile import FOLDER, Country, Exonym, OwnPlace


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer()


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Al-Ḥasakah", "al hasakah"),
        ("Ma'rib", "marib"),
        ("‘Ayn al ‘Arab", "ayn al arab"),
        ("Łódź", "lodz"),
        ("U.S.", "u s"),
        ("'s-Gravenhage", "s gravenhage"),
        ("İzmir", "izmir"),
        ("  Den   Haag ", "den haag"),
    ],
)
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_key_is_the_same_in_every_process() -> None:
    assert key("aleppo") == 15261284018902268928


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Haleb", "SYR", "city"),
        ("Peking", "CHN", "city"),
        ("Moskou", "RUS", "city"),
        ("Kiëv", "UKR", "city"),
        ("Mokka", "YEM", "city"),
        ("Ar-Raqqah", "SYR", "city"),
        ("Charkov", "UKR", "city"),
        ("Beieren", "DEU", "region"),
        ("Donbas", "UKR", "region"),
        ("Westelijke Jordaanoever", "PSE", "region"),
        ("Xinjiang", "CHN", "region"),
        ("Noord-Brabant", "NLD", "region"),
        ("Schotland", "GBR", "region"),
        ("Ain al-Asad", "IRQ", "base"),
        ("Bagram", "AFG", "base"),
        ("K-1", "IRQ", "base"),
        ("Schiphol", "NLD", "airport"),
        ("Baghdad International Airport", "IRQ", "airport"),
        ("Bab al-Hawa", "SYR", "crossing"),
        ("al-Hol", "SYR", "camp"),
        ("Straat van Hormuz", None, "sea"),
        ("Sahel", None, "area"),
        ("Kosovo", "KOS", "country"),
        ("VS", "USA", "country"),
        ("Wit-Rusland", "BLR", "country"),
    ],
)
def test_a_name_leads_to_its_place(known: Gazetteer, name: str, country: str | None, kind: str) -> None:
    assert (country, kind) in [(r.entry.country, r.entry.kind) for r in known.lookup(name)]


def test_an_unknown_name_leads_nowhere(known: Gazetteer) -> None:
    assert known.lookup("Xyzzyville upon Nothing") == ()
    assert known.reach("xyzzyville") == 0


@pytest.mark.parametrize(
    ("word", "country"), [("Iraakse", "IRQ"), ("Syrian", "SYR"), ("Oekraïense", "UKR"), ("houten", None)]
)
def test_adjectives_tell_the_country(known: Gazetteer, word: str, country: str | None) -> None:
    assert known.adjective(word) == country


def test_every_country_with_a_capital_has_it_in_the_gazetteer(known: Gazetteer) -> None:
    missing = [c.name for c in _countries() if c.capital and known.capital(c.code) is None]
    assert missing == []


def test_parts_of_a_country_lie_on_their_side(known: Gazetteer) -> None:
    north, south = known.part("IRQ", "N") or (0, 0), known.part("IRQ", "S") or (90, 0)
    west, east = known.part("UKR", "W") or (0, 180), known.part("UKR", "E") or (0, 0)
    assert north[0] > south[0] + 2
    assert east[1] > west[1] + 5


def test_the_airport_of_a_town(known: Gazetteer) -> None:
    town = next(r.entry for r in known.lookup("Bagdad") if r.entry.kind == "city")
    airport = known.airport_of(town)
    assert airport is not None
    assert airport.name == "Baghdad International Airport"


def test_own_entries_have_no_geonames_id(known: Gazetteer) -> None:
    assert [r.entry.geonameid for r in known.lookup("Donbas") if r.entry.kind == "region"] == [None]


def test_tables_are_as_large_as_promised() -> None:
    regions = [p for p in _own("regions.tsv") if p.kind in ("region", "area")]
    sites = _own("sites.tsv")
    exonyms = list(strict.rows(FOLDER / "exonyms.tsv", Exonym))
    assert len(regions) >= 500
    assert len(sites) >= 150
    assert sum(len(e.names) for e in exonyms) >= 500


@pytest.mark.parametrize("file", ["regions.tsv", "seas.tsv", "sites.tsv", "districts.tsv"])
def test_every_entry_of_ours_names_its_source(file: str) -> None:
    assert {p.source for p in _own(file)} == {"public record"}


@pytest.mark.parametrize("file", ["regions.tsv", "districts.tsv", "sites.tsv"])
def test_own_places_lie_near_their_country(known: Gazetteer, file: str) -> None:
    """No place of ours is further from all towns of its country than a large island or an ocean outpost may be."""
    astray = []
    for place in _own(file):
        centre = known.country(place.country) if place.country else None
        if centre is not None and abs(place.lat - centre.lat) > 35:
            astray.append(place.name)
    assert astray == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_load(language: str) -> None:
    words = place_words(language)
    assert "in" in words.inside
    assert {d.way for d in words.direction} == {"N", "S", "E", "W", "NE", "NW", "SE", "SW", "C"}
    assert careful_names(language)


def test_careful_names_are_told_apart_by_language() -> None:
    assert careful_names("nl")["best"] == "word"
    assert careful_names("en")["nice"] == "word"


def test_an_unknown_country_is_an_error_with_the_nearest() -> None:
    place = OwnPlace("Somewhere", "region", 1.0, 1.0, "public record", "IRK")
    with pytest.raises(KnowledgeError, match=r"regions.tsv, 'Somewhere': unknown country 'IRK'; did you mean 'IRQ'"):
        places_compile._own(place, "regions.tsv", {"IRQ", "SYR"})


def test_a_position_off_the_globe_is_an_error() -> None:
    place = OwnPlace("Somewhere", "region", 95.0, 1.0, "public record", "IRQ")
    with pytest.raises(KnowledgeError, match=r"95.0, 1.0 is no position"):
        places_compile._own(place, "regions.tsv", {"IRQ"})


def test_a_missing_or_old_file_is_compiled_to_the_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def small(target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(target) as db:
            for table in places_compile.SCHEMA:
                db.execute(table)
            db.executemany("INSERT INTO blob VALUES (?, ?)", places_compile._index([]))
            db.execute("INSERT INTO meta VALUES ('digest', 'new')")
        db.close()

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(places, "digest", lambda: "new")
    monkeypatch.setattr(places, "compile_places", small)
    with caplog.at_level(logging.WARNING, "kroniek"):
        found = places.gazetteer.__wrapped__()
    assert found.lookup("Aleppo") == ()
    assert "compiling it once" in caplog.text
    assert (tmp_path / "kroniek" / "places-new.sqlite").is_file()
    caplog.clear()
    places.gazetteer.__wrapped__()
    assert caplog.text == ""


def _own(file: str) -> list[OwnPlace]:
    return list(strict.rows(FOLDER / file, OwnPlace))


def _countries() -> list[Country]:
    return list(strict.rows(FOLDER / "countries.tsv", Country))
