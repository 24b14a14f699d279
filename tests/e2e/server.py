"""What else of GitHub a run talks to, on loopback: git over HTTP, and tokens of identity."""

import base64
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

REQUEST_TOKEN = "may-ask"


@dataclass
class Rights:
    """What the servers allow.

    ``pushers``: tokens with `contents: write`. ``subjects``: the `sub` of the token of identity of
    a run's job, as (run, job), for jobs that may have one.
    """

    pushers: set[str] = field(default_factory=set)
    subjects: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Server:
    """A running one: repositories at ``url``/OWNER/NAME, tokens below ``url``/token/RUN."""

    url: str
    rights: Rights


@contextmanager
def server(repositories: Path) -> Iterator[Server]:
    """Serve the bare repositories in a folder, as OWNER/NAME."""
    allowed = Rights()

    class Bound(Handler):
        root = repositories
        rights = allowed

    with ThreadingHTTPServer(("127.0.0.1", 0), Bound) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield Server(f"http://127.0.0.1:{running.server_port}", allowed)
        finally:
            running.shutdown()


class Handler(BaseHTTPRequestHandler):
    """One request, of git's or of a job's."""

    root: ClassVar[Path]
    rights: ClassVar[Rights]

    def log_message(self, *_: object) -> None:
        """What matters is in the log of the run."""

    def do_GET(self) -> None:
        if self.path.startswith("/token/"):
            self._identify()
        else:
            self._git()

    def do_POST(self) -> None:
        self._git()

    def _identify(self) -> None:
        """A token of identity; the job must hold `id-token: write`."""
        parts = urlsplit(self.path)
        query = {key: one[0] for key, one in parse_qs(parts.query).items()}
        subject = self.rights.subjects.get((parts.path.removeprefix("/token/"), query["job"]))
        asked = self.headers.get("Authorization") == f"Bearer {REQUEST_TOKEN}"
        if subject is None or not asked:
            self._send(403, b"this job has no right to a token of identity")
            return
        claims = json.dumps({"aud": query["audience"], "sub": subject}).encode()
        value = f"e30.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.none"
        self._send(200, json.dumps({"value": value}).encode(), "application/json")

    def _git(self) -> None:
        """Anybody reads, as in a public repository; a push needs a token that may write."""
        pushes = "git-receive-pack" in self.path
        if pushes and not self._may_push():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="GitHub"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        answer = subprocess.run(
            ["git", "http-backend"], input=self._body(), env=self._cgi(), capture_output=True
        ).stdout
        head, _, body = answer.partition(b"\r\n\r\n")
        told = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        status = int(told.get("Status", "200").split()[0])
        self._send(status, body, told.get("Content-Type", "text/plain"))

    def _may_push(self) -> bool:
        given = self.headers.get("Authorization", "").removeprefix("Basic ").removeprefix("basic ")
        user, _, token = base64.b64decode(given).decode().partition(":")
        return user == "x-access-token" and token in self.rights.pushers

    def _body(self) -> bytes:
        """Git sends what is long in chunks."""
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _cgi(self) -> dict[str, str]:
        parts = urlsplit(self.path)
        return {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "REMOTE_USER": "pusher" if "git-receive-pack" in self.path else "",
        }

    def _send(self, status: int, body: bytes, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
