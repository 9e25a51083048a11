"""XML read safely: no entities, no outside files. One place, so that no format forgets it."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import ParseError

from kroniek.reports.found import Broken, bounded


def parse(data: bytes, where: str) -> Any:
    """The root element. Raises Broken for XML that is damaged or declares entities (billion laughs), TooLarge."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(bounded(data, where), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise Broken(f"{where}: declares entities ({type(error).__name__}), which is a way to attack readers; not read") from None
    except (ParseError, ValueError, LookupError) as error:
        raise Broken(f"{where}: damaged XML ({error})") from None


def name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def find(element: Any, *path: str) -> Any:
    """The first element below with the last name of `path`, inside one with the name before it, and so on; or None."""
    for step in path:
        if element is None:
            return None
        element = next((e for e in element.iter() if name(e) == step), None)
    return element


def words(element: Any) -> str:
    """All text inside, blanks made single; '' for None."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
