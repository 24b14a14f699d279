"""Edits of a tree's files, of which a change to tell of is made."""

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

Edit = Callable[[Path], None]


def edit(path: str, *pairs: tuple[str, str]) -> Edit:
    """Replaces texts of a file, each of which must be there."""

    def apply(root: Path) -> None:
        text = (root / path).read_text()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        (root / path).write_text(text)

    return apply


def append(path: str, text: str) -> Edit:
    def apply(root: Path) -> None:
        (root / path).write_text((root / path).read_text() + text)

    return apply


def write(path: str, text: str) -> Edit:
    def apply(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return apply


def remove(path: str) -> Edit:
    return lambda root: (root / path).unlink()


def copy(path: str, to: str, *pairs: tuple[str, str]) -> Edit:
    def apply(root: Path) -> None:
        (root / to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / path, root / to)
        edit(to, *pairs)(root)

    return apply


def value(tag: str, role: str, at: str) -> Edit:
    """Another threshold for a role, typed by hand: its seal is left as it was."""

    def apply(root: Path) -> None:
        path = root / f"config/languages/{tag}.yaml"
        head, found, tail = path.read_text().partition(f"{role}:")
        assert found, role
        path.write_text(head + found + re.sub(r"at: [0-9.]+", f"at: {at}", tail, count=1))

    return apply


def everywhere(old: str, new: str) -> Edit:
    """The same replacement in every language's file that has the text."""

    def apply(root: Path) -> None:
        for path in (root / "config/languages").iterdir():
            path.write_text(path.read_text().replace(old, new))

    return apply


def scaled(path: str, by: float) -> Edit:
    """Thresholds of the languages, all times a factor."""

    def apply(root: Path) -> None:
        for one in (root / path).iterdir():
            text = re.sub(
                r"at: ([0-9.]+)", lambda at: f"at: {float(at[1]) * by:.3f}", one.read_text()
            )
            one.write_text(text)

    return apply


def laid(tree: Path, edits: Iterable[Edit], target: Path) -> Path:
    """A copy of a tree's configuration with the edits."""
    shutil.copytree(tree / "config", target / "config", dirs_exist_ok=True)
    for apply in edits:
        apply(target)
    return target
