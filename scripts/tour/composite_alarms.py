"""Teaches MiniStack's CloudFormation composite alarms, which its CloudWatch has and it does not."""

from typing import Any

KIND = "AWS::CloudWatch::CompositeAlarm"
Made = tuple[str, dict[str, str]]  # physical id and attributes


def teach() -> None:
    """To be called in MiniStack's own process, before it answers."""
    from ministack.services.cloudformation import provisioners  # type: ignore[import-untyped]

    provisioners._RESOURCE_HANDLERS[KIND] = {
        "create": _create,
        "update": _update,
        "delete": _delete,
    }


def _create(_logical: str, properties: dict[str, Any], _stack: str) -> Made:
    from ministack.services import cloudwatch  # type: ignore[import-untyped]

    status, _, body = cloudwatch._put_composite_alarm({}, properties, False, is_json=True)
    if status >= 400:
        raise ValueError(body.decode())
    name = properties["AlarmName"]
    return name, {"Arn": cloudwatch._composite_alarms[name]["AlarmArn"]}


def _update(_id: str, _old: dict[str, Any], new: dict[str, Any], stack: str) -> Made:
    return _create("", new, stack)


def _delete(name: str, _properties: dict[str, Any]) -> None:
    from ministack.services import cloudwatch

    cloudwatch._delete_alarms({}, {"AlarmNames": [name]}, False, is_json=True)
