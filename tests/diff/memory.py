"""Two states of the smallest tree in memory, of which only the German routes differ."""

import hashlib
from collections.abc import Sequence

from langroute.tree.snapshot import Entry
from tests.diff.changes import BASE, DE

FILES = {
    str(path.relative_to(BASE)): path.read_bytes()
    for path in sorted(BASE.rglob("*"))
    if path.is_file()
}


class Memory:
    """A state of the files; paths that are None are missing."""

    name = "memory"

    def __init__(self, **changed: str | None) -> None:
        text = changed.get("de", "")
        self._files = dict(FILES)
        if text:
            self._files[DE] = text.encode()
        elif "de" in changed:
            del self._files[DE]

    def entries(self) -> list[Entry]:
        return [Entry(path, "file", len(raw)) for path, raw in sorted(self._files.items())]

    def read(self, path: str) -> bytes:
        return self._files[path]

    def prefetch(self, paths: Sequence[str]) -> None:
        pass

    def digests(self) -> dict[str, str]:
        return {path: hashlib.sha256(raw).hexdigest() for path, raw in self._files.items()}
