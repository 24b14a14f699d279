"""Run a Python program that ends with whoever started it: when the other end of stdin is closed.

    python -m scripts.until_alone PROGRAM ARGUMENT …

It is asked to end, as with `kill`; what has not ended a few seconds later is ended.
"""

import os
import runpy
import signal
import sys
import threading
from pathlib import Path

GRACE_SECONDS = 5.0


def _end_with_parent() -> None:
    while os.read(0, 4096):  # not through sys.stdin, which a thread must not hold at the end
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    # As when it is called by its name: what stands beside it can be imported.
    sys.path.insert(0, str(Path(sys.argv[0]).parent))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    runpy.run_path(sys.argv[0], run_name="__main__")
