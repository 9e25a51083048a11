"""Acts from a chronicle: one row an incident, with the summary of its figures over all reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def read_chronicle(where: str) -> pd.DataFrame:
    """Acts from a chronicle (file or URL). Raises NotFound or ChronicleError where there is none."""
    from kroniek.chronicle import Chronicle
    from kroniek.chronicle.chain import chain
    from kroniek.chronicle.queries import incidents

    with Chronicle(where, create=False) as opened, opened.reading() as connection:
        found = incidents(connection)
        answers = chain(connection, inferred=False)
    ids = {no: str(row["id"]) for no, row in answers.incidents.items()}
    said: dict[str, list[str]] = {}
    for one in answers.answers:
        said.setdefault(ids[one.answer], []).append(ids[one.act])
    return from_incidents(found, said)


def from_incidents(incidents: Iterable[Mapping[str, Any]], answers: Mapping[str, list[str]] | None = None) -> pd.DataFrame:
    """Acts from incidents as `kroniek.chronicle.queries.incidents` gives them; `answers`: incident → incidents answered.

    Those without a told day are left out and counted in `acts.attrs["left_out"]`: the day of publication would make
    answers out of delays of the press. `reports` counts independent texts; wire copies count once.
    """
    import pandas as pd

    from kroniek.dynamics.acts import COLUMNS, complete

    rows, left_out = [], 0
    for incident in incidents:
        if incident["first"]:
            rows.append(_row(incident, (answers or {}).get(incident["id"], [])))
        else:
            left_out += 1
    acts = complete(pd.DataFrame(rows, columns=list(COLUMNS)), name="chronicle")
    acts.attrs["left_out"] += left_out
    return acts


def _row(incident: Mapping[str, Any], answered: list[str]) -> dict[str, Any]:
    first: dict[str, Mapping[str, Any]] = {}
    for role in ("initiators", "targets"):
        first[role] = incident[role][0] if incident[role] else {}
    figures = {f"deaths_{end}": incident[f"killed_{end}"] for end in ("low", "best", "high")}
    return figures | {
        "id": incident["id"], "first": incident["first"], "last": incident["last"] or incident["first"],
        "initiator": first["initiators"].get("name") or "", "target": first["targets"].get("name") or "",
        "initiator_country": first["initiators"].get("country") or "", "target_country": first["targets"].get("country") or "",
        "target_sector": first["targets"].get("sector") or "", "country": incident["country"] or "",
        "place": incident["place"] or "", "type": incident["type"] or "", "mode": incident["mode"] or "",
        "deeds": incident["deeds_low"], "goldstein": incident["goldstein"], "reports": incident["lineages"],
        "answers": " ".join(answered),
    }  # fmt: skip
