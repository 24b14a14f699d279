"""What one environment's template is made from, taken out of the reviewed files."""

from dataclasses import dataclass
from pathlib import Path

from langroute_repo.aws.errors import AwsError
from langroute_repo.infra.archive import archive
from langroute_repo.infra.names import LONGEST_ENVIRONMENT, stack_name
from langroute_repo.infra.validator import Validator
from langroute_repo.tree.environments import UnusableEnvironment, environment_of
from langroute_repo.tree.files.environment import Alarm, EnvironmentFile, Infra
from langroute_repo.tree.plan import Plan
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.tree.values import breaching, seconds

HOUR, DAY = 3600, 86_400
EXAMPLE = (
    'infra: {account: "123456789012", bucket: acme-langroute, github: {repository: acme/langroute, '
    "owner_id: 1234567, repository_id: 7654321}}"
)


class InfraError(AwsError):
    """A stack cannot be made, compared or deployed; the message is for people."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One environment, as its template needs it.

    ``earlier`` is the environment that it comes after, where its stack can be referred to.
    """

    environment: EnvironmentFile
    infra: Infra
    earlier: str
    languages: tuple[str, ...]
    validator: Validator
    plan: Plan

    @property
    def name(self) -> str:
        return self.environment.environment

    @property
    def stack(self) -> str:
        return stack_name(self.name)


def settings(tree: Tree, name: str, project: Path, plan: Plan) -> Settings:
    """The settings of an environment; ``project`` holds the sources of the validator.

    ``InfraError`` says what is missing, or what AWS would refuse.
    """
    environment = _environment(tree, name)
    infra = environment.infra
    if infra is None:
        raise InfraError(
            f"{_path(name)} does not say where to build: it has no infra",
            f"add {EXAMPLE}; docs/aws.md says where to find each",
        )
    _refuse_name(name)
    _refuse_shared_application(tree, environment)
    _refuse_long_evaluation(name, environment.alarm)
    return Settings(
        environment,
        infra,
        _earlier(tree, environment),
        tuple(tag for tag, _, _ in valid(tree.languages)),
        validator(tree, name, project),
        plan,
    )


def validator(tree: Tree, name: str, project: Path) -> Validator:
    """The validator that this tree and these sources make for an environment."""
    return Validator(name, archive(project), tree.limits().document.largest_kb)


def _environment(tree: Tree, name: str) -> EnvironmentFile:
    try:
        return environment_of(tree, name)
    except UnusableEnvironment as error:
        raise InfraError(error.message, error.hint) from error


def _refuse_name(name: str) -> None:
    """Hold the name against what it becomes a part of: a stack's name and a function's."""
    if len(name) > LONGEST_ENVIRONMENT:
        raise InfraError(
            f'the name "{name}" has {len(name)} characters; the names made of it leave it '
            f"{LONGEST_ENVIRONMENT} of the 64 that AWS allows",
            "give the environment a shorter name",
        )
    if "." in name or "_" in name:
        raise InfraError(
            f'the name "{name}" cannot be a part of a stack\'s name',
            "give the environment a name of letters, digits and hyphens",
        )


def _refuse_shared_application(tree: Tree, environment: EnvironmentFile) -> None:
    for other, _, model in valid(tree.environments):
        if other != environment.environment and _application(model) == _application(environment):
            shared, name = environment.appconfig.application, environment.environment
            moved = other if environment.after == other else name  # least is lost with the earlier
            raise InfraError(
                f'{name} and {other} share the AppConfig application "{shared}", '
                "and a stack owns all that it makes",
                f"write application: {shared}-{moved} in {_path(moved)}",
            )


def _application(model: EnvironmentFile) -> tuple[str, str, str]:
    account = model.infra.account if model.infra else ""
    return account, model.region, model.appconfig.application


def _refuse_long_evaluation(name: str, alarm: Alarm) -> None:
    """Hold the alarm against CloudWatch's limit: a day, or a week when a period has an hour."""
    _, periods = breaching(alarm.breaching)
    period = seconds(alarm.period)
    limit = 7 * DAY if period >= HOUR else DAY
    if period * periods > limit:
        raise InfraError(
            f"the alarm of {name} looks back over {periods} periods of {alarm.period}; "
            f"CloudWatch takes {limit // DAY * 24}h at most",
            f"write fewer periods, or shorter ones, in {_path(name)}",
        )


def _earlier(tree: Tree, environment: EnvironmentFile) -> str:
    """The environment it comes after, if that is built in the same account and region.

    CloudFormation's exports reach no further.
    """
    file = tree.environments.get(environment.after or "")
    model, own = file.model if file else None, environment.infra
    if model is None or model.infra is None or own is None:
        return ""
    near = (model.infra.account, model.region) == (own.account, environment.region)
    return model.environment if near else ""


def _path(name: str) -> str:
    return f"config/environments/{name}.yaml"
