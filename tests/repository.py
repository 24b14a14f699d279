"""git in a folder of a test, by somebody whose name no machine has to know."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def git(root: Path, *words: str, author: str = "Ada") -> str:
    """What git says, without the line break at its end."""
    who = ("-c", f"user.name={author}", "-c", "user.email=ada@acme.example")
    command = ("git", "-C", str(root), *who, *words)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(root: Path, message: str) -> str:
    """Commit all; the first 12 digits of the commit."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")[:12]


def files(folder: Path) -> dict[str, bytes]:
    """All that a folder holds, by path, to be laid again where it is needed."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def lay(held: Mapping[str, bytes], folder: Path) -> None:
    """The same files in another folder, which is not there yet; git's own work there as well."""
    for parent in sorted({(folder / path).parent for path in held}):
        parent.mkdir(parents=True, exist_ok=True)
    for path, raw in held.items():
        (folder / path).write_bytes(raw)
