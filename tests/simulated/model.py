"""Holds what goes in and out of the double against the service model inside botocore.

boto3 itself checks types, required members and minima of what it sends. The bounds that only the
service checks (maxima, patterns, enumerations, ASCII in headers) are checked here, and all that
the double answers.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from botocore.model import OperationModel, Shape
from botocore.validate import ParamValidator

# In AWS's own examples StartDeployment and StopDeployment answer 0.0, below the model's minimum.
ALLOWED = re.compile(r"(PercentageComplete|GrowthFactor), value: 0\.0, valid min value: 1\.0$")

# May come undeclared: from any operation of CloudWatch, and from any at all.
COMMON = {"ValidationError": 400, "ValidationException": 400, "AccessDeniedException": 403}


class Drift(AssertionError):
    """The double says something that the service cannot say."""


def out_of_bounds(model: OperationModel, parameters: dict[str, Any]) -> list[str]:
    """What the service holds against parameters that boto3 has sent."""
    return list(_bounds(model.input_shape, parameters, "")) if model.input_shape else []


def check_answer(model: OperationModel, answer: dict[str, Any]) -> None:
    """Raise ``Drift`` unless the operation can answer this."""
    shape = model.output_shape
    if shape is None:
        _stop(model, ["answers nothing"] if answer else [])
    else:
        _stop(model, [*_types(shape, answer), *_enumerations(shape, answer)])


def error_members(
    model: OperationModel, code: str, message: str, members: dict[str, object]
) -> tuple[int, dict[str, object]]:
    """The HTTP status and the members of an error that the operation declares, or all know."""
    if code in COMMON:
        return COMMON[code], {}
    for shape in model.error_shapes:
        error = shape.metadata["error"]
        if code == error.get("code", shape.name):
            told = next(name for name in shape.members if name.lower() == "message")
            every = {told: message, **members}
            _stop(model, _types(shape, every))
            return int(error["httpStatusCode"]), every
    raise Drift(f"{model.name} declares no {code}")


def _stop(model: OperationModel, faults: Iterable[str]) -> None:
    found = list(faults)
    if found:
        raise Drift(f"{model.name}: {'; '.join(found)}")


def _types(shape: Shape, value: object) -> Iterator[str]:
    report: str = ParamValidator().validate(value, shape).generate_report()
    yield from (line for line in report.splitlines() if not ALLOWED.search(line))


def _bounds(shape: Shape, value: Any, name: str) -> Iterator[str]:
    for inner, held, called in _inside(shape, value, name):
        yield from _bounds(inner, held, called)
    size = value if shape.type_name in ("integer", "long", "float", "double") else _length(value)
    most = shape.metadata.get("max")
    if most is not None and size is not None and size > most:
        yield f"{name} is {size}, at most {most}"
    if shape.type_name == "string":
        yield from _text(shape, value, name)


def _text(shape: Shape, value: str, name: str) -> Iterator[str]:
    pattern = shape.metadata.get("pattern")
    # Letters, blanks and digits as Java's expressions have them.
    if pattern and not re.fullmatch(pattern.replace(r"\p{L}\p{Z}\p{N}", r"\w\s"), value):
        yield f"{name} {value!r} does not match {pattern}"
    if shape.enum and value not in shape.enum:
        yield f"{name} {value!r} is not one of {', '.join(shape.enum)}"
    if shape.serialization.get("location") == "header" and not value.isascii():
        yield f"{name} {value!r} is not ASCII"


def _enumerations(shape: Shape, value: Any, name: str = "") -> Iterator[str]:
    for inner, held, called in _inside(shape, value, name):
        yield from _enumerations(inner, held, called)
    if shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield f"{name} {value!r} is not one of {', '.join(shape.enum)}"


def _inside(shape: Shape, value: Any, name: str) -> Iterator[tuple[Shape, Any, str]]:
    if shape.type_name == "structure":
        for key, held in value.items():
            if key in shape.members:
                yield shape.members[key], held, f"{name}.{key}".lstrip(".")
    elif shape.type_name == "list":
        yield from ((shape.member, held, f"{name}[{at}]") for at, held in enumerate(value))
    elif shape.type_name == "map":
        for key, held in value.items():
            yield shape.key, key, f"{name}: key"
            yield shape.value, held, f"{name}.{key}"


def _length(value: Any) -> int | None:
    return len(value) if isinstance(value, str | list | dict) else None
