"""A stand-in for boto3's client, for what the embedded AWS cannot be made to do."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from langroute_repo.aws.answers import EMPTY, NEEDED, NO_CONTENT
from langroute_repo.aws.clients import AppConfig

Answer = Callable[..., dict[str, Any]]
# What no answer of AWS goes without, and a test need not be about.
ALWAYS: dict[str, dict[str, Any]] = {
    **{name: {keys[0]: ""} for name, keys in NEEDED.items() if not name.startswith("list_")},
    **{name: {"ResponseMetadata": {"HTTPStatusCode": NO_CONTENT}} for name in EMPTY},
}


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
            return {**ALWAYS.get(operation, {}), **answer(**arguments)}

        return ask


def appconfig(double: Double) -> AppConfig:
    """The door to AppConfig with the double on both of its sides."""
    return AppConfig(double, double)
