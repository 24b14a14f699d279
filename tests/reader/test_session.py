"""The rules of appconfigdata: a token is good once, and nothing new is an empty body."""

import sys
from io import BytesIO
from typing import Any

import pytest

from langroute.reader import Unavailable
from langroute.reader.appconfig import AppConfigSource, Session, client_maker
from langroute.reader.origin import Fetched, described
from tests.reader.documents import good
from tests.reader.scripted import PLACE, Clock
from tests.reader.weather import LOST, REFUSED, UNUSED, Weather
from tests.simulated.account import account

HOUR = 3600.0


class Talk:
    """A session with the double; both clocks go alike unless a test says otherwise."""

    def __init__(self, poll: float = 60) -> None:
        self.account = account()
        self.weather = Weather(self.account)
        self.clock = Clock()
        self.session = Session(PLACE, lambda: self.weather, poll, self.clock)

    def deploy(self, number: int, label: str) -> None:
        self.account.deploy(good(number), label)
        self.clock.now += 11 * 60

    def wait(self, seconds: float) -> None:
        self.account.aws.pass_seconds(seconds)
        self.clock.now += seconds

    def fetch(self, fault: str = "") -> Fetched:
        self.weather.fault = fault
        return self.session.fetch()


@pytest.fixture
def talk() -> Talk:
    made = Talk()
    made.deploy(1, "git-a")
    return made


def test_the_first_answer_brings_the_document(talk: Talk) -> None:
    assert talk.fetch() == (good(1), "git-a", 60)


def test_nothing_new_is_no_document(talk: Talk) -> None:
    talk.fetch()
    for _ in range(3):
        talk.wait(60)
        assert talk.fetch() == (None, None, 60)
    assert talk.weather.sessions == 1
    assert len(set(talk.weather.sent)) == 4


def test_a_change_comes_in_the_same_session(talk: Talk) -> None:
    talk.fetch()
    talk.deploy(2, "git-b")
    assert talk.fetch() == (good(2), "git-b", 60)
    assert talk.weather.sessions == 1


@pytest.mark.parametrize("fault", REFUSED)
def test_a_refused_call_takes_the_session_only_if_it_may_have_used_the_token(
    fault: str, talk: Talk
) -> None:
    talk.fetch()
    talk.wait(60)
    with pytest.raises(Unavailable):
        talk.fetch(fault)
    again = talk.fetch()
    assert talk.weather.sessions == (1 if fault in UNUSED else 2)
    assert again.content == (None if fault in UNUSED else good(1))


@pytest.mark.parametrize("fault", [*(f"lost-{name}" for name in LOST), "cut"])
def test_a_lost_answer_takes_the_session_and_no_document(fault: str, talk: Talk) -> None:
    talk.fetch()
    talk.deploy(2, "git-b")
    with pytest.raises(Exception, match=r"."):
        talk.fetch(fault)
    assert talk.fetch() == (good(2), "git-b", 60)
    assert talk.weather.sessions == 2


def test_a_token_of_24_hours_is_not_sent(talk: Talk) -> None:
    talk.fetch()
    talk.wait(24 * HOUR)
    assert talk.fetch().content == good(1)
    assert len(talk.weather.sent) == 2
    assert talk.weather.sessions == 2


def test_a_token_that_expired_while_the_machine_slept_begins_a_new_session(talk: Talk) -> None:
    talk.fetch()
    talk.account.aws.pass_seconds(25 * HOUR)  # a monotonic clock stands still meanwhile
    assert talk.fetch().content == good(1)
    assert (len(talk.weather.sent), talk.weather.sessions) == (3, 2)


def test_a_token_that_is_unknown_begins_a_new_session(talk: Talk) -> None:
    talk.fetch()
    talk.wait(60)
    tokens = talk.account.aws.tokens
    [(name, token)] = tokens.items()
    tokens["another"] = tokens.pop(name)
    assert token.session.has
    assert talk.fetch().content == good(1)
    assert talk.weather.sessions == 2


