"""Writes the conformance vectors, from the formulas and by hand, never from the router.

    python -m tests.vectors.generate

So the router and a reader in another language are held against the same third party.
"""

import json
from collections.abc import Callable
from pathlib import Path

from tests.vectors import bucket, document, lookup, relevance, route
from tests.vectors.formula import Json

FOLDER = Path(__file__).parent
VECTORS: dict[str, Callable[[], Json]] = {
    "lookup.json": lookup.vectors,
    "bucket.json": bucket.vectors,
    "relevance.json": relevance.vectors,
    "route.json": route.vectors,
    "document.json": document.vectors,
}


def render(value: object, indent: str = "") -> str:
    """JSON that reads and diffs well: what fits on a line is on one line, and nothing invisible."""
    flat = json.dumps(value)
    if len(indent + flat) <= 100 or not isinstance(value, (dict, list)):
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        members = [f"{json.dumps(name)}: {render(value[name], deeper)}" for name in value]
        return _bracketed("{", members, "}", indent)
    if all(isinstance(item, float) for item in value):
        rows = [", ".join(map(repr, value[at : at + 10])) for at in range(0, len(value), 10)]
        return _bracketed("[", rows, "]", indent)
    return _bracketed("[", [render(item, deeper) for item in value], "]", indent)


def _bracketed(opening: str, lines: list[str], closing: str, indent: str) -> str:
    inner = f",\n{indent}  ".join(lines)
    return f"{opening}\n{indent}  {inner}\n{indent}{closing}"


def main() -> None:
    """Write every vector file."""
    for name, vectors in VECTORS.items():
        (FOLDER / name).write_text(render(vectors()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
