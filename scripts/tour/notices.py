"""Teaches MiniStack's CloudFormation what it lacks of who is told.

AppConfig's own notices are only taken note of: MiniStack's AppConfig publishes none. An alarm on a
query is kept as one on its metric, which nothing here writes, so that it stays as it is.
"""

from typing import Any
from uuid import uuid4

KIND = "AWS::AppConfig::ExtensionAssociation"


def teach() -> None:
    """To be called in MiniStack's own process, before it answers."""
    from ministack.services.cloudformation import provisioners  # type: ignore[import-untyped]

    made = {"create": _associate, "update": _associate_anew, "delete": lambda *_: None}
    provisioners._RESOURCE_HANDLERS[KIND] = made
    as_it_is = provisioners._cw_metric_alarm_record

    def record(name: str, properties: dict[str, Any]) -> Any:
        query, *_ = properties.get("Metrics") or [None]
        if query is None:
            return as_it_is(name, properties)
        rest = {key: one for key, one in properties.items() if key != "Metrics"}
        metric = {"Namespace": "Query", "MetricName": query["Label"], "Period": query["Period"]}
        return as_it_is(name, rest | metric)

    provisioners._cw_metric_alarm_record = record


def _associate(*_: object) -> tuple[str, dict[str, str]]:
    return uuid4().hex[:7], {}


def _associate_anew(id_: str, *_: object) -> tuple[str, dict[str, str]]:
    return id_, {}
