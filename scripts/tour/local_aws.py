"""An AWS inside this machine, for the demo and the tests: MiniStack on loopback, as a child.

MiniStack is not AWS, and what works here is no proof for there. Where the child runs something else
than MiniStack as it is, `local_aws_server` says so. Nothing in `src/` knows that MiniStack exists.
"""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from scripts import PROJECT
from scripts.terminal.failure import Failure
from scripts.tour.local_aws_server import MINUTE_VARIABLE
from scripts.tour.until_alone import end

HOST = "127.0.0.1"
SECRET = "local"  # any will do
ACCOUNT = "123456789012"  # AWS's own for examples; the sample company's
START_SECONDS = 60.0
STOP_SECONDS = 5.0
PORTS_TRIED = 3
PORTS_PROBED = 20
# Whatever would lead boto3 elsewhere: the caller's account, an endpoint, a proxy.
LEADING_ELSEWHERE = ("AWS_", "BOTO_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@dataclass(frozen=True)
class LocalAws:
    """A running MiniStack, as one account sees it; ``folder`` is gone when it ends."""

    port: int
    pid: int
    account: str = ACCOUNT
    folder: Path = Path(os.devnull)

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self.port}"

    def of(self, account: str) -> "LocalAws":
        """The same as another account sees it: each has what was made with its credentials."""
        return replace(self, account=account)

    def listens(self) -> bool:
        """Whether anything does at its port, however busy it is."""
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0

    def environment(self) -> dict[str, str]:
        """Variables with which boto3 sees this AWS and, whatever the caller has set, no other."""
        return {
            **without_aws(os.environ),
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.account,  # MiniStack takes the account from it
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": HOST,
        }

    def client(self, service: str, region: str) -> Any:
        """A boto3 client of this AWS; to be used within ``alone``, and it refuses any other."""
        import boto3

        # Not boto3's default session: it keeps the credentials that it saw first.
        client = boto3.client(
            service, region, aws_access_key_id=self.account, aws_secret_access_key=SECRET
        )
        if client.meta.endpoint_url != self.endpoint:
            raise RuntimeError(f"{client.meta.endpoint_url} is not the local AWS, {self.endpoint}")
        return client

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make it the only AWS that this process, and those it starts, can reach."""
        before = dict(os.environ)
        _replace_environment(self.environment())
        try:
            yield
        finally:
            _replace_environment(before)


def without_aws(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables without those that lead to an account, an endpoint or a proxy."""
    return {
        name: value
        for name, value in environ.items()
        if not name.upper().startswith(LEADING_ELSEWHERE)
    }


def _replace_environment(environ: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environ):
        del os.environ[name]
    os.environ.update(environ)


@contextmanager
def local_aws(minute: float = 60.0) -> Iterator[LocalAws]:
    """Run MiniStack; ``minute`` is how many seconds a minute of a rollout lasts.

    It is stopped, and what it kept removed, however the block is left. Ctrl-C in the terminal does
    not reach it before us, and it ends by itself when this process is killed.
    """
    with TemporaryDirectory(prefix="langroute-aws-", ignore_cleanup_errors=True) as folder:
        process, port = _start(Path(folder), minute)
        try:
            yield LocalAws(port, process.pid, folder=Path(folder))
        finally:
            end(process, STOP_SECONDS)


def _start(folder: Path, minute: float) -> "tuple[subprocess.Popen[bytes], int]":
    for _ in range(PORTS_TRIED):
        port, mark = _free_port(), uuid4().hex
        process = _launch(folder, port, mark, minute)
        try:
            if _wait(process, port, mark):
                return process, port
        except BaseException:
            end(process, STOP_SECONDS)
            raise
        end(process, STOP_SECONDS)
    log = (folder / "log").read_text(errors="replace").strip().splitlines()
    raise Failure(
        f"the embedded AWS does not start: {log[-1] if log else 'it says nothing'}",
        f"see what it says: {sys.executable} -c 'import ministack.app'",
    )


def _launch(folder: Path, port: int, mark: str, minute: float) -> "subprocess.Popen[bytes]":
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-X",
                "utf8",
                "-m",
                "scripts.tour.local_aws_server",
                str(folder),
            ],
            cwd=PROJECT,
            env=_server_environment(folder, port, mark, minute),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _server_environment(folder: Path, port: int, mark: str, minute: float) -> dict[str, str]:
    return {
        **without_aws(os.environ),
        "PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}",
        MINUTE_VARIABLE: str(minute),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_EDITION": mark,
        "IOT_MTLS_ENABLED": "0",  # would listen on every interface
        "SFTP_ENABLED": "0",
        "TMPDIR": str(folder),
        "STATE_DIR": str(folder),
        "S3_DATA_DIR": str(folder / "s3"),
        # It removes containers that look like its own; the caller's Docker is none of its business.
        "DOCKER_HOST": f"unix://{folder}/no-docker",
    }


def _free_port() -> int:
    """Below those that systems hand out, from 32768 on: any server nearby might get one of them
    before MiniStack listens, and be asked in its place."""
    for port in (*random.sample(range(20_000, 32_768), k=PORTS_PROBED), 0):
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            free: int = probe.getsockname()[1]
            return free
    raise Failure(f"no port can be had on {HOST}", "the embedded AWS needs one")


def _wait(process: "subprocess.Popen[bytes]", port: int, mark: str) -> bool:
    """Whether it answers; by its mark, for another process may have taken the port meanwhile."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _health(port).get("edition") == mark:
            return True
        time.sleep(0.05)
    return False


def _health(port: int) -> dict[str, Any]:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/_ministack/health")
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return answer
