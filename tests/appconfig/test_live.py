"""What counts as live: the newest deployment that is complete, of this profile."""

from typing import Any

import pytest

from langroute_repo.appconfig.live import EnvironmentIds, State, look
from langroute_repo.aws.clients import AppConfig
from tests.appconfig.company import Company
from tests.appconfig.double import Double, appconfig

PLACE = EnvironmentIds("app", "env", "profile")


def seen(company: Company, name: str = "staging") -> State:
    return look(*company.look(name))


@pytest.mark.slow
def test_nothing_is_live_at_first(company: Company) -> None:
    assert seen(company) == State(live=None, flight=None, known=())


@pytest.mark.slow
def test_rolled_back_is_not_live(company: Company) -> None:
    company.push("staging", "--yes")
    document = company.document("staging")
    company.stop("staging", company.start_slowly("staging", b"{}"))
    state = seen(company)
    assert company.deployments("staging") == [(1, "COMPLETE"), (2, "ROLLED_BACK")]
    assert state.live is not None
    assert (state.live.deployment.number, state.live.content, state.latest) == (1, document, 2)


@pytest.mark.slow
def test_reverted_is_not_live(company: Company) -> None:
    company.push("staging", "--yes")
    company.ramp()
    company.push("staging", "--yes")
    company.stop("staging", 2)
    state = seen(company)
    assert company.deployments("staging") == [(1, "COMPLETE"), (2, "REVERTED")]
    assert state.live is not None
    assert state.live.deployment.number == 1


@pytest.mark.slow
def test_another_profile_is_not_live(company: Company) -> None:
    company.push("staging", "--yes")
    _, place = company.look("staging")
    other = company.control.create_configuration_profile(
        ApplicationId=place.application, Name="flags", LocationUri="hosted"
    )
    path = {"ApplicationId": place.application, "ConfigurationProfileId": other["Id"]}
    company.control.create_hosted_configuration_version(
        **path, Content=b"{}", ContentType="application/json"
    )
    company.control.start_deployment(
        **place.in_environment,
        ConfigurationProfileId=other["Id"],
        ConfigurationVersion="1",
        DeploymentStrategyId=_at_once(company),
    )
    assert company.deployments("staging") == [(1, "COMPLETE"), (2, "COMPLETE")]
    state = seen(company)
    assert state.live is not None
    assert (state.live.deployment.number, state.latest) == (1, 2)


def _at_once(company: Company) -> str:
    created = company.control.create_deployment_strategy(
        Name="at once", DeploymentDurationInMinutes=0, GrowthFactor=100, ReplicateTo="NONE"
    )
    return str(created["Id"])


@pytest.mark.slow
def test_a_version_that_was_deleted_since(company: Company) -> None:
    company.push("staging", "--yes")
    _, place = company.look("staging")
    company.control.delete_hosted_configuration_version(**place.in_profile, VersionNumber=1)
    state = seen(company)
    assert state.live is not None
    assert (state.live.content, state.live.plan_hash) == (None, "")


@pytest.mark.parametrize("numbers", [[1, 2, 3, 4], [4, 3, 2, 1], [2, 4, 1, 3]])
def test_the_order_and_the_pages_of_a_list_do_not_matter(numbers: list[int]) -> None:
    states = {1: "COMPLETE", 2: "COMPLETE", 3: "REVERTED", 4: "BAKING"}
    items = [{"DeploymentNumber": number, "State": states[number]} for number in numbers]
    state = look(_paged(items), PLACE)
    assert state.live is not None
    assert state.flight is not None
    assert (state.live.deployment.number, state.flight.number, state.latest) == (2, 4, 4)


def _paged(items: list[dict[str, Any]]) -> AppConfig:
    """An AppConfig that gives one deployment a page."""
    states = {item["DeploymentNumber"]: item["State"] for item in items}

    def list_deployments(NextToken: str = "0", **_names: str) -> dict[str, Any]:
        at = int(NextToken)
        following = {"NextToken": str(at + 1)} if at + 1 < len(items) else {}
        return {"Items": [items[at]], **following}

    def get_deployment(DeploymentNumber: int, **_names: str) -> dict[str, Any]:
        return {
            "DeploymentNumber": DeploymentNumber,
            "State": states[DeploymentNumber],
            "ConfigurationProfileId": PLACE.profile,
            "ConfigurationVersion": "by-label",
        }

    return appconfig(
        Double(
            list_deployments=list_deployments,
            get_deployment=get_deployment,
            list_hosted_configuration_versions=lambda **_: {"Items": []},
        )
    )
