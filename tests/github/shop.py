"""Merged pull requests with their comments, and what `shown` makes of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.diff.shown import as_told, moves
from langroute_repo.render.comment.header import Header
from langroute_repo.tree.git import Revision
from langroute_repo.tree.parts import parts_of
from langroute_repo.tree.read import read
from tests.appconfig.pusher import DE
from tests.github.published import Published
from tests.github.state import BOT, Json
from tests.published import parsed
from tests.repository import git

ENV = "staging"


@dataclass
class Shop:
    """Staging runs the first commit; main ramps the canary of de to 20 %, by #1, unshown as yet."""

    merged: Published
    capsys: pytest.CaptureFixture[str]

    def shown(self, *words: str) -> tuple[int, Json]:
        """What the verb reports, in its published shape."""
        report = self.merged.root.parent / "shown.json"
        code = self.merged.one.langroute("shown", ENV, "--report", str(report), *words)
        self.out = self.capsys.readouterr().out
        found: Json = parsed("shown-output", report.read_text("utf-8"))
        return code, found

    def unshown(self) -> list[str]:
        """The parts that nobody was shown."""
        code, found = self.shown()
        assert code == 0
        hidden = [one["part"] for one in found["parts"] if not one["shown"]]
        assert found["shown"] is (not hidden)
        assert f"shown={'no' if hidden else 'yes'}\n" in self.out
        return hidden

    def comment(self, **other: Any) -> Json:
        """What `comment` writes on the last pull request, unless something else is said."""
        pull = self.merged.github.state.pulls[-1]
        base = git(self.merged.root, "rev-parse", other.pop("base", "HEAD^"))
        was, now = (parts_of(read(Revision(self.merged.root, one)), ENV)
                    for one in (base, pull["merge_commit_sha"]))  # fmt: skip
        told = {"head": pull["head_sha"], "number": pull["number"], "base": base}
        told |= {"shown": {ENV: as_told(moves(was, now))}} | other
        user = told.pop("user", BOT)
        body = f"{Header(**told).line()}\n\n### It changes"
        return self.merged.github.state.comment(pull["number"], body, user)

    def merge(self, path: str, old: str, new: str) -> int:
        """Merge a change of a file by a pull request of its own; its number."""
        file = self.merged.root / path
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))
        tag = Path(path).stem
        return int(self.merged.merge(f"{tag}: {new}")["number"])

    def ramp(self, was: str, now: str) -> int:
        return self.merge(DE, f"traffic: {was}", f"traffic: {now}")
