"""One fault at one call: the server has acted or not, and the caller sees the error."""

from collections.abc import Callable

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    IncompleteReadError,
)

from tests.simulated.account import Account, account
from tests.simulated.client import _session, client
from tests.simulated.faults import (
    AFTER,
    BEFORE,
    FAULTS,
    OTHER_BYTES,
    PAGE,
    TWICE,
    Call,
    Faulty,
    Killed,
    Script,
    Strike,
    _parsed,
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
    "clock-off": ClientError,
    "killed": Killed,
}


def test_every_fault_is_tried_here() -> None:
    assert {*SHOWN, *OTHER_BYTES} == FAULTS.keys()


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize(("moment", "made"), [(BEFORE, 1), (AFTER, 2)])
def test_a_fault_strikes_before_or_after_the_server_acts(name: str, moment: str, made: int) -> None:
    one = account()
    script = Script(Strike(CALLS[2], moment, name))
    with pytest.raises(SHOWN[name]):
        scenario(one)(script)
    assert script.struck
    assert versions(one) == made


@pytest.mark.parametrize("name", sorted(OTHER_BYTES))
def test_other_bytes_are_an_answer_without_what_it_has_to_say(name: str) -> None:
    one = account()
    control = Faulty(one.control, Script(Strike(Call("list_applications", 1), AFTER, name)))
    if name == "body-cut":
        with pytest.raises(ConnectionClosedError):
            control.list_applications()
    else:
        answer = control.list_applications()
        assert (answer["ResponseMetadata"]["HTTPStatusCode"], "Items" in answer) == (200, False)


@pytest.mark.parametrize("body", [PAGE, b'{"Items": [{"Id'])
def test_boto3_on_the_wire_takes_other_bytes_for_the_same(body: bytes) -> None:
    """The faults do not go over the wire: this one does, as far as the answer."""
    made = client(account().aws, "appconfig")
    raw = AWSResponse("https://aws", 200, {"content-type": "text/html"}, None)
    raw._content = body
    wired = _session().create_client("appconfig", region_name="eu-central-1")
    wired.meta.events.register("before-send", lambda **_: raw)
    found = wired.list_applications()
    parsed = _parsed(made, "list_applications", body)
    assert found.keys() - {"ResponseMetadata"} == parsed.keys() - {"ResponseMetadata"} == set()


def test_a_stream_that_is_cut_fails_when_it_is_read() -> None:
    one = account()
    version = int(one.store(b"{}"))
    strike = Strike(Call("get_hosted_configuration_version", 1), AFTER, "body-cut")
    control = Faulty(one.control, Script(strike))
    answer = control.get_hosted_configuration_version(**one.in_profile, VersionNumber=version)
    with pytest.raises(IncompleteReadError):
        answer["Content"].read()


def test_a_call_that_boto3_sent_again_is_made_twice() -> None:
    one = account()
    scenario(one)(Script(Strike(CALLS[0], TWICE)))
    assert versions(one) == 3


@pytest.mark.parametrize("name", [name for name in SHOWN if FAULTS[name].lasting])
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
