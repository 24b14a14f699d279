"""Tells what a model refuses in words of the file: pydantic's errors as places and cures."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from langroute_repo.strict_yaml.characters import lookalike
from langroute_repo.strict_yaml.plain import comma_words
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.tree import ShapeFault
from langroute_repo.wording import nearest

KINDS = {
    "list_type": ("a list", "write it as [one, two] or with a dash on each line"),
    "model_type": ("a mapping of keys to values", ""),  # the hint names the keys
    "model_attributes_type": ("a mapping of keys to values", ""),
    "dict_type": ("a mapping of keys to values", "write its keys below it, indented"),
    "string_type": ("text", "put it in quotes if it is meant as text"),
    "bool_type": ("true or false", "write true or false"),
    "int_type": ("a whole number", "write it without a fraction and without quotes"),
}
WITH_KEYS = ("model_type", "model_attributes_type")


def shape_faults(error: ValidationError, model: type[BaseModel], data: object) -> list[ShapeFault]:
    """Every fault of one file, at its path into ``data``."""
    located = [(one, _path(one["loc"], data)) for one in error.errors(include_url=False)]
    # A key that is misspelt is missing as well: that is one fault.
    meant = {
        (*path[:-1], _nearest(path, data, model))
        for one, path in located
        if one["type"] == "extra_forbidden"
    }
    return [
        _fault(one, path, model, data)
        for one, path in located
        if one["type"] != "missing" or path not in meant
    ]


def _path(location: tuple[str | int, ...], data: object) -> Keys:
    """The location without the names of union members, which are not in the file."""
    path: list[str | int] = []
    for step in location[:-1]:
        inside = _step(data, step)
        if inside is not None:
            path.append(step)
            data = inside
    last = location[-1:]
    if last and not (isinstance(data, list) and isinstance(last[0], str)):
        path.extend(last)
    return tuple(path)


def _step(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def _fault(detail: ErrorDetails, path: Keys, model: type[BaseModel], data: object) -> ShapeFault:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(path, data, model)
    if kind == "missing":
        return _missing(path[:-1], str(path[-1]))
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return _union(path, context)
    message, hint = _words(kind, value, context, detail["msg"])
    alike = lookalike(value) if isinstance(value, str) else None
    if kind in WITH_KEYS and alike:
        hint = f"it holds {alike[1]}: write {alike[2]}"
    elif kind in WITH_KEYS:
        hint = f"write its keys below it, indented: {', '.join(_allowed(model, path, data))}"
    return ShapeFault(path, message, hint, shown(value))


def _missing(path: Keys, key: str) -> ShapeFault:
    return ShapeFault(path, f'"{key}" is missing', f'add "{key}:"', key, key=True)


def _words(kind: str, value: object, context: dict[str, Any], fallback: str) -> tuple[str, str]:
    if kind in ("text", "number"):
        return f"{shown(value)}: expected {context['expected']}", _unit_hint(value, context)
    if kind in KINDS:
        expected, hint = KINDS[kind]
        return f"{shown(value)}: expected {expected}", hint
    if kind == "literal_error" and context["expected"] == "'any'":
        return f"{shown(value)}: expected any or a list of languages", "for example [de, en]"
    if kind == "literal_error":
        return f"{shown(value)}: expected {context['expected']}", "write one of these"
    if kind == "too_short":
        return "the list is empty", "name at least one"
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        word = "at least" if kind == "greater_than_equal" else "at most"
        return f"{shown(value)}: expected {word} {limit}", f"write a number {word} {limit}"
    if kind in ("string_too_short", "string_too_long"):
        limit = context.get("min_length", context.get("max_length"))
        return f"{shown(value)}: expected {fallback[13:]}", f"the limit is {limit} characters"
    return f"{shown(value)}: {fallback[:1].lower()}{fallback[1:]}", "see the schema of this file"


def _unit_hint(value: object, context: dict[str, Any]) -> str:
    example: str = context["example"]
    number = not isinstance(value, bool | str | dict | list)
    if number and example.endswith("%"):
        share = f"{float(value) * 100:g}% or {value}%" if 0 < float(value) <= 1 else f"{value}%"  # type: ignore[arg-type]
        return f"a share is written with its unit: {share}"
    if number and example.endswith(("/s", "m", "d")):
        return f"write the unit, for example {example}"
    if isinstance(value, str) and (words := comma_words(value)):
        return words[1]
    if isinstance(value, str) and (alike := lookalike(value)):
        return f"it holds {alike[1]}: write {alike[2]}"
    if isinstance(value, str) and example == "0.342":
        return "write it without quotes, for example 0.342"
    return f"for example {example}"


def _union(path: Keys, context: dict[str, Any]) -> ShapeFault:
    discriminator = str(context.get("discriminator", "")).strip("'")
    if "tag" not in context:
        return _missing(path, discriminator)
    return ShapeFault(
        (*path, discriminator),
        f'"{context["tag"]}": expected one of {context["expected_tags"]}',
        "write one of these",
        context["tag"],
    )


def _unknown_key(path: Keys, data: object, model: type[BaseModel]) -> ShapeFault:
    near = _nearest(path, data, model)
    present = _parent(path, data)
    twin = next((key for key in present if key != path[-1] and _same(key, path[-1])), None)
    if twin and not near:
        hint = f'"{twin}" stands there too: a key is told apart by its letter case, keep one'
        return ShapeFault(path, f'unknown key "{path[-1]}"', hint, str(path[-1]), key=True)
    known = ", ".join(_allowed(model, path[:-1], data))
    hint = f'did you mean "{near}"?' if near else f"known here: {known}"
    return ShapeFault(path, f'unknown key "{path[-1]}"', hint, str(path[-1]), key=True)


def _nearest(path: Keys, data: object, model: type[BaseModel]) -> str | None:
    """The key that an unknown one was probably meant to be, if it is not there already."""
    present = _parent(path, data)
    open_keys = [key for key in _allowed(model, path[:-1], data) if key not in present]
    return nearest(str(path[-1]), open_keys, cutoff=0.7)


def _parent(path: Keys, data: object) -> dict[str, object]:
    for step in path[:-1]:
        data = _step(data, step)
    return data if isinstance(data, dict) else {}


def _same(key: str, other: str | int) -> bool:
    return key.casefold() == str(other).casefold()


def _allowed(model: type[BaseModel], path: Keys, data: object) -> list[str]:
    """Keys that the models allow at the path, found by walking the fields' annotations."""
    models = [model]
    for step in path:
        data = _step(data, step)
        if isinstance(step, str):
            held = [one for m in models for one in _held(m, step) if _fits(one, data)]
            models = held or models
    keys = [field.alias or name for m in models for name, field in m.model_fields.items()]
    return list(dict.fromkeys(keys))


def _fits(model: type[BaseModel], data: object) -> bool:
    """Whether a member of a union is the one that the data's kind names, if it names one."""
    kind = model.model_fields.get("kind")
    if kind is None or not isinstance(data, dict) or "kind" not in data:
        return True
    return data["kind"] in get_args(kind.annotation)


def _held(model: type[BaseModel], key: str) -> Iterator[type[BaseModel]]:
    """The models that a field may hold, directly, in a list or as values of a mapping."""
    field = model.model_fields.get(key)
    pending: list[object] = [field.annotation] if field else []
    while pending:
        one = pending.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            yield one
        pending.extend(getattr(one, "__args__", ()))


def shown(value: object) -> str:
    """A value as a person would point at it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value if len(value) <= 60 else value[:57] + "…"}"'
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else str(value)
