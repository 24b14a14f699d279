"""What clients are given by the double: once a token, nothing twice, and a few of them early."""

import pytest

from tests.simulated.account import Account, account
from tests.simulated.test_appconfig import refused


def test_an_unchanged_configuration_is_empty_and_has_no_label() -> None:
    one = account()
    one.deploy(b"1", "git-a")
    content, label, token = one.ask(one.session())
    assert (content, label) == (b"1", "git-a")
    one.aws.pass_minutes(1)
    content, label, token = one.ask(token)
    assert (content, label) == (b"", "")
    one.deploy(b"2", "git-b")
    assert one.ask(token)[:2] == (b"2", "git-b")


def test_a_rollback_comes_as_a_change() -> None:
    one = account()
    one.deploy(b"former")
    number = one.deploy(b"new")
    content, _, token = one.ask(one.session())
    assert content == b"new"
    one.stop(number, AllowRevert=True)
    one.aws.pass_minutes(1)
    assert one.ask(token)[0] == b"former"


@pytest.mark.parametrize(("minutes", "early"), [(2, 0), (4, 25), (7, 50), (13, 100), (20, 100)])
def test_as_many_clients_are_early_as_the_rollout_says(minutes: int, early: int) -> None:
    one = account()
    one.deploy(b"former")
    one.start(one.store(b"new"), one.quick)
    one.aws.pass_minutes(minutes)
    assert [one.delivered() for _ in range(100)].count(b"new") == early


def test_a_client_that_was_early_stays_so() -> None:
    one = account()
    one.deploy(b"former")
    one.start(one.store(b"new"), one.quick)
    one.aws.pass_minutes(4)
    given = [one.ask(one.session()) for _ in range(100)]
    tokens = [following for content, _, following in given if content == b"new"]
    one.aws.pass_minutes(4)
    assert len(tokens) == 25
    assert {one.ask(token)[0] for token in tokens} == {b""}


def test_a_version_that_was_deleted_is_still_served() -> None:
    one = account()
    one.deploy(b"1")
    one.control.delete_hosted_configuration_version(**one.in_profile, VersionNumber=1)
    assert one.delivered() == b"1"


def test_nothing_was_deployed() -> None:
    one = account()
    assert refused(one.delivered) == ("ResourceNotFoundException", 404)


TOKENS = [
    (0, 0, "PollIntervalNotSatisfied"),
    (0, 14, "PollIntervalNotSatisfied"),
    (0, 15, ""),
    (60, 59, "PollIntervalNotSatisfied"),
    (60, 60, ""),
    (0, 24 * 3600, ""),
    (0, 24 * 3600 + 1, "Expired"),
]


@pytest.mark.parametrize(("interval", "seconds", "problem"), TOKENS)
def test_when_a_token_is_good(interval: int, seconds: int, problem: str) -> None:
    one = account()
    one.deploy(b"1")
    asked = {"RequiredMinimumPollIntervalInSeconds": interval} if interval else {}
    token = one.ask(one.session(**asked))[2]
    one.aws.pass_seconds(seconds)
    assert _problem(one, token) == problem


def test_a_token_is_good_once() -> None:
    one = account()
    one.deploy(b"1")
    token = one.session()
    one.ask(token)
    one.aws.pass_minutes(1)
    assert _problem(one, token) == "Corrupted"


def test_a_token_that_came_too_early_is_good_later() -> None:
    one = account()
    one.deploy(b"1")
    token = one.ask(one.session())[2]
    assert _problem(one, token) == "PollIntervalNotSatisfied"
    one.aws.pass_seconds(15)
    assert _problem(one, token) == ""


def _problem(one: Account, token: str) -> str:
    """What is the matter with a token; nothing is an empty text."""
    try:
        one.ask(token)
    except one.data.exceptions.BadRequestException as error:
        details = error.response["Details"]["InvalidParameters"]
        return str(details["ConfigurationToken"]["Problem"])
    return ""
