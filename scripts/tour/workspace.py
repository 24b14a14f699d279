"""The copy that the tour works on: commands are run in it as a user would, and shown."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts import PROJECT
from scripts.terminal.failure import Failure
from scripts.terminal.lines import Colour, paint

GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}  # no hooks, no signing


@dataclass(frozen=True)
class Company:
    """The copy: a git repository of its own, in which commands are run and shown."""

    folder: Path
    # The day that its commands are judged as of; None for the current one.
    today: str | None = None

    def langroute(self, *words: str, ends: int = 0) -> None:
        """Run a verb as a user would, on the copy; break off when it ends otherwise."""
        command = [sys.executable, "-P", "-X", "utf8", "-m", "scripts", "--root", str(self.folder)]
        self._run(["./langroute", *words], [*command, *words], ends)

    def git(self, *words: str) -> None:
        self._run(["git", *words], ["git", *words], 0)

    def quietly(self, *words: str) -> None:
        self._run([], ["git", *words], 0)

    def _run(self, shown: list[str], command: list[str], ends: int) -> None:
        if shown:
            print(paint(f"\n$ {shlex.join(shown)}", Colour.BOLD, sys.stdout), flush=True)
        environ = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        environ |= GIT | {"PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"}
        if self.today:
            environ["LANGROUTE_TODAY"] = self.today
        ended = subprocess.run(
            command,
            cwd=self.folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            check=False,
            # Ctrl-C is ours to handle: a Python that is just starting tells it as a traceback.
            start_new_session=True,
        ).returncode
        if ended != ends:
            raise Failure(
                f"the tour breaks off: `{shlex.join(shown or command)}` ended with {ended}, "
                f"not with {ends}",
                "see what it says above; `./langroute demo --keep` leaves the copy to look into",
            )
