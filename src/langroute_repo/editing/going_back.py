"""A language's file as it was, with its values sealed on the evidence that there is now.

Beside the refresh of evidence nothing else seals without a person who looks at the effect: these
values were reviewed when they ran, and going back must not wait for anybody.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from langroute_repo.editing.setting import write_threshold
from langroute_repo.evidence.seal import misfit
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.git import GitError, git
from langroute_repo.tree.read import read, read_file
from langroute_repo.tree.routes import routes_of
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree

LANGUAGES = "config/languages/"


def as_it_was(root: Path, commit: str, tree: Tree, tag: str) -> bytes | None:
    """The file that a commit has, sealed on the evidence of ``tree``; None where it has none."""
    path = f"{LANGUAGES}{tag}.yaml"
    try:
        return sealed_anew(git(root, "show", f"{commit}:./{path}"), tree, tag)
    except GitError:
        return None


def sealed_anew(raw: bytes, tree: Tree, tag: str) -> bytes:
    """The same values, each with the seal that fits; as it is where the file is at fault."""
    file = read_file(raw, f"{LANGUAGES}{tag}.yaml", LanguageFile)
    if file.model is None:
        return raw
    there = replace(tree, languages={**tree.languages, tag: file})
    for route in routes_of(there, tag).values():
        fault = misfit(there, tag, route.answerer)
        if fault:
            raw = write_threshold(raw, route.path, fault.written, fault.fitting)
    return raw


def seal_changed(root: Path) -> None:
    """Seal what differs from the last commit in the languages of a work tree."""
    told = git(root, "diff", "--name-only", "-z", "--relative", "HEAD", "--", LANGUAGES)
    _seal(root, (path for path in told.decode(errors="replace").split("\0") if path))


def restore_languages(root: Path, commit: str, tags: Iterable[str]) -> None:
    """Put the files of languages back as a commit has them; one that has none is removed."""
    tree = read(Folder(root))
    for tag in tags:
        path, raw = root / f"{LANGUAGES}{tag}.yaml", as_it_was(root, commit, tree, tag)
        if raw is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(raw)


def _seal(root: Path, paths: Iterable[str]) -> None:
    tree = read(Folder(root))
    for path in paths:
        file = root / path
        if file.is_file():
            file.write_bytes(sealed_anew(file.read_bytes(), tree, file.stem))
