"""Parts a change of config/ by those who have to approve it, and splits nothing that is one thing.

All that is about one language is one thing: its route, the evidence that its seals rest on, its
cases, its acceptances. A model or a source that changes goes with the changed languages that name
it, and models go together, for rules compare their endpoints. What is about all languages (the
policy, a freeze, an environment, an acceptance of the change as a whole) keeps the change whole.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from langroute_repo.tree.owners import owners_of
from langroute_repo.tree.read import PLAIN
from langroute_repo.tree.tree import Tree

Owners = tuple[str, ...]
# What a file is about: its kind and its name.
Subject = tuple[str, str]
EVERYTHING: Subject = ("", "")


@dataclass(frozen=True, slots=True)
class Portion:
    """Files that can be merged without the rest of a change.

    ``asked`` holds the owners, one of whom has to approve, each with their files; no owners at all
    are those of files that nobody owns.
    """

    asked: Mapping[Owners, tuple[str, ...]]

    @property
    def owners(self) -> frozenset[Owners]:
        return frozenset(self.asked)

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(path for paths in self.asked.values() for path in paths))

    @property
    def names(self) -> tuple[str, ...]:
        """The languages that it is about; where it is about none, the models, sources, files."""
        subjects = {(*subject(path), path.removeprefix("config/")) for path in self.paths}
        tags = {name for kind, name, _ in subjects if kind == "languages"}
        return tuple(sorted(tags or {name or path for _, name, path in subjects}))


def subject(path: str) -> Subject:
    """What a file below config/ is about."""
    if path in PLAIN:
        return ("plain", path.removeprefix("config/"))
    kind, *rest = _steps(path)
    if kind in ("languages", "cases") and rest:
        return ("languages", rest[0])
    if kind in ("evidence", "golden") and len(rest) > 1:
        return ("languages", rest[1])
    return (kind, rest[0]) if kind in ("models", "sources") and rest else EVERYTHING


def kept_whole_by(paths: Collection[str], before: Tree, after: Tree) -> str:
    """The first file that concerns all of a change, which is not split for it; empty for none."""
    if len(set(map(subject, paths))) < 2:
        return ""
    return next((path for path in sorted(paths) if _is_whole(path, before, after)), "")


def by_owners(paths: Collection[str], before: Tree, after: Tree) -> list[Portion]:
    """The portions of a change of these files, one for each set of owners.

    Owners are those of the state before, whom GitHub asks: it reads the base's CODEOWNERS. Each
    file is in one portion, so merging them in any order gives the same tree.
    """
    if kept_whole_by(paths, before, after):
        return [_portion(paths, before)]
    together: dict[Subject, set[Subject]] = {one: {one} for one in map(subject, paths)}
    for left, right in _related(paths, before, after):
        if left in together and right in together:
            both = together[left] | together[right]
            together.update(dict.fromkeys(both, both))
    things: dict[frozenset[Subject], list[str]] = {}
    for path in paths:
        things.setdefault(frozenset(together[subject(path)]), []).append(path)
    return grouped(_portion(thing, before) for thing in things.values())


def grouped(portions: Iterable[Portion]) -> list[Portion]:
    """Portions with the same owners as one, in the order of their files."""
    found: dict[frozenset[Owners], list[Portion]] = {}
    for one in portions:
        found.setdefault(one.owners, []).append(one)
    return sorted(map(joined, found.values()), key=lambda one: one.paths)


def joined(portions: Iterable[Portion]) -> Portion:
    """All files of several portions as one."""
    asked: dict[Owners, list[str]] = {}
    for one in portions:
        for owners, paths in one.asked.items():
            asked.setdefault(owners, []).extend(paths)
    return Portion({owners: tuple(sorted(asked[owners])) for owners in sorted(asked)})


def _portion(paths: Iterable[str], before: Tree) -> Portion:
    each = (Portion({tuple(sorted(set(owners_of(before, path)))): (path,)}) for path in paths)
    return joined(each)


def _steps(path: str) -> list[str]:
    """The way to a file below config/; an acceptance lies where its subject does."""
    steps = path.removesuffix(".yaml").removesuffix(".json").split("/")[1:]
    return steps[1:] if steps[0] == "accepted" and len(steps) > 1 else steps


def _is_whole(path: str, before: Tree, after: Tree) -> bool:
    """Also a language's file that is at fault: what it names is not known."""
    kind, name = about = subject(path)
    files = (tree.languages.get(name) for tree in (before, after))
    unknown = kind == "languages" and any(file and file.model is None for file in files)
    return about == EVERYTHING or unknown


def _related(paths: Iterable[str], before: Tree, after: Tree) -> Iterator[tuple[Subject, Subject]]:
    """What belongs together beside the files of one subject."""
    models = [one for one in map(subject, paths) if one[0] == "models"]
    yield from ((models[0], one) for one in models)
    for path in paths:
        kind, name = about = subject(path)
        steps = _steps(path)
        if steps[0] in ("evidence", "golden"):
            yield about, ("models", steps[1])
        if kind == "languages":
            yield from ((about, one) for tree in (before, after) for one in _named(tree, name))


def _named(tree: Tree, tag: str) -> Iterator[Subject]:
    """The models and the source that a language's file names."""
    file = tree.languages.get(tag)
    if file and file.model:
        yield ("sources", file.model.source)
        yield from (("models", one.model) for _, one in file.model.answerers())
