"""The AppConfig Agent's HTTP endpoint, played by a server on loopback."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from langroute.reader import AgentSource, NoDocument, Serving
from langroute.reader.agent import Agent
from langroute.reader.origin import Place
from langroute.reader.reading import Reading, Settings
from tests.reader.documents import good
from tests.reader.scripted import PLACE
from tests.reader.turns import PATIENCE, Turns


@dataclass
class Stage:
    """What the agent answers, and what it was asked."""

    content: bytes = field(default_factory=lambda: good(1))
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Configuration-Version": "7"})
    length: int = 0  # more than is sent
    port: int = 0
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            self.send_response(made.status)
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(made.content) + made.length))
            self.end_headers()
            self.wfile.write(made.content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join(PATIENCE)


def test_the_agent_is_followed(stage: Stage, turns: Turns) -> None:
    with AgentSource(*PLACE, port=stage.port, host="127.0.0.1") as source:
        assert turns.paused() == pytest.approx(15, rel=0.1)
        assert stage.asked == [
            "/applications/langroute/environments/staging/configurations/routing"
        ]
        health = source.health()
        assert (health.origin, health.version) == ("agent", "7")
        stage.content, stage.headers = good(2), {"Configuration-Version": "8"}
        turns.poll()
        assert source.serving.version == "8"


def test_a_label_is_preferred_to_a_number(stage: Stage) -> None:
    stage.headers = {"Configuration-Version": "7", "Version-Label": "git-a"}
    assert Agent(PLACE, "127.0.0.1", stage.port, 15.0).fetch() == (good(1), "git-a", 15)


def test_names_with_signs_of_their_own(stage: Stage) -> None:
    Agent(Place("a/b", "c d", "e?f"), "127.0.0.1", stage.port, 15.0).fetch()
    assert stage.asked == ["/applications/a%2Fb/environments/c%20d/configurations/e%3Ff"]


FAULTS = {
    "not-found": ({"status": 404}, "the agent answers 404 Not Found for /applications/langroute/"),
    "its-fault": ({"status": 500}, "the agent answers 500 Internal Server Error for /applications"),
    "moved": ({"status": 302}, "the agent answers 302 Found for /applications/langroute/"),
    "cut": ({"length": 5}, "IncompleteRead: IncompleteRead("),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_answer_keeps_the_document(fault: str, stage: Stage, turns: Turns) -> None:
    change, said = FAULTS[fault]
    with AgentSource(*PLACE, port=stage.port, host="127.0.0.1") as source:
        turns.paused()
        before = source.serving
        for name, value in change.items():
            setattr(stage, name, value)
        stage.content = good(2)
        turns.poll()
        assert source.serving is before
        assert str(source.health().last_error).startswith(said)


def test_an_empty_answer_is_no_route(stage: Stage) -> None:
    stage.content = b""
    with pytest.raises(NoDocument, match=r"refused 7: empty: 0 bytes; none is saved$"):
        polled(stage.port)


def test_no_agent() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        free = int(server.server_address[1])
    with pytest.raises(NoDocument, match=r"ConnectionRefusedError: .*; none is saved$"):
        polled(free)


def polled(port: int) -> Serving:
    """What is in use after one poll."""
    reading = Reading(Agent(PLACE, "127.0.0.1", port, 15.0), Settings("staging", None, 900.0))
    reading.poll()
    return reading.serving
