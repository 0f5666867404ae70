"""Where a fetch may be led: nothing inside, whatever the name answers the second time."""

from __future__ import annotations

import socket
import threading

import pytest

from kortreist.connectors.fetch import addresses, download
from kortreist.connectors.fetch.addresses import guarded_client, is_public
from kortreist.errors import NetworkError


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.0.0.7",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "192.88.99.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::10.0.0.7",
        "::ffff:10.0.0.7",
        "::ffff:8.8.8.8",
        "::ffff:0:10.0.0.7",
        "64:ff9b::a00:7",
        "64:ff9b:1::a00:7",
        "2002:a00:7::1",
        "2001:0:a00:7::1",
        "fe80::1%eth0",
        "fec0::1",
        "fd00:ec2::254",
        "ff02::1",
    ],
)
def test_what_leads_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a02:2121::1"])
def test_what_everybody_reaches_is_public(address: str) -> None:
    assert is_public(address)


class Resolver:
    """Answers each question about a name with the next of its answers, and the last for ever."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, host: str, port: int, *args: object, **values: object) -> list[tuple]:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answer]


@pytest.fixture
def inside():
    """A server inside that nobody outside may be led to: how often it was connected to."""
    listening = socket.create_server(("127.0.0.1", 0))
    met: list[object] = []

    def run() -> None:
        while True:
            try:
                one, where = listening.accept()
            except OSError:
                return
            met.append(where)
            one.close()

    threading.Thread(target=run, daemon=True).start()
    yield listening.getsockname()[1], met
    listening.close()


@pytest.mark.parametrize("looks", [1, 2])
def test_a_name_that_answers_otherwise_next_time_leads_nowhere(monkeypatch, inside, looks) -> None:
    """Outside when it is looked at, here when it is to be connected to."""
    port, met = inside
    resolver = Resolver(*([("8.8.8.8",)] * looks), ("127.0.0.1",))
    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolver)
    with pytest.raises(NetworkError) as refused:
        download(f"https://name.example:{port}/x.xlsx", maximum=1_000, attempts=1)
    assert refused.value.key == "fetch.inner"
    assert not met


def test_one_address_inside_among_those_outside_is_enough(monkeypatch, inside) -> None:
    port, met = inside
    answers = Resolver(("8.8.8.8",), ("8.8.8.8", "127.0.0.1"))
    monkeypatch.setattr(addresses.socket, "getaddrinfo", answers)
    with pytest.raises(NetworkError):
        download(f"https://name.example:{port}/x.xlsx", maximum=1_000, attempts=1)
    assert not met


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch) -> None:
    """The last look is the one that is connected by: nothing asks the name again after it."""
    import httpx

    resolver = Resolver(("8.8.8.8",), ("8.8.4.4",), ("1.1.1.1",), ("127.0.0.1",))
    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolver)
    gone: list[tuple[str, str, str]] = []

    def handle(self: object, step: httpx.Request) -> httpx.Response:
        gone.append((step.url.host, step.headers["host"], step.extensions["sni_hostname"]))
        return httpx.Response(200, content=b"PK\x03\x04", request=step)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    came = download("https://name.example/x.xlsx", maximum=1_000, attempts=1)
    assert gone == [("1.1.1.1", "name.example", "name.example")]
    assert came.url == "https://name.example/x.xlsx"
    assert resolver.asked == 3


@pytest.mark.parametrize(
    ("first", "then", "key"),
    [
        ("https://8.8.8.8/x", "http://127.0.0.1/x", "fetch.not_https"),
        ("https://8.8.8.8/x", "https://127.0.0.1/x", "fetch.inner"),
        ("https://8.8.8.8/x", "https://localhost/x", "fetch.inner"),
        ("https://8.8.8.8/x", "https://10.0.0.5/x", "fetch.inner"),
        ("https://8.8.8.8/x", "https://169.254.169.254/x", "fetch.inner"),
        ("https://8.8.8.8/x", "https://[::ffff:10.0.0.5]/x", "fetch.inner"),
        ("https://8.8.8.8/x", "https://[fe80::1]/x", "fetch.inner"),
        ("http://127.0.0.1/x", "http://8.8.8.8/x", "fetch.not_https"),
        ("https://8.8.8.8/x", "https://1.1.1.1/x", ""),
        ("http://127.0.0.1/x", "http://127.0.0.1/y", ""),
    ],
)
def test_an_address_outside_leads_to_nothing_inside(monkeypatch, first, then, key) -> None:
    import httpx

    def handle(self: object, step: httpx.Request) -> httpx.Response:
        led = step.url.path == "/x" and str(step.url) == first
        headers = {"Location": then} if led else {}
        return httpx.Response(302 if led else 200, headers=headers, request=step)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    with guarded_client(first, 5.0) as client:
        if key:
            with pytest.raises(NetworkError) as refused:
                client.get(first)
            assert refused.value.key == key
        else:
            assert str(client.get(first).url) == then
