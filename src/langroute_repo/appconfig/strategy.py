"""The reviewed rollout, and the deployment strategy of AppConfig that does exactly that."""

from dataclasses import dataclass
from typing import Any, Literal

from langroute_repo.aws.clients import AppConfig
from langroute_repo.aws.errors import AwsError, Missing
from langroute_repo.tree.files.environment import EnvironmentFile, Rollout
from langroute_repo.tree.values import basis_points, seconds


@dataclass(frozen=True, slots=True)
class Strategy:
    """A rollout in AppConfig's units: minutes, and percent at each step."""

    duration: int
    growth: str
    factor: float
    bake: int

    def matches(self, item: dict[str, Any]) -> bool:
        return self == Strategy(
            item.get("DeploymentDurationInMinutes", 0),
            item.get("GrowthType", "LINEAR"),
            item.get("GrowthFactor", 0.0),
            item.get("FinalBakeTimeInMinutes", 0),
        )


Which = Literal["rollout", "quick"]  # by its key in the environment's file


def rollout_of(environment: EnvironmentFile, which: Which) -> Rollout:
    """One of the reviewed rollouts; ``AwsError`` for a quick one that the file does not have."""
    found = environment.rollout if which == "rollout" else environment.quick
    if found is None:
        raise AwsError(f"config/environments/{environment.environment}.yaml has no {which}")
    return found


def strategy(environment: EnvironmentFile, which: Which = "rollout") -> Strategy:
    """A rollout of the environment as AppConfig counts it."""
    rollout = rollout_of(environment, which)
    return Strategy(
        _minutes(environment, f"{which}.duration", rollout.duration),
        rollout.growth.upper(),
        basis_points(rollout.step) / 100,
        _minutes(environment, f"{which}.bake", rollout.bake),
    )


def _minutes(environment: EnvironmentFile, key: str, duration: str) -> int:
    minutes, rest = divmod(seconds(duration), 60)
    if rest:
        raise AwsError(
            f"{key} {duration} is not in whole minutes, as AppConfig counts",
            f"round it in config/environments/{environment.environment}.yaml",
        )
    return minutes


def strategy_name(environment: EnvironmentFile, which: Which = "rollout") -> str:
    """What the environment's stack calls it."""
    return environment.stack if which == "rollout" else f"{environment.stack}-{which}"


def at_once_name(environment: EnvironmentFile) -> str:
    """What the stack calls the strategy of a rollback that AppConfig does not revert."""
    return f"{strategy_name(environment)}-at-once"


def look_for_strategy(aws: AppConfig, environment: EnvironmentFile, which: Which) -> str | None:
    """The id of a deployment strategy that does exactly what the reviewed rollout says.

    Found by what it does and not by a name, under which somebody could have changed it. Of several
    the environment's own comes first: the role that deploys may use no other.
    """
    wanted, own = strategy(environment, which), strategy_name(environment, which)
    fitting = [one for one in aws.items("list_deployment_strategies") if wanted.matches(one)]
    for item in sorted(fitting, key=lambda one: one.get("Name") != own):
        return str(item["Id"])
    return None


def find_strategy(aws: AppConfig, environment: EnvironmentFile) -> str:
    """The id of the strategy of the usual rollout; ``Missing`` says how to make it so."""
    found = look_for_strategy(aws, environment, "rollout")
    if found is not None:
        return found
    raise Missing(
        f"AppConfig in {environment.region} has no deployment strategy with the rollout of "
        f"config/environments/{environment.environment}.yaml",
        _making(aws, environment),
    )


def _making(aws: AppConfig, environment: EnvironmentFile) -> str:
    """A role that deploys may use no strategy but those of the stack, and none made beside it."""
    wanted, name = strategy(environment), strategy_name(environment)
    growing = (
        f"--deployment-duration-in-minutes {wanted.duration} --growth-type {wanted.growth} "
        f"--growth-factor {wanted.factor:g} --final-bake-time-in-minutes {wanted.bake}"
    )
    region = f"--region {environment.region}"
    build = f"build it: ./langroute infra deploy {environment.environment} --yes"
    for item in aws.items("list_deployment_strategies"):
        if item.get("Name") == name:
            first = f"{build}; if that changes nothing, " if environment.infra else ""
            return (
                f"{first}{name} does something else, make it do that: aws appconfig "
                f"update-deployment-strategy {region} --deployment-strategy-id {item['Id']} "
                f"{growing}"
            )
    if environment.infra is not None:
        return build
    return (
        f"create it: aws appconfig create-deployment-strategy {region} --name {name} "
        f"--replicate-to NONE {growing}"
    )


def described(rollout: Rollout) -> str:
    """A rollout in words."""
    return f"{rollout.step} {rollout.growth} over {rollout.duration}, then {rollout.bake} of bake"
