"""A state of the reviewed files in memory, and others that differ from it in a few files.

A catch rate needs thousands of pairs of trees; only the changed files of each are read anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.read import EVIDENCE, KINDS, read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from tests.memory import Memory

# The bytes of each changed file by its path; None takes the file away.
Changes = Mapping[str, bytes | None]


@dataclass(frozen=True, eq=False)
class State:
    """The files of one commit and the tree that they make; equal to itself only."""

    files: Mapping[str, bytes]
    tree: Tree

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> "State":
        return cls(files, read(Memory(files)))

    @classmethod
    def on_disk(cls, root: Path) -> "State":
        folder = Folder(root)
        return cls.of({entry.path: folder.read(entry.path) for entry in folder.entries()})

    def edited(self, changes: Changes) -> "State":
        """The state after a commit that changes these files."""
        written = {path: raw for path, raw in changes.items() if raw is not None}
        gone = {path for path, raw in changes.items() if raw is None}
        kept = {path: raw for path, raw in self.files.items() if path not in gone}
        return State(kept | written, _laid_over(self.tree, read(Memory(written)), gone))

    def language(self, tag: str) -> LanguageFile:
        """The file of a language that has no fault."""
        model = self.tree.languages[tag].model
        assert model is not None, f"{tag} is at fault"
        return model

    def raw(self, tag: str) -> bytes:
        return self.files[language_path(tag)]


def language_path(tag: str) -> str:
    return f"config/languages/{tag}.yaml"


def evidence_path(model: str, tag: str) -> str:
    return f"{EVIDENCE}{model}/{tag}.json"


def _laid_over(tree: Tree, over: Tree, gone: set[str]) -> Tree:
    """A tree in which the files of another one stand in the place of its own."""
    groups: dict[str, Any] = {}
    for folder in KINDS:
        both = {**getattr(tree, folder), **getattr(over, folder)}
        groups[folder] = {stem: both[stem] for stem in sorted(both) if both[stem].path not in gone}
    paths = {**tree.evidence_paths, **over.evidence_paths}
    return replace(
        tree,
        **groups,
        policy=over.policy or tree.policy,
        accepted={**tree.accepted, **over.accepted},
        freeze=over.freeze or tree.freeze,
        log=over.log or tree.log,
        strays=(*tree.strays, *over.strays),
        evidence_paths={key: path for key, path in paths.items() if path not in gone},
        evidence_reader=_reader(tree, over, gone),
    )


def _reader(tree: Tree, over: Tree, gone: set[str]) -> Any:
    def evidence(model: str, language: str) -> object:
        if evidence_path(model, language) in gone:
            return None
        newer = (model, language) in over.evidence_paths
        return (over if newer else tree).evidence_reader(model, language)

    return evidence
