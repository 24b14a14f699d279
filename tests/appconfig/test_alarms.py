"""Which alarms guard an environment, and which of them fire, from the top to the bottom."""

from langroute_repo.appconfig.alarms import Alarm, described, firing, guards
from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.aws.clients import AppConfig, CloudWatch
from tests.simulated.account import Account, account


def doors(of: Account) -> tuple[AppConfig, CloudWatch, EnvironmentIds]:
    ids = {**of.in_environment, **of.in_profile}
    place = EnvironmentIds(
        ids["ApplicationId"], ids["EnvironmentId"], ids["ConfigurationProfileId"]
    )
    return AppConfig(of.control, of.data), CloudWatch(of.cloudwatch), place


def composite(of: Account, name: str, *children: str, state: str = "ALARM") -> str:
    """A composite alarm as the template writes one; its ARN."""
    rule = " OR ".join(f'ALARM("{child}")' for child in children)
    of.cloudwatch.put_composite_alarm(AlarmName=name, AlarmRule=rule)
    of.set_alarm(name, state)
    return of.aws.arn("cloudwatch", f"alarm:{name}")


def test_every_guard_is_described_over_all_pages() -> None:
    of = account()
    of.monitor(*(of.alarm(name, "OK") for name in ("a", "b", "c")))
    assert [one.state for one in guards(*doors(of))] == ["OK", "OK", "OK"]


def test_no_guard_at_all() -> None:
    assert guards(*doors(account())) == []


def test_an_alarm_that_is_gone() -> None:
    _, cloudwatch, _ = doors(account())
    assert described(cloudwatch, ["a"]) == [Alarm("a", "GONE", "deleted, or in another account")]


def test_the_language_that_fails_is_named_and_not_the_alarm_over_all() -> None:
    of = account()
    for tag, state in (("de", "OK"), ("pt-BR", "ALARM"), ("en", "OK")):
        of.alarm(f"failures-{tag}", state)
    composite(of, "group-1", "failures-de", "failures-pt-BR")
    composite(of, "group-2", "failures-en", state="OK")
    top = composite(of, "all", "group-1", "group-2")
    of.monitor(top)
    aws, cloudwatch, place = doors(of)
    found = firing(cloudwatch, guards(aws, cloudwatch, place))
    assert [str(one) for one in found] == ["failures-pt-BR is ALARM (a test)"]
