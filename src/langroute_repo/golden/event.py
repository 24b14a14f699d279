"""An event of a golden file as a backend has it: plain values, and what of it is sent."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from langroute_repo.tree.files.golden import Fields

MOST_EXACT = 2**53  # beyond it a float is no less exact


def plain(fields: Fields) -> dict[str, Any]:
    """The event with numbers as JSON has them."""
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        whole = abs(value) < MOST_EXACT and value == value.to_integral_value()
        return int(value) if whole else float(value)
    return value


def size(fields: Fields) -> int:
    """Its bytes as JSON."""
    return len(json.dumps(plain(fields), ensure_ascii=False).encode())


def sent(event: Mapping[str, Any], fields: Iterable[str]) -> str:
    """What is sent of it, for telling two events apart that look the same to a model."""
    chosen = {name: event[name] for name in fields if event.get(name) is not None}
    return json.dumps(chosen, ensure_ascii=False, sort_keys=True)
