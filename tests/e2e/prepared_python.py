"""A Python that has other people's packages imported already, for programs that tests start often.

A workflow run starts a hundred programs, and most of their time goes into importing the same
packages. So one process imports them, and forks for each program: what is ours is imported by each
anew, from the checkout that it stands in. ``bin/python`` of a ``.venv`` hands its words, variables,
folder and files over to it, and ends as the program does. Of ``python -P [-X utf8] -m MODULE …``
and ``python -P SCRIPT …`` nothing differs; with any other words the real one runs.
"""

import gc
import marshal
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

IMPORTED = ("argparse", "boto3", "pydantic", "statistics", "tempfile", "urllib3", "yaml")
SIZE = 8  # bytes of a length, a process's number or its status
CLIENT = """\
#!{real} -IS
import _signal, _socket, marshal, os, sys
words = sys.argv[1:]
while words[:1] == ["-P"] or words[:2] == ["-X", "utf8"]:
    words = words[1 if words[0] == "-P" else 2:]
if not words or words[0].startswith("-") and words[0] != "-m":
    os.execv({real!r}, sys.argv)
server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
server.connect({address!r})
told = marshal.dumps((sys.argv[0], words, dict(os.environ), os.getcwd()))
files = b"".join(one.to_bytes(4, sys.byteorder) for one in range(3))
size = len(told).to_bytes({SIZE}, "big")
server.sendmsg([size], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, files)])
server.sendall(told)
def number():
    return int.from_bytes(server.recv({SIZE}), "big", signed=True)
child = number()
for one in (_signal.SIGHUP, _signal.SIGINT, _signal.SIGTERM):
    _signal.signal(one, lambda caught, _: os.kill(child, caught))
ended = number()
if ended < 0:
    _signal.signal(-ended, _signal.SIG_DFL)
    os.kill(os.getpid(), -ended)
os._exit(ended)
"""


@contextmanager
def prepared_venv(folder: Path) -> Iterator[Path]:
    """A copy of this ``.venv``, of links, whose ``python`` is this one."""
    programs = folder / "venv/bin"
    programs.mkdir(parents=True)
    real = Path(sys.prefix)
    for one in real.iterdir():
        if one.name != "bin":
            (folder / "venv" / one.name).symlink_to(one)
    for one in (real / "bin").iterdir():
        if one.name != "python":
            (programs / one.name).symlink_to(one)
    python = programs / "python"
    if " " in str(real):  # what a script's first line cannot name
        python.symlink_to(real / "bin/python")
        yield folder / "venv"
        return
    with TemporaryDirectory(prefix="langroute-", dir="/tmp") as short, _serving(f"{short}/it"):
        client = CLIENT.format(real=str(real / "bin/python"), address=f"{short}/it", SIZE=SIZE)
        python.write_text(client, "utf-8")
        python.chmod(0o755)
        yield folder / "venv"


@contextmanager
def _serving(address: str) -> Iterator[None]:
    environ = {name: one for name, one in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, "-P", "-X", "utf8", __file__, address]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        yield  # at its end the server's input ends, and the server with that


def _serve(address: str) -> "_Told":
    """Fork for each program that is told; returns in the fork."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(address)
    listening.listen(64)
    woken, waking = socket.socketpair()
    waking.setblocking(False)
    signal.set_wakeup_fd(waking.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    print("ready", flush=True)
    running: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([listening.fileno(), woken.fileno(), 0], [], [])
        if 0 in ready:
            sys.exit()
        if woken.fileno() in ready:
            woken.recv(4096)
            _say_who_ended(running)
        if listening.fileno() in ready:
            connection, _ = listening.accept()
            told = _Told(connection)
            child = os.fork()
            if not child:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for one in (listening, woken, waking, connection, *running.values()):
                    one.close()
                return told
            _send(connection, child)
            running[child] = connection
            for file in told.files:
                os.close(file)


def _say_who_ended(running: dict[int, socket.socket]) -> None:
    while running:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        with running.pop(child) as connection:
            _send(connection, os.waitstatus_to_exitcode(status))


def _send(connection: socket.socket, number: int) -> None:
    try:
        connection.sendall(number.to_bytes(SIZE, "big", signed=True))
    except BrokenPipeError:  # whoever started the program was killed
        return


class _Told:
    """What a program is started with."""

    def __init__(self, connection: socket.socket) -> None:
        size, self.files, _, _ = socket.recv_fds(connection, SIZE, 3)
        with connection.makefile("rb") as file:
            told = marshal.loads(file.read(int.from_bytes(size, "big")))
        self.python, self.words, self.environ, self.folder = told

    def run(self) -> None:
        for number, file in enumerate(self.files):
            os.dup2(file, number)
            os.close(file)
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environ)
        sys.executable = self.python
        ours = list(filter(None, self.environ.get("PYTHONPATH", "").split(os.pathsep)))
        sys.path[:0] = [str(Path(one).absolute()) for one in ours]
        if self.words[0] == "-m":
            sys.argv = self.words[1:]
            runpy.run_module(self.words[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = self.words
            runpy.run_path(self.words[0], run_name="__main__")


def _import() -> None:
    for name in IMPORTED:
        import_module(name)
    import boto3

    # Most of botocore is imported with the first client.
    keys = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nothing"}
    boto3.client("sts", region_name="eu-central-1", **keys)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _import()
    _serve(sys.argv[1]).run()
