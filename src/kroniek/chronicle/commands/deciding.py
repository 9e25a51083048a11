"""accept, reject, edit, merge, split, link, unlink, and audit: a person's word, and whether the log of it is whole."""

from __future__ import annotations

import json
from getpass import getuser
from typing import Annotated, Any

import typer

from kroniek.chronicle import Chronicle
from kroniek.chronicle.commands.options import HERE, PARTIAL, Format, Ids, Shown, Where, Who, Why, app, errors
from kroniek.errors import InputError


@app.command()
def accept(ids: Ids, chronicle: Where = HERE, who: Who = "", why: Why = "") -> None:
    """A person has looked at these events, and they are right."""
    _correct(chronicle, who, "accept", ids, why)


@app.command()
def reject(ids: Ids, chronicle: Where = HERE, who: Who = "", why: Why = "") -> None:
    """These events are wrong: they count no more, also when all is coded again."""
    _correct(chronicle, who, "reject", ids, why)


@app.command()
def edit(
    id: Annotated[str, typer.Argument(help="Id of an event or incident.")],
    field: Annotated[str, typer.Argument(help="type, mode, status, when, place, initiators, targets, killed ...")],
    value: Annotated[str, typer.Argument(help="The new value: a word, names, 3-5, an EDTF date, or JSON.")],
    chronicle: Where = HERE,
    who: Who = "",
    why: Why = "",
) -> None:
    """Change one field; what the coder wrote is kept beside it."""
    _correct(chronicle, who, "edit", [id], why, field=field, new=_value(value))


@app.command()
def merge(ids: Ids, chronicle: Where = HERE, who: Who = "", why: Why = "") -> None:
    """These incidents are one deed."""
    _correct(chronicle, who, "merge", ids, why)


@app.command()
def split(ids: Ids, chronicle: Where = HERE, who: Who = "", why: Why = "") -> None:
    """These events are another deed than the rest of their incident."""
    _correct(chronicle, who, "split", ids, why)


@app.command()
def link(
    answer: str, act: str, chronicle: Where = HERE, kind: Annotated[str, typer.Option()] = "answers", who: Who = "", why: Why = ""
) -> None:
    """The first incident answers the second."""
    _correct(chronicle, who, "link", [answer, act], why, field=kind)


@app.command()
def unlink(
    answer: str, act: str, chronicle: Where = HERE, kind: Annotated[str, typer.Option()] = "answers", who: Who = "", why: Why = ""
) -> None:
    """The first incident does not answer the second, whatever reports say."""
    _correct(chronicle, who, "unlink", [answer, act], why, field=kind)


@app.command()
def audit(
    chronicle: Where = HERE,
    head: Annotated[str | None, typer.Option(help="A last hash noted earlier; it must be in the log.")] = None,
    format: Shown = Format.table,
) -> None:
    """Check the log of corrections, the frozen texts and the evidence."""
    from dataclasses import asdict

    from kroniek.chronicle.audit import audit as check

    with Chronicle(chronicle, create=False) as opened:
        found = check(opened, head=head)
    if format is Format.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        for line in (*found.damage, *found.orphans):
            print(line)
        state = "DAMAGED" if found.damage else "whole"
        print(f"{state}: {found.corrections} corrections, {found.reports} reports, {len(found.orphans)} corrections without event")
        print(f"last hash: {found.head}")
    if found.damage:
        raise typer.Exit(PARTIAL)


def _correct(chronicle: str, who: str, action: Any, ids: list[str], why: str, **more: Any) -> None:
    from kroniek.chronicle.corrections import Correction, correct

    with Chronicle(chronicle, create=False) as opened:
        number = correct(opened, Correction(who or getuser(), action, tuple(ids), why, **more))
    errors.print(f"correction {number} kept")


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text[:1] in '[{"' or text in ("null", "true", "false") else text
    except ValueError as error:
        raise InputError(f"the value {text!r} is no whole JSON ({error})") from None
