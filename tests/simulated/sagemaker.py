"""SageMaker's control plane, as far as an endpoint is made, looked at and deleted."""

from datetime import timedelta
from typing import Any

from tests.simulated.aws import Aws, Endpoint, Refusal

Answer = dict[str, Any]
CREATING, DELETING = timedelta(minutes=6), timedelta(minutes=1)


class SageMaker:
    """The operations of boto3's `sagemaker` client; ``fails`` says why making one does."""

    def __init__(self, aws: Aws) -> None:
        self.aws = aws

    def describe_endpoint(self, EndpointName: str) -> Answer:
        found = self._endpoint(EndpointName)
        return {
            "EndpointName": found.name,
            "EndpointArn": self._arn(found.name),
            "EndpointConfigName": found.configuration,
            "EndpointStatus": found.status,
            "CreationTime": found.made,
            "LastModifiedTime": self.aws.now,
            **({"FailureReason": found.reason} if found.status == "Failed" else {}),
        }

    def describe_endpoint_config(self, EndpointConfigName: str) -> Answer:
        if EndpointConfigName not in self.aws.endpoint_configs:
            raise _missing("endpoint configuration", EndpointConfigName)
        return {
            "EndpointConfigName": EndpointConfigName,
            "EndpointConfigArn": self.aws.arn(
                "sagemaker", f"endpoint-config/{EndpointConfigName.lower()}"
            ),
            "CreationTime": self.aws.now,
            **self.aws.endpoint_configs[EndpointConfigName],
        }

    def create_endpoint(
        self, EndpointName: str, EndpointConfigName: str, Tags: list[dict[str, str]] | None = None
    ) -> Answer:
        self._advance()
        if EndpointName in self.aws.endpoints:
            raise Refusal("ValidationException", "Cannot create already existing endpoint")
        if EndpointConfigName not in self.aws.endpoint_configs:
            raise _missing("endpoint configuration", EndpointConfigName)
        fails = self.aws.endpoint_fails
        self.aws.endpoints[EndpointName] = Endpoint(
            EndpointName,
            EndpointConfigName,
            "Creating",
            "Failed" if fails else "InService",
            self.aws.now + CREATING,
            fails,
            self.aws.now,
            list(Tags or []),
        )
        return {"EndpointArn": self._arn(EndpointName)}

    def delete_endpoint(self, EndpointName: str) -> None:
        found = self._endpoint(EndpointName)
        if found.status == "Deleting" or (
            found.status == "Creating" and not self.aws.deletes_while_creating
        ):
            raise Refusal("ValidationException", "Cannot update in-progress endpoint")
        found.status, found.then, found.at = "Deleting", "", self.aws.now + DELETING

    def list_tags(self, ResourceArn: str) -> Answer:
        for one in self.aws.endpoints.values():
            if self._arn(one.name) == ResourceArn:
                return {"Tags": one.tags}
        raise _missing("endpoint", ResourceArn)

    def _endpoint(self, name: str) -> Endpoint:
        self._advance()
        if name not in self.aws.endpoints:
            raise _missing("endpoint", self._arn(name))
        return self.aws.endpoints[name]

    def _advance(self) -> None:
        for one in list(self.aws.endpoints.values()):
            if one.at is not None and one.at <= self.aws.now:
                one.at, one.status = None, one.then
                if not one.status:
                    del self.aws.endpoints[one.name]

    def _arn(self, name: str) -> str:
        return self.aws.arn("sagemaker", f"endpoint/{name.lower()}")


def _missing(kind: str, which: str) -> Refusal:
    """[I] SageMaker has no error of its own for what does not exist."""
    return Refusal("ValidationException", f'Could not find {kind} "{which}".')
