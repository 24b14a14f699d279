"""The doors to AWS: AppConfig to look, to act and to read, and CloudWatch to see what guards it.

boto3 is imported when a door is opened, so that nothing else here needs it.
"""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from langroute_repo.aws.errors import AwsError, Garbled, Unclear, ask, unanswered
from langroute_repo.tree.files.environment import EnvironmentFile

# AppConfig's control plane allows 10 calls a second of most kinds to all who share an account.
ATTEMPTS = 6
# Seconds before what is not AWS's answer is asked again: boto3 takes it for one.
PAUSES = (0.5, 2.0, 8.0)
CONNECT_SECONDS = 5
ANSWER_SECONDS = 30

Keys = Mapping[str, str]  # arguments of boto3's Session: a profile's name, or credentials
NOTHING: Keys = MappingProxyType({})  # boto3 finds its own


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a client of AppConfig gets."""

    content: bytes
    label: str


class CloudWatch:
    """CloudWatch in one region: the states of alarms, and metrics."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def call(self, operation: str, **arguments: object) -> dict[str, Any]:
        """One call, by its name in boto3."""
        return _patiently(self._client, operation, arguments)


class AppConfig:
    """AppConfig in one region, as both of its services: control plane and data plane.

    ``acting`` is a client of the control plane that never tries again by itself: whoever changes
    something has to look first whether the call that got no answer was carried out.
    """

    def __init__(self, control: Any, data: Any, acting: Any = None) -> None:
        self._control = control
        self._data = data
        self._acting = acting or control

    def call(self, operation: str, **arguments: object) -> dict[str, Any]:
        """One call of the control plane that changes nothing, by its name in boto3."""
        return _patiently(self._control, operation, arguments)

    def act(self, operation: str, **arguments: object) -> dict[str, Any]:
        """One call of the control plane that changes something, tried exactly once."""
        return ask(self._acting, operation, arguments)

    def items(self, operation: str, **arguments: object) -> Iterator[dict[str, Any]]:
        """What a list operation gives, all pages of it, in the order of AppConfig's choice."""
        answer = self.call(operation, **arguments)
        yield from answer["Items"]
        while token := answer.get("NextToken"):
            answer = self.call(operation, **arguments, NextToken=token)
            yield from answer["Items"]

    def read(self, application: str, environment: str, profile: str) -> Delivered:
        """The configuration as a client that starts now gets it; nothing deployed is no bytes.

        A token is good once, so what got no answer is tried again with another one.
        """
        names: dict[str, object] = {
            "ApplicationIdentifier": application,
            "EnvironmentIdentifier": environment,
            "ConfigurationProfileIdentifier": profile,
        }
        for pause in PAUSES:
            try:
                return self._read(names)
            except Unclear:
                time.sleep(pause)
        return self._read(names)

    def _read(self, names: dict[str, object]) -> Delivered:
        session = ask(self._data, "start_configuration_session", names)
        token: dict[str, object] = {"ConfigurationToken": session["InitialConfigurationToken"]}
        answer = ask(self._data, "get_latest_configuration", token)
        return Delivered(answer["Configuration"], answer.get("VersionLabel") or "")


def _patiently(client: Any, operation: str, arguments: dict[str, object]) -> dict[str, Any]:
    """A call that changes nothing, again when another than AWS has answered it."""
    for pause in PAUSES:
        try:
            return ask(client, operation, arguments)
        except Garbled:
            time.sleep(pause)
    return ask(client, operation, arguments)


def connect(environment: EnvironmentFile, keys: Keys = NOTHING) -> AppConfig:
    """Open the door in the region of an environment."""
    region = environment.region
    held = session(region, keys)
    return AppConfig(
        opened(held, "appconfig", region, ATTEMPTS),
        opened(held, "appconfigdata", region, 1),
        opened(held, "appconfig", region, 1),
    )


def connect_cloudwatch(environment: EnvironmentFile, keys: Keys = NOTHING) -> CloudWatch:
    """The alarms and metrics of the region of an environment."""
    region = environment.region
    return CloudWatch(opened(session(region, keys), "cloudwatch", region, ATTEMPTS))


def caller(region: str, keys: Keys) -> str:
    """The account that credentials are for; asking needs no right."""
    client = opened(session(region, keys), "sts", region, ATTEMPTS)
    return str(ask(client, "get_caller_identity", {})["Account"])


def web_identity(region: str, role: str, token: str) -> Keys:
    """The credentials of a role that is taken with a token of a job of GitHub Actions."""
    run = os.environ.get("GITHUB_RUN_ID", "")
    asked = {"RoleArn": role, "RoleSessionName": f"langroute-{run}", "WebIdentityToken": token}
    client = opened(session(region, NOTHING), "sts", region, ATTEMPTS, signed=False)
    given = ask(client, "assume_role_with_web_identity", dict(asked))["Credentials"]
    return {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }


def session(region: str, keys: Keys) -> Any:
    """A session of its own, so that it sees the credentials as they are now."""
    try:
        import boto3
        import botocore.session
        from botocore.exceptions import BotoCoreError, ProfileNotFound
    except ModuleNotFoundError as error:
        raise AwsError(f"{error.name} is not installed", "pip install boto3") from None
    try:
        # Told at once: its profile may say where descriptions are, and is looked for here.
        held = botocore.session.Session(profile=keys.get("profile_name"))
        held.register_component("data_loader", _descriptions(held.get_config_variable("data_path")))
        return boto3.session.Session(region_name=region, botocore_session=held, **keys)
    except ProfileNotFound as error:
        if "profile_name" not in keys:
            raise unanswered(error, f"AWS in {region}") from error
        message = f"this machine has no AWS profile {keys['profile_name']!r}"
        raise AwsError(message, "aws configure list-profiles says which there are") from error
    except BotoCoreError as error:
        raise unanswered(error, f"AWS in {region}") from error


@cache
def _descriptions(path: str | None) -> Any:
    """What botocore has of AWS's services, from its own folder and another: it never changes."""
    from botocore.loaders import create_loader

    return create_loader(path)


def opened(held: Any, service: str, region: str, attempts: int, signed: bool = True) -> Any:
    from botocore import UNSIGNED
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    config = Config(
        signature_version=None if signed else UNSIGNED,
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
    )
    try:
        return held.client(service, config=config)
    except (BotoCoreError, ValueError) as error:  # ValueError: AWS_ENDPOINT_URL is no URL
        raise unanswered(error, f"AWS in {region}") from error
