"""Files that need no disk, as a snapshot of a state."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from langroute_repo.tree.snapshot import Entry


@dataclass(frozen=True)
class Memory:
    """The files of a state by path."""

    files: Mapping[str, bytes]
    name: str = "memory"

    def entries(self) -> list[Entry]:
        return [Entry(path, "file", len(raw)) for path, raw in sorted(self.files.items())]

    def read(self, path: str) -> bytes:
        return self.files[path]

    def prefetch(self, paths: Sequence[str]) -> None:
        pass

    def digests(self) -> dict[str, str]:
        return {path: hashlib.sha256(raw).hexdigest() for path, raw in self.files.items()}
