"""One alarm for each language's failures, and one over all of them that the environment monitors.

A language that fails wholly is little of all events, so none is measured by the total.
"""

from collections.abc import Sequence

from langroute_repo.infra.names import logical
from langroute_repo.infra.notices import acting
from langroute_repo.infra.rate import rate
from langroute_repo.infra.resources import Data, Resources, resource
from langroute_repo.infra.settings import Settings
from langroute_repo.tree.aws_names import guard_name, guard_name_of

OVER_ALL = "Failures"
CHILDREN = (
    100  # alarms that one composite alarm may name; their names then fit its 10,240 characters
)


def alarms(settings: Settings) -> Resources:
    """The alarms, from the single languages up."""
    single = {f"Failures{logical(tag)}": _language(settings, tag) for tag in settings.languages}
    groups = {
        f"FailuresGroup{number}": _group(settings, number, names, single)
        for number, names in enumerate(_batches(list(single)), 1)
    }
    if len(groups) == 1:
        (group,) = groups.values()
        group["Properties"]["AlarmName"] = guard_name(settings.environment)
        return {**single, OVER_ALL: group}
    return {**single, **groups, OVER_ALL: _over_all(settings, groups)}


def _batches(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[start : start + CHILDREN] for start in range(0, len(names), CHILDREN)]


def _language(settings: Settings, tag: str) -> Data:
    return resource(
        "CloudWatch::Alarm",
        {
            "AlarmName": guard_name_of(settings.environment, tag),
            "AlarmDescription": (
                # Without the limit: another one would be another text for each language.
                f"In {settings.name} too many of the answers for {tag} fail. "
                "A deployment on its way is taken back by AppConfig. What is live and what came "
                f"last: ./langroute status {settings.name}. To go back: "
                f"./langroute rollback {settings.name} --yes --reason TEXT"
            ),
            **acting(settings),
            **rate(settings, tag, "Failures"),
        },
    )


def _group(settings: Settings, number: int, names: Sequence[str], single: Resources) -> Data:
    return _composite(
        f"{guard_name(settings.environment)}-{number}",
        "A language of this group fails.",
        {name: single[name] for name in names},
    )


def _over_all(settings: Settings, groups: Resources) -> Data:
    return _composite(guard_name(settings.environment), "A language fails.", groups)


def _composite(name: str, about: str, children: Resources) -> Data:
    """An alarm that fires when any of its children does."""
    rule = " OR ".join(f'ALARM("{one["Properties"]["AlarmName"]}")' for one in children.values())
    return resource(
        "CloudWatch::CompositeAlarm",
        {
            "AlarmName": name,
            "AlarmDescription": about,
            "AlarmRule": rule,
            "ActionsEnabled": True,  # AppConfig looks away from an alarm whose actions are off
        },
        DependsOn=list(children),  # it may name only alarms that exist
    )
