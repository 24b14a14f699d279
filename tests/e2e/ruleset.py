"""Whether GitHub would merge: .github/settings/ruleset.json and CODEOWNERS, as it reads them.

Only what these files say is known: one kind of pattern for a file, one for a folder, and `*`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Approval:
    """Somebody of a team has looked at exactly this commit."""

    team: str
    sha: str


@dataclass(frozen=True)
class Ruleset:
    """The rules of the default branch, as a checkout has them."""

    root: Path

    def objections(
        self,
        paths: list[str],
        head: str,
        approvals: list[Approval],
        checks: Mapping[str, str],
        up_to_date: bool,
    ) -> Iterator[str]:
        """What keeps a change of these files from being merged; ``checks`` are by name."""
        reviews, required = self._rule("pull_request"), self._rule("required_status_checks")
        assert reviews["require_code_owner_review"]
        assert reviews["dismiss_stale_reviews_on_push"]
        teams = {one.team for one in approvals if one.sha == head}
        if len(teams) < reviews["required_approving_review_count"]:
            yield "nobody has approved this commit"
        for path in paths:
            if not teams & self.owners(path):
                yield f"{path} waits for {' or '.join(sorted(self.owners(path)))}"
        for check in required["required_status_checks"]:
            if checks.get(check["context"]) != "success":
                yield f"{check['context']} has not passed"
        if required["strict_required_status_checks_policy"] and not up_to_date:
            yield "the branch is behind main"

    def owners(self, path: str) -> set[str]:
        """Of the last line of CODEOWNERS that fits."""
        found: set[str] = set()
        for line in (self.root / ".github/CODEOWNERS").read_text("utf-8").splitlines():
            pattern, *owners = line.split()
            if pattern == "*" or f"/{path}" == pattern or _below(path, pattern):
                found = set(owners)
        return found

    def _rule(self, kind: str) -> Json:
        text = (self.root / ".github/settings/ruleset.json").read_text("utf-8")
        rules = json.loads(text)["rules"]
        found: Json = next(one["parameters"] for one in rules if one["type"] == kind)
        return found


def _below(path: str, folder: str) -> bool:
    return folder.endswith("/") and f"/{path}".startswith(folder)
