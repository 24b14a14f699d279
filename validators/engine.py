"""Runs the rules and turns what they yield into findings with line, column and fingerprint."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from langroute_repo.findings import Finding, Related, Report
from langroute_repo.render.findings.text import printable
from langroute_repo.strict_yaml.position import Span
from langroute_repo.strict_yaml.reader import locate
from langroute_repo.tree.owners import owners_of
from langroute_repo.tree.secrets import HINT, hides, repeats
from langroute_repo.tree.tree import Place, Tree
from validators.ending import ending
from validators.finding import Fault, Given, Rule
from validators.identity import fingerprint, steps
from validators.rules import RULES
from validators.unlooked import unlooked
from validators.verdict import Stood, free_path, judged, stood

START = Span(1, 1, 1, 1)
MODELS = "config/models/"
UNSHOWN = "what stands here is refused, and not shown: it looks like a secret"
# Groups that wait for what the others found.
LATER = ("document", "acceptance")


def run(given: Given, rules: Sequence[Rule] = RULES) -> Report:
    """Hold every rule against what is given; the findings are sorted by place."""
    places = _Places(given.tree)
    given = replace(given, levels={rule.name: rule.level for rule in rules})
    later = LATER if given.before else (*LATER, "change")
    found = _findings(_of(rules, lambda group: group not in later), given, places)
    # Files with errors make no document: what is wrong with it would be told twice.
    if all(finding.level != "error" for finding in found):
        found += _findings(_of(rules, lambda group: group == "document"), given, places)
    judge = partial(judged, given=given, before=cache(lambda: _stood(given, rules, found)))
    found = judge(found)
    last = _of(rules, lambda group: group == "acceptance")
    found += judge(_findings(last, replace(given, found=tuple(found)), places))
    found = [_acceptable(one, given.tree) for one in found]
    order = {rule.name: index for index, rule in enumerate(rules)}
    return Report(
        tuple(sorted(found, key=lambda one: (one.path, one.line, one.column, order[one.rule]))),
        sum(1 for _ in given.tree.files()) + len(given.tree.strays),
        against=given.before.name if given.before else "",
        ending=ending(given.tree, given.today),
        notes=tuple(unlooked(given)),
    )


def _stood(given: Given, rules: Sequence[Rule], found: Iterable[Finding]) -> Stood:
    """What the rules that warn now found in the state before, judged by the same code and day."""
    assert given.before is not None, "asked for only where there is a state before"
    warned = {one.rule for one in found if one.level == "warning"}
    # Those on acceptances come last, when nobody knows yet whether they will warn.
    warned |= {rule.name for rule in _of(rules, lambda group: group == "acceptance")}
    asked = [rule for rule in rules if _of_a_state(rule) and rule.name in warned]
    state = replace(given, tree=given.before, before=None, pushed={})
    return stood(_findings(asked, state, _Places(given.before)))


def _acceptable(one: Finding, tree: Tree) -> Finding:
    """With the place for its acceptance, where it needs one, and with those whose it is."""
    accept_at = free_path(one, tree) if one.blocks and one.level == "warning" else ""
    return replace(one, accept_at=accept_at, owners=tuple(owners_of(tree, one.path)))


def _of_a_state(rule: Rule) -> bool:
    return rule.group != "change"


def _of(rules: Sequence[Rule], wanted: Callable[[str], bool]) -> list[Rule]:
    return [rule for rule in rules if wanted(rule.group)]


def _findings(rules: Iterable[Rule], given: Given, places: "_Places") -> list[Finding]:
    return [places.finding(rule, fault) for rule in rules for fault in rule.check(given)]


class _Places:
    """Line and column of a path into a file, read from its text only when a rule points there."""

    def __init__(self, tree: Tree) -> None:
        self._files = {file.path: file for file in tree.files()}

    def finding(self, rule: Rule, fault: Fault) -> Finding:
        path = fault.place.path
        span = self.span(fault.place)
        whole_line = len(self._line(path, span.line)) + 1
        end = span.end_column if span.end_line == span.line else whole_line
        line = self._line(path, span.line)
        hidden = hides(line) if path.startswith(MODELS) else None
        # Those repeat what they refuse.
        quoting = hidden is not None and rule.name in ("syntax", "schema")
        repeated = quoting and repeats(fault.message + fault.hint, hidden or "")
        return Finding(
            rule=rule.name,
            level=rule.level,
            path=printable(path),
            line=span.line,
            column=span.column,
            end_column=max(end, span.column + 1),
            message=UNSHOWN if repeated else fault.message,
            hint=HINT if repeated else fault.hint,
            fingerprint=fingerprint(rule.name, path, self._steps(fault.place), fault.depends),
            depends=fault.depends,
            magnitude=fault.magnitude,
            excerpt=line if hidden is None else "",
            related=tuple(self._related(fault.related)),
        )

    def _related(self, related: Iterable[tuple[Place, str]]) -> Iterator[Related]:
        for place, message in related:
            span = self.span(place)
            yield Related(printable(place.path), span.line, span.column, message)

    def span(self, place: Place) -> Span:
        file = self._files.get(place.path)
        if isinstance(place.at, Span):
            return place.at
        if file is None:
            return START
        location = locate(file.raw, place.at)
        return location.key if place.key and location.key else location.value

    def _steps(self, place: Place) -> list[str]:
        file = self._files.get(place.path)
        return list(steps(file.data if file else None, place.at))

    def _line(self, path: str, line: int) -> str:
        lines = self._lines(path)
        return lines[line - 1] if line <= len(lines) else ""

    @cache  # noqa: B019 - lives as long as one run
    def _lines(self, path: str) -> tuple[str, ...]:
        file = self._files.get(path)
        text = file.raw.decode(errors="replace") if file else ""
        return tuple(text.replace("\r\n", "\n").split("\n"))
