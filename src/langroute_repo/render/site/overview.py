"""What the first page shows beside the languages: endpoints, what ends, what is live."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from langroute_repo.findings import Ending, Finding
from langroute_repo.render.site.language import Language
from langroute_repo.render.site.route import places
from langroute_repo.tree.endpoint_load import Load, capacity, in_words
from langroute_repo.tree.hosted import Hosted
from langroute_repo.tree.routes import routes
from langroute_repo.tree.tree import Tree


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model's endpoint: what it is asked for at the peak against what it can take.

    ``asked`` is empty where that is known of no language.
    """

    model: str
    status: str
    owners: list[str]
    roles: str
    asked: str
    can: str
    percent: float
    unknown: list[str]
    places: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Environment:
    """What is live in an environment, in lines of a label and what it says.

    ``state`` is `live`, `asked` where nothing is live, or `unasked`. ``entries`` says of each
    language how what is live stands to the files, in words.
    """

    name: str
    state: str
    lines: list[tuple[str, str]]
    entries: Mapping[str, str]


class Ended(NamedTuple):
    """What ends on a day, and in which files, each with its owners."""

    day: str
    what: str
    places: list[tuple[str, str]]


def ended(ending: Sequence[Ending]) -> list[Ended]:
    """The same of several files together: evidence of all languages is often of one day."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in ending:
        found.setdefault((one.day, one.what), []).append((one.path, ", ".join(one.owners)))
    return [Ended(*known, places) for known, places in found.items()]


@dataclass(frozen=True)
class Site:
    """Everything that the pages have in common, and what the first one shows."""

    name: str
    commit: str
    commit_date: str
    changed: bool
    made: str
    today: date
    hosted: Hosted | None
    languages: Sequence[Language]
    endpoints: Sequence[Endpoint]
    soon: Sequence[Ending]
    later: Sequence[Ending]
    month_ends: date
    findings: Sequence[Finding]
    others: Sequence[Finding]
    environments: Sequence[Environment]
    older: str
    unread: int
    unasked: Sequence[str]

    @property
    def errors(self) -> int:
        return sum(one.level == "error" for one in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors


def endpoints(tree: Tree, asked: Mapping[str, Load]) -> Iterator[Endpoint]:
    """Each model with what all its languages ask of it when they have their peak at once."""
    roles: dict[str, dict[str, int]] = {}
    for route in routes(tree):
        counts = roles.setdefault(route.answerer.model, {})
        counts[route.role] = counts.get(route.role, 0) + 1
    for name, file in tree.models.items():
        model, load = file.model, asked.get(name, Load())
        if model is None:
            yield Endpoint(name, "at fault", [], "", "", "", 0.0, [], [])
            continue
        can = capacity(model)
        used = float(load.total / can) if can else 0.0
        yield Endpoint(
            model=name,
            status=model.status,
            owners=model.owners,
            roles=", ".join(f"{role} of {n}" for role, n in roles.get(name, {}).items()),
            asked="" if load.unknown and not load.parts else in_words(load.total),
            can=in_words(can),
            percent=round(100 * used, 1),
            unknown=sorted(load.unknown),
            places=places(tree, model),
        )
