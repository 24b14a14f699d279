"""Puts a company's files in the place of the sample's.

A run that is cut short can be done again: what it was to write stands in a folder beside the files
until all of it is in place.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = ".langroute-init"  # on the same file system as the files, and ignored by git
PREPARED = f"{FOLDER}/new"  # files as they will be, by the same paths
MOVING = f"{FOLDER}/moving"  # there as soon as files are moved: what was to go, a path on each line


@dataclass(frozen=True, slots=True)
class Exchange:
    """The folder in which the new files are prepared, below the root that they are for."""

    root: Path

    @property
    def prepared(self) -> Path:
        return self.root / PREPARED

    def left(self) -> dict[str, bytes | None]:
        """What an interrupted run was to write, by path, and None for what it was to take away.

        Nothing, unless it had begun to move files.
        """
        try:
            gone = (self.root / MOVING).read_text("utf-8").splitlines()
        except FileNotFoundError:
            return {}
        held: dict[str, bytes | None] = dict.fromkeys(gone)
        return held | self._files()

    def _files(self) -> dict[str, bytes]:
        found = (path for path in self.prepared.rglob("*") if path.is_file())
        return {path.relative_to(self.prepared).as_posix(): path.read_bytes() for path in found}

    def clear(self) -> None:
        """Forget what was prepared."""
        # First what says that files were moved: a folder that is half gone must not be believed.
        (self.root / MOVING).unlink(missing_ok=True)
        shutil.rmtree(self.root / FOLDER, ignore_errors=True)

    def write(self, texts: Mapping[str, str]) -> None:
        """Prepare files; those that were prepared under the same path are replaced."""
        for path, text in texts.items():
            file = self.prepared / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")

    def move(self, gone: list[str]) -> None:
        """Take files away and put the prepared ones in place, each as a whole."""
        new = self._files()
        half = self.root / f"{MOVING}.half"
        half.write_text("".join(f"{path}\n" for path in gone), encoding="utf-8")
        half.replace(self.root / MOVING)
        for path in gone:
            (self.root / path).unlink(missing_ok=True)
            drop_empty(self.root, (self.root / path).parent)
        for path, raw in new.items():
            self._place(path, raw)

    def _place(self, path: str, raw: bytes) -> None:
        """Copied and then renamed: what was prepared stays, to be known again after a cut."""
        file, copy = self.root / path, self.root / FOLDER / "copy"
        copy.write_bytes(raw)
        file.parent.mkdir(parents=True, exist_ok=True)
        os.replace(copy, file)  # noqa: PTH105


def drop_empty(root: Path, folder: Path) -> None:
    """Remove a folder in which nothing is left, and those above it."""
    while folder != root:
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass  # somebody came this far before
        except OSError:
            return  # something is in it
        folder = folder.parent
