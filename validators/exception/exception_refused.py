import difflib
from collections.abc import Iterator
from datetime import timedelta

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.exceptions import StandingException
from langroute_repo.tree.tree import Tree
from validators.file.odd_date import day
from validators.finding import Fault, Given

Refusal = tuple[str, str, str]  # key, message, hint


def exception_refused(given: Given) -> Iterator[Fault]:
    """A standing exception is for what cannot be accepted, for no file, or for too long.

    Only warnings are accepted; an error is a fault whoever signs for it, and what is found in one
    change is accepted in that change. The longest time is in config/policy.yaml, for an exception
    that nobody looks at again is a rule switched off.
    """
    file = given.tree.exceptions
    if file is None or file.model is None:
        return
    for index, exception in enumerate(file.model.exceptions):
        for key, message, hint in refusals(exception, given):
            at: Keys = ("exceptions", index, key)
            written = getattr(exception, key)
            yield Fault(file.place(*at), message, hint, depends={key: written})


def refusals(exception: StandingException, given: Given) -> Iterator[Refusal]:
    """Everything for which one exception is refused."""
    yield from _rule(exception.rule, given)
    yield from _path(exception.path, given.tree)
    yield from _until(exception.until, given)


def _rule(name: str, given: Given) -> Iterator[Refusal]:
    level = given.levels.get(name)
    if level is None:
        warnings = sorted(
            rule
            for rule, level in given.levels.items()
            if level == "warning" and rule not in given.on_changes
        )
        near = difflib.get_close_matches(name, given.levels, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"warnings are {', '.join(warnings)}"
        yield "rule", f'there is no rule "{name}"', hint
    elif level == "error":
        hint = "remove the exception and correct what the rule says"
        yield "rule", f'"{name}" is an error; only warnings are accepted', hint
    elif name in given.on_changes:
        hint = "remove the exception; the finding prints the line by which its change accepts it"
        yield "rule", f'"{name}" is about one change and accepted there, never for a while', hint


def _path(path: str, tree: Tree) -> Iterator[Refusal]:
    paths = {file.path for file in tree.files()} | set(tree.evidence_paths.values())
    if path not in paths:
        near = difflib.get_close_matches(path, sorted(paths), n=1)
        hint = f'did you mean "{near[0]}"?' if near else "write the path that the finding names"
        yield "path", f'there is no file "{path}"', hint


def _until(until: str, given: Given) -> Iterator[Refusal]:
    last = day(until)
    longest = given.tree.limits().exceptions.longest
    latest = given.today + timedelta(days=int(longest.removesuffix("d")))
    if last and last > latest:
        days = (last - given.today).days
        message = f"{until} is {days:,} days from today; the limit is {longest}"
        yield "until", message, f'write "{latest}" or an earlier day'
