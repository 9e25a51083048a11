"""What is typed as an option, checked before it is asked of a chronicle: a wrong word is an error and no empty answer."""

from __future__ import annotations

from kroniek import edtf
from kroniek.errors import InputError
from kroniek.knowledge.strict import nearest


def since(text: str | None) -> str | None:
    """The first day of an EDTF date: 2024, 2024-05 or 2024-05-01."""
    return _day(text, "--since", 0)


def until(text: str | None) -> str | None:
    """The last day of an EDTF date."""
    return _day(text, "--until", 1)


def types(words: list[str] | None) -> list[str] | None:
    """PLOVER types, in any case."""
    from kroniek.knowledge.acts import types as known

    return words and [_one(w.upper(), list(known()), "--type") for w in words]


def modes(words: list[str] | None) -> list[str] | None:
    """PLOVER modes, in any case."""
    from kroniek.knowledge.acts import types as known

    every = sorted({m for t in known().values() for m in t.modes})
    return words and [_one(w.lower(), every, "--mode") for w in words]


def country(word: str | None) -> str | None:
    """ISO 3166 alpha-3 of a code or an English name."""
    if word is None:
        return None
    from kroniek.export.iso import country_codes, country_name

    code = country_codes().get(word.casefold(), word.upper())
    if country_name(code) == code:
        raise InputError(f"--country {word}: no country{nearest(word, country_codes())}; a name or an ISO 3166 code (SDN) is wanted")
    return code


def box(text: str | None) -> tuple[float, float, float, float] | None:
    """WEST,SOUTH,EAST,NORTH in degrees."""
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"--box {text}: four numbers are wanted, WEST,SOUTH,EAST,NORTH") from None
    return west, south, east, north


def _day(text: str | None, option: str, end: int) -> str | None:
    if text is None:
        return None
    try:
        bounds = edtf.parse(text)
    except InputError:
        raise InputError(f"{option} {text}: a day is wanted, YYYY-MM-DD, or a month or year") from None
    day = (bounds.first, bounds.last)[end]
    return day.isoformat() if day else None


def _one(word: str, known: list[str], option: str) -> str:
    if word not in known:
        raise InputError(f"{option} {word}: not known{nearest(word, known)}; known are {', '.join(known)}")
    return word
