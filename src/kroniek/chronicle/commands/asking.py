"""incidents, chain, actors, dyads, search, versions, queue, datasette-metadata: questions to a chronicle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kroniek.chronicle import Chronicle
from kroniek.chronicle.commands import checks
from kroniek.chronicle.commands.options import (
    HERE,
    Box,
    Country,
    Format,
    Initiator,
    Killed,
    Limit,
    Minimum,
    Modes,
    OneActor,
    Review,
    Shown,
    Since,
    Target,
    Types,
    Until,
    Where,
    Words,
    app,
    put,
    show,
)
from kroniek.chronicle.queries import Filter
from kroniek.errors import InputError


@app.command()
def incidents(
    id: Annotated[str | None, typer.Argument(help="One incident, with its claims and reports.")] = None,
    chronicle: Where = HERE,
    since: Since = None,
    until: Until = None,
    type: Types = None,
    mode: Modes = None,
    country: Country = None,
    actor: OneActor = None,
    initiator: Initiator = None,
    target: Target = None,
    box: Box = None,
    words: Words = None,
    killed: Killed = None,
    review: Review = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only where somebody denies it or figures differ.")] = False,
    minimum: Minimum = 0.0,
    limit: Limit = 200,
    format: Shown = Format.table,
) -> None:
    """Incidents, filtered; or one of them with everything that is said of it."""
    from kroniek.chronicle import display, queries

    wanted = Filter(
        since, until, tuple(type or ()), tuple(mode or ()), country, actor, initiator, target, checks.box(box), words, killed,
        review, disputed, minimum, limit,
    )  # fmt: skip
    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        if id:
            one = queries.incident(connection, id)
            show(one, display.incident(one), format)
        else:
            found = queries.incidents(connection, wanted)
            total = len(found) if len(found) < limit else queries.count(connection, wanted)
            show(found, display.incidents(found, of=total), format)


@app.command()
def chain(
    chronicle: Where = HERE,
    since: Since = None,
    until: Until = None,
    type: Types = None,
    country: Country = None,
    actor: OneActor = None,
    words: Words = None,
    said_only: Annotated[bool, typer.Option("--said-only", help="Only what reports or persons say, nothing inferred.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="At most so many threads, the largest first.")] = 10,
    format: Shown = Format.table,
) -> None:
    """Who answers whom: the longest sequence of acts and answers, then all threads, with the words that say so."""
    from kroniek.chronicle import chain as chains
    from kroniek.chronicle import chain_display, queries

    wanted = Filter(since, until, tuple(type or ()), country=country, actor=actor, words=words)
    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = chains.chain(connection, wanted, inferred=not said_only)
        told = queries.words(connection, found.sequence)
    if format is Format.json:
        print(chains.to_json(found))
    else:
        put(chain_display.chain(found, told, limit=limit))


@app.command()
def actors(
    words: Annotated[str | None, typer.Argument(help="Part of a name, a key or a country code.")] = None,
    chronicle: Where = HERE,
    limit: Limit = 50,
    format: Shown = Format.table,
) -> None:
    """Actors, the busiest first: how many incidents they began, and of how many they were the target."""
    from kroniek.chronicle import display, queries

    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.actors(connection, limit=limit, words=words)
    show(found, display.rows(found, "Actors"), format)


@app.command()
def dyads(
    chronicle: Where = HERE,
    by: Annotated[str, typer.Option(help="country or actor.")] = "country",
    since: Since = None,
    until: Until = None,
    type: Types = None,
    limit: Limit = 50,
    format: Shown = Format.table,
) -> None:
    """Pairs of initiator and target, the busiest first."""
    from kroniek.chronicle import display, queries

    if by not in ("country", "actor"):
        raise InputError(f"--by {by}: country or actor is wanted")
    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.dyads(connection, by=by, wanted=Filter(since, until, tuple(type or ())), limit=limit)
    show(found, display.rows(found, "Dyads"), format)


@app.command()
def search(words: str, chronicle: Where = HERE, limit: Limit = 20, format: Shown = Format.table) -> None:
    """Reports that hold all the words."""
    from kroniek.chronicle import display, queries

    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.search(connection, words, limit=limit)
    show(found, display.rows(found, f"«{words}»", leave_out=("no", "live", "url")), format)


@app.command()
def versions(report: str, chronicle: Where = HERE, format: Shown = Format.table) -> None:
    """The versions of a report (id or address), and what changed in its figures."""
    from kroniek.chronicle import display, queries

    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.versions(connection, report)
    if not found:
        raise InputError(f"no report {report!r}; `kroniek search` finds reports by their words")
    show(found, display.versions(found), format)


@app.command()
def queue(chronicle: Where = HERE, limit: Limit = 20, format: Shown = Format.table) -> None:
    """Pairs of events that may be one deed and wait for a person: merge them, or leave them."""
    from kroniek.chronicle import display, queries

    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.queue(connection, limit=limit)
    show(found, display.queue(found), format)


@app.command("datasette-metadata")
def datasette_metadata(chronicle: Where = HERE) -> None:
    """Print what Datasette wants to know: titles, what each column holds, labels, ready questions."""
    from kroniek.chronicle.datasette import metadata

    print(json.dumps(metadata(Path(chronicle).stem), ensure_ascii=False, indent=1))
