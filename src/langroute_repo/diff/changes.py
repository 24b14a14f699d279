"""All changes between two states, each with its kind, apart by whether they are direct."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import BaseModel

from langroute_repo.diff.classify import (
    AUDIT,
    FILES,
    LANGUAGE,
    FileKinds,
    Leaf,
    Table,
    kind_of,
)
from langroute_repo.diff.kind import Kind, Moves
from langroute_repo.diff.leaves import leaves
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.compile import compile_language
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Snapshot
from langroute_repo.tree.tree import File, Group, Tree, valid
from langroute_repo.tree.values import points

# Files that any route may refer to.
SHARED = ("models", "sources", "environments", "policy.yaml")
LANGUAGES, POLICY = "config/languages/", "config/policy.yaml"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``language`` is None for a file that is no language's.

    ``cause`` is the file whose change brought it about when that is not the language's own.
    """

    kind: Kind
    file: str
    path: Keys
    before: object
    after: object
    language: str | None = None
    cause: str | None = None

    @property
    def direct(self) -> bool:
        return self.cause is None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two states, as far as they had to be read, and what changed between them.

    ``changed`` are the paths of the files that differ; ``others`` reads the languages that are
    equal and were left out, for what a change does to all of them together.
    """

    before: Tree
    after: Tree
    changes: tuple[Change, ...]
    changed: frozenset[str] = frozenset()
    others: Callable[[], Group[LanguageFile]] = dict


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """Compare two states; of what is equal byte by byte, only what the rest refers to is read."""
    changed = sorted(_changed(before.digests(), after.digests()))
    only = _to_read(before, after, changed)
    trees = read(before, only), read(after, only)
    for snapshot, tree in zip((before, after), trees, strict=True):
        snapshot.prefetch(list(_evidence_of(changed, tree)))
    direct = [change for path in changed for change in _file_changes(path, *trees)]
    indirect = list(_indirect(*trees, direct))
    others = _others(after, frozenset(changed), only)
    return Difference(*trees, (*direct, *indirect), frozenset(changed), others)


def _others(
    after: Snapshot, changed: frozenset[str], only: set[str] | None
) -> Callable[[], Group[LanguageFile]]:
    """Reads the languages that are equal on both sides, once and only when they are asked for."""

    @cache
    def languages() -> Group[LanguageFile]:
        if only is None:
            return {}
        paths = (entry.path for entry in after.entries())
        equal = {path for path in paths if path.startswith(LANGUAGES) and path not in changed}
        tree = read(after, equal)
        primaries = ((model.primary.model, tag) for tag, _, model in valid(tree.languages))
        known = (tree.evidence_paths.get(one) for one in primaries)
        after.prefetch([path for path in known if path])
        return tree.languages

    return languages


def _evidence_of(changed: Iterable[str], tree: Tree) -> Iterator[str]:
    """What the effect of the changed languages is worked out from."""
    languages = {_name(path) for path in changed}
    for (_, language), path in tree.evidence_paths.items():
        if language in languages:
            yield path


def _name(path: str) -> str:
    """What the file at a path is named after."""
    return path.split("/")[-1].removesuffix(".yaml")


def _changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    paths = before.keys() | after.keys()
    return {path for path in paths if before.get(path) != after.get(path)}


def _to_read(before: Snapshot, after: Snapshot, changed: Iterable[str]) -> set[str] | None:
    """The changed files and what every route refers to; all when that itself changed."""
    folders = {path.split("/")[1] for path in changed}
    if folders & {"models", "sources"} or _audits_differ(before, after, changed):
        return None
    entries = [entry.path for snapshot in (before, after) for entry in snapshot.entries()]
    return {path for path in entries if path.split("/")[1] in SHARED}.union(changed)


def _audits_differ(before: Snapshot, after: Snapshot, changed: Iterable[str]) -> bool:
    """Whether the audit of the languages that name none is another one."""
    if POLICY not in changed:
        return False
    was, now = (read(snapshot, {POLICY}).limits().audit for snapshot in (before, after))
    return was != now


def _file_changes(path: str, before: Tree, after: Tree) -> Iterator[Change]:
    folder = path.split("/")[1]
    if folder == "evidence":
        yield _evidence(path, before, after)
        return
    if folder not in FILES:
        yield Change(Kind.NO_EFFECT, path, (), None, None)
        return
    language = _name(path) if folder == "languages" else None
    was, now = ((_file(path, tree), tree) for tree in (before, after))
    for change in _states(path, FILES[folder], was, now):
        yield replace(change, language=language)


def _evidence(path: str, before: Tree, after: Tree) -> Change:
    was, now = (path in tree.evidence_paths.values() for tree in (before, after))
    one_sided = Kind.EVIDENCE_ADDED if now else Kind.EVIDENCE_REMOVED
    return Change(Kind.EVIDENCE_REFRESHED if was and now else one_sided, path, (), None, None)


def _file(path: str, tree: Tree) -> File[Any] | None:
    return next((file for file in tree.files() if file.path == path), None)


def _states(
    path: str,
    kinds: FileKinds,
    before: tuple[File[Any] | None, Tree],
    after: tuple[File[Any] | None, Tree],
) -> Iterator[Change]:
    was, now = before[0], after[0]
    if any(file is not None and file.model is None for file in (was, now)) or not (was or now):
        # At fault on one side: the check says what; here it must not look like no change.
        yield Change(Kind.NEEDS_REVIEW, path, (), None, None)
    elif was is None or now is None:
        kind = kinds.added if was is None else kinds.removed
        yield Change(kind, path, (), _data(*before), _data(*after))
    else:
        found = leaves(_data(*before) or {}, _data(*after) or {})
        yield from classified(path, kinds.table, found)
        if not found:
            yield Change(Kind.NO_EFFECT, path, (), None, None)


def _data(file: File[Any] | None, tree: Tree) -> dict[str, Any] | None:
    """The file's data with its defaults, so that writing a default out is no change."""
    if file is None or not isinstance(file.data, dict):
        return None
    if isinstance(file.model, BaseModel) and not isinstance(file.model, LanguageFile):
        return file.model.model_dump(by_alias=True, exclude_none=True)
    audit = audit_of(tree, file.model) if file.model else 0
    own = {key: value for key, value in file.data.items() if key != "audit"}
    return {"shadows": []} | own | ({"audit": points(audit)} if audit else {})


