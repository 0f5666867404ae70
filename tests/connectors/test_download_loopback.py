"""One file from an address somebody chose, from a server on loopback that also misbehaves."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kortreist.connectors.fetch import download
from kortreist.errors import NetworkError

WORKBOOK = b"PK\x03\x04 and the rest"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass

    def do_GET(self) -> None:
        asked: list[str] = self.server.asked  # type: ignore[attr-defined]
        asked.append(self.path)
        status, body, headers = 200, WORKBOOK, {}
        if self.path == "/busy" and len(asked) == 1:
            status = 503
        elif self.path == "/named":
            headers = {"Content-Disposition": 'attachment; filename="../../alle_2026-05-01.xlsx"'}
        elif self.path == "/coded":
            headers = {"Content-Disposition": "attachment; filename*=UTF-8''utslipp%20%C3%A5r.csv"}
            body = b"a;b\n1;2\n"
        elif self.path == "/page":
            body = b"<!doctype html><title>Logg inn</title>"
        elif self.path == "/gone":
            status = 404
        elif self.path == "/elsewhere":
            status, headers = 302, {"Location": "http://example.invalid/file.xlsx"}
        elif self.path == "/large":
            body = b"x" * 3_000_000
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # who asked hangs up on what is too large
            self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[str]:
    service = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=service.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_address[1]}"
    service.shutdown()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/f/alle%20kommuner.xlsx?id=3", "alle kommuner.xlsx"),
        ("/item/?id=17", "item.xlsx"),
        ("/named", "alle_2026-05-01.xlsx"),
        ("/coded", "utslipp år.csv"),
        ("/busy", "busy.xlsx"),
    ],
)
def test_the_file_and_what_it_is_called(server: str, path: str, name: str) -> None:
    came = download(server + path, maximum=1_000_000, pause=0.0)
    assert came.name == name
    assert came.content.startswith((b"PK", b"a;b"))


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/page", "fetch.page"),
        ("/gone", "fetch.refused"),
        ("/elsewhere", "fetch.not_https"),
        ("/large", "fetch.too_large"),
    ],
)
def test_what_is_no_file_is_refused_in_words(server: str, path: str, key: str) -> None:
    with pytest.raises(NetworkError) as told:
        download(server + path, maximum=1_000_000, pause=0.0)
    assert told.value.key == key
    assert server in told.value.message("nb") or "example.invalid" in told.value.message("nb")


def test_nobody_answers() -> None:
    with pytest.raises(NetworkError) as told:
        download("http://127.0.0.1:9/x.xlsx", maximum=1_000, attempts=2, pause=0.0)
    assert told.value.key == "fetch.no_answer"


def test_it_goes_by_no_open_road() -> None:
    with pytest.raises(NetworkError) as told:
        download("http://example.invalid/x.xlsx", maximum=1_000, pause=0.0)
    assert told.value.key == "fetch.not_https"
