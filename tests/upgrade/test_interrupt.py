"""Ctrl-C and a kill, in each of the two halves: nothing is left but what was fetched."""

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import PROJECT
from scripts.terminal.process import LANGROUTE
from tests.repository import git
from tests.upgrade.made import Made, project

HANGING = b"echo hanging > $HANGING; exec sleep 600\n"


@pytest.mark.slow
@pytest.mark.parametrize("half", ["carry.sh", "generate.sh"])
@pytest.mark.parametrize(
    ("send", "signum", "ends"),
    [(os.killpg, signal.SIGINT, 130), (os.kill, signal.SIGTERM, 143)],
    ids=["Ctrl-C", "kill"],
)
def test_nothing_is_left(
    made: Made,
    tmp_path: Path,
    half: str,
    send: Callable[[int, int], None],
    signum: signal.Signals,
    ends: int,
) -> None:
    """A terminal tells all processes of Ctrl-C; a kill reaches the first alone."""
    files = {"pyproject.toml": project("0.4.0").encode(), half: HANGING}
    if half == "generate.sh":  # the stand-in for the new version hands on to ours
        files["carry.sh"] = f'exec {shlex.join([*LANGROUTE, "upgrade", "--carry"])} "$3"\n'.encode()
    made.release("v0.4.0", files)
    hanging = tmp_path / "hanging"
    ours = {"PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}", "HANGING": str(hanging)}
    with subprocess.Popen(
        [*LANGROUTE, "--root", str(made.root), "upgrade"],
        env=os.environ | ours,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    ) as process:
        while not hanging.exists():
            assert process.poll() is None
            time.sleep(0.02)
        send(process.pid, signum)
        assert process.wait() == ends
    assert list((tmp_path / "temporary").iterdir()) == []
    assert made.refs() == ["refs/heads/main", "refs/langroute/new", "refs/langroute/old"]
    assert git(made.root, "status", "--porcelain") == ""
