"""Models behind REST URLs, asked over loopback: the time limit holds, and nothing is misread."""

import os
import shutil
import socket
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext, create_default_context
from threading import Event, Thread
from typing import Any

import pytest

from langroute.predictor import (
    CallFailed,
    Deadline,
    Http,
    PredictionFailed,
    Predictor,
    TimedOut,
    addresses,
    wire,
)
from langroute.predictor.endpoint import LARGEST_ANSWER
from langroute.predictor.wire import Wire
from tests.predictor.company import EVENT, Fixed, Kept, answerer, entry, seen
from tests.predictor.server import (
    Behaviour,
    Handler,
    Server,
    dripping,
    raw,
    saying,
    serving,
    silent,
)

JSON = "application/json"
# Short, since what it is for never answers; what answers gets far more.
SHORT, LONG = 0.15, 10.0


def asked(http: Http, server: Server, path: str = "/m", seconds: float = LONG) -> bytes:
    where = {"kind": "http", "url": server.url(path)}
    return http.ask(where, b'{"title":"Streik"}', JSON, Deadline(seconds))


@contextmanager
def alone(behaviour: Behaviour) -> Iterator[tuple[Http, Server]]:
    """One way to ask, and one server that behaves so."""
    with serving({"/m": behaviour}) as server, closing(Http()) as http:
        yield http, server


def test_what_is_sent_and_what_comes_back() -> None:
    with alone(saying(b"0.75")) as (http, server):
        assert asked(http, server) == b"0.75"
    assert server.asked == [("/m", b'{"title":"Streik"}')]
    assert server.headers == [
        {
            "Host": f"127.0.0.1:{server.server_port}",
            "Accept-Encoding": "identity",
            "Content-Length": "18",
            "Content-Type": JSON,
            "Accept": JSON,
        }
    ]


def test_a_connection_is_kept() -> None:
    with alone(saying(b"0.75")) as (http, server):
        for _ in range(5):
            asked(http, server)
    assert (len(server.asked), server.connections) == (5, 1)


def test_a_chunked_answer() -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n0.\r\n2\r\n75\r\n0\r\n\r\n"
    with alone(raw(chunks)) as (http, server):
        assert asked(http, server) == b"0.75"


@pytest.mark.parametrize(
    ("behaviour", "status", "reason"),
    [
        (saying(b"no such model", 404), 404, "answered 404: 'no such model'"),
        (saying(b"x" * 99, 500), 500, f"answered 500: '{'x' * 80}'"),
        (saying(b"", 302, Location="http://127.0.0.1:1/"), 302, "answered 302: ''"),
        (saying(b"0.75", 201), 201, "answered 201: '0.75'"),
        (raw(b"HTTP/1.0 503 no\r\n\r\nbusy"), 503, "answered 503: 'busy'"),
        (raw(b"\x00\x01 garbage\r\n\r\n"), 502, "no answer in HTTP: BadStatusLine"),
        (raw(b""), 503, "cannot be reached: Remote end closed connection"),
        (raw(b"HTTP/1.0 200 OK\r\n\r\n0.7"), 502, "an answer without its length"),
        (
            raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n0.7"),
            502,
            "an answer cut off 1 bytes before its end",
        ),
        (
            raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0.7"),
            502,
            "IncompleteRead",
        ),
        (saying(b"0" * (LARGEST_ANSWER + 1)), 502, "an answer of more than 1,048,576 bytes"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200), 502, "got more than 100 headers"),
    ],
)
def test_what_is_no_answer(behaviour: Behaviour, status: int, reason: str) -> None:
    with alone(behaviour) as (http, server):
        with pytest.raises(CallFailed) as caught:
            asked(http, server)
        assert caught.value.status == status
        assert reason in caught.value.reason
        assert len(server.asked) == 1  # no redirect is followed and nothing is tried again


@pytest.mark.parametrize(
    "behaviour",
    [
        silent,
        dripping(b"HTTP/1.1 200 OK\r\nX-Header: "),
        dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1"),
        dripping(b"HTTP/1.1 500 Broken\r\nContent-Length: 100000\r\n\r\n"),
    ],
)
def test_a_server_that_never_comes_to_an_end(behaviour: Behaviour) -> None:
    with alone(behaviour) as (http, server):
        with pytest.raises(CallFailed) as caught:
            asked(http, server, seconds=SHORT)
        assert (caught.value.status, caught.value.reason) == (504, "no answer within 150 ms")


