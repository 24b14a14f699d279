"""One fault at one call: the server has acted or not, and the caller sees the error."""

from collections.abc import Callable

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.simulated.account import Account, account
from tests.simulated.faults import (
    AFTER,
    BEFORE,
    FAULTS,
    TWICE,
    Call,
    Faulty,
    Killed,
    Script,
    Strike,
    recorded,
    strikes,
)

CREATE = "create_hosted_configuration_version"
CALLS = [Call(CREATE, 1), Call("list_applications", 1), Call(CREATE, 2)]


def scenario(one: Account) -> Callable[[Script], None]:
    """Two versions, and a look between them."""

    def run(script: Script) -> None:
        control = Faulty(one.control, script)
        version = {"Content": b"{}", "ContentType": "application/json"}
        control.create_hosted_configuration_version(**one.in_profile, **version)
        control.list_applications()
        control.create_hosted_configuration_version(**one.in_profile, **version)

    return run


def versions(one: Account) -> int:
    pages = one.control.get_paginator("list_hosted_configuration_versions")
    return len(list(pages.paginate(**one.in_profile).search("Items")))


def test_the_calls_of_a_clean_run() -> None:
    assert recorded(scenario(account())) == CALLS


def test_every_call_fails_in_every_way_that_it_can() -> None:
    table = list(strikes(CALLS[:1], ["connection-reset", "throttled", "killed"]))
    assert [str(strike) for strike in table] == [
        f"{CREATE}-1 twice",
        f"{CREATE}-1 before connection-reset",
        f"{CREATE}-1 after connection-reset",
        f"{CREATE}-1 before throttled",
        f"{CREATE}-1 before killed",
        f"{CREATE}-1 after killed",
    ]


SHOWN: dict[str, type[BaseException]] = {
    "unreachable": BotoCoreError,
    "connection-reset": BotoCoreError,
    "read-timeout": BotoCoreError,
    "throttled": ClientError,
    "server-error": ClientError,
    "access-denied": ClientError,
    "expired-credentials": ClientError,
    "killed": Killed,
}


def test_every_fault_is_tried_here() -> None:
    assert SHOWN.keys() == FAULTS.keys()


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize(("moment", "made"), [(BEFORE, 1), (AFTER, 2)])
def test_a_fault_strikes_before_or_after_the_server_acts(name: str, moment: str, made: int) -> None:
    one = account()
    script = Script(Strike(CALLS[2], moment, name))
    with pytest.raises(SHOWN[name]):
        scenario(one)(script)
    assert script.struck
    assert versions(one) == made


def test_a_call_that_boto3_sent_again_is_made_twice() -> None:
    one = account()
    scenario(one)(Script(Strike(CALLS[0], TWICE)))
    assert versions(one) == 3


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.lasting])
def test_a_lasting_fault_lets_nothing_through_afterwards(name: str) -> None:
    one = account()
    script = Script(Strike(CALLS[0], BEFORE, name))
    with pytest.raises(SHOWN[name]):
        scenario(one)(script)
    with pytest.raises(SHOWN[name]):
        scenario(one)(script)
    assert versions(one) == 0


def test_a_passing_fault_lets_the_next_run_through() -> None:
    one = account()
    script = Script(Strike(CALLS[0], BEFORE, "throttled"))
    with pytest.raises(ClientError, match="ThrottlingException"):
        scenario(one)(script)
    scenario(one)(script)
    assert versions(one) == 2
