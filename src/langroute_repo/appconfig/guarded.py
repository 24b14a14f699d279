"""Whether what guards an environment is what its stack makes: a guard that is off is none.

Somebody may have taken the monitor away in the console, or switched the alarm's actions off for a
night. CloudFormation sees neither, for its template is the same, so the cures are calls of AWS.
"""

import re
from collections.abc import Iterable, Sequence

from langroute_repo.appconfig.alarms import Alarm, described
from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.aws.clients import CloudWatch
from langroute_repo.aws.errors import Refused
from langroute_repo.tree.aws_names import guard_name, guard_name_of, partition
from langroute_repo.tree.files.environment import EnvironmentFile, Infra


def refuse_switched_off(
    environment: EnvironmentFile, place: EnvironmentIds, alarms: Sequence[Alarm]
) -> None:
    """Raise where nothing would take a bad change back although the files say that something does.

    Without infra they do not say so, and only an alarm that is monitored can be off.
    """
    name, wanted = environment.environment, guard_name(environment)
    if environment.infra and wanted not in [one.name for one in alarms]:
        raise Refused(
            f"{name} does not monitor {wanted}, so nothing would take a bad change back",
            f"monitor it again: {_monitoring(environment, environment.infra, place)}",
        )
    for alarm in alarms:
        if not alarm.acts:
            raise Refused(
                str(alarm),
                "switch them on again: aws cloudwatch enable-alarm-actions "
                f"--region {environment.region} --alarm-names {alarm.name}",
            )


def _monitoring(environment: EnvironmentFile, infra: Infra, place: EnvironmentIds) -> str:
    """The call that makes the monitor again as the stack has made it."""
    begin, stack = f"arn:{partition(environment.region)}", environment.stack
    alarm = f"{begin}:cloudwatch:{environment.region}:{infra.account}:alarm:{stack}-failures"
    role = f"{begin}:iam::{infra.account}:role/{stack}-monitor"
    return (
        f"aws appconfig update-environment --region {environment.region} "
        f"--application-id {place.application} --environment-id {place.environment} "
        f"--monitors AlarmArn={alarm},AlarmRoleArn={role}"
    )


def unwatched(
    cloudwatch: CloudWatch,
    environment: EnvironmentFile,
    alarms: Sequence[Alarm],
    languages: Iterable[str],
) -> list[str]:
    """The languages that no alarm behind the monitored one is for; none without a stack."""
    guard = guard_name(environment)
    reached = [child for one in alarms if one.name == guard for child in one.children]
    groups = [one for one in reached if re.fullmatch(rf"{re.escape(guard)}-\d+", one)]
    if groups:
        reached += [child for one in described(cloudwatch, groups) for child in one.children]
    if environment.infra is None:
        return []
    return [tag for tag in languages if guard_name_of(environment, tag) not in reached]
