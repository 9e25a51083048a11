"""Fetching an address without being led astray: only http and https, only public hosts, few redirects, bounded in size
and time.

The name is looked up once, every address that it has must be public (no loopback, private, link-local or other special
range), and the connection goes to that very address, so that a name that changes between check and use gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from kroniek.errors import InputError
from kroniek.version import VERSION

AGENT = f"kroniek/{VERSION}"
REDIRECTS, SECONDS, MOST = 5, 30.0, 10_000_000
MOVED = (301, 302, 303, 307, 308)


class Refused(InputError):
    """The address may not be fetched, or what came back was too much, too slow, or an error."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. `url` after redirects; `status` 200, or 304 where nothing changed; headers in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def charset(self) -> str | None:
        """As the server says."""
        _, found, name = self.headers.get("content-type", "").partition("charset=")
        return name.strip("\"' ;") or None if found else None


def fetch(url: str, *, headers: dict[str, str] | None = None, private: bool = False, most: int = MOST) -> Fetched:
    """Get an address. `private` allows hosts that are not public. Raises Refused."""
    end = time.monotonic() + SECONDS
    at = url
    for _ in range(REDIRECTS + 1):
        found = _once(at, headers or {}, private, most, end)
        if found.status not in MOVED:
            if found.status not in (200, 304):
                raise Refused(f"{at}: the server answered {found.status}")
            return found
        if "location" not in found.headers:
            raise Refused(f"{at}: moved ({found.status}), but the server does not say where")
        at = urljoin(at, found.headers["location"])
    raise Refused(f"{url}: more than {REDIRECTS} redirects")


def public_addresses(host: str, port: int, *, private: bool = False) -> list[str]:
    """Addresses of a host. Raises Refused where one of them is not public, unless `private`."""
    try:
        found = list(dict.fromkeys(str(i[4][0]) for i in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except OSError as error:
        raise Refused(f"{host}: no such host ({error})") from None
    for one in found:
        if not private and not _is_public(one):
            raise Refused(f"{host}: leads to {one}, which is no public address; --private allows it")
    return found


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        nat64 = ipaddress.IPv6Address("64:ff9b::") <= ip <= ipaddress.IPv6Address("64:ff9b::ffff:ffff")
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if nat64 else inner
        if inner is not None and not _is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast


def _once(url: str, headers: dict[str, str], private: bool, most: int, end: float) -> Fetched:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Refused(f"{url}: only http and https addresses without a login are fetched")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Refused(f"{url}: the port is no number") from None
    address = public_addresses(parts.hostname, port, private=private)[0]
    try:
        return _exchange(url, parts, address, port, headers, most, end)
    except (OSError, http.client.HTTPException) as error:
        raise Refused(f"{url}: {type(error).__name__}: {error}") from None


def _exchange(
    url: str, parts: SplitResult, address: str, port: int, headers: dict[str, str], most: int, end: float
) -> Fetched:
    host = parts.hostname or ""
    wire = socket.create_connection((address, port), timeout=_left(end, url))
    try:
        if parts.scheme == "https":
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = wire
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity", **headers})
        answer = connection.getresponse()
        kept = {key.lower(): value for key, value in answer.getheaders()}
        body = b"" if answer.status in (*MOVED, 304) else _body(answer, wire, url, most, end)
        return Fetched(url, answer.status, kept, body)
    finally:
        wire.close()


def _body(answer: http.client.HTTPResponse, wire: socket.socket, url: str, most: int, end: float) -> bytes:
    data = bytearray()
    while True:
        wire.settimeout(_left(end, url))
        piece = answer.read1(65536)
        if not piece:
            return bytes(data)
        data += piece
        if len(data) > most:
            raise Refused(f"{url}: more than {most / 1e6:.0f} MB")


def _left(end: float, url: str) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise Refused(f"{url}: took more than {SECONDS:.0f} seconds")
    return left
