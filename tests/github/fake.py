"""A small GitHub on loopback, which enforces what the real one does to us.

Comments of at most 65,536 characters, pages of 30 (100 at most) with a Link header, the author by
the token, 403 where the token may not, 404, 422 for a pull request that is there already or brings
nothing, and faults on demand. `python -m tests.github.fake PORT STATE.json` keeps its state in a
file, which may be edited while it runs.
"""

import json
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from tests.github import answers, environments
from tests.github.answers import Answer, Call, refused
from tests.github.state import Json, State

PAGE, LARGEST_PAGE = 30, 100
ROUTES = answers.ROUTES + environments.ROUTES


@dataclass
class Fake:
    """A running GitHub: where it is, and what it knows."""

    url: str
    state: State


@contextmanager
def fake(state: State | None = None) -> Iterator[Fake]:
    """A GitHub in this process, on a port of its own."""
    held = state or State()
    with _server(0, held, None) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield Fake(f"http://127.0.0.1:{server.server_port}", held)
        finally:
            server.shutdown()


def _server(port: int, state: State, file: Path | None) -> ThreadingHTTPServer:
    class Bound(Handler):
        held = state
        path_of_state = file
        lock = threading.Lock()

    return ThreadingHTTPServer(("127.0.0.1", port), Bound)


class Handler(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    held: ClassVar[State]
    path_of_state: ClassVar[Path | None]
    lock: ClassVar[threading.Lock]

    def log_message(self, *_: object) -> None:
        """Tests read ``calls``."""

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.lock:
            state = State.load(self.path_of_state) if self.path_of_state else self.held
            answer = self._answer(state, body)
            if self.path_of_state:
                state.save(self.path_of_state)
        if answer.status:
            self._send(answer)
        else:
            self.close_connection = True

    def _answer(self, state: State, body: bytes) -> Answer:
        state.calls.append(f"{self.command} {self.path}")
        fault = _fault(state, self.command, self.path)
        if fault is None:
            return self._acted(state, body)
        if fault.get("acts"):
            self._acted(state, body)
        said = fault.get("body", {"message": "on demand"})
        return Answer(fault["status"], said, fault.get("headers", {}))

    def _acted(self, state: State, body: bytes) -> Answer:
        parts = urlsplit(self.path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        who = state.tokens.get(token)
        if who is None:
            return Answer(401, {"message": "Bad credentials"})
        base = f"/repos/{state.repository}"
        if not parts.path.startswith(f"{base}/") and parts.path != base:
            return answers.MISSING
        query = {key: found[0] for key, found in parse_qs(parts.query).items()}
        path = unquote(parts.path.removeprefix(base).lstrip("/"))
        try:
            data = json.loads(body) if body else {}
        except ValueError:
            return Answer(400, {"message": "Problems parsing JSON"})
        call = Call(self.command, path, query, data, who["login"], self._base())
        return self._paged(
            call, refused(who["permissions"], call) or answers.answer(state, call, ROUTES)
        )

    def _paged(self, call: Call, answer: Answer) -> Answer:
        """One page of a list, with the addresses of the others."""
        if call.method != "GET" or not isinstance(answer.body, list):
            return answer
        size = min(int(call.query.get("per_page", PAGE)), LARGEST_PAGE)
        page = int(call.query.get("page", 1))
        last = max(1, -(-len(answer.body) // size))
        links = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
        told = [
            f'<{self._at(call, number)}>; rel="{name}"'
            for name, number in links.items()
            if 1 <= number <= last and number != page
        ]
        headers = {"Link": ", ".join(told)} if told else {}
        return Answer(200, answer.body[(page - 1) * size : page * size], headers)

    def _at(self, call: Call, page: int) -> str:
        path = urlsplit(self.path).path
        return f"{self._base()}{path}?{urlencode(call.query | {'page': page})}"

    def _base(self) -> str:
        return f"http://{self.headers['Host']}"

    def _send(self, answer: Answer) -> None:
        body = b"" if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, str(value))
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _fault(state: State, method: str, path: str) -> Json | None:
    """The first fault for this call that is not used up."""
    for fault in state.faults:
        meant = fault.get("method", method) == method and re.search(fault.get("path", ""), path)
        if meant and fault.get("times", 1) > 0:
            fault["times"] = fault.get("times", 1) - 1
            return fault
    return None


def main(words: list[str]) -> int:
    """Serve until it is stopped."""
    port, file = int(words[0]), Path(words[1])
    if not file.exists():
        State().save(file)
    with _server(port, State(), file) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
