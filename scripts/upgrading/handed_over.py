"""Runs the new version on an order: its files in a folder of their own, by its own launcher."""

import os
import subprocess
import sys
from pathlib import Path

from langroute_repo.upgrade.order import Order
from langroute_repo.upgrade.staging import lay_out
from scripts import PROJECT
from scripts.setup.environment import Environment
from scripts.terminal.phases import Phases


def hand_over(order: Order, folder: Path) -> int:
    """The exit code of the new version's code; what it says goes to the same terminal."""
    tool, told = folder / "tool", folder / "order.json"
    with Phases() as phases:
        phases(f"laying out {order.version}")
        lay_out(Path(order.root), order.new, tool)
    lend(Environment(PROJECT), tool)
    told.write_text(order.model_dump_json(), encoding="utf-8")
    command = ["sh", str(tool / "langroute"), "upgrade", "--carry", str(told)]
    # Its own environment is made with the Python that was found to be new enough.
    python = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    variables = os.environ | {"LANGROUTE_PYTHON": python}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, env=variables) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()  # Ctrl-C reached it as well; a kill did not
            process.wait()
            raise


def lend(environment: Environment, checkout: Path) -> None:
    """Let a checkout use an environment with exactly what it pins; else its launcher makes one."""
    link = checkout / ".venv"
    link.symlink_to(environment.folder.resolve(), target_is_directory=True)
    try:
        fits = not Environment(checkout).stale()
    except FileNotFoundError:  # it pins its packages elsewhere
        fits = False
    if not fits:
        link.unlink()
