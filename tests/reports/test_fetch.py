"""Addresses are fetched only where that is safe; feeds are followed politely. Servers of the tests stand on the loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from test_ingest import PAGE, RSS

from kroniek.errors import InputError, KnowledgeError
from kroniek.reports import fetch as module
from kroniek.reports.fetch import Refused, fetch, public_addresses
from kroniek.reports.found import Found
from kroniek.reports.plain import Rejected
from kroniek.reports.watch import Feed, Politeness, read_feeds, visit

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def server(answers: Callable[[str, dict[str, str]], Answer]) -> Iterator[tuple[str, list[str]]]:
    """A server on the loopback that answers by path; gives its address and the list of paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answers(self.path, dict(self.headers.items()))
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}", asked
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
    "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Refused, match="no public address"):
        fetch(f"http://{host}/")


def test_a_name_that_leads_home_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(Refused, match=r"127\.0\.0\.1"):
        public_addresses("evil.example", 80)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "http://user:pw@example.org/", "http:///x", "http://example.org:x/"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        fetch(url)


def test_a_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(lambda path, _: (302, {"Location": "http://169.254.169.254/latest"}, b"")) as (url, _):
        real = module.public_addresses
        monkeypatch.setattr(module, "public_addresses", lambda host, port, private=False: [host] if host == "127.0.0.1" else real(host, port))
        with pytest.raises(Refused, match=r"169\.254"):
            fetch(url)


def test_bounds() -> None:
    def answers(path: str, _: dict[str, str]) -> Answer:
        if path == "/loop":
            return 301, {"Location": "/loop"}, b""
        return (200, {}, b"x" * 3000) if path == "/large" else (404, {}, b"")

    with server(answers) as (url, asked):
        with pytest.raises(Refused, match="redirects"):
            fetch(f"{url}/loop", private=True)
        assert len(asked) == module.REDIRECTS + 1
        with pytest.raises(Refused, match="MB"):
            fetch(f"{url}/large", private=True, most=1000)
        with pytest.raises(Refused, match="404"):
            fetch(f"{url}/no", private=True)


def test_a_slow_server_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def answers(path: str, _: dict[str, str]) -> Answer:
        stop.wait(5)
        return 200, {}, b"late"

    monkeypatch.setattr(module, "SECONDS", 0.2)
    with server(answers) as (url, _):
        with pytest.raises(Refused, match=r"timed out|seconds"):
            fetch(url, private=True)
        stop.set()


def polite() -> tuple[Politeness, list[float]]:
    waits: list[float] = []
    return Politeness(private=True, wait=waits.append), waits


def test_a_feed_is_followed_politely() -> None:
    def answers(path: str, headers: dict[str, str]) -> Answer:
        if path == "/robots.txt":
            return 200, {}, b"User-agent: *\nDisallow: /b\nCrawl-delay: 7\n"
        if path == "/feed":
            unchanged = headers.get("If-None-Match") == '"v1"'
            body = RSS.replace("https://courier.example", base[0]).encode()
            return (304, {}, b"") if unchanged else (200, {"ETag": '"v1"', "Content-Type": "application/rss+xml"}, body)
        assert headers["User-Agent"].startswith("kroniek/")
        return 200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()

    base = [""]
    with server(answers) as (url, asked):
        base[0] = url
        careful, waits = polite()
        marks = {"etag": "", "modified": ""}
        feed = Feed(f"{url}/feed", outlet="Courier", language="en")
        first = list(visit(feed, careful, marks=marks, known=lambda _: False))
        assert [type(i) for i in first] == [Found, Rejected]
        assert isinstance(first[0], Found)
        assert (first[0].report.outlet, first[0].report.published) == ("Courier", "2021-03-02")
        assert isinstance(first[1], Rejected)
        assert "robots" in first[1].reason
        assert marks["etag"] == '"v1"'
        assert min(waits) > 5
        assert list(visit(feed, careful, marks=marks, known=lambda _: False)) == []
        assert asked.count("/robots.txt") == 1
        assert "/b" not in asked


def test_known_pages_are_not_fetched_again() -> None:
    with server(lambda path, _: (200, {}, RSS.encode()) if path == "/feed" else (404, {}, b"")) as (url, asked):
        careful, _ = polite()
        assert list(visit(Feed(f"{url}/feed"), careful, marks={}, known=lambda _: True)) == []
        assert set(asked) == {"/robots.txt", "/feed"}


def test_a_feed_that_is_down_is_told() -> None:
    with server(lambda path, _: (500, {}, b"")) as (url, _):
        (item,) = visit(Feed(f"{url}/feed"), polite()[0], marks={}, known=lambda _: False)
    assert isinstance(item, Rejected)
    assert "500" in item.reason


def test_feeds_toml_is_read_strictly(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\nurl = "https://a.example/rss"\npages = false\n')
    assert read_feeds(tmp_path / "feeds.toml") == [Feed("https://a.example/rss", pages=False)]
    (tmp_path / "feeds.toml").write_text('[[feed]]\nurll = "x"\n')
    with pytest.raises((KnowledgeError, InputError), match="did you mean 'url'"):
        read_feeds(tmp_path / "feeds.toml")
