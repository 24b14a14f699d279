"""What a module of this repository imports, read from its text: also what only one branch needs."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.setup.checkout import REPOSITORY

OURS = {"langroute": "src", "langroute_repo": "src", "validators": "", "scripts": "", "tests": ""}


def third_party(module: str) -> set[str]:
    """The packages of others that a module of ours and all modules below it import."""
    seen: set[str] = set()
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in seen or (path := _path(name)) is None:
            continue
        seen.add(name)
        for imported in _imported(path):
            top = imported.partition(".")[0]
            if top in OURS:
                parts = imported.split(".")
                waiting += [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
            elif top not in sys.stdlib_module_names:
                found.add(top)
    return found


def _path(module: str) -> Path | None:
    """Its file; None for what is no module, such as a function that is imported from one."""
    place = REPOSITORY.joinpath(OURS[module.partition(".")[0]], *module.split("."))
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return next((one for one in candidates if one.is_file()), None)


@cache
def _imported(path: Path) -> tuple[str, ...]:
    return tuple(_names(ast.parse(path.read_text("utf-8"))))


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "a relative import would be missed here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
