"""Trees to build templates from: the smallest valid one, with what `infra` needs to know."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from langroute_repo.infra.settings import Settings, settings
from langroute_repo.infra.template import template
from langroute_repo.tags.registry import LANGUAGES
from langroute_repo.tree.plan import plan
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder

PROJECT = Path(__file__).parents[2]
BASE = PROJECT / "tests" / "rules" / "base"
BUCKET = "company-langroute"
REGION = "eu-central-1"
INFRA = f"""infra:
  account: "123456789012"
  bucket: {BUCKET}
  github: {{repository: acme/langroute, owner_id: 12, repository_id: 34}}
"""


def lay(root: Path) -> Path:
    """Make a copy of the smallest tree buildable; each environment gets an application."""
    for name in ("staging", "production"):
        path = root / "config/environments" / f"{name}.yaml"
        text = path.read_text().replace("application: langroute", f"application: {name}-app")
        path.write_text(text + INFRA)
    return root


def chosen(root: Path, name: str = "production", languages: Sequence[str] = ()) -> Settings:
    """The settings of an environment, with other languages than the tree's when some are given."""
    found = settings(read(Folder(root)), name, PROJECT, plan(root))
    return replace(found, languages=tuple(languages)) if languages else found


def made(root: Path, name: str = "production", languages: Sequence[str] = ()) -> dict[str, Any]:
    return template(chosen(root, name, languages))


def tags(count: int) -> list[str]:
    """So many language tags, all different."""
    return sorted(LANGUAGES, key=lambda code: (-len(code), code))[:count]