def classified(path: str, table: Table, found: list[Leaf]) -> Iterator[Change]:
    """The differences of one file as changes; what only follows from another is told by that."""
    at = {leaf.path: leaf for leaf in found}
    promoted = _promoted(at)
    told: set[tuple[Kind, Keys]] = set()
    for leaf in found:
        if _part_of_another(leaf.path, at.keys()) or (promoted and leaf.path[:1] == ("canary",)):
            continue
        of_canary = promoted and leaf.path == ("primary", "model")
        kind = Kind.CANARY_PROMOTED if of_canary else kind_of(leaf, table)
        subject = leaf.path[:-1] if kind is Kind.SEAL_RENEWED else leaf.path
        if (kind, subject) not in told:
            told.add((kind, subject))
            yield Change(kind, path, subject, leaf.before, leaf.after)


def _promoted(at: dict[Keys, Leaf]) -> bool:
    """Whether the canary became the primary: its model moved there and it is gone."""
    model, canary = at.get(("primary", "model")), at.get(("canary",))
    return bool(
        model
        and canary
        and isinstance(canary.before, dict)
        and canary.before.get("model") == model.after
    )


def _part_of_another(path: Keys, paths: Iterable[Keys]) -> bool:
    """Whether the difference only follows from another one that is told.

    A new model brings its own fields and threshold; a new value brings its own seal. Who answers
    what a canary fails on, and on what it is compared with the primary, is not the model's.
    """
    model = (*path[:1], "model")
    apart = ((), ("model",), ("on_failure",), ("compared",))
    own = path[0] in ("primary", "canary") and path[1:] not in apart
    if own and model in paths:
        return True
    return path[-2:-1] == ("threshold",) and path[-1] != "at" and (*path[:-1], "at") in paths


def _indirect(before: Tree, after: Tree, direct: list[Change]) -> Iterator[Change]:
    """Languages whose route moves because of a file that is not theirs."""
    moved = [change for change in direct if Moves.ROUTES in change.kind.moves]
    yield from _audits(before, after, {change.language for change in direct})
    for tag, file in after.languages.items():
        if file.model is None:
            continue
        used = {answerer.model for _, answerer in file.model.answerers()}
        for change in moved:
            if _name(change.file) in used and _moves_route(file.model, before, after):
                yield replace(change, language=tag, cause=change.file)


def _audits(before: Tree, after: Tree, told: Collection[str | None]) -> Iterator[Change]:
    """Languages that are audited otherwise because the policy says so for all."""
    for tag, _, language in valid(after.languages):
        was, now = audit_of(before, language), audit_of(after, language)
        if was != now and tag not in told:
            leaf = Leaf(AUDIT, *(points(one) if one else None for one in (was, now)))
            yield Change(
                kind_of(leaf, LANGUAGE), POLICY, AUDIT, leaf.before, leaf.after, tag, POLICY
            )


def _moves_route(language: LanguageFile, before: Tree, after: Tree) -> bool:
    environments = before.environments.keys() | after.environments.keys()
    return any(
        compile_language(before, language, environment)
        != compile_language(after, language, environment)
        for environment in environments
    )
