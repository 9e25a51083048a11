"""Group what the coder gets wrong on the gold reports, by cause: misses, extras and wrong slots, largest first.

Usage: errors.py [--gold DIR] [--reports DIR] [--language nl] [--show CAUSE]. Pairs events exactly as the gold's
score.py does. DIR of reports: by default the gold's development reports; `cases/reports/looked-at` are our own.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from kroniek.reading import Reading, coder
from kroniek.records import Report
from kroniek.serial import event_to_dict

GOLD = Path(__file__).parent.parent.parent / "shared" / "gold"
ROLES = ("initiator", "target")


def load_score(gold: Path) -> ModuleType:
    """The gold's own scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def readings(reports: Path, language: str | None) -> Iterator[tuple[dict[str, Any], str, Reading]]:
    """Each coded report of a folder in each language, read."""
    for path in sorted(reports.glob("*.json")):
        doc = json.loads(path.read_text(encoding="utf-8"))
        for lang, text in doc["text"].items():
            if language in (None, lang):
                yield (
                    doc,
                    lang,
                    coder().read(Report(f"{doc['id']}@{lang}", text, lang, doc["published"], doc["title"].get(lang))),
                )


def errors(score: ModuleType, doc: dict[str, Any], lang: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """(cause, description) of every error in one report."""
    text, events = reading.report.text, [event_to_dict(e) for e in reading.events]
    gold = [score.Side(e, text, lang, True) for e in doc["events"]]
    mine = [score.Side(e, text, lang, False) for e in events]
    pairs = score.pair(gold, mine)
    where = reading.report.id
    for i, g in enumerate(gold):
        j = next((j for k, j in pairs if k == i), None)
        label = f"{where} {g.id} {g.type}/{g.mode} {doc['events'][i]['trigger'][lang]}"
        if j is None:
            yield _missed(score, g, reading), label
        elif mine[j].type != g.type:
            yield f"type: {g.type} read as {mine[j].type}", f"{label} ← {_words(events[j])}"
        else:
            yield from (
                (cause, f"{label} ← {detail}")
                for cause, detail in _slots(score, g, mine[j], doc["events"][i], events[j])
            )
    paired = {j for _, j in pairs}
    for j, event in enumerate(events):
        if j not in paired:
            touching = any(score.touch(g.evidence, mine[j].trigger) for g in gold)
            cause = (
                "extra: split or second event in a coded sentence"
                if touching
                else "extra: no gold event in the sentence"
            )
            yield f"{cause} ({event['type']})", f"{where} {_words(event)} [{event['grounds'].get('type')}]"


def _missed(score: ModuleType, g: Any, reading: Reading) -> str:
    others = [e for e in reading.dropped if score.touch(g.trigger, [(s.start, s.end) for s in e.trigger])]
    if others:
        return f"missed: status read as {others[0].status}"
    if any(score.touch(g.trigger, [(s.start, s.end) for s in e.trigger]) for e in reading.events):
        return "missed: merged into another event"
    return f"missed: no entry or condition failed ({g.type})"


def _slots(score: ModuleType, g: Any, p: Any, gold: dict[str, Any], event: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for role, ours, theirs in (("initiator", p.initiators, g.initiators), ("target", p.targets, g.targets)):
        key = role + "s"
        for n, actor in enumerate(theirs):
            if not any(score.same_actor(actor, a, False) for a in ours):
                touching = [a for a in ours if score.touch(actor[0], a[0]) or (actor[1] and actor[1] == a[1])]
                cause = "wrong country" if touching else "none read" if not ours else "other actor read"
                yield (
                    f"{role}: {cause}",
                    f"{gold[key][n]['text']} {actor[2]} ← {[(a['text'], a['country'], a['rule']) for a in event[key]]}",
                )
        extra = [a for a in ours if not any(score.same_actor(t, a, False) for t in theirs)]
        if extra and not theirs:
            yield f"{role}: one read, none in gold", f"{[(a['text'], a['country'], a['rule']) for a in event[key]]}"
    if g.when != p.when:
        yield (
            f"when: {'none read' if not p.when else 'none in gold' if not g.when else 'other day'}",
            f"{gold['when']} ← {event['when'] and event['when']['edtf']}",
        )
    if (g.place or p.place) and not score.same_place(g.place, p.place):
        cause = "none read" if not p.place else "none in gold" if not g.place else "other place"
        yield (
            f"place: {cause}",
            f"{gold['place'] and gold['place']['name']} ← {event['place'] and event['place']['name']}",
        )
    for kind in ("killed", "injured", "detained", "crowd"):
        if g.claims[kind] != p.claims[kind]:
            yield f"{kind}: figures differ", f"{g.claims[kind]} ← {p.claims[kind]}"


def _words(event: dict[str, Any]) -> str:
    return f"{event['id']} {event['type']}/{event['mode']} «{' … '.join(t['text'] for t in event['trigger'])}»"


def main() -> None:
    """Count causes; with --show print the cases of those that begin so."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--reports", type=Path, default=GOLD / "dev")
    parser.add_argument("--language", choices=["nl", "en"])
    parser.add_argument("--show", help="print the cases of causes that begin so")
    options = parser.parse_args()
    score = load_score(options.gold)
    counts: Counter[str] = Counter()
    cases: dict[str, list[str]] = defaultdict(list)
    for doc, lang, reading in readings(options.reports, options.language):
        for cause, case in errors(score, doc, lang, reading):
            counts[cause] += 1
            cases[cause].append(case)
    for cause, count in counts.most_common():
        print(f"{count:5}  {cause}")
        if options.show and cause.startswith(options.show):
            print("".join(f"         {case}\n" for case in cases[cause]), end="")


if __name__ == "__main__":
    main()
