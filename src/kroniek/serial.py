"""Records as plain values, and the JSON Schema that they are valid against."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from kroniek.knowledge.acts import types as event_types
from kroniek.records import Actor, Claim, Event, Place, Span, When

DERIVED = {"links": "answers"}
SECTORS = [
    "AGR",
    "BUS",
    "COP",
    "CRM",
    "CVL",
    "EDU",
    "ELI",
    "GOV",
    "JRN",
    "JUD",
    "LAB",
    "LEG",
    "MED",
    "MIL",
    "OPP",
    "PRE",
    "PRM",
    "PTY",
    "REB",
    "REF",
    "REL",
    "SOC",
    "SPY",
    "UAF",
    "UNK",
]


def event_to_dict(event: Event) -> dict[str, Any]:
    """An event as plain values. `answers` and `part_of` are lists of ids; `links` holds them with their cues."""
    values = {f.name: _plain(getattr(event, f.name)) for f in dataclasses.fields(event)}
    values["answers"], values["part_of"] = list(event.answers), list(event.part_of)
    return values


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return dict(value) if isinstance(value, dict) else value


def event_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one event as `kroniek read --format jsonl` writes it."""
    schema = _object(Event)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Kroniek event"
    properties = schema["properties"]
    properties["type"] = {"enum": sorted(event_types())}
    properties["mode"] = {"enum": [None, *sorted({m for t in event_types().values() for m in t.modes})]}
    properties["occurrences"] = {
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"type": ["integer", "null"]}],
        "minItems": 2,
        "maxItems": 2,
    }
    properties["confidence"] = {"type": "number", "minimum": 0, "maximum": 1}
    for name in ("answers", "part_of"):
        properties[name] = {"type": "array", "items": {"type": "string"}}
        schema["required"].append(name)
    return schema


SCHEMAS = {"event": event_schema}
_RECORDS = (Actor, Claim, Place, Span, When)


def _object(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    properties = {f.name: _property(f.name, hints[f.name]) for f in dataclasses.fields(cls)}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _property(name: str, hint: Any) -> dict[str, Any]:
    if name == "sector":
        return {"enum": [None, *SECTORS]}
    return _form(hint)


_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _form(hint: Any) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _object(hint)
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [{"type": "null"} if a is type(None) else _form(a) for a in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _form(arguments[0])}
    return {"type": "object"}
