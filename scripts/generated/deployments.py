"""What workflows say of environments and nothing generates, held against the files.

An environment that no workflow names is never pushed to, compared or taken back; a job that ends
before its rollout does leaves nobody to watch it. Nothing else would tell.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from langroute_repo.appconfig.follow import GRACE_SECONDS
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.values import seconds
from scripts.generated.workflows import FOLDER

COMPARED = re.compile(r"\bdrift (\S+) --issue")
# Making .venv, fetching main, and what is done besides watching.
SET_UP_SECONDS = 10 * 60


def needed(environment: EnvironmentFile) -> int:
    """Seconds that a job may take which waits until the bake is over."""
    rollout = environment.rollout
    return seconds(rollout.duration) + seconds(rollout.bake) + GRACE_SECONDS + SET_UP_SECONDS


def misfits(root: Path, environments: Mapping[str, EnvironmentFile]) -> Iterator[str]:
    """Where workflows do not fit the environments, which come in the order of promotion."""
    if environments:  # a company that has none yet has nothing to push to
        push, drift, rollback = (_text(root, name) for name in ("push", "drift", "rollback"))
        jobs = _data(push).get("jobs", {})
        pushed = [
            name for name, job in jobs.items() if job.get("env", {}).get("ENVIRONMENT") == name
        ]
        wanted = list(environments)
        for name, found in (
            ("push", pushed),
            ("drift", COMPARED.findall(drift)),
            ("rollback", _offered(_data(rollback))),
        ):
            if found != wanted:
                yield (
                    f"{FOLDER}/{name}.yml has {', '.join(found) or 'nothing'}, in this order; "
                    f"config/environments has {', '.join(wanted)}"
                )
        for name in (name for name in pushed if name in environments):
            given, most = int(jobs[name]["timeout-minutes"]), needed(environments[name])
            if given * 60 < most:
                yield (
                    f"{FOLDER}/push.yml ends {name} after {given} minutes; its rollout, bake, "
                    f"grace and set-up may take {-(-most // 60)}"
                )


def _text(root: Path, name: str) -> str:
    try:
        return (root / FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _data(text: str) -> dict[str, Any]:
    """Words as they are written: `on` is none of YAML's truth values."""
    import yaml

    return yaml.load(text, yaml.BaseLoader) or {}


def _offered(data: dict[str, Any]) -> list[str]:
    """What one may choose from, where a workflow is started by hand."""
    if not data:
        return []
    options: list[str] = data["on"]["workflow_dispatch"]["inputs"]["environment"]["options"]
    return options
