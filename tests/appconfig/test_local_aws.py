"""The embedded AWS is the only one in reach, and nothing of it is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from langroute_repo.appconfig.deploy import validate
from langroute_repo.aws.errors import Refused
from scripts import PROJECT
from scripts.tour.local_aws import LocalAws, local_aws
from tests.appconfig.company import Company

NOWHERE = LocalAws(port=1, pid=0)
CALLERS = {
    "AWS_PROFILE": "payroll",
    "AWS_SESSION_TOKEN": "secret",
    "AWS_ENDPOINT_URL_APPCONFIG": "https://appconfig.test",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
    "https_proxy": "http://proxy.test:3128",
    "HTTP_PROXY": "http://proxy.test:3128",
}
HOLD = """
import sys
from scripts import PROJECT
from scripts.tour.local_aws import local_aws
with local_aws() as aws:
    print(aws.port, flush=True)
    sys.stdin.read()
"""


def test_nothing_of_the_callers_aws_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CALLERS.items():
        monkeypatch.setenv(name, value)
    assert not set(CALLERS) & set(NOWHERE.environment())
    before = dict(os.environ)
    with NOWHERE.alone():
        client = boto3.client("appconfig", region_name="eu-central-1")
        assert client.meta.endpoint_url == "http://127.0.0.1:1"
        assert not set(CALLERS) & set(os.environ)
    assert dict(os.environ) == before


def test_a_client_of_another_aws_is_refused() -> None:
    with NOWHERE.alone(), pytest.raises(RuntimeError, match="is not the local AWS"):
        LocalAws(port=2, pid=0).client("appconfig", "eu-central-1")


@pytest.mark.slow
def test_it_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with local_aws() as aws:
        assert answers(aws.port)
        assert list(tmp_path.iterdir()) != []
    assert not answers(aws.port)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_does_not_outlive_a_killed_parent(how: signal.Signals, tmp_path: Path) -> None:
    environ = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline())
        parent.send_signal(how)
        parent.wait()
    assert gone(port, tmp_path)


def gone(port: int, folder: Path) -> bool:
    """Whether server and folder go; a minute is patience with a busy machine, not a promise."""
    for _ in range(600):
        if not answers(port) and not list(folder.iterdir()):
            return True
        time.sleep(0.1)
    return False


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"format": 1}', ""),
        (b"{}", "$: 'format' is a required property"),
        (b"{", "not JSON: Expecting property name enclosed in double quotes"),
    ],
)
def test_the_stand_in_runs_the_schema_of_the_profile(
    content: bytes, said: str, company: Company
) -> None:
    connected, place = company.look("staging")
    company.control.update_configuration_profile(
        **place.in_profile,
        Validators=[{"Type": "JSON_SCHEMA", "Content": '{"required": ["format"]}'}],
    )
    company.control.create_hosted_configuration_version(
        **place.in_profile, Content=content, ContentType="application/json"
    )
    try:
        validate(connected, place, "1")
        refused = ""
    except Refused as error:
        refused = error.message
    assert refused.startswith(f"AppConfig's validators refuse it: {said}" if said else "")
    assert bool(refused) == bool(said)


@pytest.mark.slow
def test_a_version_that_is_not_there_cannot_be_validated(company: Company) -> None:
    _, place = company.look("staging")
    control: Any = company.control
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        control.validate_configuration(**place.in_profile, ConfigurationVersion="9")
