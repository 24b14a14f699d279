"""Listens in the local AWS to the topic of an environment's stack, as whoever is on call does."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import wrap
from typing import Any

from langroute_repo.tree.aws_names import partition
from langroute_repo.tree.files.environment import OWN, EnvironmentFile
from scripts.tour.local_aws import LocalAws

SECONDS = 5  # that a notice is waited for


@contextmanager
def subscribed(
    aws: LocalAws, environment: EnvironmentFile, account: str
) -> Iterator[Callable[[], list[str]]]:
    """Within it, somebody listens to the topic of an environment's stack; gives what came, once.

    Nothing where the stack makes no topic.
    """
    notify, region = environment.notify, environment.region
    if notify is None or notify.topic != OWN:
        yield list
        return
    queues = aws.client("sqs", region)
    url = queues.create_queue(QueueName="on-call")["QueueUrl"]
    asked = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    begin = f"arn:{partition(region)}:sns:{region}:{account}"
    aws.client("sns", region).subscribe(
        TopicArn=f"{begin}:{environment.stack}-notices",
        Protocol="sqs",
        Endpoint=asked["Attributes"]["QueueArn"],
    )
    try:
        yield lambda: _lines(queues, url)
    finally:
        queues.delete_queue(QueueUrl=url)


def _lines(queues: Any, url: str) -> list[str]:
    found = queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=SECONDS)
    notices = [json.loads(json.loads(one["Body"])["Message"]) for one in found.get("Messages", ())]
    return [line for one in notices for line in _told(one)]


def _told(notice: dict[str, str]) -> Iterator[str]:
    yield f"{notice['AlarmName']}: {notice['NewStateValue']}, {notice['NewStateReason']}"
    yield from wrap(notice["AlarmDescription"], 96, initial_indent="  ", subsequent_indent="  ")
