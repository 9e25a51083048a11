"""Try the act lexicon on its own sentences: each entry's `match` must give its type, each `reject` must not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kroniek.knowledge.acts import Act, acts
from kroniek.records import Report

PUBLISHED = "2021-06-15"


@dataclass(frozen=True, slots=True)
class Trial:
    """One sentence tried. `where` names language and entry, `finding` what was read."""

    where: str
    ok: bool
    finding: str


def try_sentences(languages: Iterable[str], prefix: str = "") -> Iterator[Trial]:
    """Every sentence of every entry whose id begins with `prefix`. Loads parsers; raises KnowledgeError."""
    from kroniek.reading import coder

    for language in languages:
        todo = [
            (act, sentence, wanted)
            for act in acts(language)
            if act.id.startswith(prefix)
            for sentence, wanted in _sentences(act)
        ]
        reports = [Report(str(n), sentence, language, PUBLISHED) for n, (_, sentence, _) in enumerate(todo)]
        for (act, sentence, wanted), reading in zip(todo, coder().read_many(reports), strict=True):
            found = {e.type for e in (*reading.events, *reading.dropped)}
            entries = {
                rule.removeprefix("acts:") for e in (*reading.events, *reading.dropped) for rule in e.grounds.values()
            }
            ok = (act.type in found) if wanted else act.id not in entries
            if act.type == "NONE":
                ok = not found if wanted else True
            elif act.dependent and wanted:
                ok = True
            verb = "wants" if wanted else "bars"
            yield Trial(f"{language} {act.id}", ok, f"{verb} {act.type}, read {sorted(found) or 'nothing'}: {sentence}")


def _sentences(act: Act) -> Iterator[tuple[str, bool]]:
    yield from ((s, True) for s in act.match)
    yield from ((s, False) for s in act.reject)
