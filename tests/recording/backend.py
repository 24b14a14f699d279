"""A backend in a process of its own: what it records, and how it ends.

    python -m tests.recording.backend FOLDER WHAT

Standard output is that of the metrics.
"""

import os
import sys
from itertools import count
from pathlib import Path

from langroute.recording import EmbeddedMetrics, JsonLines, Parquet, Recorder
from tests.recording.records import PATIENCE, STAGING, record


def recorder(folder: Path) -> Recorder:
    return Recorder(
        JsonLines(folder / "lines" / "predictions.jsonl"),
        Parquet(folder / "parquet"),
        EmbeddedMetrics(STAGING),
        closing=PATIENCE,
    )


def ends(folder: Path) -> None:
    """Ends in the midst of its work, without a word to the recorder."""
    one = recorder(folder)
    for number in range(500):
        one.write(record(number))


def forks(folder: Path) -> None:
    """Has written when it forks, and writes then in both processes; each ends by itself."""
    one = recorder(folder)
    for number in range(250):
        one.write(record(number))
    child = os.fork()
    who = "parent" if child else "child"
    for number in range(250):
        one.write(record(number, event_id=f"{who}-{number}"))
    if child:
        assert os.waitpid(child, 0)[1] == 0


def preloads(folder: Path) -> None:
    """Makes the recorder before it forks, and nothing else, as a server does with its workers."""
    one = recorder(folder)
    children = [os.fork() for _ in range(2)]
    if 0 in children:
        for number in range(250):
            one.write(record(number, event_id=f"{len(children)}-{os.getpid()}-{number}"))
        return
    for child in children:
        assert os.waitpid(child, 0)[1] == 0


def goes_on(folder: Path) -> None:
    """Writes until it is killed."""
    one = Recorder(JsonLines(folder / "predictions.jsonl"), capacity=1000)
    print("begun", flush=True)
    for number in count():
        one.write(record(number, error="x" * 5000))


if __name__ == "__main__":
    {"ends": ends, "forks": forks, "preloads": preloads, "goes_on": goes_on}[sys.argv[2]](
        Path(sys.argv[1])
    )
