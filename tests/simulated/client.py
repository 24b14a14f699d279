"""boto3's own clients with the double behind them instead of the network.

Requests are built, checked and refused by botocore as always, so are pages and waiters; at the
point where a request would be sent, the double answers.
"""

import os
from copy import deepcopy
from email.utils import format_datetime
from functools import cache
from io import BytesIO
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.model import OperationModel
from botocore.response import StreamingBody

from tests.simulated.appconfig import ControlPlane
from tests.simulated.aws import Aws, Refusal
from tests.simulated.cloudwatch import CloudWatch
from tests.simulated.data import DataPlane
from tests.simulated.model import check_answer, error_members, out_of_bounds
from tests.simulated.roles import Role, action_of, resources_of
from tests.simulated.sagemaker import SageMaker

SERVICES = {
    "appconfig": ControlPlane,
    "appconfigdata": DataPlane,
    "cloudwatch": CloudWatch,
    "sagemaker": SageMaker,
}
OUT_OF_BOUNDS = {
    "cloudwatch": "ValidationError",
    "sagemaker": "ValidationException",
}  # in AppConfig a BadRequestException
Answer = tuple[AWSResponse, dict[str, Any]]


def client(aws: Aws, service: str, role: Role | None = None) -> Any:
    """A boto3 client of one service of the double, as a role that may not do everything."""
    made = _session().create_client(
        service, region_name=aws.region, config=Config(ignore_configured_endpoint_urls=True)
    )
    door = Door(SERVICES[service](aws), aws, role)
    made.meta.events.register("before-parameter-build", door.keep)
    made.meta.events.register("before-call", door.answer)
    return made


@cache
def _session() -> Any:
    """A session that sees nothing of the caller's configuration; it keeps the models it loaded."""
    nowhere = (None, None, os.devnull, None)
    session = botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": nowhere,
            "credentials_file": nowhere,
        }
    )
    session.set_credentials("simulated", "simulated")
    return session


class Door:
    """Takes the place of the network for one client."""

    def __init__(self, service: object, aws: Aws, role: Role | None) -> None:
        self._service = service
        self._aws = aws
        self._role = role

    def keep(self, params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
        """Note the parameters, which the request holds in the form of the wire only."""
        context["simulated"] = dict(params)

    def answer(self, model: OperationModel, context: dict[str, Any], **_: object) -> Answer:
        operation = getattr(self._service, xform_name(model.name), None)
        if operation is None:
            raise NotImplementedError(f"the double has no {model.name}")
        try:
            self._deny(model, context["simulated"])
            _refuse(model, context["simulated"])
            given = deepcopy(operation(**context["simulated"])) or {}
        except Refusal as refusal:
            return _refused(model, refusal)
        check_answer(model, given)
        return _answered(model, given, format_datetime(self._aws.now, usegmt=True))

    def _deny(self, model: OperationModel, given: dict[str, Any]) -> None:
        if self._role is None:
            return
        action = action_of(model.service_model.service_name, model.name)
        resources = resources_of(self._aws, model.name, given)
        if not self._role.may(action, resources):
            who = f"arn:aws:sts::{self._role.account}:assumed-role/{self._role.name}/session"
            raise Refusal(
                "AccessDeniedException",
                f"User: {who} is not authorized to perform: {action} on resource: {resources[0]}",
            )


def _refuse(model: OperationModel, parameters: dict[str, Any]) -> None:
    faults = out_of_bounds(model, parameters)
    if faults:
        code = OUT_OF_BOUNDS.get(model.service_model.service_name, "BadRequestException")
        raise Refusal(code, "; ".join(faults))


def _answered(model: OperationModel, given: dict[str, Any], date: str) -> Answer:
    if model.has_streaming_output:
        payload = model.output_shape.serialization["payload"]
        content = given.get(payload, b"")
        given[payload] = StreamingBody(BytesIO(content), len(content))
    status = model.http.get("responseCode", 200)
    return _http(status), {**given, "ResponseMetadata": _metadata(status, date)}


def _refused(model: OperationModel, refusal: Refusal) -> Answer:
    message = str(refusal)
    status, members = error_members(model, refusal.code, message, refusal.members)
    error = {"Code": refusal.code, "Message": message}
    return _http(status), {**members, "Error": error, "ResponseMetadata": _metadata(status)}


def _http(status: int) -> AWSResponse:
    return AWSResponse("https://simulated", status, {}, None)


def _metadata(status: int, date: str = "") -> dict[str, Any]:
    headers = {"date": date} if date else {}
    return {"HTTPStatusCode": status, "HTTPHeaders": headers, "RetryAttempts": 0}
