"""With whose rights the environment before is looked at; by doubles, for AWS is not asked."""

from collections.abc import Mapping
from typing import Any

import pytest

from langroute_repo.appconfig import reach as reaching
from langroute_repo.aws import access as under_test
from langroute_repo.aws.access import Access
from langroute_repo.aws.errors import AwsError, Declined, Unclear
from langroute_repo.aws.job_token import TOKEN, URL
from langroute_repo.tree.files.environment import EnvironmentFile
from tests.appconfig.double import Double, appconfig

KEYS = {"aws_access_key_id": "taken"}


def environment(name: str, account: str, region: str) -> EnvironmentFile:
    github = {"repository": "acme/langroute", "owner_id": 1, "repository_id": 2}
    return EnvironmentFile.model_validate(
        {
            "environment": name,
            "region": region,
            "appconfig": {"application": name, "environment": name, "profile": "routing"},
            "rollout": {"duration": "1m", "step": "50%", "bake": "10m"},
            "alarm": {"failures": "5%", "period": "60s", "breaching": "2 of 3"},
            "infra": {"account": account, "bucket": "acme-langroute", "github": github},
        }
    )


HERE = environment("production", "123456789012", "eu-central-1")
NEAR = environment("staging", "123456789012", "eu-central-1")
ABROAD = environment("staging", "123456789012", "us-gov-west-1")
ELSEWHERE = environment("staging", "111122223333", "eu-central-1")


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The roles that were taken, by a token that GitHub is not asked for."""
    roles: list[tuple[str, ...]] = []

    def web_identity(*asked: str) -> Mapping[str, str]:
        roles.append(asked)
        return KEYS

    monkeypatch.setattr(under_test, "web_identity", web_identity)
    monkeypatch.setattr(under_test, "job_token", lambda _: "token")
    monkeypatch.setattr(under_test, "caller", lambda *_: "123456789012")
    return roles


def job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL, "https://token.example/x?y=1")
    monkeypatch.setenv(TOKEN, "secret")


@pytest.mark.parametrize(
    ("other", "role"),
    [
        (NEAR, None),
        (ABROAD, "arn:aws-us-gov:iam::123456789012:role/langroute-staging-plan"),
        (ELSEWHERE, "arn:aws:iam::111122223333:role/langroute-staging-plan"),
    ],
)
def test_a_job_takes_the_role_of_an_environment_that_lies_elsewhere(
    taken: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    other: EnvironmentFile,
    role: str | None,
) -> None:
    job(monkeypatch)
    found = Access().beside(HERE, other)
    assert taken == ([(other.region, role, "token")] if role else [])
    assert found == (KEYS if role else {})


def test_on_a_machine_the_profile_decides(taken: list[tuple[str, ...]]) -> None:
    both = Access({"staging": "stg", "production": "prd"})
    for other in (NEAR, ABROAD, ELSEWHERE):
        assert both.beside(HERE, other) == {"profile_name": "stg"}
        # One account has one set of credentials, whatever the region.
        own = Access({"production": "prd"})
        if other is ELSEWHERE:
            with pytest.raises(AwsError, match=r"are for account 123456789012; staging is in 1111"):
                own.beside(HERE, other)
        else:
            assert own.beside(HERE, other) == {"profile_name": "prd"}
    assert taken == []


def test_nobody_looks_into_another_account_and_nobody_waits_for_sts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Names in AppConfig are often the same in two accounts."""
    double = Double(
        list_applications=lambda: {"Items": [{"Id": "a1", "Name": "production"}]},
        list_environments=lambda **_: {"Items": [{"Id": "e1", "Name": "production"}]},
        list_configuration_profiles=lambda **_: {"Items": [{"Id": "p1", "Name": "routing"}]},
    )
    monkeypatch.setattr(reaching, "connect", lambda *_: appconfig(double))
    monkeypatch.setattr(reaching, "connect_cloudwatch", lambda *_: None)
    monkeypatch.setattr(under_test, "caller", lambda *_: "111122223333")
    with pytest.raises(AwsError, match="are for account 111122223333; production is in 1234"):
        reaching.reach(HERE, Access())
    assert double.asked == []

    def down(*_: object) -> str:
        raise Unclear("sts cannot be reached")

    monkeypatch.setattr(under_test, "caller", down)
    assert reaching.reach(HERE, Access()).place == ("a1", "e1", "p1")


def test_a_trust_that_is_not_there_yet_is_told_with_its_cure(
    taken: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    job(monkeypatch)

    def refused(*_: Any) -> Any:
        raise Declined("not allowed: Not authorized to perform sts:AssumeRoleWithWebIdentity")

    monkeypatch.setattr(under_test, "web_identity", refused)
    with pytest.raises(Declined, match=r"this job cannot take arn:aws:iam::1111.* to look at sta"):
        Access().beside(HERE, ELSEWHERE)
    assert taken == []
