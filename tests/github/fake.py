"""A small GitHub on loopback, which enforces what the real one does to us.

Every call, and every answer, is held against GitHub's published description; the test that made one
which is not described fails in the end, with a sentence about each.

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
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.github import (
    administration,
    answers,
    approvals,
    comparison,
    environments,
    graphql,
)
from tests.github.answers import Answer, Call, failed, refused
from tests.github.description import operation
from tests.github.state import Json, State

PAGE, LARGEST_PAGE = 30, 100
BY_NUMBER = "/repositories/1"  # as GitHub writes a repository in the addresses of further pages
ROUTES = (
    answers.ROUTES
    + comparison.ROUTES
    + administration.ROUTES
    + approvals.ROUTES
    + environments.ROUTES
)


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
    if held.wrong:
        raise AssertionError("\n".join(["this is not GitHub's API:", *held.wrong]))


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
        """What was asked for, or is to go wrong, and what of both is not described."""
        called = f"{self.command} {self.path}"
        state.calls.append(called)
        if self.path == graphql.PATH:
            fault = _fault(state, self.command, self.path)
            if fault is not None:
                return self._on_demand(state, body, fault)
            return graphql.answer(state, self._token(state), json.loads(body))
        described = operation(self.command, self.path)
        if described is None:
            wrong = ["no such call is described"]
        else:
            wrong = list(described.faults_of_call(self.path, body))
        if described is None or wrong:
            state.wrong += [f"{called}: {one}" for one in wrong]
            return failed(422, "; ".join(wrong))
        fault = _fault(state, self.command, self.path)
        answer = self._acted(state, body) if fault is None else self._on_demand(state, body, fault)
        if answer.status and not (fault and fault.get("foreign")):
            answer = replace(answer, body=described.completed(answer.status, answer.body))
            wrong = list(described.faults_of_answer(answer.status, answer.body))
            state.wrong += [f"{called}: {one}" for one in wrong]
        return answer

    def _on_demand(self, state: State, body: bytes, fault: Json) -> Answer:
        if fault.get("acts"):
            self._acted(state, body)
        status = fault["status"]
        empty = status == HTTPStatus.NO_CONTENT
        said = fault.get("body", None if empty else {"message": "on demand"})
        return Answer(status, said, fault.get("headers", {}))

    def _acted(self, state: State, body: bytes) -> Answer:
        parts = urlsplit(self.path)
        who = self._token(state)
        if who is None:
            return failed(401, "Bad credentials")
        base = f"/repos/{state.repository}"
        path = f"{parts.path}/".replace(f"{BY_NUMBER}/", f"{base}/")
        if not path.startswith(f"{base}/"):
            return answers.MISSING
        query = dict(parse_qsl(parts.query))
        data = json.loads(body) if body else {}
        call = Call(self.command, path.removeprefix(base).strip("/"), query, data, who["login"])
        return self._paged(
            call, refused(who["permissions"], call) or answers.answer(state, call, ROUTES)
        )

    def _token(self, state: State) -> Json | None:
        """Whose token it is, and what that may; None for one that is none."""
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        found: Json | None = state.tokens.get(token)
        return found

    def _paged(self, call: Call, answer: Answer) -> Answer:
        """One page of a list, with the addresses of the others; some lists stand in an object."""
        found = answer.body
        if call.method == "GET" and isinstance(found, list):
            return self._page(call, found)
        if call.method == "GET" and isinstance(found, dict) and "total_count" in found:
            (key,) = found.keys() - {"total_count"}
            one = self._page(call, found[key])
            return replace(one, body=found | {key: one.body})
        return answer

    def _page(self, call: Call, listed: list[Json]) -> Answer:
        size = min(int(call.query.get("per_page", PAGE)), LARGEST_PAGE)
        page = int(call.query.get("page", 1))
        last = max(1, -(-len(listed) // size))
        links = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
        told = [
            f'<{self._at(call, number)}>; rel="{name}"'
            for name, number in links.items()
            if 1 <= number <= last and number != page
        ]
        headers = {"Link": ", ".join(told)} if told else {}
        return Answer(200, listed[(page - 1) * size : page * size], headers)

    def _at(self, call: Call, page: int) -> str:
        base = f"http://{self.headers['Host']}{BY_NUMBER}"
        return f"{base}/{call.path}?{urlencode(call.query | {'page': page})}"

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
