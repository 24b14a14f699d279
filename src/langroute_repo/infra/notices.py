"""Who is told: the topic, AppConfig's own notices of deployments, and alarms that guard no rollout.

Only failures take a rollout back. The other alarms tell: a language's silence shows after hours,
when the bake is over; scores and shares are held against the promise by the push itself, of each
language, where one alarm over all would take a change of one back for another; and events that
find no route or cannot be sent, or records that are lost, are not a document's doing. An event that
cannot be prepared fails its language as well: that alarm says so by name, and after a minute.
"""

from langroute_repo.appconfig.metrics import NAMESPACE
from langroute_repo.infra.names import logical
from langroute_repo.infra.rate import rate
from langroute_repo.infra.resources import OURS, Data, Resources, here, ref, resource
from langroute_repo.infra.settings import Settings
from langroute_repo.tree.files.environment import OWN, Notify

# AWS's own, which calls no function: start, complete and rolled back, as JSON. It takes no role:
# the topic's policy has to let AppConfig publish.
EXTENSION = "AWS.AppConfig.DeploymentNotificationsToSns"
ANSWERER = 'SCHEMA("Langroute", Environment, Language, Model, Role)'  # as readers write them
REASON = 'SCHEMA("Langroute", Environment, Reason)'
MINUTE, MINUTES, HOUR = 60, 300, 3600  # seconds: a minute, five of them, and an hour


def acting(settings: Settings) -> Data:
    """What an alarm does when it fires and when it ends; nothing where nobody is to be told."""
    notify = settings.environment.notify
    if notify is None:
        return {}
    return {"AlarmActions": [_topic(notify)], "OKActions": [_topic(notify)]}


def _topic(notify: Notify) -> str | Data:
    return ref("Notices") if notify.topic == OWN else notify.topic  # a topic's Ref is its ARN


def notices(settings: Settings) -> Resources:
    """All of it, for an environment that has `notify`."""
    notify = settings.environment.notify
    if notify is None:
        return {}
    return {
        **(_own(settings) if notify.topic == OWN else {}),
        "DeploymentNotices": resource(
            "AppConfig::ExtensionAssociation",
            {
                "ExtensionIdentifier": EXTENSION,
                "ResourceIdentifier": here(
                    "appconfig", "application/${Application}/environment/${Environment}"
                ),
                "Parameters": {"topicArn": _topic(notify)},
            },
            **({"DependsOn": ["NoticesPolicy"]} if notify.topic == OWN else {}),
        ),
        **_unprepared(settings),
        **{f"CallerFaults{logical(tag)}": _callers(settings, tag) for tag in settings.languages},
        **_scores(settings),
        **_lost(settings),
        **(_unrouted(settings, notify.unrouted) if notify.unrouted is not None else {}),
        **(_silences(settings, notify.silence) if notify.silence is not None else {}),
    }


def _own(settings: Settings) -> Resources:
    """A topic, and who may publish to it.

    Not encrypted with AWS's own key: that one's policy is AWS's, and lets no alarm publish.
    """
    publish = [
        _publishing("Alarms", "cloudwatch.amazonaws.com", OURS),
        # Whether AppConfig names the account is unproven, as with the monitor's role.
        _publishing(
            "Deployments",
            "appconfig.amazonaws.com",
            OURS if settings.infra.source_account is not False else None,
        ),
    ]
    return {
        "Notices": resource("SNS::Topic", {"TopicName": f"{settings.stack}-notices"}),
        "NoticesPolicy": resource(
            "SNS::TopicPolicy",
            {
                "Topics": [ref("Notices")],
                "PolicyDocument": {"Version": "2012-10-17", "Statement": publish},
            },
        ),
    }


def _publishing(sid: str, service: str, condition: Data | None) -> Data:
    told: Data = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sns:Publish",
        "Resource": ref("Notices"),
    }
    return told | ({"Condition": condition} if condition else {})


def _silences(settings: Settings, hours: int) -> Resources:
    return {f"Silent{logical(tag)}": _silence(settings, tag, hours) for tag in settings.languages}


