"""A stand-in for boto3's client, for what the embedded AWS cannot be made to do."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from langroute_repo.aws.clients import AppConfig

Answer = Callable[..., dict[str, Any]]


class Double:
    """A client that answers each operation with a function of ours, and notes what it was asked."""

    meta = SimpleNamespace(endpoint_url="https://appconfig.test")

    def __init__(self, **operations: Answer) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self._operations = operations

    def __getattr__(self, operation: str) -> Answer:
        answer = self._operations[operation]

        def ask(**arguments: Any) -> dict[str, Any]:
            self.asked.append((operation, arguments))
            return answer(**arguments)

        return ask


def appconfig(double: Double) -> AppConfig:
    """The door to AppConfig with the double on both of its sides."""
    return AppConfig(double, double)