def test_a_server_that_does_not_read() -> None:
    """Its buffers are full long before so much has been sent."""
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf, closing(Http()) as http:
        where = {"kind": "http", "url": f"http://127.0.0.1:{deaf.getsockname()[1]}/m"}
        with pytest.raises(CallFailed) as caught:
            http.ask(where, b"x" * (1 << 25), JSON, Deadline(SHORT))
        assert caught.value.status == 504


def test_a_server_that_reads_by_drops() -> None:
    """Each step goes on a little, so that only the time of all of them together is ever up."""
    whole, over = b"x" * (1 << 25), Event()
    read = 0

    def slowly() -> None:
        nonlocal read
        with deaf.accept()[0] as reading:
            while not over.wait(0.005):
                read += len(reading.recv(1 << 18))

    with closing(socket.create_server(("127.0.0.1", 0))) as deaf, closing(Http()) as http:
        reader = Thread(target=slowly)
        reader.start()
        where = {"kind": "http", "url": f"http://127.0.0.1:{deaf.getsockname()[1]}/m"}
        with pytest.raises(CallFailed) as caught:
            http.ask(where, whole, JSON, Deadline(SHORT))
        over.set()
        reader.join()
    assert caught.value.status == 504
    assert read < len(whole) / 2


def test_nobody_listens() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with closing(Http()) as http, pytest.raises(CallFailed) as caught:
        http.ask({"kind": "http", "url": f"http://127.0.0.1:{port}/m"}, b"", JSON, Deadline(LONG))
    assert (caught.value.status, caught.value.reason) == (
        503,
        "cannot be reached: [Errno 111] Connection refused",
    )


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example/m", "http:///m", "http://a.example:99999/m", "http://[::1/m"]
)
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(CallFailed, match="is no URL of a model"):
        Http().ask({"kind": "http", "url": url}, b"", JSON, Deadline(LONG))


def test_a_path_cannot_hold_a_header() -> None:
    with alone(saying(b"0.75")) as (http, server):
        with pytest.raises(CallFailed, match="URL can't contain control characters"):
            asked(http, server, "/m HTTP/1.1\x0b\x0b")
        assert server.asked == []


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with alone(saying(b"0.75")) as (http, server):
        assert asked(http, server) == b"0.75"


# What a kept connection may do in between


def closing_after(requests: int, whole: bytes = b"0.75") -> Behaviour:
    """Answers so many requests of a connection, and hangs up on the next one."""

    def behave(handler: Handler) -> None:
        if handler.number > requests:
            handler.close_connection = True
        else:
            handler.say(whole)

    return behave


def test_closed_while_it_was_idle_it_is_asked_once_more() -> None:
    with alone(closing_after(1)) as (http, server):
        assert [asked(http, server) for _ in range(3)] == [b"0.75"] * 3
    # The second and third were sent on the kept connection first, and then on another one.
    assert (len(server.asked), server.connections) == (5, 3)


def test_a_new_connection_that_is_closed_is_not_asked_again() -> None:
    with alone(closing_after(0)) as (http, server):
        with pytest.raises(CallFailed, match="cannot be reached"):
            asked(http, server)
        assert len(server.asked) == 1


def test_it_is_asked_once_more_and_no_oftener() -> None:
    with alone(saying(b"0.75")) as (http, server):
        asked(http, server)
        server.behaviours["/m"] = raw(b"")
        with pytest.raises(CallFailed, match="cannot be reached"):
            asked(http, server)
        assert len(server.asked) == 3


