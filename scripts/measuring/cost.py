"""What a process took, and how that compares with another one in the same minutes."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from scripts import PROJECT

PYTHON = (sys.executable, "-P", "-X", "utf8")
LANGROUTE = (*PYTHON, "-m", "scripts")


class Cost(NamedTuple):
    """What one process took."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    memory: float  # peak resident size in MB


class Command(NamedTuple):
    """A command line, and the exit code that it must end with."""

    name: str
    words: tuple[str, ...]
    ends: int = 0


def compare(
    title: str, command: Command, baselines: Sequence[tuple[Command, float]], runs: int
) -> None:
    """Print what each took, and the CPU of the command as a multiple of each baseline's."""
    costs = in_turns([command, *(baseline for baseline, _ in baselines)], runs)
    print(title)
    for one, held in costs.items():
        wall = statistics.median(cost.wall for cost in held)
        cpu = statistics.median(cost.cpu for cost in held)
        print(f"  {one.name:<42} {1000 * wall:7.0f} ms   {1000 * cpu:7.0f} ms of CPU")
    for baseline, most in baselines:
        pairs = zip(costs[command], costs[baseline], strict=True)
        ratio = statistics.median(a.cpu / b.cpu for a, b in pairs)
        print(f"  {ratio:.2f} × {baseline.name} in CPU (at most {most})")
    print()


def in_turns(commands: Sequence[Command], runs: int) -> dict[Command, list[Cost]]:
    """Run all in turns, so that a machine that slows down slows all of them."""
    costs: dict[Command, list[Cost]] = {command: [] for command in commands}
    for turn in range(runs + 1):
        for command, held in costs.items():
            cost = cost_of(command)
            if turn:  # the first turn fills the caches
                held.append(cost)
    return costs


def median(command: Command, runs: int) -> Cost:
    """What a command takes, each figure the median of its runs."""
    costs = [cost_of(command) for _ in range(runs)]
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def cost_of(command: Command) -> Cost:
    """Run to the end and ask the operating system what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command.words, cwd=PROJECT, env=environment(), stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != command.ends:
        raise RuntimeError(f"{' '.join(command.words)} ended with {process.returncode}")
    wall = time.perf_counter() - start
    # Linux counts the peak in KB, macOS in bytes.
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def environment() -> dict[str, str]:
    """Variables with which a Python imports this checkout."""
    variables = os.environ | {"PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as everywhere else
    return variables
