"""Runs a command of this repository and keeps what it says, showing it meanwhile or not."""

import os
import subprocess
import sys
from pathlib import Path

# Never by way of PATH: the tools are the pinned ones next to this interpreter. -P keeps the
# folder a tool is started in out of its search path.
PYTHON = (sys.executable, "-P")
LANGROUTE = (*PYTHON, "-X", "utf8", "-m", "scripts")


def follow(command: tuple[str, ...], folder: Path, shown: bool) -> tuple[int, str]:
    """Run a command in a folder; its exit code and all it wrote, in the order of writing."""
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        output = b""
        while piece := os.read(process.stdout.fileno(), 65536):
            output += piece
            if shown:
                sys.stdout.buffer.write(piece)
                sys.stdout.flush()
    return process.returncode, output.decode("utf-8", errors="replace")
