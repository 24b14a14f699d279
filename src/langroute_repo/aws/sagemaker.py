"""The door to SageMaker's control plane: which endpoints there are, and making and deleting one."""

import time
from typing import Any

from langroute_repo.aws.clients import ATTEMPTS, Keys, opened, session
from langroute_repo.aws.errors import Declined, Garbled, Missing, ask

PAUSES = (0.5, 2.0, 8.0)  # seconds before what is not AWS's answer is asked again
NOT_FOUND = "Could not find"  # it has no error of its own for that, only a ValidationException


class Endpoints:
    """SageMaker in one region."""

    def __init__(self, control: Any, acting: Any = None) -> None:
        self._control = control
        self._acting = acting or control

    def call(self, operation: str, **arguments: object) -> dict[str, Any]:
        """One call that changes nothing; ``Missing`` where there is no such thing."""
        for pause in PAUSES:
            try:
                return _told(self._control, operation, arguments)
            except Garbled:
                time.sleep(pause)
        return _told(self._control, operation, arguments)

    def act(self, operation: str, **arguments: object) -> dict[str, Any]:
        """One call that changes something, tried exactly once."""
        return _told(self._acting, operation, arguments)


def _told(client: Any, operation: str, arguments: dict[str, object]) -> dict[str, Any]:
    try:
        return ask(client, operation, arguments)
    except Declined as error:
        if NOT_FOUND in error.message:
            raise Missing(error.message) from error
        raise


def connect_endpoints(region: str, keys: Keys) -> Endpoints:
    held = session(region, keys)
    return Endpoints(
        opened(held, "sagemaker", region, ATTEMPTS), opened(held, "sagemaker", region, 1)
    )
