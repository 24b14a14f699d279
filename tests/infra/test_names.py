"""`infra names`: what a workflow takes a role with is what the template makes."""

from pathlib import Path

import pytest

from langroute_repo.tree.aws_names import PURPOSES, partition
from scripts.__main__ import main
from tests.infra.company import made


def told(root: Path, name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    assert main(["--root", str(root), "infra", "names", name]) == 0
    lines = capsys.readouterr().out.splitlines()
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("name", ["staging", "production"])
def test_the_roles_are_those_of_the_template(
    root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names, resources = told(root, name, capsys), made(root, name)["Resources"]
    for purpose in PURPOSES:
        role = resources[f"{purpose.title()}Role"]["Properties"]["RoleName"]
        assert names[f"{purpose}-role"] == f"arn:aws:iam::123456789012:role/{role}"
    assert names["region"] == "eu-central-1"
    longest = resources["DeployRole"]["Properties"]["MaxSessionDuration"]
    assert names["deploy-seconds"] == str(longest)


@pytest.mark.parametrize(
    ("region", "wanted"),
    [("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_a_role_is_in_the_partition_of_its_region(region: str, wanted: str) -> None:
    assert partition(region) == wanted
