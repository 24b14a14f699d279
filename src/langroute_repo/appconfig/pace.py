"""Which of its rollouts an environment takes for a document, and why."""

from dataclasses import dataclass
from datetime import timedelta

from langroute_repo.appconfig.strategy import find_strategy, look_for_strategy, strategy_name
from langroute_repo.aws.clients import AppConfig
from langroute_repo.diff.answering import answers_stay
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
