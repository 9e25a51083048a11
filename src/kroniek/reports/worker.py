"""The process that `guard` starts: takes tasks from a socket, sends back what they yield. Ends with the one who started it."""

from __future__ import annotations

import os
import resource
import signal
import sys
from multiprocessing.connection import Connection

from kroniek.reports import feeds, ingest

TASKS = {task.__name__: task for task in (ingest.read_bytes, ingest.read_page, feeds.read_entries)}
GRACE = 5


def serve(pipe: Connection, seconds: int) -> None:
    """Carry out tasks until the other side closes. The kernel ends this process `GRACE` seconds after the other side
    should have: then that one is gone itself."""
    while True:
        try:
            task, given = pipe.recv()
        except (EOFError, OSError):
            return
        signal.alarm(seconds + GRACE)
        for item in TASKS[task](*given):
            pipe.send((True, item))
            signal.alarm(seconds + GRACE)
        pipe.send((False, None))
        signal.alarm(0)


if __name__ == "__main__":
    number, seconds, memory = map(int, sys.argv[1:])
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(Connection(number), seconds)
