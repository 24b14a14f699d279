"""What one environment's template is made from, taken out of the reviewed files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from langroute_repo.aws.errors import AwsError
from langroute_repo.infra.archive import archive
from langroute_repo.infra.validator import Validator
from langroute_repo.tree.aws_names import LONGEST_STACK
from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.environments import UnusableEnvironment, environment_of
from langroute_repo.tree.files.environment import Alarm, EnvironmentFile, Infra
from langroute_repo.tree.plan import Plan
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.tree.values import breaching, seconds

HOUR, DAY = 3600, 86_400
ASKED_AND_DELETED = 30 * 60  # seconds beside what making an endpoint anew may take
EXAMPLE = (
    'infra: {account: "123456789012", bucket: acme-langroute, github: {repository: acme/langroute, '
    "owner_id: 1234567, repository_id: 7654321}}"
)


class SageMakerPlace(NamedTuple):
    """What may be invoked: an endpoint, and the component in it where the model's file says one."""

    region: str
    name: str
    component: str = ""


class InfraError(AwsError):
    """A stack cannot be made, compared or deployed; the message is for people."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One environment, as its template needs it.

    ``earlier`` is the environment that it comes after, where its stack can be referred to, and
    ``later`` are those that come after it and lie elsewhere: their jobs look at it by its own role.
    ``asked`` are the endpoints that are asked golden queries, ``rehearsed`` those that are made
    anew for that.
    """

    environment: EnvironmentFile
    infra: Infra
    earlier: EnvironmentFile | None
    later: tuple[EnvironmentFile, ...]
    languages: tuple[str, ...]
    asked: tuple[SageMakerPlace, ...]
    rehearsed: tuple[SageMakerPlace, ...]
    rehearsing: int  # seconds that all of those may take
    validator: Validator
    plan: Plan

    @property
    def name(self) -> str:
        return self.environment.environment

    @property
    def stack(self) -> str:
        return self.environment.stack


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
    _refuse_name(environment)
    _refuse_shared_application(tree, environment)
    _refuse_long_evaluation(name, environment.alarm)
    return Settings(
        environment,
        infra,
        _earlier(tree, environment),
        tuple(_later(tree, environment)),
        tuple(tag for tag, _, _ in valid(tree.languages)),
        tuple(_asked(tree, environment)),
        tuple(place for place, _ in _rehearsed(tree, environment)),
        sum(lasts for _, lasts in _rehearsed(tree, environment)),
        validator(tree, name, project),
        plan,
    )


def validator(tree: Tree, name: str, project: Path) -> Validator:
    """The validator that this tree and these sources make for an environment."""
    stack = _environment(tree, name).stack
    return Validator(name, stack, archive(project), tree.limits().document.largest_kb)


def _environment(tree: Tree, name: str) -> EnvironmentFile:
    try:
        return environment_of(tree, name)
    except UnusableEnvironment as error:
        raise InfraError(error.message, error.hint) from error


def _refuse_name(environment: EnvironmentFile) -> None:
    """Hold the name against what it becomes a part of: a stack's name and a function's."""
    name, stack = environment.environment, environment.stack
    if len(stack) > LONGEST_STACK:
        raise InfraError(
            f'the name "{stack}" has {len(stack)} characters; the names made of it leave it '
            f"{LONGEST_STACK} of the 64 that AWS allows",
            "give the environment a shorter name, or infra a shorter prefix",
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


def _earlier(tree: Tree, environment: EnvironmentFile) -> EnvironmentFile | None:
    """The environment it comes after, if that is built in the same account and region.

    CloudFormation's exports reach no further.
    """
    file = tree.environments.get(environment.after or "")
    model = file.model if file else None
    if model is None or model.infra is None or environment.apart(model):
        return None
    return model


def _asked(tree: Tree, environment: EnvironmentFile) -> Iterator[SageMakerPlace]:
    """The SageMaker endpoints that have golden queries, where the environment's file names them.

    A file that says nothing of golden queries gets no role for them: its stack stays as it is.
    """
    if not environment.asks:
        return
    for name in sorted({golden.model for _, _, golden in valid(tree.golden)}):
        described = tree.model(name)
        where = endpoint_in(described, environment.environment) if described else None
        if where and where["kind"] == "sagemaker":
            component = where.get("inference_component", "")
            yield SageMakerPlace(where["region"], where["name"], component)


def _rehearsed(tree: Tree, environment: EnvironmentFile) -> Iterator[tuple[SageMakerPlace, int]]:
    """The SageMaker endpoints whose models' files say that they may be made anew, and seconds."""
    for _, _, model in valid(tree.models):
        where = endpoint_in(model, environment.environment)
        if environment.rehearsal and model.rehearsal and where and where["kind"] == "sagemaker":
            lasts = seconds(model.rehearsal.longest) + ASKED_AND_DELETED
            yield SageMakerPlace(where["region"], where["name"]), lasts


def _later(tree: Tree, environment: EnvironmentFile) -> Iterator[EnvironmentFile]:
    for _, _, model in valid(tree.environments):
        comes_after = model.after == environment.environment
        if comes_after and model.infra is not None and model.apart(environment):
            yield model


def _path(name: str) -> str:
    return f"config/environments/{name}.yaml"
