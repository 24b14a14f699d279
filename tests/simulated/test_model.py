"""The double cannot say what the service model does not know."""

from typing import Any

import botocore.session
import pytest

from tests.simulated.account import account
from tests.simulated.model import Drift, check_answer, error_members

MODEL = botocore.session.Session().get_service_model("appconfig")

ANSWERS: list[tuple[str, dict[str, Any], str]] = [
    ("GetApplication", {"Id": 1}, "Invalid type for parameter Id"),
    ("GetApplication", {"Identity": "a"}, "Unknown parameter in input"),
    ("GetDeployment", {"State": "DONE"}, "State 'DONE' is not one of BAKING"),
    ("GetDeployment", {"EventLog": [{"EventType": "DONE"}]}, "EventType 'DONE' is not one of"),
    ("ValidateConfiguration", {"Valid": True}, "answers nothing"),
]


@pytest.mark.parametrize(("operation", "answer", "fault"), ANSWERS)
def test_an_answer_that_no_service_gives(
    operation: str, answer: dict[str, Any], fault: str
) -> None:
    with pytest.raises(Drift, match=fault):
        check_answer(MODEL.operation_model(operation), answer)


def test_zero_percent_is_below_the_model_and_in_the_documentation() -> None:
    check_answer(MODEL.operation_model("GetDeployment"), {"PercentageComplete": 0.0})


def test_an_error_that_the_operation_does_not_declare() -> None:
    with pytest.raises(Drift, match="StopDeployment declares no ConflictException"):
        error_members(MODEL.operation_model("StopDeployment"), "ConflictException", "", {})


def test_an_operation_that_the_double_lacks() -> None:
    with pytest.raises(NotImplementedError, match="the double has no ListExtensions"):
        account().control.list_extensions()
