"""The copy that the tour works on: commands are run in it as a user would, and shown."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from scripts import PROJECT
from scripts.terminal.failure import Failure
from scripts.terminal.lines import Colour, paint

NOTHING: Mapping[str, str] = MappingProxyType({})
# A pipeline that runs the tour records nothing in its own repository: the copy is nobody's.
CI = ("CI", "GITHUB_ACTIONS")
GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}  # no hooks, no signing


@dataclass(frozen=True)
class Company:
    """The copy: a git repository of its own, in which commands are run and shown."""

    folder: Path
    # The day that its commands are judged as of; None for the current one.
    today: str | None = None

    def langroute(
        self,
        *words: str,
        ends: int = 0,
        environ: Mapping[str, str] = NOTHING,
        silent: bool = False,
        shown_as: str = "",
    ) -> None:
        """Run a verb as a user would, on the copy; break off when it ends otherwise.

        Of a silent one only the command is shown; ``shown_as`` is it in short.
        """
        command = [sys.executable, "-P", "-X", "utf8", "-m", "scripts", "--root", str(self.folder)]
        shown = shown_as.split() or [*words]
        self._run(["./langroute", *shown], [*command, *words], ends, environ, silent)

    def git(self, *words: str) -> None:
        self._run(["git", *words], ["git", *words])

    def quietly(self, *words: str) -> None:
        self._run([], ["git", *words])

    def _run(
        self,
        shown: list[str],
        command: list[str],
        ends: int = 0,
        more: Mapping[str, str] = NOTHING,
        silent: bool = False,
    ) -> None:
        if shown:
            print(paint(f"\n$ {shlex.join(shown)}", Colour.BOLD, sys.stdout), flush=True)
        environ = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith("GIT_") and name not in CI
        }
        environ |= {**GIT, **more, "PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"}
        if self.today:
            environ["LANGROUTE_TODAY"] = self.today
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if silent else None,
            stderr=subprocess.STDOUT if silent else None,
            check=False,
            # Ctrl-C is ours to handle: a Python that is just starting tells it as a traceback.
            start_new_session=True,
        )
        if done.returncode != ends:
            if done.stdout:
                print(done.stdout.decode("utf-8", "replace"), flush=True)
            raise Failure(
                f"the tour breaks off: `{shlex.join(shown or command)}` ended with "
                f"{done.returncode}, not with {ends}",
                "see what it says above; `./langroute demo --keep` leaves the copy to look into",
            )
