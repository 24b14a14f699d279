"""Small mistakes put into the functions of a module, one at a time: what vectors have to find."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
# What only words an error.
TOLD = {"__str__", "_joined", "shown", "below"}

Change = tuple[Callable[[], object], Callable[[], object]]


def mutants(module: ModuleType) -> Iterator[str]:
    """What the mistake is that the module has now; it is taken back before the next."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    used: set[str] = set()
    for scope, function in _functions(tree.body, vars(module)):
        used.update(function.__code__.co_names)
        right = function.__code__
        for node in _deciding(scope):
            for change, undo in _changes(node):
                was = ast.unparse(node)
                change()
                try:
                    function.__code__ = _code(scope, right)
                    yield f"{scope.name}: {_line(was)} -> {_line(ast.unparse(node))}"
                finally:
                    function.__code__ = right
                    undo()
    for name in sorted(used):
        rows = vars(module).get(name)
        if isinstance(rows, tuple) and isinstance(rows[0], tuple):
            for at, row in enumerate(rows):
                setattr(module, name, rows[:at] + rows[at + 1 :])
                try:
                    yield f"{name} without {row[0]}"
                finally:
                    setattr(module, name, rows)


def _functions(body: list[ast.stmt], held: Any) -> Iterator[tuple[ast.FunctionDef, FunctionType]]:
    """Each function and method with its source, but for those that need their class's cell."""
    for one in body:
        if isinstance(one, ast.ClassDef):
            yield from _functions(one.body, vars(held[one.name]))
        elif isinstance(one, ast.FunctionDef) and one.name not in TOLD:
            found = held[one.name]
            found = getattr(found, "fget", None) or getattr(found, "__func__", found)
            one.decorator_list = []
            if not found.__code__.co_freevars:
                yield one, found


def _code(scope: ast.FunctionDef, right: CodeType) -> CodeType:
    whole = compile(ast.fix_missing_locations(ast.Module([scope], [])), right.co_filename, "exec")
    return next(
        one for one in whole.co_consts if isinstance(one, CodeType) and one.co_name == scope.name
    )


def _deciding(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function but for annotations, texts, errors and functions within."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "args" if isinstance(node, ast.FunctionDef) else "", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _told(child):
                yield child
                yield from _deciding(child)


def _told(node: ast.AST) -> bool:
    error = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "refuse"
    return error or isinstance(node, (ast.JoinedStr, ast.FunctionDef, ast.Raise))


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for at, held in enumerate(node.ops):
            yield _item(node.ops, at, SWAPPED[type(held)]())
    elif isinstance(node, ast.BoolOp):
        yield _field(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for at in range(len(node.values)):
            rest = node.values[:at] + node.values[at + 1 :]
            yield _field(node, "values", rest if len(rest) > 1 else rest * 2)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield _field(node, "value", not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield _field(node, "value", node.value + 1)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        yield _field(node, "op", ast.Sub() if isinstance(node.op, ast.Add) else ast.Add())
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield _field(node, "test", ast.Constant(False))
        yield _field(node, "test", ast.Constant(True))
    elif isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Yield)):
        yield _field(node, "value", ast.Constant(None))


def _field(node: ast.AST, name: str, value: object) -> Change:
    held = getattr(node, name)
    return lambda: setattr(node, name, value), lambda: setattr(node, name, held)


def _item(items: list[ast.cmpop], at: int, value: ast.cmpop) -> Change:
    held = items[at]
    return lambda: items.__setitem__(at, value), lambda: items.__setitem__(at, held)


def _line(text: str) -> str:
    """Of a statement with a body its first line, which tells it."""
    return text.splitlines()[0]
