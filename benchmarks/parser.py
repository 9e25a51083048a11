"""Words a second and memory of the parsers, from raw text to Document, in one process.

    OMP_NUM_THREADS=1 python benchmarks/parser.py nl FILE...

Each FILE is UTF-8 text, or CoNLL-U (also gzipped), of which the "# text" lines are taken, twenty to a report.
"""

from __future__ import annotations

import gzip
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kroniek.document import Document
from kroniek.parse import Parser

SENTENCES_A_REPORT = 20


def reports(path: Path) -> list[str]:
    """The texts of one file."""
    stored = path.read_bytes()
    whole = (gzip.decompress(stored) if path.suffix == ".gz" else stored).decode("utf-8")
    if ".conllu" not in path.name:
        return [whole]
    texts = [line.removeprefix("# text = ") for line in whole.splitlines() if line.startswith("# text = ")]
    return ["\n".join(texts[i : i + SENTENCES_A_REPORT]) for i in range(0, len(texts), SENTENCES_A_REPORT)]


def measure(name: str, run: Callable[[], list[Document]]) -> None:
    """Run it and print words a second, of the clock and of the processor."""
    began, work = time.perf_counter(), time.process_time()
    documents = run()
    took, cpu = time.perf_counter() - began, time.process_time() - work
    words = sum(map(len, documents))
    print(
        f"{name}: {len(documents)} reports, {words} words, {words / took:.0f} words/s, {words / cpu:.0f} a CPU second"
    )


def main() -> None:
    language, *names = sys.argv[1:]
    texts = [text for name in names for text in reports(Path(name))]
    began = time.perf_counter()
    parser = Parser.load(language)
    parser.parse(texts[0])
    print(f"{language}: loaded and first report parsed in {time.perf_counter() - began:.2f} s")
    measure(f"{language}: one report at a time", lambda: [parser.parse(text) for text in texts])
    measure(f"{language}: many at once", lambda: parser.parse_many(texts))
    print(f"{language}: peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
