from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.files.cases import CasesFile
from langroute_repo.tree.tree import File, Place, Tree
from langroute_repo.tree.values import points
from validators.finding import Fault, Given
from validators.guards import AUDIT, GUARDS, POLICY, Guard
from validators.language_changes import pairs


def guard_weakened(given: Given) -> Iterator[Fault]:
    """A change takes a guard away, or moves it so that it holds back less.

    An alarm that fires later, a bake of a minute, a limit ten times as wide, a capacity on paper:
    nothing is at fault, and the next mistake passes. It may be right, and then somebody says why.
    What counts as a guard, and which way is weaker, is the table in `validators/guards.py`.
    """
    before, after = given.change
    for folder, guards in GUARDS.items():
        files: dict[str, File[Any]] = getattr(after, folder)
        for name, was in getattr(before, folder).items():
            if name in files:
                yield from _weaker(was, files[name], guards)
    yield from _limits(before, after)
    yield from _audits(before, after)
    yield from _cases(before, after)
    yield from _freeze(given, before, after)


def _weaker(was: File[Any], now: File[Any], guards: tuple[Guard, ...]) -> Iterator[Fault]:
    if was is now or was.model is None or now.model is None:
        return
    for guard in guards:
        old, new = _value(was.model, guard), _value(now.model, guard)
        if old != new and guard.weaker(old, new):
            yield _fault(_place(now, guard), guard, old, new)


def _limits(before: Tree, after: Tree) -> Iterator[Fault]:
    """Of a policy that is gone the defaults hold; who owns what is told by no-owner."""
    if before.policy is after.policy:
        return
    was, now = before.limits(), after.limits()
    for guard in POLICY:
        old, new = _value(was, guard), _value(now, guard)
        if old != new and guard.weaker(old, new):
            place = _place(after.policy, guard) if after.policy else Place("config/policy.yaml")
            yield _fault(place, guard, old, new)


def _audits(before: Tree, after: Tree) -> Iterator[Fault]:
    """Of each language whose own file says so; that of the policy is told once."""
    for pair in pairs(before, after):
        old, new = (
            points(audit_of(tree, language))
            for tree, language in ((before, pair.before), (after, pair.after))
        )
        if pair.before.audit != pair.after.audit and AUDIT.weaker(old, new):
            yield _fault(_place(pair.file, AUDIT), AUDIT, old, new)


def _fault(place: Place, guard: Guard, old: Any, new: Any) -> Fault:
    name, was, now = ".".join(map(str, guard.at)), _written(old), _written(new)
    return Fault(
        place,
        f"{name} {was} → {now} guards less than before",
        f"{f'keep {was}' if old is not None else 'take it out'}, or say why the change is safe "
        f"with {now}",
        # By its name: of two that the file leaves out the place is the same.
        depends={"guard": name, "before": was, "after": now},
    )


def _value(model: BaseModel, guard: Guard) -> Any:
    value: Any = model
    for key in guard.at:
        value = getattr(value, str(key), None)
    return value


def _place(file: File[Any], guard: Guard) -> Place:
    """The value, or the nearest thing around it that the file has."""
    data, at = file.data, list(guard.at)
    for index, key in enumerate(guard.at):
        if not isinstance(data, dict) or key not in data:
            return file.place(*at[:index])
        data = data[key]
    return file.place(*at)


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, BaseModel):
        return f"{{{', '.join(f'{key}: {_written(held)}' for key, held in value)}}}"
    return "none" if value is None else str(value)


def _cases(before: Tree, after: Tree) -> Iterator[Fault]:
    """An example that is gone pins nothing any more, least of all what the same change moves."""
    for tag, was in before.cases.items():
        now = after.cases.get(tag)
        if was is now or was.model is None or (now and now.model is None):
            continue
        kept = [_content(one) for one in _examples(now)]
        for case in was.model.cases:
            content = _content(case)
            if content in kept:
                kept.remove(content)
                continue
            place = now.place("cases") if now else Place(was.path)
            yield Fault(
                place,
                f"an example of {tag} is gone or says something else: {case.about}",
                "keep it, or say why it does not have to hold any more",
                depends={"example": content},
            )


def _examples(file: File[CasesFile] | None) -> list[Any]:
    return list(file.model.cases) if file and file.model else []


def _content(case: BaseModel) -> str:
    return case.model_dump_json(exclude_none=True, by_alias=True)


def _freeze(given: Given, before: Tree, after: Tree) -> Iterator[Fault]:
    """A freeze that ends before the day it said, or covers less."""
    was = before.freeze.model if before.freeze else None
    if was is None or before.freeze is after.freeze or was.until < given.today.isoformat():
        return
    now = after.freeze.model if after.freeze else None
    names = [name for name in after.environments if was.covers(name, given.today)]
    for name in names:
        until = now.until if now and now.covers(name, given.today) else "none"
        if until < was.until or until == "none":
            place = after.freeze.place("until") if after.freeze else Place("config/freeze.yaml")
            yield Fault(
                place,
                f"{name} was frozen until {was.until}, now {until}: {was.reason}",
                "keep the freeze to its end, or say why it can go earlier",
                depends={"environment": name, "before": was.until, "after": until},
            )
