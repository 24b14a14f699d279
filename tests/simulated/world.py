"""Accounts and regions of the double, and the credentials that lead to them.

    world = World()
    world.profiles[None] = Role("deploy", "111111111111", statements)   # what no profile names
    world.profiles["prod"] = Role("admin", "222222222222")
    world.enter(monkeypatch)         # every boto3 session of the code under test is of this world
    world.at("222222222222", "eu-west-1").pass_minutes(5)

Each ``Aws`` has its own applications, strategies and alarms: what one account or region holds is in
no list of another, as in AWS [D]. ``world.client(service, region, role)`` is a client of its own.
``script`` strikes the calls of all of them (``tests.simulated.faults``).
"""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import boto3.session
import pytest

from tests.simulated.aws import ACCOUNT, Aws
from tests.simulated.client import client
from tests.simulated.faults import Faulty, Script
from tests.simulated.roles import Role


@dataclass
class World:
    """All accounts and regions; ``profiles`` says who a profile of AWS is, None for no profile."""

    profiles: dict[str | None, Role] = field(default_factory=lambda: {None: Role("admin", ACCOUNT)})
    places: dict[tuple[str, str], Aws] = field(default_factory=dict)
    script: Script = field(default_factory=Script)

    def at(self, account: str, region: str) -> Aws:
        """One region of one account; the same one each time."""
        key = (account, region)
        if key not in self.places:
            self.places[key] = Aws(region=region, account=account)
        return self.places[key]

    def pass_minutes(self, minutes: float) -> None:
        """Let time pass everywhere."""
        for aws in self.places.values():
            aws.pass_minutes(minutes)

    def client(self, service: str, region: str, role: Role | None = None) -> Any:
        """A boto3 client of a role in its account, struck by the script."""
        role = role or self.profiles[None]
        if service == "sts":
            return _Identity(role)
        return Faulty(client(self.at(role.account, region), service, role), self.script)

    def enter(self, patch: pytest.MonkeyPatch) -> None:
        """Let ``boto3.session.Session`` open doors to this world and to no other."""

        def session(
            region_name: str | None = None, profile_name: str | None = None, **_: Any
        ) -> Any:
            if profile_name not in self.profiles:
                from botocore.exceptions import ProfileNotFound

                raise ProfileNotFound(profile=profile_name)
            role = self.profiles[profile_name]

            def opened(service: str, region_name: str | None = region_name, **_: Any) -> Any:
                return self.client(service, str(region_name), role)

            return SimpleNamespace(client=opened, region_name=region_name)

        patch.setattr(boto3.session, "Session", session)


class _Identity:
    """The one operation of STS that is asked for."""

    meta = SimpleNamespace(endpoint_url="https://sts.simulated")

    def __init__(self, role: Role) -> None:
        self._role = role

    def get_caller_identity(self) -> dict[str, str]:
        account, name = self._role.account, self._role.name
        arn = f"arn:aws:sts::{account}:assumed-role/{name}/session"
        return {"Account": account, "Arn": arn, "UserId": f"AROA:{name}"}
