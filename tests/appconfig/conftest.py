"""One embedded AWS for all tests here, and a company of its own for each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from langroute_repo.appconfig import follow
from langroute_repo.tree.git import git
from scripts.tour.local_aws import LocalAws, local_aws
from scripts.tour.provision import furnish
from tests.appconfig.company import Company
from tests.boto import shared_descriptions

BASE = Path(__file__).parent.parent / "rules" / "base"
MINUTE = 0.01  # seconds: a rollout of 60 minutes lasts 0.6
LOOK = 0.05  # seconds between two looks at one


@pytest.fixture(scope="package", autouse=True)
def _boto() -> Iterator[None]:
    with shared_descriptions():
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[LocalAws]:
    with local_aws(MINUTE) as aws:
        yield aws


@pytest.fixture
def aws(server: LocalAws, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalAws]:
    """The embedded AWS, empty, and the only one that a test can reach."""
    monkeypatch.setattr(follow, "QUICKEST_LOOK", LOOK)
    with server.alone():
        yield server
    with server.alone():  # anew: a test may have led boto3 elsewhere
        _empty(server)


def _empty(aws: LocalAws) -> None:
    """Remove what the test has left: MiniStack lists 50 at most, and says nothing of the rest."""
    control = aws.client("appconfig", "eu-central-1")
    for one in control.list_applications()["Items"]:
        control.delete_application(ApplicationId=one["Id"])
    for one in control.list_deployment_strategies()["Items"]:
        if not one["Id"].startswith("AppConfig."):
            control.delete_deployment_strategy(DeploymentStrategyId=one["Id"])


@pytest.fixture
def unfurnished(tmp_path: Path, aws: LocalAws) -> Company:
    """A company whose AWS has nothing of it yet."""
    root = tmp_path / "company"
    shutil.copytree(BASE, root)
    company = Company(root, aws, f"company-{tmp_path.name}"[:64])
    for name in ("staging", "production"):
        path = f"config/environments/{name}.yaml"
        company.write(path, "application: langroute", f"application: {company.application}")
    git(root, "-c", "init.defaultBranch=main", "init", "-q")
    git(root, "config", "user.name", "Test")
    git(root, "config", "user.email", "test@localhost")
    company.commit("The first")
    return company


@pytest.fixture
def company(unfurnished: Company) -> Company:
    """A company whose AWS is ready and empty."""
    environments = [unfurnished.environment(name) for name in ("staging", "production")]
    furnish(unfurnished.aws, environments, schema=None)
    return unfurnished