def _silence(settings: Settings, tag: str, hours: int) -> Data:
    name = settings.name
    return resource(
        "CloudWatch::Alarm",
        {
            "AlarmName": f"{settings.stack}-silent-{tag}",
            "AlarmDescription": (
                f"In {name} nothing was asked in {tag} for {hours} h: its events come no more, or "
                "no reader tells. Look at the source, and at the readers' health; "
                f"./langroute status {name} says what is live. Nothing is taken back by this"
            ),
            **acting(settings),
            "Namespace": NAMESPACE,
            "MetricName": "Requests",
            "Dimensions": [
                {"Name": "Environment", "Value": name},
                {"Name": "Language", "Value": tag},
            ],
            "Statistic": "Sum",
            "Period": HOUR,
            "EvaluationPeriods": hours,
            "DatapointsToAlarm": hours,
            "ComparisonOperator": "LessThanThreshold",
            "Threshold": 1,
            "TreatMissingData": "breaching",  # nothing was written, for nothing was asked
        },
    )


def _callers(settings: Settings, tag: str) -> Data:
    """Whose limits are those of the language's failures: as many events get no answer by either."""
    return resource(
        "CloudWatch::Alarm",
        {
            "AlarmName": f"{settings.stack}-caller-faults-{tag}",
            "AlarmDescription": (
                f"In {settings.name} too many events in {tag} cannot be sent to a model that was "
                "sent such events before: they lack a field, or hold what JSON has not. Records "
                "with status 480 and 481 say what; look at the source, and at what hands events "
                "over. Nothing is taken back by this"
            ),
            **acting(settings),
            **rate(settings, tag, "CallerFaults"),
        },
    )


def _unprepared(settings: Settings) -> Resources:
    name = settings.name
    about = (
        f"In {name} events cannot be prepared for their model, as when a store of vectors is down "
        "or empty. Metric PreparationFailures by Language, Model and Role says which, and the "
        "records with status 580 and 584 why. By this alone nothing is taken back"
    )
    query = f"SUM(PreparationFailures) FROM {ANSWERER}"
    metric = "PreparationFailures"
    return {metric: _query(settings, metric, query, about, period=MINUTE)}


def _scores(settings: Settings) -> Resources:
    name = settings.name
    canary = "is it a canary, ./langroute set TAG canary none by pull request; was it the last push"
    go_back = f"./langroute rollback {name} --yes --reason TEXT"
    return {
        metric: _query(
            settings,
            metric,
            f"MAX({metric}) FROM {ANSWERER}",
            f"In {name} {what}. Metric {metric} by Language, Model and Role says which: {canary}, "
            f"{go_back}. Nothing is taken back by this",
        )
        for metric, what in (
            ("ConstantScores", "a model gives all events of a language one score"),
            ("PassShareOff", "another share of a language's events passes than was reviewed"),
        )
    }


def _lost(settings: Settings) -> Resources:
    about = (
        f"In {settings.name} records of answers were lost, so evidence made of the log lacks them. "
        "Metric LostRecords by Reason says why: full, closed, invalid, recorder, unwritten, or the "
        "name of the output"
    )
    return {
        "LostRecords": _query(settings, "LostRecords", f"SUM(LostRecords) FROM {REASON}", about)
    }


def _unrouted(settings: Settings, most: int) -> Resources:
    name = settings.name
    about = (
        f"In {name} more than {most} events of an hour found no route. Metric UnroutedEvents by "
        "Reason says why: unknown-language is one that no file of config/languages is for"
    )
    query = f"SUM(UnroutedEvents) FROM {REASON}"
    return {"UnroutedEvents": _query(settings, "UnroutedEvents", query, about, most, HOUR)}


def _query(
    settings: Settings, metric: str, query: str, about: str, above: int = 0, period: int = MINUTES
) -> Data:
    """An alarm over all languages: which there are is not asked, so no change of a route moves it.

    It is a query of Metrics Insights that gives one series.
    """
    words = f"SELECT {query} WHERE Environment = '{settings.name}'"
    data = {"Id": "found", "Expression": words, "Period": period, "ReturnData": True}
    return resource(
        "CloudWatch::Alarm",
        {
            "AlarmName": f"{settings.stack}-{_kebab(metric)}",
            "AlarmDescription": about,
            **acting(settings),
            "Metrics": [data | {"Label": metric}],
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": above,
            "TreatMissingData": "notBreaching",
        },
    )


def _kebab(metric: str) -> str:
    return "".join(f"-{one.lower()}" if one.isupper() else one for one in metric).lstrip("-")
