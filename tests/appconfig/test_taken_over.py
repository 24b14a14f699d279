"""`init --from appconfig:…` reads what a backend reads today, and changes nothing there."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from scripts.tour.local_aws import LocalAws
from tests.foreign.having import ANSWERS, OF_TABLE, TABLE, given
from tests.onboarding.kontor import Checkout, lay_checkout
from tests.verbs.tool import failed

REGION = "eu-central-1"
LIVE = "appconfig:risk/live/routes"


@pytest.fixture
def checkout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Checkout:
    root = tmp_path / "langroute"
    root.mkdir()
    lay_checkout(root)
    return Checkout(root, capsys)


def words(folder: Path, source: str = LIVE) -> list[str]:
    """What `init` takes to read the table from AppConfig."""
    answers = ANSWERS.replace("eu-north-1", REGION)
    return ["--from", source, *given(folder, TABLE, OF_TABLE, answers)[2:]]


def deploy(control: Any, content: bytes, names: str = "risk/live/routes") -> str:
    """A company's document as its readers get it; how it is called by ids."""
    named = names.split("/")
    application = control.create_application(Name=named[0])["Id"]
    environment = control.create_environment(ApplicationId=application, Name=named[1])["Id"]
    profile = control.create_configuration_profile(
        ApplicationId=application, Name=named[2], LocationUri="hosted"
    )["Id"]
    version = control.create_hosted_configuration_version(
        ApplicationId=application,
        ConfigurationProfileId=profile,
        Content=content,
        ContentType="application/json",
    )["VersionNumber"]
    place = {"ApplicationId": application, "EnvironmentId": environment}
    number = control.start_deployment(
        **place,
        ConfigurationProfileId=profile,
        ConfigurationVersion=str(version),
        DeploymentStrategyId="AppConfig.AllAtOnce",
    )["DeploymentNumber"]
    while control.get_deployment(**place, DeploymentNumber=number)["State"] != "COMPLETE":
        time.sleep(0.02)
    return f"{application}/{environment}/{profile}"


def test_what_is_live_is_taken_and_left_as_it_is(
    aws: LocalAws, checkout: Checkout, tmp_path: Path
) -> None:
    control = aws.client("appconfig", REGION)
    deploy(control, json.dumps(TABLE).encode())
    before = state(control)
    done = checkout("init", *words(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{LIVE} by {tmp_path}/mapping.yaml: 16 of 22 values taken\n")
    assert "threshold: {at: 0.342, evidence: none}" in checkout.text("config/languages/nb.yaml")
    assert f"  ./langroute replay --log LOG --from {LIVE} --mapping " in done.out
    assert state(control) == before
    # The new files have a profile of their own.
    for name in ("staging", "production"):
        text = checkout.text(f"config/environments/{name}.yaml")
        assert f"environment: {name}, profile: routing}}" in text


def state(control: Any) -> object:
    """All that there is in AppConfig."""
    applications = control.list_applications()["Items"]
    held = []
    for one in applications:
        for environment in control.list_environments(ApplicationId=one["Id"])["Items"]:
            place = {"ApplicationId": one["Id"], "EnvironmentId": environment["Id"]}
            held.append(control.list_deployments(**place)["Items"])
        for profile in control.list_configuration_profiles(ApplicationId=one["Id"])["Items"]:
            held.append(
                control.list_hosted_configuration_versions(
                    ApplicationId=one["Id"], ConfigurationProfileId=profile["Id"]
                )["Items"]
            )
    return applications, held


@pytest.mark.usefixtures("aws")
def test_a_profile_that_does_not_exist(checkout: Checkout, tmp_path: Path) -> None:
    done = checkout("init", *words(tmp_path))
    assert (done.code, done.out, checkout.status()) == (2, "", "")
    assert done.err.startswith(f"error: AppConfig in {REGION} has no risk/live/routes: AWS does")
    assert done.err.endswith(
        "hint: correct the names, or use the credentials and the region of the account that has "
        "it\n"
    )


def test_what_is_no_document(aws: LocalAws, checkout: Checkout, tmp_path: Path) -> None:
    deploy(aws.client("appconfig", REGION), b"<html>maintenance</html>")
    done = checkout("init", *words(tmp_path))
    assert done == failed(
        f"{LIVE} is no JSON: expecting value in line 1, column 1",
        "it begins with '<html>maintenance</h', as a page of the web does",
    )
    assert checkout.status() == ""


def test_no_answer_and_no_region(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("langroute_repo.aws.clients.PAUSES", ())
    with LocalAws(port=1, pid=0).alone():
        done = checkout("init", *words(tmp_path))
        assert (done.code, checkout.status()) == (2, "")
        assert done.err.startswith("error: http://127.0.0.1:1 cannot be reached: ")
        monkeypatch.delenv("AWS_REGION", raising=False)
        monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
        nowhere = checkout("init", *words(tmp_path)[:4])
    assert nowhere == failed(f"in which region is {LIVE}?", "name it with --region or AWS_REGION")


def test_the_profile_that_is_read_is_known_by_its_ids_as_well(
    aws: LocalAws, checkout: Checkout, tmp_path: Path
) -> None:
    names = "langroute/production/routing"
    ids = deploy(aws.client("appconfig", REGION), json.dumps(TABLE).encode(), names)
    for source in (f"appconfig:{names}", f"appconfig:{ids}"):
        done = checkout("init", *words(tmp_path, source))
        assert (done.code, done.out, checkout.status()) == (2, "", "")
        assert done.err.startswith(
            f"error: config/environments/production.yaml would name {names}, which your backend "
            "reads today: "
        )
