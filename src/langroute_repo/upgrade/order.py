"""What the version that is here tells the one that is to come: one file, and nothing else.

The old version is the one thing about an upgrade that cannot be mended any more when the new one
is written. So it only fetches, looks whether it may, lays the new version's files into a folder of
their own and runs there

    ./langroute upgrade --carry FILE

which does all the rest, speaks to the person by itself, and whose exit code becomes that of the
upgrade. FILE is this order as JSON. What holds between any two versions:

- A key of a protocol is never taken away and never means something else.
- A key that is new has a default, so that an order without it is as good; one that is not known
  is passed over. Only what cannot be passed over raises ``protocol``.
- A version carries out every protocol that there ever was, and refuses those to come.
- Of the old version nothing is used but what is published: `check --format json`, `compile ENV`.
"""

import json
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

PROTOCOL: Final = 1


class UnknownOrder(Exception):
    """An order that this version cannot carry out; the message is for people."""


class Order(BaseModel):
    """What is to be carried from which commit of the tool's to which, and into what.

    All commits are in the repository at ``root``; their refs are the asker's to keep or delete.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    protocol: Literal[1]
    root: str = Field(description="The company's checkout; what it holds is `head`.")
    head: str = Field(description="The company's commit that the new one follows.")
    old: str = Field(description="The tool's commit whose files the company has.")
    new: str = Field(description="The tool's commit whose files it is to have.")
    old_version: str
    version: str
    origin: str = Field(description="Where the tool's versions come from, to be written down.")
    branch: str = Field(description="To be made, with one commit.")
    companys: Annotated[list[str], Field(min_length=1)] = Field(
        description="What the old version calls the company's: also not to be touched."
    )
    again: str = Field(
        default="./langroute upgrade",
        description="The command, to be printed with what it lacks.",
    )
    merge: list[str] = Field(default=[], description="Changed here, and to have both changes.")
    keep: list[str] = Field(default=[], description="Changed here, and to stay so.")
    overwrite: list[str] = Field(
        default=[], description="Changed here, and to be as in the new version."
    )


def order(raw: bytes) -> Order:
    """Read one; ``UnknownOrder`` when an older or a newer version would have to be asked."""
    try:
        held = json.loads(raw)
        asked = held.get("protocol") if isinstance(held, dict) else None
        if isinstance(asked, int) and asked > PROTOCOL:
            raise UnknownOrder(
                f"it asks in protocol {asked}, and this version knows {PROTOCOL} and older ones"
            )
        return Order.model_validate(held)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise UnknownOrder(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except ValueError as error:
        raise UnknownOrder(f"it is no JSON: {error}") from error
