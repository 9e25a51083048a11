"""Strict reading of data files: every key and value is known, or an error says where, what and the nearest right word.

A file's form is a frozen dataclass: `entries` reads TOML tables into it, `rows` reads TSV lines. Annotations that
are understood: str, int, float, bool, `X | None`, tuple[str, ...] (TOML list; in TSV separated by ";"), Literal[...],
tuple[Literal[...], ...] and tuple[<another form>, ...] (a TOML list of tables). A field with a default may be left out.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
import types
import typing
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from kroniek.errors import KnowledgeError

T = TypeVar("T")


def nearest(word: str, known: Iterable[str]) -> str:
    """"; did you mean 'X'?" for the nearest known word, or the empty string."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def entries(path: Traversable, key: str, cls: type[T]) -> list[T]:
    """The tables [[key]] of a TOML file as instances of `cls`. Other top-level keys are an error."""
    tables = toml(path)
    for other in tables:
        if other != key:
            raise KnowledgeError(f"{path.name}: unknown table {other!r}{nearest(other, [key])}")
    return [_build(cls, table, f"{path.name}, {key} {n} {_label(table)}") for n, table in enumerate(tables.get(key, []), 1)]


def single(path: Traversable, cls: type[T]) -> T:
    """A whole TOML file as one instance of `cls`."""
    return _build(cls, toml(path), path.name)


def toml(path: Traversable) -> dict[str, Any]:
    """A TOML file as a dict; KnowledgeError with file and line where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from None


def rows(path: Traversable, cls: type[T]) -> Iterator[T]:
    """The lines of a TSV file as instances of `cls`. The first line that is no comment names the columns."""
    columns: list[str] | None = None
    names = [f.name for f in dataclasses.fields(cls)]  # type: ignore[arg-type]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
            for column in columns:
                if column not in names:
                    raise KnowledgeError(f"{path.name}, line {number}: unknown column {column!r}{nearest(column, names)}")
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(f"{path.name}, line {number}: {len(cells)} cells for {len(columns)} columns")
        filled = {c: v.strip() for c, v in zip(columns, cells, strict=False) if v.strip()}
        yield _build(cls, filled, f"{path.name}, line {number} {cells[0]!r}")


def _label(table: dict[str, Any]) -> str:
    value = table.get("id") or table.get("name") or ""
    return repr(value) if value else ""


def _build(cls: type[T], table: dict[str, Any], where: str) -> T:
    hints = _hints(cls)
    for key in table:
        if key not in hints:
            raise KnowledgeError(f"{where}: unknown key {key!r}{nearest(key, hints)}")
    values = {key: _convert(value, hints[key], f"{where}: {key}") for key, value in table.items()}
    for f in dataclasses.fields(cls):  # type: ignore[arg-type]
        required = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        if required and f.name not in values:
            raise KnowledgeError(f"{where}: {f.name!r} is missing")
    return cls(**values)


_HINTS: dict[type, dict[str, Any]] = {}


def _hints(cls: type) -> dict[str, Any]:
    if cls not in _HINTS:
        _HINTS[cls] = typing.get_type_hints(cls)
    return _HINTS[cls]


def _convert(value: Any, hint: Any, where: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        return _convert(value, inner[0], where)
    if origin is tuple:
        parts = [p.strip() for p in value.split(";") if p.strip()] if isinstance(value, str) else value
        if not isinstance(parts, list):
            raise KnowledgeError(f"{where}: a list is wanted, found {value!r}")
        return tuple(_convert(part, typing.get_args(hint)[0], where) for part in parts)
    if origin is typing.Literal:
        allowed = typing.get_args(hint)
        if value not in allowed:
            raise KnowledgeError(f"{where}: unknown value {value!r}{nearest(str(value), map(str, allowed))}")
        return value
    return _scalar(value, hint, where)


def _scalar(value: Any, hint: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return _build(hint, value, f"{where} {_label(value)}".rstrip())
    if hint is bool and isinstance(value, str):
        if value not in ("yes", "no"):
            raise KnowledgeError(f"{where}: yes or no is wanted, found {value!r}")
        return value == "yes"
    if hint in (int, float) and isinstance(value, (str, int)) and not isinstance(value, bool):
        try:
            return hint(value)
        except ValueError:
            raise KnowledgeError(f"{where}: a number is wanted, found {value!r}") from None
    if isinstance(hint, type) and not isinstance(value, hint):
        raise KnowledgeError(f"{where}: {hint.__name__} is wanted, found {value!r}")
    return value
