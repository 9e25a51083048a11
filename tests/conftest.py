"""What all tests share. No test may use the network: sockets are shut."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Connections to anything but this machine fail."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            _refuse(address)
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


def _refuse(address: Any) -> NoReturn:
    raise AssertionError(f"a test tried to reach {address}: Kroniek uses no network")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder beside the repository; tests that want it are skipped without it."""
    if not (SHARED / "gold" / "score.py").exists():
        pytest.skip("the shared folder is not here")
    return SHARED
