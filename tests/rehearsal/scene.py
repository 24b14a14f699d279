"""What the stack makes for rehearsals, made in the double of AWS out of the template itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langroute.document import canonical
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from tests.infra.company import made
from tests.simulated.aws import ACCOUNT, Application, Aws
from tests.simulated.roles import Role
from tests.simulated.world import World

PRODUCTION = "config/environments/production.yaml"
REGION = "eu-central-1"


@dataclass(frozen=True)
class Scene:
    """The company's files, and its AWS with the role that the stack gives to the job."""

    root: Path
    world: World
    application: str

    @property
    def aws(self) -> Aws:
        return self.world.at(ACCOUNT, REGION)

    @property
    def scratch(self) -> Application:
        return self.aws.applications[self.application]

    def langroute(self, *words: str) -> int:
        return main(["--root", str(self.root), *words])

    def rehearse(self, *words: str) -> int:
        return self.langroute("rehearse", "document", "production", *words)

    @property
    def raw(self) -> bytes:
        return canonical(compile_tree(read(Folder(self.root)), "production"))

    def empty(self) -> bool:
        """Whether nothing of a rehearsal is left."""
        (profile,) = self.scratch.profiles.values()
        return not self.scratch.environments and not profile.versions


def built(root: Path, world: World) -> Scene:
    template = made(root)["Resources"]
    control = world.client("appconfig", REGION)
    real = control.create_application(Name="production-app")["Id"]
    control.create_environment(ApplicationId=real, Name="production")
    ids = {"Application": real}
    name = template["RehearsalApplication"]["Properties"]["Name"]
    ids["RehearsalApplication"] = control.create_application(Name=name)["Id"]
    profile = template["RehearsalProfile"]["Properties"]
    control.create_configuration_profile(
        ApplicationId=ids["RehearsalApplication"],
        Name=profile["Name"],
        LocationUri=profile["LocationUri"],
        Validators=[one for one in profile["Validators"] if one["Type"] == "JSON_SCHEMA"],
    )
    wanted = template["AtOnce"]["Properties"]
    ids["AtOnce"] = control.create_deployment_strategy(
        **{key: value for key, value in wanted.items() if key != "Tags"}
    )["Id"]
    world.profiles[None] = Role("rehearsal", ACCOUNT, statements(template["RehearsalRole"], ids))
    return Scene(root, world, ids["RehearsalApplication"])


def of_role(root: Path, name: str) -> list[dict[str, Any]]:
    """A role that names nothing that the stack makes."""
    return statements(made(root)["Resources"][name], {})


def statements(role: dict[str, Any], ids: dict[str, str]) -> list[dict[str, Any]]:
    """Of a role of the template, with the ARNs that its stack would write."""
    (policy,) = role["Properties"]["Policies"]
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return [one | {"Resource": _resources(one["Resource"], ids)} for one in found]


def _resources(told: Any, ids: dict[str, str]) -> list[str]:
    listed = told if isinstance(told, list) else [told]
    return [one if isinstance(one, str) else _arn(one["Fn::Sub"], ids) for one in listed]


def _arn(text: str, ids: dict[str, str]) -> str:
    known = {"AWS::Partition": "aws", "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, **ids}
    for name, value in known.items():
        text = text.replace(f"${{{name}}}", value)
    return text
