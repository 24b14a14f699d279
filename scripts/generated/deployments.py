"""What workflows say of environments: how long they wait for each, and which there are.

The first is generated. The second is not, and is held against the files: an environment that no
workflow names is never pushed to, compared or taken back, and nothing else would tell.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from langroute_repo.appconfig.follow import GRACE_SECONDS
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.values import seconds

FOLDER = ".github/workflows"
ASKED = re.compile(r"\bgolden (\S+) --issue")
REHEARSED = re.compile(r"\brehearse document (\S+) --yes")
COMPARED = re.compile(r"\bdrift (\S+) --issue")
# Making .venv, fetching main, and what is done besides watching.
SET_UP_SECONDS = 10 * 60
SPARE_SECONDS = 5 * 60
LONGEST_JOB = 360  # minutes, on a runner of GitHub's
# The lines say themselves what they follow.
OF_ONE = r"^(    timeout-minutes: )\d+(?= # .*\bconfig/environments/{name}\.yaml\b)"
USUAL = "ubuntu-latest"
ASKS = r"^(    runs-on: )[^\s#]+(?= # golden\.runner of {whose}$)"
OF_ANY = r"^(    timeout-minutes: )\d+(?= # as long as a push\b)"


def needed(environment: EnvironmentFile) -> int:
    """Seconds that a job may take which waits until the bake is over."""
    rollouts = [one for one in (environment.rollout, environment.quick) if one]
    longest = max(seconds(one.duration) + seconds(one.bake) for one in rollouts)
    return longest + GRACE_SECONDS + SET_UP_SECONDS


def timed(text: str, environments: Mapping[str, EnvironmentFile]) -> str:
    """A workflow whose jobs are given the minutes that the rollouts of these environments take."""
    minutes = {name: _minutes(model) for name, model in environments.items()}
    if not minutes:
        return text
    text = re.sub(OF_ANY, rf"\g<1>{max(minutes.values())}", text, flags=re.MULTILINE)
    for name, most in minutes.items():
        text = re.sub(
            OF_ONE.format(name=re.escape(name)), rf"\g<1>{most}", text, flags=re.MULTILINE
        )
    return text


def labelled(text: str, environments: Mapping[str, EnvironmentFile]) -> str:
    """A workflow whose jobs that ask endpoints run where the environments' files say."""
    for name, model in environments.items():
        line = ASKS.format(whose=re.escape(f"config/environments/{name}.yaml"))
        text = re.sub(line, rf"\g<1>{model.runner or USUAL}", text, flags=re.MULTILINE)
    named = _runners(environments)
    whose = ASKS.format(whose="the environments")
    return re.sub(whose, rf"\g<1>{named[0] if named else USUAL}", text, flags=re.MULTILINE)


def _runners(environments: Mapping[str, EnvironmentFile]) -> list[str]:
    """Those that are named, each once."""
    return list(dict.fromkeys(one.runner for one in environments.values() if one.runner))


def _minutes(environment: EnvironmentFile) -> int:
    """With some to spare, in steps of five."""
    step = 5 * 60
    return min(LONGEST_JOB, -(-(needed(environment) + SPARE_SECONDS) // step) * 5)


def misfits(root: Path, environments: Mapping[str, EnvironmentFile]) -> Iterator[str]:
    """Where workflows do not fit the environments, which come in the order of promotion."""
    if environments:  # a company that has none yet has nothing to push to
        names = ("push", "drift", "golden", "golden-change", "rehearsal", "rollback")
        push, drift, golden, change, rehearsal, rollback = (_text(root, name) for name in names)
        jobs = _data(push).get("jobs", {})
        pushed = [
            name for name, job in jobs.items() if job.get("env", {}).get("ENVIRONMENT") == name
        ]
        wanted = list(environments)
        for name, found in (
            ("push", pushed),
            ("drift", COMPARED.findall(drift)),
            ("golden", ASKED.findall(golden)),
            ("golden-change", _offered(_data(change))),
            ("rehearsal", REHEARSED.findall(rehearsal)),
            ("rollback", _offered(_data(rollback))),
        ):
            if found != wanted:
                yield (
                    f"{FOLDER}/{name}.yml has {', '.join(found) or 'nothing'}, in this order; "
                    f"config/environments has {', '.join(wanted)}"
                )
        if len(runners := _runners(environments)) > 1:
            yield (
                f"{FOLDER}/golden.yml asks all environments in one job, and config/environments "
                f"has several runners: {', '.join(runners)}"
            )
        for name, most in ((name, needed(one)) for name, one in environments.items()):
            if most > LONGEST_JOB * 60:
                yield (
                    f"{FOLDER}/push.yml cannot wait for {name}: its rollout, bake, grace and "
                    f"set-up may take {-(-most // 60)} minutes, and GitHub's jobs {LONGEST_JOB}"
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
