"""Reads the JSON that another command left behind; another job may have written it."""

from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from scripts.terminal.failure import Failure

Shape = TypeVar("Shape", bound=BaseModel)


class HandedOver(NamedTuple):
    """What is expected of such a file: the option that names it, and what people call it.

    ``largest`` is in bytes; ``cure`` is what to do without a file that fits ``schema``.
    """

    option: str
    about: str
    schema: str
    cure: str
    largest: int

    def read(self, path: Path, shape: type[Shape]) -> Shape:
        """The file in its shape, of which nothing is taken on trust; a Failure says what it is."""
        try:
            with path.open("rb") as file:
                raw = file.read(self.largest + 1)
            if len(raw) > self.largest:
                raise ValueError(f"it is larger than {self.largest // 1024} KB")
            return shape.model_validate_json(raw, strict=True)
        except OSError as error:
            raise Failure(f"{self.option} {path} cannot be read: {error.strerror}") from error
        except ValueError as error:  # pydantic's own is one
            first = str(error).splitlines()[0]
            raise Failure(
                f"{self.option} {path} is no {self.about}: {first}",
                f"it does not fit {self.schema}; {self.cure}",
            ) from error