def test_asked_too_early_it_waits_and_keeps_the_session(talk: Talk) -> None:
    talk.fetch()
    talk.clock.now += 3600  # ours leaps, AWS's does not
    with pytest.raises(Unavailable, match="PollIntervalNotSatisfied") as told:
        talk.fetch()
    assert told.value.wait == 60
    talk.wait(60)
    assert talk.fetch().content is None
    assert talk.weather.sessions == 1


class Fixed:
    """A client that answers what a test says."""

    def __init__(self, **answer: Any) -> None:
        self.answer = answer

    def start_configuration_session(self, **asked: Any) -> dict[str, str]:
        self.asked = asked
        return {"InitialConfigurationToken": "first"}

    def get_latest_configuration(self, **_: Any) -> dict[str, Any]:
        body = self.answer.get("Configuration", b"")
        given = {**self.answer, "Configuration": BytesIO(body)}
        return {"NextPollConfigurationToken": "next", **given}


@pytest.mark.parametrize(
    ("asked", "waits"),
    [(60, 60), (120, 120), (15, 30), (1, 30), (0, 30), (None, 30), (-5, 30), (10**9, 86_400)],
)
def test_the_interval_is_the_longer_of_both(asked: int | None, waits: float) -> None:
    session = Session(PLACE, lambda: Fixed(NextPollIntervalInSeconds=asked), 30)
    assert session.fetch().wait == waits


def test_a_session_is_asked_for_with_its_interval() -> None:
    client = Fixed()
    Session(PLACE, lambda: client, 29.5).fetch()
    assert client.asked == {
        "ApplicationIdentifier": "langroute",
        "EnvironmentIdentifier": "staging",
        "ConfigurationProfileIdentifier": "routing",
        "RequiredMinimumPollIntervalInSeconds": 30,
    }


@pytest.mark.parametrize("poll", [0, 14.9, 86_401, float("nan")])
def test_an_interval_that_appconfig_refuses(poll: float) -> None:
    with pytest.raises(ValueError, match=rf"poll must be from 15 to 86400 s, not {poll}"):
        Session(PLACE, Fixed, poll)


def test_no_body_in_the_first_answer_is_a_document_of_0_bytes() -> None:
    assert Session(PLACE, Fixed, 60).fetch().content == b""


def test_no_body_under_another_label_is_a_document_of_0_bytes() -> None:
    client = Fixed(Configuration=good(1), VersionLabel="git-a")
    session = Session(PLACE, lambda: client, 60)
    assert session.fetch().content == good(1)
    client.answer["Configuration"] = b""  # the emulator repeats the label of what is not new
    assert session.fetch().content is None
    client.answer["VersionLabel"] = "git-b"
    assert session.fetch().content == b""


def test_a_child_process_has_a_client_and_a_session_of_its_own(talk: Talk) -> None:
    made = []

    def connect() -> Weather:
        made.append(talk.weather)
        return talk.weather

    session = Session(PLACE, connect, 60, talk.clock)
    session.fetch()
    session.forked()
    session.fetch()
    assert (len(made), talk.weather.sessions) == (2, 2)


def test_a_token_is_not_told_in_an_error() -> None:
    error = OSError("timeout on https://host/configuration?configuration_token=AYAD%2BxZ&x=1")
    said = "OSError: timeout on https://host/configuration?configuration_token=…&x=1"
    assert described(error) == said


def test_the_client_has_a_time_limit_and_sends_each_token_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    config = client_maker("eu-central-1")().meta.config
    assert (config.connect_timeout, config.read_timeout) == (3, 10)
    assert config.retries["total_max_attempts"] == 1


def test_a_missing_boto3_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(ModuleNotFoundError, match=r"^boto3 is not installed: pip install boto3$"):
        AppConfigSource(*PLACE)
