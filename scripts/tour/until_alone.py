"""Run a Python program that ends with whoever started it: when the other end of stdin is closed.

    python -m scripts.tour.until_alone PROGRAM ARGUMENT …

It is asked to end, as with `kill`; what has not ended a few seconds later is ended. Both halves of
that stand here: what the child waits for, and how its parent ends it.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
from pathlib import Path

GRACE_SECONDS = 5.0


def wait_until_alone() -> None:
    """Wait until the other end of stdin is closed, by whatever ends the parent.

    Not through sys.stdin, which a thread must not hold at the end: Python would die of that, and
    its last words would hide those of the program.
    """
    while os.read(0, 4096):
        pass


def end(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Close a child's stdin, at which it ends; kill its session, which it leads, if it does not."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _end_with_parent() -> None:
    wait_until_alone()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    # As when it is called by its name: what stands beside it can be imported.
    sys.path.insert(0, str(Path(sys.argv[0]).parent))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    runpy.run_path(sys.argv[0], run_name="__main__")
