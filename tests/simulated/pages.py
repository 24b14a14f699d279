"""Lists in pages, whose tokens stay right while something is added or deleted."""

from collections.abc import Iterable
from typing import Any

from tests.simulated.aws import Refusal

Item = tuple[int, dict[str, Any]]


def page(
    items: Iterable[Item],
    size: int,
    token: str | None,
    newest_first: bool = False,
    refused: str = "BadRequestException",
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """One page of items in the order of their numbers, and the NextToken if more follow."""
    rest = list(items)
    if token is not None:
        last = _last(token, refused)
        rest = [item for item in rest if (item[0] < last if newest_first else item[0] > last)]
    shown, more = rest[:size], rest[size:]
    following = {"NextToken": f"after-{shown[-1][0]}"} if more else {}
    return [item for _, item in shown], following


def _last(token: str, refused: str) -> int:
    """The number after which a page begins."""
    word, _, number = token.partition("-")
    if word != "after" or not number.isdecimal():
        raise Refusal(refused, f"The token {token!r} is not valid")
    return int(number)
