"""Reading in a process apart: what takes too long, too much memory or breaks its reader ends in a reason, and the rest goes on.

Only this bounds libraries written in C, which no exception reaches. The process is started once, with the first file that
needs it (some 0.3 s), and again after one that broke it. Where there are no POSIX processes, files are read in this one.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from kroniek.reports.plain import Rejected

SECONDS = 60.0
"""Within so many seconds the next report of a file is there, or the file is given up."""
MEMORY = 4 * 1024**3
"""Bytes of address space that the process may take."""
TOO_LONG = "was not read within {:.0f} seconds, which no news report needs; give its text alone"
BROKEN = "broke its reader ({}); it is damaged, or made to do harm. Give its text alone"


class Guard:
    """The process apart. One file at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    def items(self, task: str, where: str, *given: Any) -> Iterator[Any]:
        """What the task (a name in `worker.TASKS`) yields for what is given; a Rejected at `where` when it is cut short."""
        if not self._lock.acquire(blocking=False):  # another file is being read: this one gets a process of its own
            other = Guard()
            yield from other.items(task, where, *given)
            other.stop()
            return
        whole = False
        try:
            pipe = self._ready()
            pipe.send((task, given))
            while pipe.poll(SECONDS):
                more, value = pipe.recv()
                if not more:
                    whole = True
                    return
                yield value
            yield Rejected(where, TOO_LONG.format(SECONDS))
        except (EOFError, OSError):
            yield Rejected(where, BROKEN.format(self._end()))
        finally:
            if not whole:
                self.stop()
            self._lock.release()

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _end(self) -> str:
        """How the process ended."""
        code = self._process.wait(5) if self._process else 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def _ready(self) -> Connection:
        if self._pipe is None or self._process is None or self._process.poll() is not None:
            self.stop()
            ours, theirs = socket.socketpair()
            command = [sys.executable, "-P", "-m", "kroniek.reports.worker", str(theirs.fileno()), str(int(SECONDS)), str(MEMORY)]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            theirs.close()
            self._pipe = Connection(ours.detach())
        return self._pipe


GUARD = Guard()
atexit.register(GUARD.stop)


def apart(task: Callable[..., Iterator[Any]], where: str, *given: Any) -> Iterator[Any]:
    """The items of `task(*given)`, read in the process apart. `where`: file or address, for the reason."""
    if os.name != "posix" or not sys.executable:
        return task(*given)
    return GUARD.items(task.__name__, where, *given)
