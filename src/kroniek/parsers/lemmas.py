"""Edit scripts: from a word to its lemma.

A script is "case;prefix edits;suffix edits" or "=lemma". Edits hold one sign a character of that part of the
word: "." keeps it, "-" drops it, "+x" puts x in. Case is "l" (lower), "k" (as in the word) or "t" (title).
After Straka (2018), UDPipe 2.0.
"""

from __future__ import annotations

from kroniek.parsers.spelling import plain


def apply_script(script: str, word: str) -> str:
    """The lemma that `script` makes of `word`; the word in lower case where the script does not fit it."""
    word = plain(word)
    if script.startswith("="):
        return script[1:]
    case, prefix, suffix = script.split(";", 2)
    taken, head = _edit(prefix, word)
    length = _reads(suffix)
    if taken + length > len(word):
        return word.lower()
    rest = word[taken : len(word) - length]
    lemma = head + rest + _edit(suffix, word[len(word) - length :])[1]
    if not lemma:
        return word.lower()
    if case == "k":
        return lemma
    return lemma.lower() if case == "l" else lemma[:1].upper() + lemma[1:].lower()


def _reads(edits: str) -> int:
    """How many characters of the word the edits read."""
    count, i = 0, 0
    while i < len(edits):
        count += edits[i] != "+"
        i += 2 if edits[i] == "+" else 1
    return count


def _edit(edits: str, text: str) -> tuple[int, str]:
    """Characters read and text made."""
    made, read, i = [], 0, 0
    while i < len(edits):
        if edits[i] == "+":
            made.append(edits[i + 1])
            i += 2
            continue
        if edits[i] == ".":
            made.append(text[read : read + 1])
        read += 1
        i += 1
    return read, "".join(made)
