"""A cold start of AppConfig's validator on a document that nearly fills the size allowed."""

import base64
import json
import sys
from pathlib import Path

from langroute.document import canonical
from langroute_repo.infra.archive import HANDLER, archive
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder

PROGRAM = """
import importlib, json, os, sys
os.environ.update(LANGROUTE_ENVIRONMENT="production", LANGROUTE_LARGEST_KB="2048")
sys.path.insert(0, sys.argv[1])
module, _, name = sys.argv[3].rpartition(".")
with open(sys.argv[2]) as file:
    getattr(importlib.import_module(module), name)(json.load(file), None)
"""


def prepare(project: Path, company: Path, folder: Path) -> tuple[tuple[str, ...], str]:
    """The command that runs it, on the archive and AppConfig's event, and what it is run on."""
    zipped, event = folder / "validator.zip", folder / "event.json"
    zipped.write_bytes(archive(project))
    raw = canonical(compile_tree(read(Folder(company)), "production"))
    event.write_text(json.dumps({"content": base64.b64encode(raw).decode()}))
    command = (sys.executable, "-I", "-S", "-c", PROGRAM, str(zipped), str(event), HANDLER)
    return command, f"{len(raw) / 1024:,.0f} KB; its archive has {zipped.stat().st_size:,} bytes"
