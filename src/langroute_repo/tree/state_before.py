"""Reads the state before a change at the price of what changed; the rest is the state after's."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Snapshot
from langroute_repo.tree.tree import File, Group, Tree

Held = TypeVar("Held", bound=BaseModel)
Reader = Callable[[str, str], Evidence | str | None]


def read_before(before: Snapshot, after: Snapshot, tree: Tree) -> Tree:
    """The tree of ``before``; ``tree`` is that of ``after``.

    A file that is equal byte by byte in both is one and the same object in both trees.
    """
    was, now = before.digests(), after.digests()
    same = {path for path, digest in was.items() if now.get(path) == digest}
    found = read(before, {entry.path for entry in before.entries()} - same)
    return replace(
        found,
        languages=_joined(found.languages, tree.languages, same),
        models=_joined(found.models, tree.models, same),
        sources=_joined(found.sources, tree.sources, same),
        environments=_joined(found.environments, tree.environments, same),
        cases=_joined(found.cases, tree.cases, same),
        golden=_joined(found.golden, tree.golden, same),
        policy=_one(found.policy, tree.policy, same),
        accepted=_joined(found.accepted, tree.accepted, same),
        freeze=_one(found.freeze, tree.freeze, same),
        log=_one(found.log, tree.log, same),
        evidence_reader=_evidence_reader(found, tree, same),
    )


def _joined(found: Group[Held], after: Group[Held], same: Collection[str]) -> Group[Held]:
    """One kind of files, in the order in which they would have been read."""
    shared = {stem: file for stem, file in after.items() if file.path in same}
    return dict(sorted({**shared, **found}.items(), key=lambda one: one[1].path))


def _one(
    found: File[Held] | None, after: File[Held] | None, same: Collection[str]
) -> File[Held] | None:
    return after if after and after.path in same else found


def _evidence_reader(found: Tree, after: Tree, same: Collection[str]) -> Reader:
    def evidence(model: str, language: str) -> Evidence | str | None:
        path = found.evidence_paths.get((model, language))
        return (after if path in same else found).evidence_reader(model, language)

    return evidence
