"""The words of a template as plain data: resources by their logical ids, references, statements."""

from collections.abc import Mapping, Sequence
from typing import Any

Data = dict[str, Any]
Resources = dict[str, Data]

ALL = "*"
UNTAGGED = frozenset({"Lambda::Permission", "SNS::TopicPolicy"})
ACCOUNT = {"Ref": "AWS::AccountId"}
OURS = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}  # what asks is of this account


def resource(kind: str, properties: Data, **attributes: object) -> Data:
    """A resource; attributes are those beside its properties, such as DependsOn."""
    return {"Type": f"AWS::{kind}", **attributes, "Properties": properties}


def kept(kind: str, properties: Data, **attributes: object) -> Data:
    """A resource that outlives its stack, for it holds what readers get.

    Not when the operation that creates it fails: the next one would find its name taken.
    """
    policies = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
    return resource(kind, properties, **policies, **attributes)


def listed(tags: Mapping[str, str]) -> list[Data]:
    """Tags as CloudFormation takes them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def tagged(resources: Resources, tags: Mapping[str, str]) -> Resources:
    """The same with tags on each, but on those that can have none."""
    for one in resources.values():
        if one["Type"].removeprefix("AWS::") not in UNTAGGED:
            one["Properties"]["Tags"] = listed(tags)
    return resources


def ref(name: str) -> Data:
    return {"Ref": name}


def attribute(name: str, which: str) -> Data:
    return {"Fn::GetAtt": [name, which]}


def arn(rest: str, variables: Mapping[str, object] | None = None) -> Data:
    """An ARN of this partition: ``rest`` begins with the service."""
    text = "arn:${AWS::Partition}:" + rest
    return {"Fn::Sub": [text, variables] if variables else text}


def here(service: str, path: str, variables: Mapping[str, object] | None = None) -> Data:
    """An ARN of this account and region."""
    return arn(f"{service}:${{AWS::Region}}:${{AWS::AccountId}}:{path}", variables)


def allow(
    sid: str, actions: Sequence[str], resources: object, condition: Data | None = None
) -> Data:
    return _statement("Allow", sid, actions, resources, condition)


def deny(sid: str, actions: Sequence[str]) -> Data:
    """Deny on everything, whatever another policy allows."""
    return _statement("Deny", sid, actions, ALL, None)


def _statement(
    effect: str, sid: str, actions: Sequence[str], resources: object, condition: Data | None
) -> Data:
    told = {"Sid": sid, "Effect": effect, "Action": list(actions), "Resource": resources}
    return told | ({"Condition": condition} if condition else {})


def trust(principal: Data, action: str, condition: Data | None = None) -> Data:
    """Who may take a role."""
    told = {"Sid": "Trust", "Effect": "Allow", "Principal": principal, "Action": action}
    return _policy([told | ({"Condition": condition} if condition else {})])


def role(
    name: str, about: str, trusted: Data, statements: Sequence[Data], **properties: object
) -> Data:
    """A role with one policy of its own; who made the stack may make it (CAPABILITY_NAMED_IAM)."""
    policy = {"PolicyName": "langroute", "PolicyDocument": _policy(statements)}
    return resource(
        "IAM::Role",
        {
            "RoleName": name,
            "Description": about,
            "AssumeRolePolicyDocument": trusted,
            "Policies": [policy],
            **properties,
        },
    )


def _policy(statements: Sequence[Data]) -> Data:
    return {"Version": "2012-10-17", "Statement": list(statements)}
