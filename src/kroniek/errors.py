"""Every error Kroniek raises on purpose. Each message says where, what was found and what to do.

KroniekError
├── KnowledgeError      a data file under knowledge/ is wrong: file, entry, finding, nearest right word
├── InputError          what was given to read is wrong
│   ├── EmptyText       nothing to read
│   ├── NotText         bytes that are not UTF-8, or a binary file
│   ├── BadDate         a publication date that is no EDTF date or interval
│   └── UnknownLanguage a language without parser and lexicon
├── ParserMissing       the parser's weights are not where they should be
└── ExtraMissing        a command needs packages of an extra that is not installed
"""

from __future__ import annotations


class KroniekError(Exception):
    """Base of all: catch it to catch every error that Kroniek raises on purpose."""


class KnowledgeError(KroniekError):
    """A data file is wrong. The message names file, entry, finding and the nearest right word."""


class InputError(KroniekError):
    """What was given to read is wrong; the message names the place and the remedy."""


class EmptyText(InputError):
    """Nothing to read."""


class NotText(InputError):
    """Bytes that are not UTF-8, or a binary file."""


class BadDate(InputError):
    """A publication date that is no EDTF date or interval."""


class UnknownLanguage(InputError):
    """A language for which there is no parser and no lexicon."""


class ParserMissing(KroniekError):
    """A parser's weights are not where they should be."""


class ExtraMissing(KroniekError):
    """A command needs packages that come with an extra; the message holds the command that installs them."""
