"""Drafts in short: one word a line, "form upos head label [feats] [lemma]", heads counted from 1, 0 the root."""

from __future__ import annotations

from kroniek.parsers.draft import Draft


def draft(lines: str) -> Draft:
    """A Draft from such lines; without features "_", without a lemma the form in lower case."""
    made = Draft([], [], [], [], [], [], [], [])
    at = 0
    for line in lines.strip().splitlines():
        form, upos, head, label, *rest = line.split()
        made.forms.append(form)
        made.spans.append((at, at + len(form)))
        made.upos.append(upos)
        made.heads.append(int(head) - 1)
        made.labels.append(label)
        made.feats.append(rest[0] if rest else "_")
        made.lemmas.append(rest[1] if len(rest) > 1 else form.lower())
        made.arcs.append(1.0)
        at += len(form) + 1
    return made
