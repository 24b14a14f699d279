"""Which of its rollouts an environment takes for a document, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from langroute.document import DocumentError, parse
from langroute_repo.appconfig.strategy import find_strategy, look_for_strategy, strategy_name
from langroute_repo.aws.clients import AppConfig
from langroute_repo.tree.files.environment import EnvironmentFile, Rollout
from langroute_repo.tree.values import seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """A rollout and its strategy in AppConfig; ``why`` is empty where there is no choice."""

    rollout: Rollout
    strategy_id: str
    why: str

    @property
    def lasts(self) -> timedelta:
        """Rollout and bake."""
        return timedelta(seconds=seconds(self.rollout.duration) + seconds(self.rollout.bake))


def pace(aws: AppConfig, environment: EnvironmentFile, live: bytes | None, raw: bytes) -> Pace:
    """The quick rollout for a document with which every event is answered as with the live one.

    Where AppConfig has no strategy for it, such as under an older stack, the usual one.
    """
    quick = environment.quick
    if quick is None:
        return Pace(environment.rollout, find_strategy(aws, environment), "")
    if live is None or not answers_stay(live, raw):
        return Pace(environment.rollout, find_strategy(aws, environment), "answers can change")
    found = look_for_strategy(aws, environment, "quick")
    if found is not None:
        return Pace(quick, found, "quick: only shadows or shares differ, so no answer can change")
    missing = f"not quick: AppConfig has no strategy such as {strategy_name(environment, 'quick')}"
    return Pace(environment.rollout, find_strategy(aws, environment), missing)


def answers_stay(before: bytes, after: bytes) -> bool:
    """Whether two documents differ in nothing but shadows and the shares that thresholds pass.

    What a later format adds counts as answering. So does a document that cannot be read.
    """
    try:
        return _answering(parse(before)) == _answering(parse(after))
    except DocumentError:
        return False


def _answering(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without what is only recorded, and what is only promised."""
    languages = {tag: _entry(one) for tag, one in document["languages"].items()}
    return {**document, "languages": languages}


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    answerers = {
        role: {key: held for key, held in entry[role].items() if key != "passes"}
        for role in ("primary", "canary")
        if role in entry
    }
    return {key: held for key, held in {**entry, **answerers}.items() if key != "shadows"}
