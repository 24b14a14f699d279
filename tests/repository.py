"""git in a folder of a test, by somebody whose name no machine has to know."""

import subprocess
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