def test_half_an_answer_is_never_asked_for_again() -> None:
    with alone(saying(b"0.75")) as (http, server):
        asked(http, server)
        server.behaviours["/m"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n0.7")
        with pytest.raises(CallFailed, match="cut off"):
            asked(http, server)
        assert len(server.asked) == 2


def test_an_answer_that_is_torn_off_is_not_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    received, receive = Event(), Wire.receive

    def noticed(wire: Wire, buffer: object) -> int:
        count = receive(wire, buffer)
        received.set()
        return count

    def torn(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n0.7")
        assert received.wait(10)
        # Without lingering a connection is reset, not ended.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(handler.connection.detach())

    with alone(saying(b"0.75")) as (http, server):
        asked(http, server)
        server.behaviours["/m"] = torn
        monkeypatch.setattr(Wire, "receive", noticed)
        with pytest.raises(CallFailed, match="Connection reset by peer"):
            asked(http, server)
        assert len(server.asked) == 2


def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next() -> None:
    taken, sent = Event(), Event()

    def twice(handler: Handler) -> None:
        handler.say(b"0.75")
        if handler.server.connections == 1:
            assert taken.wait(10)
            handler.say(b"0.01")
            sent.set()

    with alone(twice) as (http, server):
        assert asked(http, server) == b"0.75"
        taken.set()
        assert sent.wait(10)
        assert asked(http, server) == b"0.75"
        assert server.connections == 2


def test_late_answers_are_not_taken_for_the_next() -> None:
    with alone(silent) as (http, server):
        with pytest.raises(CallFailed):
            asked(http, server, seconds=SHORT)
        server.behaviours["/m"] = saying(b"0.75")
        assert asked(http, server) == b"0.75"
        assert server.connections == 2


def test_only_so_many_connections_are_kept() -> None:
    behaviours = {"/m": saying(b"0.75")}
    with (
        serving(behaviours) as one,
        serving(behaviours) as two,
        closing(Http(idle=1)) as http,
    ):
        for server in (one, two, one, one):
            asked(http, server)
        assert (one.connections, two.connections) == (2, 1)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time by which connections age and addresses are shunned."""
    time = [1000.0]
    for module in (wire, addresses):
        monkeypatch.setattr(module, "monotonic", lambda: time[0])
    return time


@pytest.mark.parametrize(
    ("pauses", "connections"),
    [
        ([4.0] * 5, 1),  # idle for as long as may be
        ([4.1] * 5, 6),
        ([3.0] * 20, 1),  # as old as may be
        ([3.0] * 21, 2),
    ],
)
def test_a_connection_is_kept_for_a_while(
    now: list[float], pauses: list[float], connections: int
) -> None:
    with alone(saying(b"0.75")) as (http, server):
        asked(http, server)
        for seconds in pauses:
            now[0] += seconds
            asked(http, server)
        assert server.connections == connections


def test_what_a_proxy_has_dropped_without_a_word_is_not_waited_for(now: list[float]) -> None:
    """Nothing comes on such a connection, no end either: only its age tells."""

    def dropped(handler: Handler) -> None:
        if handler.number > 1:
            silent(handler)
        else:
            handler.say(b"0.75")

    with alone(dropped) as (http, server):
        for _ in range(3):
            assert asked(http, server, seconds=SHORT * 10) == b"0.75"
            now[0] += 5.0


def test_connections_that_are_too_old_are_given_up_whoever_asks(now: list[float]) -> None:
    behaviours = {"/m": saying(b"0.75")}
    with serving(behaviours) as one, serving(behaviours) as two, closing(Http()) as http:
        asked(http, one)
        now[0] += 5.0
        asked(http, two)
        assert [held.origin.port for held in http._idle.get()._held] == [two.server_port]


# A host with several addresses


def resolving(*found: tuple[str, int]) -> Callable[..., list[Any]]:
    def getaddrinfo(*_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", where) for where in found]

    return getaddrinfo


@contextmanager
def out_of_reach() -> Iterator[tuple[str, int]]:
    """An address that takes no connection and says nothing: its line is full."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as listening:
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        yield listening.getsockname()
        for one in waiting:
            one.close()


def test_the_next_address_is_tried_and_the_dead_one_last_for_a_while(
    monkeypatch: pytest.MonkeyPatch, now: list[float]
) -> None:
    tried: list[int] = []
    connect = addresses._connected

    def noted(address: Any, seconds: float) -> socket.socket:
        tried.append(address[4][1])
        return connect(address, seconds)

    monkeypatch.setattr(addresses, "_connected", noted)
    with out_of_reach() as dead, alone(saying(b"0.75")) as (http, server):
        live = ("127.0.0.1", server.server_port)
        monkeypatch.setattr(socket, "getaddrinfo", resolving(dead, live))
        for seconds in (5.0, 5.0, 31.0, 0.0):
            assert asked(http, server) == b"0.75"
            now[0] += seconds
    assert tried == [dead[1], live[1], live[1], live[1], dead[1], live[1]]


@pytest.mark.parametrize(
    ("limit", "parts"), [(9.0, [0.25, 0.25, 9.0]), (0.3, [0.1, 0.15, 0.3]), (None, [0.25, 0.25])]
)
def test_an_address_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch, limit: float | None, parts: list[float]
) -> None:
    given: list[float] = []

    def connect(_: object, seconds: float) -> socket.socket:
        given.append(seconds)
        raise ConnectionRefusedError(f"attempt {len(given)}")

    class Fixed(Deadline):
        def left(self) -> float:
            if limit is None and len(given) == 2:
                raise TimedOut(2.0)
            return limit or 2.0

    monkeypatch.setattr(addresses, "_connected", connect)
    monkeypatch.setattr(socket, "getaddrinfo", resolving(*((f"192.0.2.{n}", 80) for n in "123")))
    with pytest.raises(TimedOut if limit is None else ConnectionRefusedError):
        addresses.Addresses().connect("models.example", 80, Fixed(2.0))
    assert given == pytest.approx(parts)


# Headers of the backend's own


def test_headers_are_asked_for_in_the_context_of_the_call() -> None:
    trace: ContextVar[str] = ContextVar("trace")
    http = Http(headers=lambda: {"traceparent": trace.get()})
    with serving({"/m": saying(b"0.75")}) as server, closing(http):
        for name in ("00-a-b-01", "00-c-d-01"):
            trace.set(name)
            asked(http, server)
    assert [one["traceparent"] for one in server.headers] == ["00-a-b-01", "00-c-d-01"]


@pytest.mark.parametrize(
    "header",
    [
        {"trace": "secret\r\nHost: evil"},
        {"a b": "secret"},
        {"": "secret"},
        {"trace": "secr\u00e9t"},
    ],
)
def test_what_cannot_be_a_header_is_never_sent_nor_told(header: dict[str, str]) -> None:
    http = Http(headers=lambda: header)
    with serving({"/m": saying(b"0.75")}) as server, closing(http):
        with pytest.raises(ValueError, match="has a character that none may have") as caught:
            asked(http, server)
        assert server.connections == 0
    assert "secr" not in str(caught.value)


# https


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this test's own for 127.0.0.1, with its key in the same file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    made = subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=models", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    whole = folder / "whole.pem"
    whole.write_bytes((folder / "cert.pem").read_bytes() + (folder / "key.pem").read_bytes())
    return whole


def test_https_with_a_kept_connection(certificate: Path) -> None:
    tls = SSLContext(PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    trusting = create_default_context(cafile=os.fspath(certificate))
    behaviours = {"/m": saying(b"0.75"), "/slow": dripping(b"HTTP/1.1 200 OK\r\nX: ")}
    with (
        serving(behaviours, tls) as server,
        closing(Http(context=trusting)) as http,
        closing(Http()) as strict,
    ):
        assert [asked(http, server) for _ in range(3)] == [b"0.75"] * 3
        assert server.connections == 1
        with pytest.raises(CallFailed, match="no answer within 150 ms"):
            asked(http, server, "/slow", SHORT)
        with pytest.raises(CallFailed, match="CERTIFICATE_VERIFY_FAILED"):
            asked(strict, server)


# From end to end


def test_a_predictor_asks_over_http_as_it_comes() -> None:
    behaviours = {
        "/v1/models/words:predict": saying(b'{"predictions": [[0.75]]}'),
        "/e5": saying(b'{"detail": "out of memory"}', 500),
        "/chars": saying(b'{"score": 0.25, "label": "no"}'),
    }
    records = Kept()
    with serving(behaviours) as server:
        base = server.url("")
        words = answerer(
            "words", endpoint={"kind": "http", "url": f"{base}/v1/models/words:predict"}
        )
        e5 = answerer("e5", base, on_failure="primary")
        source = Fixed({"de": entry(words, e5, answerer("chars", base))})
        with Predictor(source, record=records.append, timeout=LONG) as predictor:
            answer = predictor.predict("de", "evt-1", EVENT)
            records.until(3)
    assert (answer.score, answer.relevant) == (0.75, True)
    assert isinstance(answer.failed, PredictionFailed)
    assert sorted(map(seen, records)) == [
        ("canary e5", 500, False),
        ("primary words", 200, True),
        ("shadow chars", 200, False),
    ]
    sent = b'{"title": "Streik", "body": "Hafen"}'
    assert dict(server.asked) == {
        "/v1/models/words:predict": b'{"instances": [' + sent + b"]}",
        "/e5": sent,
        "/chars": sent,
    }
