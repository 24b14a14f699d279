"""How long a decision may wait while another thread reads a large document and swaps it in.

One thread decides without a pause and notes the longest time between two decisions; another makes a
router of the document's bytes, puts it in the place of the old one and ends. Between two swaps the
first thread goes on for as long alone: what the machine and the interpreter's memory do to it then,
no swap has done.
"""

import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import boto3

from langroute import Router
from langroute.reader.build import build

MOST = 50.0  # milliseconds


class Serving:
    """The router in use."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.router = Router(raw)

    def swap(self) -> None:
        """As a source does it."""
        self.router = build(self.raw, None)

    def longest_delay(self, ended: Callable[[], bool]) -> float:
        """Decide until it has ended; the longest time between two decisions, in seconds."""
        longest, number, last = 0.0, 0, time.perf_counter()
        tag = self.router.languages[-1]
        while not ended():
            number += 1
            self.router.route(tag, f"event-{number}")
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
        return longest


def compiled(company: Path, folder: Path) -> Path:
    """The document of a tree, as a file."""
    from langroute.document import canonical
    from langroute_repo.tree.compile import compile_tree
    from langroute_repo.tree.read import read
    from langroute_repo.tree.snapshot import Folder

    path = folder / "document.json"
    path.write_bytes(canonical(compile_tree(read(Folder(company)), "production")))
    return path


def main(path: Path, swaps: int) -> None:
    """Print the longest delays with swaps and without, taken in turns."""
    serving = Serving(path.read_bytes())
    # What a backend has as well: its objects make each collection longer.
    kept = [boto3.client(name, "eu-central-1") for name in ("appconfigdata", "sagemaker-runtime")]
    swapping, alone = [], []
    for _ in range(swaps):
        start = time.perf_counter()
        swapping.append(_while_swapping(serving))
        lasted = time.perf_counter() - start
        alone.append(_for(serving, lasted))
    kilobytes = len(serving.raw) / 1024
    print(f"the longest delay of a decision in each of {swaps} swaps of {kilobytes:,.0f} KB")
    _tell("while another thread swaps", swapping)
    _tell("for as long without", alone)
    print(f"  (at most {MOST:.0f} ms; with {len(kept)} clients of boto3)\n")


def _while_swapping(serving: Serving) -> float:
    thread = threading.Thread(target=serving.swap)
    thread.start()
    longest = serving.longest_delay(lambda: not thread.is_alive())
    thread.join()
    return longest


def _for(serving: Serving, seconds: float) -> float:
    end = time.perf_counter() + seconds
    return serving.longest_delay(lambda: time.perf_counter() >= end)


def _tell(what: str, delays: list[float]) -> None:
    middle, most = 1000 * statistics.median(delays), 1000 * max(delays)
    ninetieth = 1000 * statistics.quantiles(delays, n=10)[-1]
    print(f"  {what:<30} median {middle:5.1f} ms, 9 in 10 below {ninetieth:5.1f}, ", end="")
    print(f"worst {most:5.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
